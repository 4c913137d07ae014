"""The visitor's pages in the room: the door's QR code, the slip, the kiosk."""

from datetime import timedelta

import pytest
from django.test import Client

from lopo.frontdesk import queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_ticket, offering_of
from lopo.frontdesk.tests.visiting import door_code, kiosk_of, now, press, text_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import HoursSpec, change_policy, close_for_now

__all__ = ["now"]
pytestmark = pytest.mark.django_db

# --- the room's QR code ----------------------------------------------------------------------


def test_the_door_page_changes_nothing_by_being_looked_at(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    shown = text_of(client.get(f"/hadir/{centre.code}/{door_code(centre)}/"))
    assert "Nomor A-001: saya sudah di lokasi" in shown
    assert not Ticket.objects.get().present


def test_the_door_page_marks_the_number_of_this_device(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    door = f"/hadir/{centre.code}/{door_code(centre)}/"
    assert client.post(door, {"nomor": "A-999"}).status_code == 302
    assert client.post(door, {"nomor": "A-001"}).status_code == 303
    assert Ticket.objects.get().present


def test_the_door_page_of_a_device_without_a_number_shows_none(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    stranger = text_of(Client().get(f"/hadir/{centre.code}/ABC123/"))
    assert "A-001" not in stranger
    assert f"/antrean/{centre.code}/?kode=ABC123" in stranger


def test_yesterdays_door_code_does_not_open_today(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    old = queries.door_code(centre, system_clock() - timedelta(days=1)).code
    response = client.post(f"/hadir/{centre.code}/{old}/", {"nomor": "A-001"})
    assert response.status_code == 422
    assert not Ticket.objects.get().present


def test_who_comes_by_the_door_goes_back_to_it_after_taking_a_number(client: Client) -> None:
    centre = make_centre()
    assert press(client, centre, kode="ABC123")["Location"] == f"/hadir/{centre.code}/ABC123/"


def test_the_devices_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    cookie = client.cookies["lopo_tickets"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    for _ in range(5):
        press(client, centre)
    assert len(client.cookies["lopo_tickets"].value.split(".")) == 3


# --- the slip --------------------------------------------------------------------------------


def test_the_slip_says_all_that_the_law_and_the_visitor_need(
    client: Client, now: Clockwork
) -> None:
    centre = make_centre()
    change_policy(
        centre=centre, actor=SYSTEM, phone="0822-9939-5149", email="pusat@contoh.go.id",
        wifi_ssid="Tamu;1", wifi_password="gratis",
    )  # fmt: skip
    make_ticket(centre=centre, clock=now)
    ticket = make_ticket(centre=centre, clock=now)
    shown = text_of(client.get(f"/tiket/{ticket.token}/cetak/"))
    for needed in ("A-002", "Rp0", "09.00 WITA", "1 orang", ticket.proof, "0822-9939-5149"):
        assert needed in shown
    assert "Jangan memberi uang" in shown
    assert shown.count('class="qr"') == 3
    assert "SALINAN" not in shown


def test_a_reprint_says_that_it_is_a_copy_and_when_it_was_made(
    client: Client, now: Clockwork
) -> None:
    ticket = make_ticket(clock=now)
    assert "SALINAN" in text_of(client.get(f"/tiket/{ticket.token}/cetak/?salinan=1"))
    now.forward(minutes=11)
    late = text_of(client.get(f"/tiket/{ticket.token}/cetak/"))
    assert "SALINAN" in late
    assert "09.11 WITA" in late


# --- the kiosk -------------------------------------------------------------------------------


def test_a_kiosk_of_another_centre_takes_numbers_from_afar_only() -> None:
    here, there = make_centre(), make_centre()
    press(kiosk_of(there), here)
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.present) == ("WEB", False)


def test_a_number_of_the_kiosk_is_in_the_room_and_no_cookie_stays() -> None:
    centre = make_centre()
    kiosk = kiosk_of(centre)
    response = press(kiosk, centre, prioritas="LANSIA")
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.present, ticket.priority) == ("KIOSK", True, "LANSIA")
    assert "lopo_tickets" not in response.cookies
    assert "lopo_tickets" not in kiosk.get(response["Location"]).cookies


def test_a_kiosk_outside_the_room_gives_numbers_from_afar() -> None:
    centre = make_centre()
    press(kiosk_of(centre, in_room=False), centre)
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.present) == ("KIOSK", False)


def test_a_kiosk_shows_a_ticket_to_nobody_after_its_visitor(now: Clockwork) -> None:
    centre = make_centre()
    kiosk, ticket = kiosk_of(centre), make_ticket(centre=centre, clock=now)
    assert kiosk.get(f"/tiket/{ticket.token}/").status_code == 200
    now.forward(minutes=4)
    assert kiosk.get(f"/tiket/{ticket.token}/")["Location"] == f"/anjungan/{centre.code}/"


def test_the_kiosk_leads_from_queue_to_service_to_number() -> None:
    centre = make_centre()
    kiosk, service = kiosk_of(centre), offering_of(centre, "B").service
    first = text_of(kiosk.get(f"/antrean/{centre.code}/"))
    assert f"/antrean/{centre.code}/?antrean=B" in first
    second = text_of(kiosk.get(f"/antrean/{centre.code}/?antrean=B"))
    assert f"?layanan={service.code}" in second
    third = text_of(kiosk.get(f"/antrean/{centre.code}/?layanan={service.code}"))
    assert 'value="LANSIA"' in third
    for page in (first, second, third):
        assert f'name="next" value="/anjungan/{centre.code}/"' in page, "an idle screen starts over"


def test_a_room_shut_for_now_says_until_when_at_the_kiosk(now: Clockwork) -> None:
    centre = make_centre()
    close_for_now(
        centre=centre, until=now() + timedelta(hours=2), reason="Listrik padam",
        actor=SYSTEM, clock=now,
    )  # fmt: skip
    kiosk = kiosk_of(centre)
    for path in (f"/antrean/{centre.code}/", f"/antrean/{centre.code}/anjungan/"):
        shown = text_of(kiosk.get(path))
        assert "Tutup sampai 11.00 WITA" in shown
        assert "Listrik padam" in shown
        assert "belum dibuka" not in shown


def test_a_room_shut_until_another_day_names_the_day(now: Clockwork) -> None:
    centre = make_centre()
    close_for_now(
        centre=centre, until=now() + timedelta(days=1), reason="Banjir", actor=SYSTEM, clock=now
    )
    shown = text_of(kiosk_of(centre).get(f"/antrean/{centre.code}/"))
    assert "Tutup sampai Selasa, 24 November 2026 pukul 09.00 WITA" in shown


def test_a_closed_kiosk_says_so_instead_of_offering_a_choice() -> None:
    centre = make_centre(hours=(HoursSpec(weekdays=[6], opens=0, closes=1),))
    kiosk = kiosk_of(centre)
    shown = text_of(kiosk.get(f"/antrean/{centre.code}/"))
    assert "Nomor antrean belum dibuka" in shown
    assert press(kiosk, centre).status_code == 409
