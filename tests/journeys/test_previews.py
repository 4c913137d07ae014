"""An editor looks at a draft as a phone would show it, and at the kiosk's screen that stays."""

import pytest
from playwright.sync_api import expect

from lopo.catalogue.actions import open_draft
from lopo.catalogue.tests.builders import make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.people.api import Duty, charge
from lopo.people.tests.builders import make_staff
from tests.conftest import OpenWindow
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_draft_is_seen_in_a_window_as_wide_as_a_phone(window: OpenWindow) -> None:
    service = make_service(code="REKOM")
    author = make_staff(username="penyunting")
    charge(user=author, duty=Duty.EDITOR, agency=service.agency, actor=SYSTEM)
    open_draft(service=service, author=author, clock=system_clock)
    desk = window((1280, 800))
    sits_at(desk, author)
    assert desk.go("/petugas/standar/REKOM/rancangan/") == 200
    with desk.page.expect_popup() as opened:
        desk.page.get_by_role("link", name="Di ponsel").click()
    phone = opened.value
    expect(phone.get_by_text("Rancangan, belum berlaku").first).to_be_visible()
    assert phone.url.endswith("/petugas/standar/REKOM/rancangan/pratinjau/")
    assert desk.path == "/petugas/standar/REKOM/rancangan/"
    desk.page.get_by_role("link", name="Di anjungan").click()
    desk.page.wait_for_url("**/pratinjau/?layar=anjungan")
    desk.page.get_by_role("link", name="Kembali ke standar").click()
    desk.page.wait_for_url("**/petugas/standar/REKOM/")
