"""The slip on a roll of paper: one page, cut where it ends, inside what the head reaches."""

import re

import pytest

from tests.conftest import OpenWindow, Room, Visitor
from tests.journeys.test_keyboard import bkd
from tests.journeys.test_kiosk import kiosk, take_number

__all__ = ["bkd"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POINTS_PER_MM = 72 / 25.4
PIXELS_PER_MM = 96 / 25.4
# Width of the roll and of the print head in its middle (203 dpi: 384 and 576 dots), longest page.
ROLLS = pytest.mark.parametrize(("roll", "head", "longest"), [(58, 48, 290), (80, 72, 250)])
INKED = """[...document.querySelectorAll(".slip *")].filter(e => e.offsetWidth || e.matches("svg"))
    .map(e => e.getBoundingClientRect())"""


def pages_of(screen: Visitor) -> list[tuple[float, float]]:
    """Width and height of every printed page, in millimetres."""
    screen.page.wait_for_load_state("load")  # its style says how wide the paper is
    sheet = screen.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheet)
    return [(float(w) / POINTS_PER_MM, float(h) / POINTS_PER_MM) for w, h in boxes]


def ink_of(screen: Visitor) -> tuple[float, float, float]:
    """From where to where a line of the slip reaches, and how far down, in millimetres."""
    screen.page.emulate_media(media="print")
    boxes = screen.page.evaluate(INKED)
    left, right = min(box["left"] for box in boxes), max(box["right"] for box in boxes)
    edge, top = screen.page.evaluate(
        "(b => [b.left, b.top])(document.querySelector('.slip').parentElement"
        ".getBoundingClientRect())"
    )
    bottom = max(box["bottom"] for box in boxes) - top
    return tuple(n / PIXELS_PER_MM for n in (left - edge, right - edge, bottom))


def looks_right(screen: Visitor, roll: int, head: int) -> None:
    """One page that ends soon after the slip, and nothing beside the print head."""
    [(width, height)] = pages_of(screen)
    left, right, bottom = ink_of(screen)
    assert abs(width - roll) < 0.5
    assert bottom < height < bottom + 15
    margin = (roll - head) / 2
    assert margin - 0.3 < left < right < roll - margin + 0.3


@ROLLS
def test_a_slip_ends_where_its_text_ends(
    window: OpenWindow, room: Room, roll: int, head: int, longest: int
) -> None:
    guest = room.guest()
    screen = window((800, 900))
    assert screen.go(f"/tiket/{guest.token}/cetak/?kertas={roll}") == 200
    screen.page.evaluate("document.fonts.ready")
    looks_right(screen, roll, head)
    assert pages_of(screen)[0][1] < longest - 20


@ROLLS
def test_the_kiosk_prints_the_same_slip(
    window: OpenWindow, room: Room, roll: int, head: int, longest: int
) -> None:
    screen = kiosk(window, room)
    screen.go(f"/anjungan/{room.centre.code}/?kertas={roll}")
    take_number(screen, room)
    screen.page.evaluate("document.fonts.ready")
    looks_right(screen, roll, head)
    assert pages_of(screen)[0][1] < longest - 20


@ROLLS
def test_without_scripts_a_slip_is_still_one_page(
    window: OpenWindow, room: Room, roll: int, head: int, longest: int
) -> None:
    guest = room.guest()
    screen = window((800, 900), java_script_enabled=False)
    assert screen.go(f"/tiket/{guest.token}/cetak/?kertas={roll}&salinan=1") == 200
    [(width, height)] = pages_of(screen)
    assert (round(width), round(height)) == (roll, longest)


@ROLLS
def test_a_list_of_requirements_ends_where_its_text_ends(
    window: OpenWindow, bkd: Room, roll: int, head: int, longest: int
) -> None:
    screen = window((800, 900))
    assert screen.go(f"/antrean/bkd/syarat/IZIN-CERAI/?kertas={roll}") == 200
    screen.page.evaluate("document.fonts.ready")
    looks_right(screen, roll, head)


@ROLLS
def test_the_kiosk_prints_a_list_at_once_and_goes_back_to_the_service(
    window: OpenWindow, bkd: Room, roll: int, head: int, longest: int
) -> None:
    screen = kiosk(window, bkd)
    screen.go(f"/anjungan/bkd/?kertas={roll}")
    page = screen.page
    page.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; }")
    page.clock.install()
    screen.go("/layanan/KP-REG/")
    page.get_by_role("link", name="Cetak daftar persyaratan").click()
    page.wait_for_url("**/antrean/bkd/syarat/KP-REG/")
    screen.until("window.printed === 1")
    page.get_by_role("link", name="Cetak lagi").click()
    screen.until("window.printed === 2")
    page.evaluate("document.fonts.ready")
    looks_right(screen, roll, head)
    page.emulate_media(media="screen")
    page.clock.run_for(42_000)
    page.wait_for_url("**/layanan/KP-REG/")


def test_without_scripts_a_list_is_printed_from_its_sheet(window: OpenWindow, bkd: Room) -> None:
    screen = kiosk(window, bkd, java_script_enabled=False)
    screen.go("/layanan/KP-REG/")
    screen.page.get_by_role("link", name="Cetak daftar persyaratan").click()
    screen.page.get_by_role("link", name="Cetak lagi").click()
    assert screen.path == "/antrean/bkd/syarat/KP-REG/?lembar=1"
    assert {round(width) for width, _height in pages_of(screen)} == {80}
    screen.page.get_by_role("link", name="Kembali").click()
    assert screen.path == "/layanan/KP-REG/"
