"""An editor alone is never told that a colleague was there."""

import pytest
from playwright.sync_api import Route, expect

from lopo.catalogue.actions import open_draft
from lopo.catalogue.models import Standard
from lopo.catalogue.tests.builders import make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.people.api import Duty, charge
from lopo.people.tests.builders import make_staff
from tests.conftest import OpenWindow, Visitor
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAFT = "/petugas/standar/REKOM/rancangan/"


class SlowSaving:
    """The answers to what is saved in the background wait until they are let go."""

    def __init__(self, desk: Visitor) -> None:
        self.waiting: list[Route] = []
        self.pages = 0
        desk.page.route(f"**{DRAFT}", self._take)

    def _take(self, route: Route) -> None:
        if "json" in route.request.headers.get("accept", ""):
            self.waiting.append(route)
            return
        self.pages += route.request.method == "POST"
        route.continue_()


@pytest.fixture
def desk(window: OpenWindow) -> Visitor:
    """An editor at an open draft."""
    service = make_service(code="REKOM")
    author = make_staff(username="penyunting")
    charge(user=author, duty=Duty.EDITOR, agency=service.agency, actor=SYSTEM)
    open_draft(service=service, author=author, clock=system_clock)
    visitor = window((1280, 800))
    sits_at(visitor, author)
    assert visitor.go(DRAFT) == 200
    return visitor


def type_and_press(desk: Visitor, slow: SlowSaving) -> None:
    """Write, wait until the page saves by itself, and press the button twice meanwhile."""
    desk.page.get_by_label("Waktu yang dijanjikan").fill("9")
    expect(desk.page.get_by_role("status").filter(has_text="Menyimpan")).to_be_in_viewport()
    for _ in range(100):
        if slow.waiting:
            break
        desk.page.wait_for_timeout(50)
    save = desk.page.get_by_role("button", name="Simpan rancangan")
    save.click()
    save.click()
    desk.page.wait_for_timeout(300)
    assert slow.pages == 0, "the page waits for the answer"


def test_pressing_save_while_the_page_saves_by_itself_is_no_conflict(desk: Visitor) -> None:
    slow = SlowSaving(desk)
    type_and_press(desk, slow)
    slow.waiting.pop().continue_()
    expect(desk.page.get_by_text("Rancangan tersimpan")).to_be_visible()
    assert slow.pages == 1
    draft = Standard.objects.get(state="DRAFT")
    assert (draft.told.promise.amount, draft.revision) == (9, 1)


def test_when_saving_by_itself_fails_the_button_saves(desk: Visitor) -> None:
    slow = SlowSaving(desk)
    type_and_press(desk, slow)
    slow.waiting.pop().abort()
    expect(desk.page.get_by_text("Rancangan tersimpan")).to_be_visible()
    draft = Standard.objects.get(state="DRAFT")
    assert draft.told.promise.amount == 9
