"""Entering paper: a wrong digit, a line that is gone, a small phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lopo.surveys.models import PaperForm
from lopo.surveys.tests.papers import checker, opened, typist
from tests.conftest import OpenWindow, Room, Visitor, too_wide
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Faults = Callable[[Page], list[str]]
IN_SIGHT = """() => {
    const tab = document.querySelector(".tabs [aria-current]").getBoundingClientRect();
    return tab.left >= 0 && tab.right <= innerWidth }"""


def at_paper(window: OpenWindow, room: Room, size: tuple[int, int] = (1280, 800)) -> Visitor:
    """Somebody at reception, in front of the first sheet of a batch."""
    officer = typist(room.centre)
    batch = opened(room.centre, officer)
    desk = window(size)
    sits_at(desk, officer)
    assert desk.go(f"/petugas/survei/{room.centre.code}/kertas/{batch.pk}/lembar/1/") == 200
    return desk


def test_a_digit_off_the_scale_stays_where_it_was_typed(
    window: OpenWindow, room: Room, axe: Faults
) -> None:
    page = at_paper(window, room).page
    page.keyboard.type("3-5333333")
    fields = page.locator("[data-digit]")
    assert fields.nth(0).input_value() == "3"
    assert fields.nth(1).input_value() == "-"
    assert fields.nth(2).input_value() == ""
    expect(fields.nth(1)).to_be_focused()
    expect(fields.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert").filter(has_text="Hanya angka 1 sampai 4")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Enter")  # neither goes on nor sends
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.type("25")
    assert (fields.nth(1).input_value(), fields.nth(2).input_value()) == ("2", "5")
    page.get_by_role("button", name="Simpan").press("Enter")
    expect(fields.nth(2)).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.type("4111111")
    page.get_by_role("button", name="Simpan").press("Enter")
    page.wait_for_url("**/2/")
    form = PaperForm.objects.get()
    assert [one for one in form.answers if one] == [3, 2, 4, 1, 1, 1, 1, 1, 1]


def test_a_sheet_sent_without_a_network_stays_on_the_screen(window: OpenWindow, room: Room) -> None:
    desk = at_paper(window, room)
    page = desk.page
    page.keyboard.type("333333333")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    desk.sees("Lembar ini belum tersimpan")
    assert page.locator("[data-digit]").nth(8).input_value() == "3"
    page.context.set_offline(False)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/2/")
    assert PaperForm.objects.count() == 1


def test_the_open_tab_of_the_staff_pages_is_in_sight_on_a_phone(
    window: OpenWindow, room: Room
) -> None:
    desk = window((360, 740))
    sits_at(desk, checker(room.centre))
    assert desk.go(f"/petugas/survei/{room.centre.code}/kertas/") == 200
    assert desk.page.evaluate(IN_SIGHT)
    assert too_wide(desk.page) == 0
