"""Programs elsewhere are entered, tried, paused and removed by who administers the system."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from lopo.administration.tests.builders import system_admin
from lopo.notifications.api import Delivery, Webhook, deliveries_of, webhooks
from lopo.notifications.models import Letter
from lopo.notifications.tests.builders import Clockwork, make_webhook, tell
from lopo.notifications.tests.post_office import SOMEBODY, write
from lopo.organisation.tests.builders import make_agency

pytestmark = pytest.mark.django_db
HOME = "/petugas/pengaturan/webhook/"
FORM = {
    "description": "Portal provinsi",
    "address": "https://contoh.go.id/terima",
    "kinds": ["standard.published", "notice.published"],
    "agency_code": "",
}


@pytest.fixture
def admin() -> Client:
    return system_admin()


def page(client: Client, path: str = "", **how: Any) -> str:
    answer = client.get(f"{HOME}{path}", **how)
    assert answer.status_code == HTTPStatus.OK, path
    return answer.content.decode()


def state_of(hook: Webhook) -> tuple[bool, str]:
    hook.refresh_from_db()
    return hook.is_active, hook.paused_because


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "http://contoh.go.id/"}, "harus diawali https://"),
        ({"address": "https://192.168.1.9/"}, "jaringan pribadi"),
        ({"address": "https://a:b@contoh.go.id/"}, "nama pengguna"),
        ({"address": "contoh\x00"}, "Karakter"),
        ({"address": ""}, "Isi bagian ini"),
        ({"kinds": []}, "paling sedikit satu jenis"),
        ({"kinds": ["lain"]}, "lain"),
        ({"description": "x" * 121}, "120"),
        ({"agency_code": "tidak-ada"}, "tidak-ada"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    admin: Client, changed: dict[str, Any], said: str
) -> None:
    answer = admin.post(f"{HOME}baru/", {**FORM, **changed})
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in text
    assert 'class="errsum"' in text
    assert not webhooks().exists()


def test_the_secret_is_on_the_answer_and_on_no_page_after_it(admin: Client) -> None:
    make_agency(code="bkd")
    answer = admin.post(f"{HOME}baru/", {**FORM, "agency_code": "bkd"})
    found = re.search(r"whsec_[A-Za-z0-9+/]+=", answer.content.decode())
    assert found is not None
    assert answer["Cache-Control"] == "no-store"
    hook = webhooks().get()
    assert (hook.agency_code, hook.kinds) == ("bkd", FORM["kinds"])
    for path in ("", f"{hook.pk}/", f"{hook.pk}/rahasia/", f"{hook.pk}/hapus/"):
        assert "whsec_" not in page(admin, path)


def test_a_new_secret_is_asked_for_and_shown_once(admin: Client) -> None:
    made = make_webhook()
    assert "Buat rahasia baru" in page(admin, f"{made.webhook.pk}/rahasia/")
    text = admin.post(f"{HOME}{made.webhook.pk}/rahasia/").content.decode()
    assert "whsec_" in text
    assert made.secret not in text
    assert "masih berlaku 24 jam" in text


def test_a_test_is_sent_and_watched_until_it_is_taken(admin: Client) -> None:
    hook = make_webhook().webhook
    assert "Belum ada yang dikirim" in page(admin, f"{hook.pk}/")
    answer = admin.post(f"{HOME}{hook.pk}/uji/", follow=True)
    assert "Pesan uji sedang dikirim." in answer.content.decode()
    part = page(admin, f"{hook.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in part
    assert "hx-trigger" in part
    assert "Lihat lagi" in part
    [row] = deliveries_of(hook)
    Delivery.objects.update(state="SENT", next_attempt_at=None, sent_at=row.created_at)
    assert "hx-trigger" not in page(admin, f"{hook.pk}/")


def test_a_message_that_was_not_taken_says_why_and_is_sent_again(admin: Client) -> None:
    hook = make_webhook().webhook
    tell(Clockwork())
    [row] = deliveries_of(hook)
    Delivery.objects.update(state="FAILED", attempts=2, status=500, fault="STATUS")
    text = page(admin, f"{hook.pk}/")
    for said in ("Belum diterima", "2 percobaan", "jawaban 500", "dicoba lagi 23 November 2026"):
        assert said in text
    assert "1 pesan menunggu" in page(admin)
    answer = admin.post(f"{HOME}{hook.pk}/pesan/{row.pk}/", follow=True)
    assert "Pesan sedang dikirim ulang." in answer.content.decode()
    assert Delivery.objects.values_list("state", "attempts").get() == ("PENDING", 0)


def test_a_message_of_another_webhook_is_not_there(admin: Client) -> None:
    mine, other = make_webhook().webhook, make_webhook(kinds=["notice.published"]).webhook
    tell(Clockwork())
    [row] = deliveries_of(mine)
    answer = admin.post(f"{HOME}{other.pk}/pesan/{row.pk}/")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_paused_it_cannot_be_tried_and_resumed_it_can(admin: Client) -> None:
    hook = make_webhook().webhook
    admin.post(f"{HOME}{hook.pk}/jeda/")
    assert state_of(hook) == (False, "BY_HAND")
    answer = admin.post(f"{HOME}{hook.pk}/uji/", follow=True)
    assert "sedang dijeda" in answer.content.decode()
    assert "Kirim uji" not in page(admin, f"{hook.pk}/")
    admin.post(f"{HOME}{hook.pk}/lanjut/")
    assert state_of(hook) == (True, "")


def test_it_is_removed_only_after_a_question(admin: Client) -> None:
    hook = make_webhook().webhook
    assert f"Hapus webhook {hook.description}?" in page(admin, f"{hook.pk}/hapus/")
    assert webhooks().exists()
    answer = admin.post(f"{HOME}{hook.pk}/hapus/", follow=True)
    assert "Webhook sudah dihapus." in answer.content.decode()
    assert not webhooks().exists()
    assert admin.get(f"{HOME}{hook.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_the_list_asks_no_more_when_it_grows(admin: Client) -> None:
    make_webhook()
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(admin)
        counts.append(len(asked))
        for _number in range(5):
            make_webhook()
            tell(Clockwork())
    assert counts[0] == counts[1]


def test_a_new_webhook_is_not_said_to_have_taken_everything(admin: Client) -> None:
    make_webhook()
    text = page(admin)
    assert "belum ada yang diterima" in text
    assert "Semua diterima" not in text


def test_without_a_mail_server_the_page_says_how_to_name_one(
    admin: Client, settings: Settings
) -> None:
    settings.MAIL_SERVER = None
    text = page(admin)
    assert "Belum ada peladen surel" in text
    assert "LOPO_SMTP_URL" in text
    assert "Tidak ada yang menunggu" not in text


def test_how_letters_fare_is_told_and_not_whom_they_go_to(
    admin: Client, settings: Settings
) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = {"host": "pos.example"}, "layanan@contoh.go.id"
    assert "Tidak ada yang menunggu" in page(admin)
    clock = Clockwork()
    given_up, failed, _waiting, _second = (write(clock) for _number in range(4))
    facts = {"next_try_at": None, "address": "", "subject": "", "body": ""}
    Letter.objects.filter(pk=given_up.pk).update(state="ABANDONED", trouble="REFUSED", **facts)
    Letter.objects.filter(pk=failed.pk).update(state="FAILED", tries=1, trouble="LOGIN")
    text = page(admin)
    for said in (
        "2 surel menunggu",
        "1 surel gagal dan dicoba lagi",
        "1 surel dihentikan dalam 30 hari terakhir",
        "tidak menerima nama pengguna dan kata sandi",
    ):
        assert said in text
    assert SOMEBODY not in text
    assert "LOPO_SMTP_URL" not in text
