"""Every further verb of the counter, in Chromium, by keyboard alone; and the way back by phone."""

import re

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.models import Call, CounterSession, Ticket
from lopo.frontdesk.queries import local_date, verify_day
from lopo.frontdesk.tests.builders import make_desk, make_officer, offering_of, service_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.people.api import Role, assign
from tests.conftest import OpenWindow, Room, Visitor
from tests.journeys.test_console import SMALL, at_counter, press, shows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_open_counter(window: Visitor, room: Room) -> None:
    """Signed in at the open counter, nobody there."""
    room.open_desk()
    at_counter(window, room)


def serving(window: Visitor, room: Room) -> None:
    """Signed in, and a visitor is being served."""
    at_open_counter(window, room)
    press(window, "Space", then="Mulai melayani")
    press(window, "m", then="Sedang dilayani")


def asked(window: Visitor, key: str, title: str) -> None:
    """A key opens the dialog that asks; it has taken the focus."""
    window.page.keyboard.press(key)
    window.page.locator("dialog[open]").get_by_text(title).first.wait_for()
    window.until("document.querySelector('dialog[open]').contains(document.activeElement)")


def tab_to(window: Visitor, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    script = (
        "(e => e === document.body ? '' : e.getAttribute('aria-label') || e.innerText || '')"
        "(document.activeElement)"
    )
    for _ in range(60):
        if name in str(window.page.evaluate(script)):
            return
        window.page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {name}")


def state_of(ticket: Ticket) -> str:
    return str(Ticket.objects.get(pk=ticket.pk).state)


def is_clean(room: Room) -> bool:
    return verify_day(room.centre, local_date(room.centre, system_clock())).clean


def test_set_aside_and_back(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    desk = window(SMALL)
    serving(desk, room)
    press(desk, "d", then="Belum ada yang menunggu")
    assert state_of(guest) == "PARKED"
    desk.sees("Ditunda")
    tab_to(desk, f"{guest.label} kembali ke barisan")
    desk.page.keyboard.press("Enter")
    shows(desk, "Panggil berikutnya")
    assert state_of(guest) == "WAITING"
    assert is_clean(room)


def test_sent_to_another_service(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    desk = window(SMALL)
    serving(desk, room)
    asked(desk, "a", f"{guest.label} dialihkan ke mana?")
    desk.page.keyboard.type(service_of(room.centre, "C").name.lower())
    desk.page.keyboard.press("Enter")
    tab_to(desk, "Alihkan")
    desk.page.keyboard.press("Enter")
    desk.page.locator("dialog[open]").wait_for(state="hidden")
    shows(desk, "Panggil berikutnya")
    sent = Ticket.objects.get()
    assert (sent.state, sent.queue_code, sent.arrived_at) == ("WAITING", "C", guest.arrived_at)
    assert is_clean(room)


def test_sent_to_another_counter(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    other = make_desk(centre=room.centre, counter="2")
    actions.open_session(
        counter=other.counter, officer=other.officer, services=None, actor=SYSTEM,
        clock=system_clock,
    )  # fmt: skip
    desk = window(SMALL)
    serving(desk, room)
    asked(desk, "a", f"{guest.label} dialihkan ke mana?")
    desk.page.keyboard.press("Shift+Tab")
    desk.page.keyboard.press("Space")
    tab_to(desk, "Alihkan")
    desk.page.keyboard.press("Enter")
    shows(desk, "Belum ada yang menunggu")
    assert Ticket.objects.get().counter_id == other.counter.pk


def test_one_more_service_and_taken_back(window: OpenWindow, room: Room) -> None:
    room.guest()
    desk = window(SMALL)
    serving(desk, room)
    asked(desk, "l", "Apa lagi keperluan")
    desk.page.keyboard.type(service_of(room.centre, "B").name.lower())
    desk.page.keyboard.press("Enter")
    tab_to(desk, "Tambahkan")
    desk.page.keyboard.press("Enter")
    shows(desk, "Nomor lain dari kunjungan ini")
    assert Ticket.objects.count() == 2
    desk.page.keyboard.press("u")
    shows(desk, "Dibatalkan")
    assert list(Ticket.objects.order_by("pk").values_list("state", flat=True)) == [
        "SERVING",
        "CANCELLED",
    ]


def test_undo_walks_back_and_the_way_leads_forward_again(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    desk = window(SMALL)
    serving(desk, room)
    press(desk, "s", then="Belum ada yang menunggu")
    press(desk, "u", then="Sedang dilayani")
    press(desk, "u", then="Mulai melayani")
    press(desk, "u", then="Panggil berikutnya")
    assert state_of(guest) == "WAITING"
    press(desk, "Space", then="Mulai melayani")
    press(desk, "m", then="Sedang dilayani")
    press(desk, "s", then="Belum ada yang menunggu")
    assert state_of(guest) == "DONE"
    assert is_clean(room)


def test_the_offer_to_undo_goes_by_itself_after_ten_seconds(window: OpenWindow, room: Room) -> None:
    room.guest()
    desk = window(SMALL)
    at_open_counter(desk, room)
    press(desk, "Space", then="Mulai melayani")
    offer = desk.page.locator("[data-undo]")
    offer.wait_for(state="visible")
    assert re.search(r"\d+ dtk", offer.inner_text())
    offer.wait_for(state="hidden", timeout=12_000)
    desk.page.keyboard.press("u")
    desk.page.wait_for_timeout(400)
    assert Ticket.objects.get().state == "CALLED"


def test_a_pause_and_on(window: OpenWindow, room: Room) -> None:
    room.guest()
    desk = window(SMALL)
    at_open_counter(desk, room)
    press(desk, "j", then="Meja 1 sedang jeda")
    desk.page.keyboard.press("Space")
    desk.page.wait_for_timeout(300)
    assert not Call.objects.exists()
    press(desk, "j", then="Panggil berikutnya")
    assert CounterSession.objects.get().state == "OPEN"


def test_out_of_order_with_a_reason(window: OpenWindow, room: Room) -> None:
    assign(user=room.desk.officer, role=Role.SUPERVISOR, centre=room.centre, actor=SYSTEM)
    room.guest()
    second = room.guest()
    desk, board = window(SMALL), window()
    at_open_counter(desk, room)
    asked(desk, "p", "Panggil di luar urutan")
    desk.page.keyboard.type(second.label.lower().replace("-", " "))
    desk.page.keyboard.press("Tab")
    # Letters that are shortcuts elsewhere are only letters here.
    desk.page.keyboard.type("sadar hanya sebentar, jatuh di pintu")
    tab_to(desk, "Panggil di luar urutan")
    desk.page.keyboard.press("Enter")
    shows(desk, "Mulai melayani")
    call = Call.objects.get()
    assert (call.ticket_id, call.reason) == (second.pk, "sadar hanya sebentar, jatuh di pintu")
    assert board.go(f"/antrean/{room.centre.code}/papan/") == 200
    board.sees("Di luar urutan: sadar hanya sebentar, jatuh di pintu")
    verdict = verify_day(room.centre, second.service_date)
    assert verdict.clean
    assert len(verdict.exceptions) == 1


def test_what_a_rule_refuses_is_told_inside_the_dialog(window: OpenWindow, room: Room) -> None:
    room.guest()
    desk = window(SMALL)
    serving(desk, room)
    asked(desk, "a", "dialihkan ke mana?")
    tab_to(desk, "Alihkan")
    desk.page.keyboard.press("Enter")
    desk.page.locator("dialog[open]").get_by_text("Pilih dulu").wait_for()
    desk.page.context.set_offline(True)
    tab_to(desk, "Alihkan")
    desk.page.keyboard.press("Enter")
    desk.page.locator("dialog[open]").get_by_text("Belum terkirim").wait_for()
    desk.page.context.set_offline(False)
    desk.page.keyboard.press("Escape")
    assert Ticket.objects.get().state == "SERVING"


def test_the_list_of_shortcuts_opens_and_closes_and_is_silent(
    window: OpenWindow, room: Room
) -> None:
    room.guest()
    desk = window(SMALL)
    at_open_counter(desk, room)
    asked(desk, "?", "Pintasan")
    desk.page.keyboard.press("j")
    desk.page.wait_for_timeout(300)
    assert CounterSession.objects.get().state == "OPEN"
    desk.page.keyboard.press("Escape")
    desk.page.locator("dialog[open]").wait_for(state="hidden")
    press(desk, "Space", then="Mulai melayani")


def test_every_verb_works_without_scripts(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    room.open_desk()
    desk = window(SMALL, java_script_enabled=False)
    at_counter(desk, room)

    def click(*names: str) -> None:
        for name in names:
            desk.page.get_by_role("button", name=name).first.click()

    click("Panggil berikutnya", "Urungkan")
    assert state_of(guest) == "WAITING"
    click("Panggil berikutnya", "Tunda", f"{guest.label} kembali ke barisan")
    click("Panggil berikutnya")
    desk.page.get_by_role("link", name="Tambah layanan").click()
    desk.page.locator(f"[value='{service_of(room.centre, 'B').code}']").check()
    click("Tambahkan")
    desk.page.get_by_role("link", name="Alihkan").click()
    click("Alihkan")
    desk.sees("Pilih dulu")
    desk.page.locator(f"[value='layanan:{service_of(room.centre, 'C').code}']").check()
    click("Alihkan")
    sent = set(Ticket.objects.values_list("label", "state", "queue_code"))
    assert sent == {(guest.label, "WAITING", "C"), ("B-001", "WAITING", "B")}
    click("Jeda", "Layani lagi")
    shows(desk, "Panggil berikutnya")
    assert is_clean(room)


def test_a_visitor_comes_back_with_the_code_of_the_room(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    room.open_desk()
    room.call_next()
    phone = window()
    assert phone.go(f"/tiket/{guest.token}/") == 200
    phone.sees("Giliran Anda")
    actions.park_ticket(desk=room.desk, clock=system_clock)
    phone.sees("Nomor Anda ditunda")
    tab_to(phone, "Saya kembali")
    phone.page.keyboard.press("Enter")
    phone.page.locator("[name=kode]").focus()
    phone.page.keyboard.type(room.door_code)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(f"{phone.base}/tiket/{guest.token}/")
    assert state_of(guest) == "WAITING"


def test_two_numbers_of_one_visit_on_one_page(window: OpenWindow, room: Room) -> None:
    guest = room.guest()
    room.open_desk()
    room.call_next()
    added = actions.add_service(
        desk=room.desk, offering=offering_of(room.centre, "B"), clock=system_clock
    )
    room.start()
    room.finish()
    phone = window()
    assert phone.go(f"/tiket/{guest.token}/") == 200
    phone.sees(added.label)
    room.call_next()
    phone.sees(f"Nomor Anda {added.label} dipanggil")


def test_staff_choose_dark_and_go_back_to_what_the_system_says(
    window: OpenWindow, room: Room
) -> None:
    make_officer(centre=room.centre)
    desk = window(SMALL)
    at_open_counter(desk, room)
    theme = "document.documentElement.dataset.theme"
    assert desk.page.evaluate(theme) == "auto"
    switch = desk.page.locator("[data-theme-toggle]")
    switch.press("Enter")
    assert desk.page.evaluate(theme) == "dark"
    desk.page.reload()
    assert desk.page.evaluate(theme) == "dark"
    switch.press("Enter")
    assert desk.page.evaluate(theme) == "auto"


def test_space_pressed_again_or_held_after_a_call_leaves_the_number_in_sight(
    window: OpenWindow, room: Room
) -> None:
    officer = window((1366, 500))
    room.guest()
    at_open_counter(officer, room)
    press(officer, "Space", then="Mulai melayani")
    officer.page.keyboard.press("Space")
    officer.page.keyboard.down("Space")
    officer.page.keyboard.down("Space")
    officer.page.keyboard.up("Space")
    officer.page.wait_for_timeout(400)
    assert officer.page.evaluate("window.scrollY") == 0
    officer.page.keyboard.press("PageDown")  # the control: this page does scroll
    officer.until("window.scrollY > 0")


def test_an_empty_reason_is_answered_in_our_words_inside_the_dialog(
    window: OpenWindow, room: Room
) -> None:
    assign(user=room.desk.officer, role=Role.SUPERVISOR, centre=room.centre, actor=SYSTEM)
    supervisor = window()
    room.guest()
    at_open_counter(supervisor, room)
    asked(supervisor, "p", "Panggil di luar urutan")
    supervisor.page.locator("#nomor").fill("A-001")
    supervisor.page.locator("dialog[open] button[type=submit]").click()
    supervisor.sees("Tuliskan alasannya")
    supervisor.until("document.activeElement.id === 'alasan'")
    assert not Call.objects.exists()
