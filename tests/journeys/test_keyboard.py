"""The keyboard of the kiosk: typed with a finger, by a switch, beside a real one, or not there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from lopo.catalogue.tests.builders import make_bkd
from lopo.frontdesk.tests.builders import make_desk
from tests.conftest import OpenWindow, Room, Visitor, too_wide
from tests.journeys.test_kiosk import PORTRAIT, SMALL, SMALLEST_TARGET, kiosk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOW = (1280, 800)
SIZES = pytest.mark.parametrize("size", [PORTRAIT, SMALL, LOW], ids=str)


@pytest.fixture
def bkd(transactional_db: None) -> Room:
    """The room of the real catalogue."""
    centre = make_bkd()
    return Room(centre, make_desk(centre=centre))


def keyboard(screen: Visitor) -> Locator:
    """The keys, shown or not."""
    return screen.page.locator("#papan-ketik")


def key(screen: Visitor, name: str) -> Locator:
    """One key by what it is called."""
    return keyboard(screen).get_by_role("button", name=name, exact=True)


def press(screen: Visitor, text: str) -> None:
    """Key by key, with a finger."""
    for letter in text:
        key(screen, "Spasi" if letter == " " else letter).click()


def begun(screen: Visitor, path: str = "/layanan/") -> Visitor:
    """A page with a search, which has just been touched."""
    assert screen.go(path) == 200
    screen.page.locator("#q").click()
    expect(keyboard(screen)).to_be_visible()
    return screen


def bottom(found: Locator) -> float:
    """How far down something reaches on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def top(found: Locator) -> float:
    """Where something begins on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box["y"]


def test_no_phone_and_no_desk_gets_these_keys(window: OpenWindow, bkd: Room) -> None:
    visitor = window(has_touch=True)
    visitor.go("/layanan/")
    visitor.page.locator("#q").tap()
    assert visitor.page.locator("#papan-ketik, .keys-open, [data-keyboard]").count() == 0
    assert visitor.page.locator("#q").get_attribute("inputmode") is None


def test_without_scripts_the_system_keyboard_comes_up_as_ever(
    window: OpenWindow, bkd: Room
) -> None:
    screen = kiosk(window, bkd, java_script_enabled=False)
    assert screen.go("/layanan/") == 200
    assert screen.page.locator("#q").get_attribute("inputmode") is None
    assert screen.page.locator("#papan-ketik, .keys-open").count() == 0


def test_a_service_is_found_by_what_a_finger_types(window: OpenWindow, bkd: Room) -> None:
    screen = begun(kiosk(window, bkd))
    assert screen.page.locator("#q").get_attribute("inputmode") == "none"
    press(screen, "kenaikan pankat")
    expect(screen.page.get_by_role("option").first).to_contain_text("Kenaikan Pangkat")
    key(screen, "Cari").click()
    screen.page.wait_for_url("**/layanan/?q=kenaikan+pankat")
    expect(keyboard(screen)).to_be_hidden()
    screen.page.get_by_role("link", name="Kenaikan Pangkat Reguler").click()
    screen.page.wait_for_url("**/layanan/KP-REG/")


def test_a_suggestion_is_touched_above_the_keys(window: OpenWindow, bkd: Room) -> None:
    screen = begun(kiosk(window, bkd))
    press(screen, "karsu")
    screen.page.get_by_role("option", name="Kartu Suami").click()
    screen.page.wait_for_url("**/layanan/KARIS/")


def test_keys_type_where_the_caret_is_and_a_real_keyboard_goes_on(
    window: OpenWindow, bkd: Room
) -> None:
    screen = begun(kiosk(window, bkd))
    field = screen.page.locator("#q")
    press(screen, "cti")
    screen.page.keyboard.press("ArrowLeft")
    screen.page.keyboard.press("ArrowLeft")
    press(screen, "u")
    screen.page.keyboard.type("uu")
    key(screen, "Hapus").click()
    key(screen, "Hapus").click()
    expect(field).to_have_value("cuti")
    assert field.evaluate("e => [e.selectionStart, e.selectionEnd]") == [2, 2]
    expect(field).to_be_focused()
    key(screen, "Kosongkan").click()
    expect(field).to_have_value("")
    key(screen, "Hapus").click()  # nothing is left, and nothing breaks
    key(screen, "Tutup").click()
    expect(keyboard(screen)).to_be_hidden()
    field.click()
    expect(keyboard(screen)).to_be_visible()
    screen.page.locator("h1").click()
    expect(keyboard(screen)).to_be_hidden()


def test_everything_can_be_done_with_the_keys_of_a_switch(window: OpenWindow, bkd: Room) -> None:
    screen = kiosk(window, bkd)
    assert screen.go("/layanan/") == 200
    page, opener = screen.page, screen.page.get_by_role("button", name="Papan ketik di layar")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(key(screen, "1")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(key(screen, "q")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("w")
    expect(keyboard(screen).get_by_role("status")).to_have_text("w, sudah diketik")
    page.keyboard.press("Tab")  # one stop only: the keys hold nobody
    assert not page.evaluate(
        "document.querySelector('#papan-ketik').contains(document.activeElement)"
    )
    page.keyboard.press("Shift+Tab")
    expect(key(screen, "w")).to_be_focused()
    page.keyboard.press("Escape")
    expect(keyboard(screen)).to_be_hidden()
    expect(opener).to_be_focused()


@SIZES
def test_the_keys_are_large_and_cover_neither_field_nor_suggestions(
    window: OpenWindow, bkd: Room, axe: Callable[[Page], list[str]], size: tuple[int, int]
) -> None:
    screen = begun(kiosk(window, bkd, size))
    press(screen, "cuti")
    first = screen.page.get_by_role("option").first
    expect(first).to_contain_text("Cuti")
    assert not axe(screen.page)
    assert too_wide(screen.page) == 0
    edge = top(keyboard(screen))
    assert bottom(keyboard(screen)) <= size[1]
    assert top(screen.page.locator("#q")) > 0
    assert bottom(screen.page.locator("#q")) < edge
    assert bottom(first) <= edge
    assert bottom(screen.page.locator("#q-saran")) <= edge
    small = keyboard(screen).evaluate(
        """(keys, least) => [...keys.querySelectorAll('button')].filter((key) => key.offsetParent)
          .map((key) => [key.textContent, key.getBoundingClientRect()])
          .filter(([, box]) => box.width < least || box.height < least || box.bottom > innerHeight)
          .map(([name]) => name)""",
        SMALLEST_TARGET,
    )
    assert small == []


def test_a_field_at_the_end_of_a_page_is_brought_above_the_keys(
    window: OpenWindow, bkd: Room
) -> None:
    screen = kiosk(window, bkd, LOW)
    assert screen.go("/layanan/?q=zzzz") == 200
    screen.page.locator("#q").click()
    key(screen, "Kosongkan").click()
    press(screen, "pens")
    option = screen.page.get_by_role("option").first
    expect(option).to_contain_text("Pensiun")
    assert bottom(option) <= top(keyboard(screen))


def test_a_field_of_numbers_gets_a_pad_of_numbers(
    window: OpenWindow, bkd: Room, axe: Callable[[Page], list[str]]
) -> None:
    screen = kiosk(window, bkd)
    # No page of the kiosk asks for a telephone yet: the field of this one is made to.
    screen.page.route("**/layanan/", _asks_for_a_number)
    assert screen.go("/layanan/") == 200
    screen.page.locator("#q").click()
    assert key(screen, "q").count() == 0
    press(screen, "08123")
    key(screen, "Hapus").click()
    expect(screen.page.locator("#q")).to_have_value("0812")
    press(screen, "99")
    expect(screen.page.locator("#q")).to_have_value("08129")  # no more than the field takes
    assert not axe(screen.page)
    key(screen, "Selesai").click()
    expect(keyboard(screen)).to_be_hidden()


def _asks_for_a_number(route: Route) -> None:
    answer = route.fetch()
    body = answer.text().replace('type="search"', 'type="tel" maxlength="5"')
    body = body.replace('role="search"', "").replace("data-suggest", "data-none")
    route.fulfill(response=answer, body=body)
