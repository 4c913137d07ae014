"""Photographs the survey as visitors meet it: on their phone, and at the kiosk."""

import pytest

from lopo.frontdesk import actions as desk
from lopo.kernel.clock import system_clock
from tests.conftest import OpenWindow
from tests.journeys.test_survey import NINE, link_of, touch

from .test_gallery import KIOSK, PHONE, Stage, opened, paired, stage

__all__ = ["stage"]
pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_a_visitor_judges(window: OpenWindow, stage: Stage) -> None:
    ticket = opened(stage).call()
    desk.start_service(desk=stage.desk, clock=system_clock)
    desk.finish_service(desk=stage.desk, clock=system_clock)
    phone = window(PHONE)
    assert phone.go(f"/tiket/{ticket.token}/") == 200
    stage.photograph(phone, "tiket-selesai")
    assert phone.go(link_of(ticket)) == 200
    phone.sees("1 dari 9")
    stage.photograph(phone, "survei-pertanyaan")
    for _question in range(NINE):
        touch(phone.page)
    phone.page.get_by_label("Perempuan").check()
    stage.photograph(phone, "survei-profil")
    phone.page.get_by_role("button", name="Lanjut").click()
    phone.page.get_by_role("button", name="Kirim penilaian").click()
    phone.page.wait_for_url("**/terima-kasih/")
    stage.photograph(phone, "survei-terima-kasih")
    assert phone.go(link_of(ticket)) == 409
    stage.photograph(phone, "survei-terpakai")
    screen = paired(window, stage, "KIOSK", KIOSK)
    assert screen.go("/survei/bkd/anjungan/?layanan=KP-REG") == 200
    screen.page.locator(".answer:visible").nth(2).click()
    screen.sees("2 dari 9")
    stage.photograph(screen, "anjungan-survei", full=False)
