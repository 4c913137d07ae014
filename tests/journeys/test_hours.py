"""Closing a centre for the time being, by keyboard alone, while phone and TV watch."""

import pytest
from playwright.sync_api import Page

from lopo.frontdesk.tests.builders import make_officer
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Closure, HoursException
from lopo.people.api import DEVICE_COOKIE, Role, set_password
from tests.conftest import OpenWindow, Room, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "ruang-tanpa-dinding"
SCREEN, DESKTOP, PHONE = (1920, 1080), (1280, 800), (360, 780)


def head_of(window: OpenWindow, room: Room, size: tuple[int, int] = DESKTOP) -> Visitor:
    """The administrator of the centre, signed in."""
    head = make_officer(centre=room.centre, role=Role.CENTRE_ADMIN)
    set_password(user=head, password=PASSWORD, actor=SYSTEM)
    screen = window(size, java_script_enabled=size != PHONE)
    assert screen.go("/petugas/masuk/") == 200
    screen.page.fill("[name=login]", head.username)
    screen.page.fill("[name=password]", PASSWORD)
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(f"{screen.base}/petugas/")
    return screen


def television(window: OpenWindow, room: Room) -> Visitor:
    tv = window(SCREEN)
    tv.page.context.add_cookies(
        [{"name": DEVICE_COOKIE, "value": room.device("TV"), "url": tv.base}]
    )
    assert tv.go(f"/layar/{room.centre.code}/") == 200
    tv.page.wait_for_timeout(800)  # the live stream stands
    return tv


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the element with this text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"the keyboard never reached {name}")


def test_a_closure_by_keyboard_is_on_tv_and_phone_without_reloading(
    window: OpenWindow, room: Room
) -> None:
    head, tv, phone = head_of(window, room), television(window, room), window(PHONE)
    assert phone.go(f"/antrean/{room.centre.code}/") == 200
    tab_to(head.page, "Jam layanan")
    head.page.keyboard.press("Enter")
    head.sees("Tujuh hari ke depan")
    tab_to(head.page, "Tutup sementara")
    head.page.keyboard.press("Enter")
    head.page.keyboard.press("Tab")
    head.page.keyboard.type("Gempa: gedung diperiksa")
    tab_to(head.page, "Tutup sekarang")
    head.page.keyboard.press("Enter")
    tv.sees("Tutup sementara: Gempa: gedung diperiksa. Buka lagi", within=2)
    head.sees("Tutup sementara: Gempa: gedung diperiksa")
    phone.page.reload()
    phone.sees("Tutup sementara: Gempa: gedung diperiksa")
    assert phone.page.get_by_role("button", name="Ambil nomor").count() == 0
    tab_to(head.page, "Buka kembali sekarang")
    head.page.keyboard.press("Enter")
    head.sees("Tutup sementara sudah berakhir.")
    tv.until("!document.body.textContent.includes('Gempa')", within=2)
    closure = Closure.objects.get()
    assert closure.reopened_at is not None
    assert closure.closed_by == closure.reopened_by


def test_on_a_small_phone_without_scripts_an_exception_is_decided_and_seen_in_the_calendar(
    window: OpenWindow, room: Room
) -> None:
    head = head_of(window, room, PHONE)
    assert head.go(f"/petugas/pusat/{room.centre.code}/jam/pengecualian/?tanggal=2030-01-07") == 200
    head.page.fill("[name=alasan]", "Pelantikan")
    head.page.fill("[name=buka]", "8")
    head.page.fill("[name=tutup]", "07.00")
    head.page.get_by_role("button", name="Simpan pengecualian").click()
    head.sees("jam tutup harus sesudah jam buka")
    assert head.page.input_value("[name=alasan]") == "Pelantikan"
    head.page.fill("[name=tutup]", "11.00")
    head.page.get_by_role("button", name="Simpan pengecualian").click()
    head.sees("Tersimpan. Kalender sudah menampilkannya.")
    assert HoursException.objects.get().closes_minute == 660
    assert head.go(f"/petugas/pusat/{room.centre.code}/jam/kalender/?bulan=2030-01") == 200
    head.sees("Pelantikan")
    head.page.get_by_role("link", name="Senin, 7 Januari 2030").click()
    head.sees("Apa yang akan tertulis?")
    head.sees("Pelantikan")
