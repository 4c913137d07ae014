"""The screen in the waiting room: soon, once, readable, honest about its age."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from lopo.frontdesk import actions
from lopo.frontdesk.tests.builders import make_desk
from lopo.kernel.clock import system_clock
from lopo.people.api import DEVICE_COOKIE
from tests.conftest import OpenWindow, Room, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = (1920, 1080)
LISTEN = """
window.heard = [];
document.addEventListener("lopo:announced", (event) => window.heard.push(event.detail.number));
"""
TOO_SMALL = """() => [...document.querySelectorAll("body *")].filter((e) =>
  [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) &&
  e.getBoundingClientRect().width > 2 &&
  0 < parseFloat(getComputedStyle(e).fontSize) && parseFloat(getComputedStyle(e).fontSize) < 24
).map((e) => e.outerHTML.slice(0, 80))"""
CUT_OFF = """() => [
  ...document.querySelectorAll(".info, .waits, .desks, .rule, .l, .r, .door")
].filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2
).map((e) => e.className)"""


def screen(window: OpenWindow, room: Room, **options: object) -> Visitor:
    """A paired television in the room, showing its page."""
    tv = window(SCREEN, **options)
    tv.page.context.add_cookies(
        [{"name": DEVICE_COOKIE, "value": room.device("TV"), "url": tv.base}]
    )
    tv.page.add_init_script(LISTEN)
    assert tv.go(f"/layar/{room.centre.code}/") == 200
    return tv


def listening(tv: Visitor) -> None:
    """Wait until the live stream stands: the first refresh has been answered."""
    tv.page.wait_for_timeout(800)


def heard(tv: Visitor) -> list[str]:
    """The numbers announced so far."""
    found: list[str] = tv.page.evaluate("window.heard")
    return found


def test_a_long_name_leaves_the_clock_on_one_line(window: OpenWindow, room: Room) -> None:
    name = "Pusat Layanan Dinas Kependudukan dan Pencatatan Sipil Provinsi Papua di Jayapura"
    type(room.centre).objects.filter(pk=room.centre.pk).update(name=name)
    tv = screen(window, room)
    height = "document.querySelector('{}').getBoundingClientRect().height"
    clock, header = (tv.page.evaluate(height.format(part)) for part in (".t__clock b", "header.t"))
    assert clock < header
    assert too_wide(tv.page) == 0


def test_a_call_is_on_the_screen_within_a_second_and_announced_once(
    window: OpenWindow, room: Room
) -> None:
    guest = room.guest()
    room.open_desk()
    tv = screen(window, room)
    listening(tv)
    room.call_next()
    number = "document.querySelector('[data-tv-number]').textContent"
    tv.until(f"{number} === '{guest.label}'", within=1.0)
    tv.page.wait_for_timeout(1200)
    assert heard(tv) == [guest.label]


def test_two_calls_at_once_are_each_shown_and_announced_once(
    window: OpenWindow, room: Room
) -> None:
    first, second = room.guest(), room.guest()
    room.open_desk()
    other = make_desk(centre=room.centre, counter="2")
    actions.open_session(
        counter=other.counter,
        officer=other.officer,
        services=None,
        actor=other.actor,
        clock=system_clock,
    )
    tv = screen(window, room)
    listening(tv)
    room.call_next()
    actions.call_next_ticket(desk=other, clock=system_clock)
    # The first one sits down before its announcement is over: it is still announced whole.
    tv.until("window.heard.length === 1", within=4.0)
    room.start()
    tv.until("window.heard.length === 2", within=9.0)
    tv.until(f"document.querySelector('[data-tv-number]').textContent === '{second.label}'")
    assert tv.page.locator("[data-tv-counter]").inner_text() == "2"
    tv.page.wait_for_timeout(1500)
    assert heard(tv) == [first.label, second.label]


def test_a_recall_is_announced_again_and_a_reload_is_not(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    room.open_desk()
    tv = screen(window, room)
    listening(tv)
    room.call_next()
    tv.until("window.heard.length === 1", within=2.0)
    room.recall()
    tv.until("window.heard.length === 2", within=9.0)
    assert heard(tv) == [guest.label] * 2
    tv.page.reload()
    listening(tv)
    assert heard(tv) == []
    assert tv.page.locator("[data-tv-number]").inner_text() == guest.label


def test_the_panel_is_quiet_again_when_everybody_sits(window: OpenWindow, room: Room) -> None:
    room.guest()
    room.open_desk()
    tv = screen(window, room)
    listening(tv)
    room.call_next()
    tv.until("window.heard.length === 1", within=2.0)
    room.start()
    tv.page.wait_for_selector(".call--quiet", timeout=9000)


def test_old_data_says_how_old_it_is(window: OpenWindow, room: Room) -> None:
    tv = screen(window, room)
    listening(tv)
    tv.page.clock.install()
    tv.page.reload()
    listening(tv)
    tv.page.context.set_offline(True)
    tv.page.clock.fast_forward(45_000)
    tv.sees("Sambungan terputus")
    assert "lalu" in tv.page.locator("[data-stale-text]").inner_text()


def test_the_screen_starts_anew_at_three_in_the_night(window: OpenWindow, room: Room) -> None:
    tv = screen(window, room)
    tv.page.clock.install()
    tv.page.reload()
    listening(tv)
    zone = ZoneInfo(room.centre.zone)
    now = datetime.now(zone)
    three = now.replace(hour=3, minute=0, second=20, microsecond=0)
    if three < now + timedelta(hours=2):
        three += timedelta(days=1)
    with tv.page.expect_navigation(url="**/layar/**"):
        tv.page.clock.fast_forward(int((three - now).total_seconds() * 1000))
        tv.page.clock.run_for(20_000)


def test_without_scripts_the_screen_shows_the_same_and_reloads(
    window: OpenWindow, room: Room
) -> None:
    guest = room.guest()
    room.open_desk()
    room.call_next()
    tv = screen(window, room, java_script_enabled=False)
    assert tv.page.locator("[data-tv-number]").inner_text() == guest.label
    assert tv.page.locator(".t__clock").inner_text().endswith("WITA")
    assert room.door_code in tv.page.locator(".door").inner_text()
    assert tv.page.locator('meta[http-equiv="refresh"]').count() == 1


def test_nothing_on_the_screen_is_small_cut_off_or_inaccessible(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    tv = screen(window, room)
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: [room.guest(queue) for queue in "AABBCC"],
        room.open_desk,
        room.call_next,
        room.start,
    ]
    for step in steps:
        step()
        tv.page.reload()
        listening(tv)
        assert axe(tv.page) == []
        assert tv.page.evaluate(TOO_SMALL) == []
        assert tv.page.evaluate(CUT_OFF) == []


def test_an_unpaired_screen_leads_to_pairing_and_a_phone_may_read_the_board(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    tv = window(SCREEN)
    assert tv.go(f"/layar/{room.centre.code}/") == 200
    assert axe(tv.page) == []
    tv.page.get_by_role("link", name="Nomor yang dipanggil").click()
    tv.page.set_viewport_size({"width": 360, "height": 780})
    guest = room.guest()
    room.open_desk()
    listening(tv)
    room.call_next()
    tv.until(f"document.querySelector('.board').innerText.includes('{guest.label}')", within=1.0)
    assert axe(tv.page) == []
