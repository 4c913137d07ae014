"""The kiosk in the room: a few touches to a number, and nobody's choice stays on the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import offering_of
from tests.conftest import OpenWindow, Room, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PORTRAIT = (1080, 1920)
SMALL = (768, 1366)
SMALLEST_TARGET = 64


def kiosk(window: OpenWindow, room: Room, size: tuple[int, int] = PORTRAIT, **how: bool) -> Visitor:
    """A paired kiosk at its first screen."""
    screen = window(size, **how)
    screen.page.context.add_cookies(
        [
            {"name": "lopo_device", "value": room.device(), "url": screen.base},
            {"name": "lopo_surface", "value": "kiosk", "url": screen.base},
        ]
    )
    assert screen.go(f"/anjungan/{room.centre.code}/") == 200
    return screen


def take_number(screen: Visitor, room: Room, press: str = "Ambil nomor") -> Ticket:
    """Four touches."""
    page = screen.page
    page.get_by_role("link", name="Ambil nomor antrean").click()
    page.get_by_role("link", name="Antrean B").click()
    page.get_by_role("link", name=offering_of(room.centre, "B").service.name).click()
    page.get_by_role("button", name=press).click()
    page.wait_for_url("**/tiket/**")
    return Ticket.objects.get(token=screen.path.split("/")[2])


def test_a_browser_that_is_not_paired_is_told_kindly(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    stranger = window()
    assert stranger.go(f"/anjungan/{room.centre.code}/") == 403
    stranger.sees("Layar ini belum menjadi anjungan")
    assert not axe(stranger.page)
    stranger.page.get_by_role("link", name="Ambil nomor").click()
    assert stranger.path == f"/antrean/{room.centre.code}/"


def test_a_television_or_another_centres_kiosk_is_no_kiosk_here(
    window: OpenWindow, room: Room
) -> None:
    screen = window()
    screen.page.context.add_cookies(
        [{"name": "lopo_device", "value": room.device("TV"), "url": screen.base}]
    )
    assert screen.go(f"/anjungan/{room.centre.code}/") == 403


def test_a_device_code_behind_the_hash_pairs_the_screen(window: OpenWindow, room: Room) -> None:
    screen = window(PORTRAIT)
    screen.go(f"/perangkat/#{room.device()}")
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")
    screen.sees("Selamat datang")


def test_four_touches_give_a_number_in_the_room(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    room.guest("B")
    ticket = take_number(screen, room)
    assert (ticket.channel, ticket.present) == ("KIOSK", True)
    expect(screen.page.locator(".slot .ticket__no")).to_have_text(ticket.label)
    expect(screen.page.locator(".slot dd").first).to_have_text("1 orang")
    expect(screen.page.locator(".slot").get_by_role("img")).to_be_visible()
    screen.page.get_by_role("button", name="Selesai").click()
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")


def test_a_class_is_declared_by_one_touch(window: OpenWindow, room: Room) -> None:
    ticket = take_number(kiosk(window, room), room, press="Penyandang disabilitas")
    assert ticket.priority == "DISABILITAS"


def test_back_never_shows_what_the_last_visitor_chose(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    take_number(screen, room)
    screen.page.get_by_role("button", name="Selesai").click()
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")
    steps = screen.page.evaluate("history.length")
    for _ in range(steps):
        screen.page.evaluate("setTimeout(() => history.back())")
        screen.page.wait_for_timeout(400)
        assert "/tiket/" not in screen.page.url
        assert "layanan=" not in screen.page.url


def test_a_double_touch_gives_one_number(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    code = offering_of(room.centre).service.code
    screen.go(f"/antrean/{room.centre.code}/?layanan={code}")
    screen.page.locator("button.bb--1").dblclick()
    screen.page.wait_for_url("**/tiket/**")
    assert Ticket.objects.filter(centre=room.centre).count() == 1


def test_an_idle_screen_asks_counts_down_and_starts_over(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    screen.page.clock.install()
    screen.go(f"/antrean/{room.centre.code}/?antrean=B")
    screen.page.clock.run_for(42_000)
    box = screen.page.get_by_role("dialog")
    expect(box).to_be_visible()
    box.get_by_role("button").click()
    expect(box).to_be_hidden()
    screen.page.clock.run_for(42_000)
    expect(box).to_be_visible()
    screen.page.clock.run_for(21_000)
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")


def test_the_ticket_goes_away_by_itself_in_the_time_it_says(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    guest = room.guest()
    screen.page.clock.install()
    screen.go(f"/tiket/{guest.token}/")
    screen.page.clock.run_for(10_000)
    expect(screen.page.locator("[data-idle-visible]")).to_have_text("50")
    screen.page.clock.run_for(52_000)
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")


def test_english_and_large_text_end_with_the_visit(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    page = screen.page
    page.locator("button[lang=en]").click()
    screen.sees("Take a queue number")
    page.get_by_role("button", name="Large text").click()
    page.get_by_role("link", name="Take a queue number").click()
    screen.sees("What do you come for?")
    expect(page.locator("html")).to_have_class("is-large")
    screen.go(f"/tiket/{room.guest().token}/")
    page.get_by_role("button", name="Done").click()
    screen.sees("Selamat datang")
    expect(page.locator("html")).not_to_have_class("is-large")


def test_the_first_screen_follows_the_room(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    screen.sees("belum ada meja yang buka")
    room.guest()
    room.open_desk()
    screen.sees("1 orang menunggu, 1 meja buka")


@pytest.mark.parametrize("size", [PORTRAIT, (1366, 768)])
def test_a_long_name_takes_its_lines_and_leaves_the_clock_its_place(
    window: OpenWindow, room: Room, size: tuple[int, int]
) -> None:
    name = "Pusat Layanan Dinas Kependudukan dan Pencatatan Sipil Provinsi Papua di Jayapura"
    type(room.centre).objects.filter(pk=room.centre.pk).update(name=name)
    page = kiosk(window, room, size).page
    cut = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
    assert not page.locator(".hi .brand b").evaluate(cut)
    clock = page.locator(".hi .clk").bounding_box()
    assert clock is not None
    assert clock["x"] + clock["width"] <= size[0]


def test_a_quiet_page_of_requirements_starts_over_within_a_minute(
    window: OpenWindow, room: Room
) -> None:
    screen = kiosk(window, room)
    screen.page.clock.install()
    screen.page.get_by_role("link", name="Cari syarat layanan").click()
    screen.page.get_by_role("link", name=offering_of(room.centre).service.name).click()
    screen.page.get_by_role("link", name="Ambil antrean").first.wait_for()
    screen.page.clock.run_for(42_000)
    expect(screen.page.get_by_role("dialog")).to_be_visible()
    screen.page.clock.run_for(21_000)
    screen.page.wait_for_url(f"**/anjungan/{room.centre.code}/")


def test_only_the_slip_is_printed(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    page = screen.page
    page.add_init_script("window.print = () => { window.printed = true; }")
    ticket = take_number(screen, room)
    page.get_by_role("link", name="Cetak tiket").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    slip = page.locator(".print-only .slip")
    expect(slip).to_be_visible()
    expect(slip).to_contain_text(ticket.proof)
    expect(page.locator(".slot")).to_be_hidden()
    expect(page.locator(".tool")).to_be_hidden()


def test_the_kiosk_works_without_scripts(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room, java_script_enabled=False)
    ticket = take_number(screen, room)
    expect(screen.page.locator('meta[http-equiv="refresh"]')).to_have_attribute(
        "content", f"60;url=/anjungan/{room.centre.code}/"
    )
    screen.page.get_by_role("link", name="Cetak tiket").click()
    assert screen.path == f"/tiket/{ticket.token}/cetak/"
    screen.page.go_back()
    screen.page.get_by_role("button", name="Selesai").click()
    assert screen.path == f"/anjungan/{room.centre.code}/"


@pytest.mark.parametrize("size", [PORTRAIT, SMALL, (1920, 1080)])
def test_every_screen_is_accessible_and_easy_to_hit(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]], size: tuple[int, int]
) -> None:
    screen = kiosk(window, room, size)
    code, service = room.centre.code, offering_of(room.centre, "B").service.code
    for path in (
        f"/anjungan/{code}/",
        "/layanan/",
        f"/layanan/{service}/",
        f"/antrean/{code}/",
        f"/antrean/{code}/?antrean=B",
        f"/antrean/{code}/?layanan={service}",
        f"/tiket/{room.guest().token}/",
    ):
        assert screen.go(path) == 200
        screen.page.wait_for_timeout(1500 if "tiket" in path else 0)  # the ticket slides out
        assert not axe(screen.page), path
        assert too_wide(screen.page) == 0
        assert not _small_targets(screen.page), path


def _small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll('a, button')]
          .filter((part) => part.offsetParent && !part.closest('dialog'))
          // A row of the list is its link, all over.
          .map((part) => [part.textContent.trim(), part.closest('.service') || part])
          .map(([name, part]) => [name, part.getBoundingClientRect()])
          .filter(([, box]) => box.width < least || box.height < least)
          .map(([name, box]) => `${name}: ${Math.round(box.width)}×${Math.round(box.height)}`)""",
        SMALLEST_TARGET,
    )
    return found


def test_large_letters_enlarge_what_one_chooses_from(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    assert screen.go(f"/survei/{room.centre.code}/anjungan/") == 200
    choice = screen.page.locator(".k-list b").first
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    before = choice.evaluate(size)
    screen.page.get_by_role("button", name="Huruf besar").click()
    assert choice.evaluate(size) > before * 1.2
    assert too_wide(screen.page) == 0
