"""Photographs where programs elsewhere are told, and where a large file is taken in."""

import pytest
from pytest_django import Settings

from lopo.editorial.models import FileImport
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notifications.api import Delivery, Webhook, send_test
from lopo.notifications.models import Letter
from lopo.notifications.tests.builders import Clockwork, make_webhook, tell
from lopo.notifications.tests.post_office import write
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, Role
from lopo.people.tests.builders import make_staff
from tests.conftest import OpenWindow
from tests.gallery.test_editorial_gallery import somebody
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)


def receiver() -> Webhook:
    """A receiver with a message of every kind of fate."""
    hook = make_webhook(
        "https://layanan.portal-satu-data-pelayanan.ntt.example/webhook/lopo/standar-pelayanan",
        description="Portal satu data pelayanan publik Provinsi Nusa Tenggara Timur",
    ).webhook
    clock = Clockwork(system_clock())
    for _number in range(3):
        tell(clock)
    given_up, failed, taken = Delivery.objects.order_by("pk")
    rows = Delivery.objects.filter
    rows(pk=given_up.pk).update(state="GIVEN_UP", attempts=7, fault="TLS", next_attempt_at=None)
    rows(pk=failed.pk).update(state="FAILED", attempts=3, status=503, fault="STATUS")
    rows(pk=taken.pk).update(
        state="SENT", attempts=1, status=204, sent_at=clock(), next_attempt_at=None
    )
    return hook


def letters(settings: Settings) -> None:
    """A letter of every kind of fate but the best."""
    settings.MAIL_SERVER, settings.MAIL_FROM = {"host": "pos.example"}, "layanan@contoh.go.id"
    given_up, failed, _waiting = (write(Clockwork(system_clock())) for _number in range(3))
    facts = {"next_try_at": None, "address": "", "subject": "", "body": ""}
    rows = Letter.objects.filter
    rows(pk=given_up.pk).update(state="ABANDONED", trouble="REFUSED", **facts)
    rows(pk=failed.pk).update(state="FAILED", tries=2, trouble="LATER")


@SIZES
def test_programs_elsewhere_are_told(
    size: tuple[int, int], window: OpenWindow, axe: Faults, settings: Settings
) -> None:
    hook, admin = receiver(), make_staff(role=Role.SYSTEM_ADMIN)
    letters(settings)
    desk = window(size)
    sits_at(desk, admin)
    home = "/petugas/pengaturan/webhook/"
    assert desk.go(home) == 200
    photograph(desk, "webhook-semua", axe)
    send_test(webhook=hook, actor=SYSTEM, clock=system_clock)
    assert desk.go(f"{home}{hook.pk}/") == 200
    photograph(desk, "webhook-satu", axe)
    assert desk.go(f"{home}baru/") == 200
    desk.page.fill("[name=address]", "http://10.1.2.3/terima")
    desk.page.get_by_role("button", name="Tambah dan tampilkan rahasia").click()
    desk.page.wait_for_selector(".errsum")
    photograph(desk, "webhook-baru-ditolak", axe)


@SIZES
def test_a_large_file_is_watched(size: tuple[int, int], window: OpenWindow, axe: Faults) -> None:
    agency = make_agency(code="bkd", name="Badan Kepegawaian Daerah")
    editor = somebody(agency, Duty.EDITOR, "penyunting")
    now = system_clock()
    FileImport.objects.create(
        agency=agency, author=editor, token="x", file_name="standar-pelayanan-bkd-2026.xlsx",
        language="id", content=b"x", state="RUNNING", phase="WRITE", done=14, total=37,
        asked_at=now, beat_at=now,
    )  # fmt: skip
    desk = window(size)
    sits_at(desk, editor)
    assert desk.go("/petugas/standar/berkas/bkd/masuk/x/") == 200
    photograph(desk, "standar-berkas-masuk", axe)
