"""An officer's day at the counter, and reception's: by keyboard, by forms, on a bad line."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lopo.frontdesk import actions
from lopo.frontdesk.models import Call, CounterSession, Ticket
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.kernel.clock import system_clock
from lopo.people.api import set_password
from tests.conftest import OpenWindow, Room, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "ruang-tanpa-dinding"

DESKTOP, SMALL, TABLET, PHONE = (1366, 768), (1280, 720), (768, 1024), (360, 780)


def sign_in(window: Visitor, room: Room) -> None:
    """Through the page, with the keyboard alone."""
    set_password(user=room.desk.officer, password=PASSWORD, actor=SYSTEM)
    assert window.go("/petugas/") == 200
    window.page.locator("[name=login]").focus()
    window.page.keyboard.type(room.desk.officer.username)
    window.page.keyboard.press("Tab")
    window.page.keyboard.type(PASSWORD)
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"{window.base}/petugas/")


def at_counter(window: Visitor, room: Room) -> None:
    """Signed in and in front of counter 1."""
    sign_in(window, room)
    assert window.go(f"/petugas/meja/{room.centre.code}/1/") == 200


def press(window: Visitor, key: str, *, then: str) -> None:
    """Press a key and wait until the page says what follows."""
    window.page.keyboard.press(key)
    shows(window, then)


def shows(window: Visitor, text: str, *, within: float = 4.0) -> None:
    """The middle of the page says it; the legend of the keys does not count."""
    found = window.page.locator("#isi").get_by_text(text).first
    found.wait_for(state="visible", timeout=within * 1000)


def test_an_officer_works_with_the_keyboard_alone(window: OpenWindow, room: Room) -> None:
    first, second = room.guest(), room.guest()
    desk = window(SMALL)
    sign_in(desk, room)
    desk.page.get_by_role("link", name="Meja 1").focus()
    desk.page.keyboard.press("Enter")
    shows(desk, "Meja 1 tutup")
    press(desk, "b", then="Panggil berikutnya")
    press(desk, "Space", then="Mulai melayani")
    desk.page.keyboard.press("r")
    desk.until("document.querySelector('[data-act-said]').textContent.includes('dipanggil lagi')")
    press(desk, "m", then="Selesai dan panggil berikutnya")
    press(desk, "Space", then="Mulai melayani")
    assert desk.page.locator(".visitor__no").inner_text() == second.label
    press(desk, "m", then="Tidak ada lagi yang menunggu Anda")
    press(desk, "s", then="Belum ada yang menunggu")
    press(desk, "t", then="Meja 1 tutup")
    states = dict(Ticket.objects.values_list("label", "state"))
    assert states == {first.label: "DONE", second.label: "DONE"}
    assert not CounterSession.objects.filter(state="OPEN").exists()


def test_a_nervous_finger_does_not_serve_whom_nobody_met(window: OpenWindow, room: Room) -> None:
    room.guest()
    room.guest()
    room.open_desk()
    desk = window()
    at_counter(desk, room)
    shows(desk, "Panggil berikutnya")
    for _ in range(4):
        desk.page.keyboard.press("Space")
    shows(desk, "Mulai melayani")
    desk.page.wait_for_timeout(500)
    assert list(Ticket.objects.order_by("pk").values_list("state", flat=True)) == [
        "CALLED",
        "WAITING",
    ]


def test_keys_can_be_switched_off_and_stay_off(window: OpenWindow, room: Room) -> None:
    room.guest()
    room.open_desk()
    desk = window(DESKTOP)
    at_counter(desk, room)
    desk.page.get_by_role("button", name="Pintasan aktif").press("Enter")
    desk.page.locator("#isi").focus()
    desk.page.keyboard.press("Space")
    desk.page.reload()
    desk.sees("Pintasan mati")
    desk.page.keyboard.press("Space")
    desk.page.wait_for_timeout(400)
    assert not Call.objects.exists()
    desk.page.get_by_role("button", name="Panggil berikutnya").press("Enter")
    shows(desk, "Mulai melayani")


def test_the_counter_works_without_scripts(window: OpenWindow, room: Room) -> None:
    first, second = room.guest(), room.guest()
    desk = window(SMALL, java_script_enabled=False)
    at_counter(desk, room)
    for button in (
        "Buka meja",
        "Panggil berikutnya",
        "Mulai melayani",
        "Selesai dan panggil berikutnya",
        "Panggil ulang",
        "Mulai melayani",
        "Selesai",
        "Tutup meja",
    ):
        desk.page.get_by_role("button", name=button, exact=False).first.click()
        assert desk.path == f"/petugas/meja/{room.centre.code}/1/"
    assert set(Ticket.objects.values_list("label", "state")) == {
        (first.label, "DONE"),
        (second.label, "DONE"),
    }


@pytest.mark.parametrize("stay", [True, False])
def test_a_stale_window_is_asked_before_it_calls(
    window: OpenWindow, room: Room, stay: bool
) -> None:
    first, second = room.guest(), room.guest()
    room.open_desk()
    desk = window(SMALL, java_script_enabled=False)
    at_counter(desk, room)
    room.call_next()
    room.start()
    desk.page.get_by_role("button", name="Panggil berikutnya").click()
    shows(desk, f"{first.label} masih di meja Anda")
    if stay:
        desk.page.get_by_role("link", name=f"Tetap dengan {first.label}").click()
        shows(desk, "Sedang dilayani")
    else:
        desk.page.get_by_role("button", name=f"Selesaikan {first.label}").click()
        shows(desk, "Mulai melayani")
    states = dict(Ticket.objects.values_list("label", "state"))
    after = ("SERVING", "WAITING") if stay else ("DONE", "CALLED")
    assert (states[first.label], states[second.label]) == after


def test_a_cut_line_loses_nothing_and_does_nothing_twice(window: OpenWindow, room: Room) -> None:
    room.guest()
    room.guest()
    room.open_desk()
    desk = window(SMALL)
    at_counter(desk, room)
    shows(desk, "Panggil berikutnya")
    desk.page.context.set_offline(True)
    desk.page.keyboard.press("Space")
    desk.sees("Belum terkirim")
    assert not Call.objects.exists()
    desk.page.context.set_offline(False)
    press(desk, "Space", then="Mulai melayani")
    assert Call.objects.count() == 1


def test_who_is_signed_out_meanwhile_signs_in_and_goes_on(window: OpenWindow, room: Room) -> None:
    room.guest()
    room.open_desk()
    desk = window(SMALL)
    at_counter(desk, room)
    shows(desk, "Panggil berikutnya")
    desk.page.context.clear_cookies(name="lopo_session")
    desk.page.keyboard.press("Space")
    desk.page.locator("[name=login]").wait_for()
    desk.page.wait_for_load_state()
    desk.page.fill("[name=login]", room.desk.officer.username)
    desk.page.fill("[name=password]", PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"{desk.base}/petugas/meja/{room.centre.code}/1/")
    press(desk, "Space", then="Mulai melayani")


def test_new_numbers_come_by_themselves_within_a_second(window: OpenWindow, room: Room) -> None:
    room.open_desk()
    desk = window(SMALL)
    at_counter(desk, room)
    shows(desk, "Belum ada yang menunggu")
    desk.page.wait_for_timeout(500)
    guest = room.guest()
    desk.until(f"document.querySelector('.line').innerText.includes('{guest.label}')", within=1.0)


def test_a_no_show_is_asked_for_twice_before_it_is_done(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    room.open_desk()
    room.call_next()
    desk = window(SMALL)
    at_counter(desk, room)
    assert desk.page.get_by_role("button", name="Tidak hadir").is_disabled()
    for n in (2, 3):
        desk.page.wait_for_timeout(1100)
        press(desk, "r", then=f"{n} dari 3")
    press(desk, "x", then=f"{guest.label} benar tidak hadir?")
    press(desk, "y", then="Belum ada yang menunggu")
    assert Ticket.objects.get().state == "MISSED"


def test_reception_gives_a_number_by_typing_a_few_letters(window: OpenWindow, room: Room) -> None:
    clerk = window(DESKTOP)
    sign_in(clerk, room)
    assert clerk.go(f"/petugas/penerima-tamu/{room.centre.code}/") == 200
    clerk.page.keyboard.press("/")
    name = clerk.page.locator(".give__row span").last.inner_text()
    clerk.page.keyboard.type(name.lower())
    clerk.page.keyboard.press("Enter")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**?nomor=**")
    ticket = Ticket.objects.get()
    assert clerk.page.locator(".issued .no").inner_text() == ticket.label
    assert clerk.page.evaluate("document.activeElement.classList.contains('issued')")


def test_reception_sees_a_number_from_afar_and_says_that_it_is_here(
    window: OpenWindow, room: Room
) -> None:
    clerk = window(DESKTOP)
    sign_in(clerk, room)
    assert clerk.go(f"/petugas/penerima-tamu/{room.centre.code}/") == 200
    ticket = actions.issue_ticket(
        centre=room.centre,
        offering=offering_of(room.centre),
        channel="WEB",
        priority=None,
        present=False,
        actor=VISITOR,
        clock=system_clock,
    )
    button = clerk.page.get_by_role("button", name=f"{ticket.label} sudah di lokasi")
    button.wait_for(timeout=2000)
    button.press("Enter")
    clerk.sees("Semua pemegang nomor sudah di lokasi")
    assert Ticket.objects.get().present


def states_of(room: Room) -> list[tuple[str, Callable[[], object]]]:
    """The counter from closed to served, as steps."""
    return [
        ("Meja 1 tutup", lambda: None),
        ("Belum ada yang menunggu", room.open_desk),
        ("Panggil berikutnya", lambda: [room.guest(q, "LANSIA") for q in "ABC"]),
        ("Mulai melayani", room.call_next),
        ("Selesai dan panggil berikutnya", room.start),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_counter_is_accessible_and_fits(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]], scheme: str
) -> None:
    desk = window(SMALL, color_scheme=scheme)
    at_counter(desk, room)
    for shown, step in states_of(room):
        step()
        shows(desk, shown)
        for width, height in (SMALL, TABLET, PHONE):
            desk.page.set_viewport_size({"width": width, "height": height})
            assert axe(desk.page) == []
            assert too_wide(desk.page) <= 0
    for path in ("/petugas/", f"/petugas/penerima-tamu/{room.centre.code}/"):
        for width, height in (DESKTOP, PHONE):
            desk.page.set_viewport_size({"width": width, "height": height})
            assert desk.go(path) == 200
            assert axe(desk.page) == []
            assert too_wide(desk.page) <= 0
