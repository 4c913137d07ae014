"""One writes, another publishes, everybody reads; what was published stays at its address."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lopo.foundation.days import civil_date
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notices.models import Notice
from lopo.notices.queries import pledge_of
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, charge
from lopo.people.tests.builders import just_proved, make_staff
from lopo.profiles.tests.builders import make_look
from lopo.publications.api import Issued

from .builders import make_notice

pytestmark = pytest.mark.django_db
HOME = "/petugas/pengumuman/"


def browser(agency: Agency, *duties: Duty) -> Client:
    """Somebody with duties for an agency."""
    user = make_staff()
    for duty in duties:
        charge(user=user, duty=duty, agency=agency, actor=SYSTEM)
    return just_proved(Client(), user)


class Desk:
    """An agency with somebody who writes and somebody who publishes."""

    def __init__(self) -> None:
        self.agency = make_agency()
        self.editor = browser(self.agency, Duty.EDITOR)
        self.publisher = browser(self.agency, Duty.PUBLISHER)
        self.today = civil_date(system_clock())

    def write(self, kind: str = "pengumuman", **fields: Any) -> Notice:
        """A draft by the page."""
        form = {"title": "Kabar baik", "body": "Isi.", "valid_from": self.today.isoformat()}
        answer = self.editor.post(f"{HOME}{self.agency.code}/{kind}/", {**form, **fields})
        assert answer.status_code == HTTPStatus.SEE_OTHER, answer.content.decode()[-2000:]
        return Notice.objects.latest("pk")

    def publish(self, notice: Notice, client: Client | None = None) -> Any:
        return (client or self.publisher).post(
            f"{HOME}{notice.pk}/terbitkan/", {"revisi": str(notice.revision)}, follow=True
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


SIGNED = {"signer_office": "Kepala", "decree_number": "1/2026", "decree_date": "2026-01-02"}


# Refusals


def test_nobody_reads_a_draft(desk: Desk, client: Client) -> None:
    notice = desk.write()
    assert client.get(f"/pengumuman/{notice.code}/").status_code == HTTPStatus.NOT_FOUND
    assert "Kabar baik" not in client.get("/pengumuman/").content.decode()


def test_who_wrote_it_does_not_publish_it(desk: Desk, client: Client) -> None:
    both = browser(desk.agency, Duty.EDITOR, Duty.PUBLISHER)
    notice = desk.write()
    changed = {"title": "Kabar lain", "body": "Isi.", "valid_from": desk.today, "revisi": "0"}
    both.post(f"{HOME}{notice.pk}/", changed)
    notice.refresh_from_db()
    answer = desk.publish(notice, both)
    assert "orang lain yang menerbitkannya" in answer.content.decode()
    notice.refresh_from_db()
    assert notice.state == Notice.State.DRAFT
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(published_by=notice.drafted_by)


def test_an_editor_does_not_publish_and_a_stranger_finds_nothing(desk: Desk) -> None:
    notice = desk.write()
    stranger = browser(make_agency(), Duty.EDITOR, Duty.PUBLISHER)
    for who in (desk.editor, stranger):
        assert desk.publish(notice, who).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(f"{HOME}{notice.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert "Kabar baik" not in stranger.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("pengumuman", {"title": ""}),
        ("pengumuman", {"body": "x" * 4001}),
        ("pengumuman", {"valid_until": "2020-01-01"}),
        ("pengumuman", {"valid_from": "besok"}),
        ("klarifikasi", {}),
        ("maklumat", {**SIGNED, "decree_number": ""}),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(
    desk: Desk, kind: str, fields: dict[str, str]
) -> None:
    form = {"title": "Kabar", "body": "Isi.", "valid_from": desk.today.isoformat(), **fields}
    answer = desk.editor.post(f"{HOME}{desk.agency.code}/{kind}/", form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Notice.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_published_unread(desk: Desk) -> None:
    notice = desk.write()
    desk.editor.post(
        f"{HOME}{notice.pk}/",
        {"title": "Lain", "body": "Lain.", "valid_from": desk.today, "revisi": "0"},
    )
    answer = desk.publish(notice)
    assert "Silakan baca kembali" in answer.content.decode()
    notice.refresh_from_db()
    assert notice.state == Notice.State.DRAFT


def test_two_pledges_never_hold_on_one_day() -> None:
    first = make_notice(kind=Notice.Kind.PLEDGE)
    with pytest.raises(IntegrityError, match="one_pledge_in_force"), transaction.atomic():
        make_notice(kind=Notice.Kind.PLEDGE, agency=first.agency, valid_from=first.valid_from)


# What everybody reads


def test_an_announcement_stands_on_its_days_urgent_first(desk: Desk, client: Client) -> None:
    for title, urgent in (("Biasa", ""), ("Mendesak", "on")):
        desk.publish(desk.write(title=title, is_urgent=urgent))
    make_notice(title="Usai kemarin", valid_until=desk.today - timedelta(days=1))
    make_notice(title="Nanti", valid_from=desk.today + timedelta(days=1))
    text = client.get("/pengumuman/").content.decode()
    assert 0 < text.index("Mendesak") < text.index("Biasa")
    assert "Usai kemarin" not in text
    assert "Nanti" not in text


def test_a_withdrawn_notice_says_so_at_its_address(desk: Desk, client: Client) -> None:
    notice = desk.write()
    desk.publish(notice)
    desk.publisher.post(f"{HOME}{notice.pk}/cabut/", {"reason": "Salah tanggal"})
    text = client.get(f"/pengumuman/{notice.code}/").content.decode()
    assert "Salah tanggal" in text
    assert "Kabar baik" not in client.get("/pengumuman/").content.decode()


def test_the_day_of_a_publication_is_the_day_here(client: Client) -> None:
    late = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)
    notice = make_notice(
        state="WITHDRAWN", published_at=late, withdrawn_at=late, withdrawal_reason="Keliru"
    )
    text = client.get(f"/pengumuman/{notice.code}/").content.decode()
    assert "Terbit pada 27 November 2026" in text
    assert "Dicabut pada 27 November 2026" in text
    assert "26 November" not in text


def test_who_publishes_sees_how_loud_it_will_be(desk: Desk) -> None:
    quiet, loud = desk.write(), desk.write(is_urgent="on", on_tv="on")
    pledge = desk.write("maklumat", **SIGNED)
    said = [
        desk.publisher.get(f"{HOME}{one.pk}/terbitkan/").content.decode()
        for one in (quiet, loud, pledge)
    ]
    urgent, on_tv = "Mendesak: di atas semua yang lain", "Juga di layar ruang tunggu"
    assert ["Tidak mendesak" in one for one in said] == [True, False, False]
    assert ["Tidak di layar ruang tunggu" in one for one in said] == [True, False, False]
    assert [urgent in one for one in said] == [False, True, False]
    assert [on_tv in one for one in said] == [False, True, False]


def test_a_new_pledge_takes_the_place_of_the_old_from_its_day(desk: Desk) -> None:
    old = desk.write("maklumat", title="Lama", **SIGNED)
    desk.publish(old)
    start = desk.today + timedelta(days=5)
    desk.publish(desk.write("maklumat", title="Baru", valid_from=start.isoformat(), **SIGNED))
    found = [pledge_of(desk.agency, desk.today + timedelta(days=n)) for n in (0, 4, 5, 99)]
    assert [one and one.title for one in found] == ["Lama", "Lama", "Baru", "Baru"]


def test_a_hoax_is_set_right_with_what_was_claimed(desk: Desk, client: Client) -> None:
    notice = desk.write("klarifikasi", claim="Bayar agar cepat")
    desk.publish(notice)
    assert "Bayar agar cepat" in client.get("/klarifikasi/").content.decode()
    assert "Bayar agar cepat" in client.get(f"/pengumuman/{notice.code}/").content.decode()


def test_the_pledge_is_a_part_of_other_pages(client: Client, desk: Desk) -> None:
    desk.publish(desk.write("maklumat", body="Kami sanggup.", **SIGNED))
    page = client.get("/maklumat/").content.decode()
    assert "Kami sanggup." in page
    assert f"/pengumuman/{Notice.objects.get().code}/" in page  # where it is checked and printed


@pytest.mark.parametrize("path", ["?instansi=" + "x" * 99, "?instansi=tidak-ada"])
def test_a_strange_question_is_answered_calmly(client: Client, path: str) -> None:
    assert client.get(f"/pengumuman/{path}").status_code == HTTPStatus.OK


def checked(client: Client, notice: Notice) -> str:
    """What the check page says of the code on a notice."""
    client.get(f"/pengumuman/{notice.code}/")
    code = Issued.objects.get(subject=notice.code).code
    return client.get(f"/cek/{code}/").content.decode()


def test_the_code_of_a_notice_says_whether_it_holds(desk: Desk, client: Client) -> None:
    notice = desk.write()
    desk.publish(notice)
    assert "asli" in checked(client, notice).casefold()
    desk.publisher.post(f"{HOME}{notice.pk}/cabut/", {"reason": "Salah tanggal"})
    assert "Salah tanggal" in checked(client, notice)


def test_a_pledge_is_printed_as_a_poster(desk: Desk, client: Client) -> None:
    desk.publish(desk.write("maklumat", body="Kami sanggup.", **SIGNED))
    code = Notice.objects.get().code
    poster = client.get(f"/pengumuman/{code}/poster.pdf")
    assert poster.content.startswith(b"%PDF")
    assert client.get(f"/pengumuman/{code}/poster.pdf?ukuran=x").status_code == 404
    other = make_notice()
    assert client.get(f"/pengumuman/{other.code}/poster.pdf").status_code == 404


def test_the_poster_of_a_pledge_wears_the_look_of_its_agency(client: Client) -> None:
    agency = make_agency()
    path = f"/pengumuman/{make_notice(agency=agency, kind='MAKLUMAT').code}/poster.pdf"
    before = client.get(path)
    make_look(agency, logo_alt="Lambang Dinas Contoh")
    after = client.get(path)
    assert b"Lambang Dinas Contoh" in after.content
    assert b"Lambang Dinas Contoh" not in before.content
