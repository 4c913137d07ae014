"""The visitor's phone, from the choice of a service to the thanks at the end."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import offering_of
from tests.conftest import OpenWindow, Room, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROMPTLY = 1500


def take_number(phone: Visitor, room: Room, queue: str = "A") -> Ticket:
    """Open the queue, choose its only service, press the button."""
    assert phone.go(f"/antrean/{room.centre.code}/") == 200
    phone.page.locator("details.pick-service", has_text=f"Antrean {queue}").click()
    phone.page.get_by_role("radio", name=offering_of(room.centre, queue).service.name).check()
    phone.page.get_by_role("button", name="Ambil nomor").click()
    phone.page.wait_for_url("**/tiket/**")
    return Ticket.objects.get(token=phone.path.split("/")[2])


def test_pressing_without_a_choice_says_what_to_do(window: OpenWindow, room: Room) -> None:
    phone = window()
    phone.go(f"/antrean/{room.centre.code}/")
    phone.page.get_by_role("button", name="Ambil nomor").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("Pilih dulu layanannya")
    assert not Ticket.objects.filter(centre=room.centre).exists()


def test_a_visitor_is_received_called_served_and_thanked(window: OpenWindow, room: Room) -> None:
    phone, page = (visitor := window()), visitor.page
    guest = room.guest()
    ticket = take_number(phone, room)
    phone.sees("Belum masuk hitungan antrean")
    phone.go(room.door)
    page.get_by_role("button", name=f"Nomor {ticket.label}: saya sudah di lokasi").click()
    page.wait_for_url("**/tiket/**")
    phone.sees("1 orang di depan Anda")
    room.open_desk()
    phone.sees("Dilayani di Meja 1")
    assert room.call_next().ticket.pk == guest.pk
    phone.sees("Anda berikutnya")
    room.start()
    room.finish()
    room.call_next()
    expect(page.get_by_role("heading", name="Giliran Anda")).to_be_visible(timeout=PROMPTLY)
    expect(page.locator(".under b")).to_have_text("Meja 1")
    expect(page.locator("body")).to_have_class("task is-called")
    phone.until("document.title.startsWith('GILIRAN ANDA')")
    room.start()
    phone.sees("Anda sedang dilayani di Meja 1")
    expect(page.locator("body")).to_have_class("task")
    expect(page).to_have_title(f"{ticket.label} – antrean saya")
    room.finish()
    phone.sees("Terima kasih sudah datang")


def test_a_call_shakes_the_phone_once_and_again_at_every_recall(
    window: OpenWindow, room: Room
) -> None:
    phone = window()
    phone.page.add_init_script(
        "window.shaken = 0; navigator.vibrate = (p) => { if (p) window.shaken += 1; return true; }"
    )
    ticket = take_number(phone, room)
    phone.go(room.door)
    phone.page.get_by_role("button", name=f"Nomor {ticket.label}").click()
    phone.page.wait_for_url("**/tiket/**")
    phone.page.locator("h1").click()  # browsers shake only after a first touch
    room.open_desk()
    room.call_next()
    phone.until("window.shaken === 1")
    room.guest()  # something else changes: no second shake for the same call
    phone.page.wait_for_timeout(600)
    assert phone.page.evaluate("window.shaken") == 1
    room.recall()
    phone.until("window.shaken === 2")


def test_a_missed_number_is_told_what_to_do(window: OpenWindow, room: Room) -> None:
    phone = window()
    guest = room.guest()
    phone.go(f"/tiket/{guest.token}/")
    room.open_desk()
    room.call_next()
    phone.sees("Giliran Anda")
    for _ in range(room.centre.no_show_calls - 1):
        phone.page.wait_for_timeout(1100)
        room.recall()
    room.give_up_on()
    phone.sees("Nomor Anda terlewat")
    phone.page.get_by_role("link", name="Ambil nomor baru").click()
    phone.sees(guest.service.name)


def test_a_double_press_and_the_back_button_give_one_number(window: OpenWindow, room: Room) -> None:
    phone = window()
    phone.go(f"/antrean/{room.centre.code}/?layanan={offering_of(room.centre).service.code}")
    phone.page.get_by_role("button", name="Ambil nomor").dblclick()
    phone.page.wait_for_url("**/tiket/**")
    phone.page.go_back()
    phone.sees("Anda punya nomor A-001")
    assert Ticket.objects.filter(centre=room.centre).count() == 1


def test_a_dead_connection_is_told_with_the_age_and_mends_by_itself(
    window: OpenWindow, room: Room
) -> None:
    phone = window()
    phone.page.clock.install()
    guest, later = room.guest(), room.guest()
    phone.go(f"/tiket/{later.token}/")
    phone.sees("1 orang di depan Anda")
    phone.page.context.set_offline(True)
    phone.page.clock.run_for(40_000)
    expect(phone.page.locator("[data-stale]")).to_be_visible()
    expect(phone.page.locator("[data-stale]")).to_contain_text("Nomor Anda tetap aman")
    expect(phone.page.locator("[data-conn]")).to_have_class("conn is-off")
    room.open_desk()
    assert room.call_next().ticket.pk == guest.pk
    phone.page.context.set_offline(False)
    phone.waits_for("Anda berikutnya", within=16)
    expect(phone.page.locator("[data-stale]")).to_be_hidden()


def test_the_ticket_survives_a_reload(window: OpenWindow, room: Room) -> None:
    phone = window()
    ticket = take_number(phone, room)
    phone.page.reload()
    expect(phone.page.locator("h1")).to_have_text(ticket.label)


def test_everything_can_be_done_without_scripts(window: OpenWindow, room: Room) -> None:
    phone = window(java_script_enabled=False)
    ticket = take_number(phone, room)
    refresh = 'meta[http-equiv="refresh"]'
    expect(phone.page.locator(refresh)).to_have_attribute("content", "15")
    phone.page.get_by_role("link", name="Saya sudah di lokasi").click()
    phone.page.get_by_label("Kode ruangan").fill(room.door_code)
    phone.page.get_by_role("button", name="Saya sudah di lokasi").click()
    phone.sees("Anda berikutnya")
    ticket.refresh_from_db()
    assert ticket.present
    room.open_desk()
    room.call_next()
    phone.page.reload()
    expect(phone.page.locator("body.is-called")).to_be_visible()
    expect(phone.page).to_have_title(f"GILIRAN ANDA: Meja 1 – {ticket.label} – antrean saya")


def test_giving_up_without_scripts_asks_first(window: OpenWindow, room: Room) -> None:
    phone = window(java_script_enabled=False)
    take_number(phone, room)
    phone.page.get_by_role("link", name="Batalkan nomor ini").click()
    phone.page.get_by_role("link", name="Simpan nomor saya").click()
    phone.page.get_by_role("link", name="Batalkan nomor ini").click()
    phone.page.get_by_role("button", name="Ya, batalkan").click()
    phone.sees("Nomor ini sudah Anda batalkan")
    assert phone.page.locator('meta[http-equiv="refresh"]').count() == 0


def test_a_number_can_be_taken_with_the_keyboard_alone(window: OpenWindow, room: Room) -> None:
    phone = window((1280, 800))
    keys = phone.page.keyboard
    phone.go(f"/antrean/{room.centre.code}/")
    _tab_to(phone.page, "details.pick-service summary")
    keys.press("Enter")
    _tab_to(phone.page, "input[name=layanan]")
    keys.press("Space")
    _tab_to(phone.page, "#prioritas summary")
    keys.press("Enter")
    _tab_to(phone.page, "input[name=prioritas]")
    keys.press("ArrowDown")
    _tab_to(phone.page, ".take .btn--lg")
    keys.press("Enter")
    phone.page.wait_for_url("**/tiket/**")
    assert Ticket.objects.get(centre=room.centre).priority == "LANSIA"


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(css) => document.activeElement.matches(css)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def _states(room: Room) -> dict[str, str]:
    """Every state of the visitor's pages: its name and its address."""
    code = room.centre.code
    service = offering_of(room.centre).service.code
    gone = room.guest("B")
    room.open_desk()
    called = room.call_next().ticket
    assert called.pk == gone.pk
    room.start()
    room.finish()
    called, waiting = room.guest("B"), room.guest("C")
    room.call_next()
    return {
        "choose": f"/antrean/{code}/",
        "found nothing": f"/antrean/{code}/?q=zzzz",
        "chosen": f"/antrean/{code}/?layanan={service}",
        "waiting": f"/tiket/{waiting.token}/",
        "called": f"/tiket/{called.token}/",
        "done": f"/tiket/{gone.token}/",
        "giving up": f"/tiket/{waiting.token}/batal/",
        "slip": f"/tiket/{waiting.token}/cetak/",
        "door": room.door,
    }


def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    found: dict[str, Any] = {}
    states = _states(room)
    for size in ((320, 640), (768, 1024), (1280, 800)):
        visitor = window(size)
        for name, path in states.items():
            assert visitor.go(path) == 200, name
            faults = axe(visitor.page)
            if faults or (too_wide(visitor.page) and name != "slip"):
                found[f"{name} at {size[0]}"] = faults or "scrolls sideways"
    assert not found


def test_a_number_from_afar_and_the_code_page_are_accessible(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    phone = window()
    ticket = take_number(phone, room)
    assert not axe(phone.page)
    phone.go(f"/tiket/{ticket.token}/hadir/")
    phone.page.get_by_label("Kode ruangan").fill("SALAH1")
    phone.page.get_by_role("button", name="Saya sudah di lokasi").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("Ini bukan kode hari ini")
    assert not axe(phone.page)
    assert too_wide(phone.page) == 0
