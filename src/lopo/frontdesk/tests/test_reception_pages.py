"""Reception as a page: giving numbers, seeing who waits, saying who is here."""

import re
from typing import Any

import pytest
from django.test import Client

from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import desks, rooms
from lopo.frontdesk.tests.builders import make_centre, make_desk, make_officer, service_of
from lopo.frontdesk.tests.pressing import count, key_of, look, make_ticket_now, said
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role

pytestmark = pytest.mark.django_db


def rx_of(centre: Centre) -> str:
    return f"/petugas/penerima-tamu/{centre.code}/"


def give(client: Client, centre: Centre, **fields: str) -> Any:
    html = look(client, f"/petugas/antrean/{centre.code}/beri/")
    key = re.search(r'name="kunci" value="([^"]+)"', html)
    assert key is not None
    return client.post(
        f"/petugas/antrean/{centre.code}/nomor/", {"kunci": key[1], **fields}, follow=True
    )


def receptionist(centre: Centre) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=Role.RECEPTIONIST))
    return client


def test_an_empty_room_waits_for_the_first_number_only_before_it_was_given() -> None:
    centre = make_centre()
    client, room = receptionist(centre), f"/petugas/antrean/{centre.code}/"
    assert "Nomor pertama hari ini akan muncul" in look(client, room)
    ticket = make_ticket_now(centre)
    actions.give_up(ticket=ticket, actor=SYSTEM, clock=system_clock)
    html = look(client, room)
    assert "Nomor berikutnya akan muncul" in html
    assert "Nomor pertama" not in html


def test_reception_gives_a_number_in_the_room_and_shows_it_large() -> None:
    centre = make_centre()
    answer = give(receptionist(centre), centre, layanan=service_of(centre).code, prioritas="LANSIA")
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.present, ticket.priority) == ("RECEPTION", True, "LANSIA")
    assert answer.redirect_chain == [(f"{rx_of(centre)}?nomor={ticket.label}", 303)]
    html = answer.content.decode()
    assert f"/tiket/{ticket.token}/cetak/" in html
    assert 'class="qr"' in html


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"layanan": ""},
        {"layanan": "TIDAK-ADA"},
        {"layanan": "x" * 5000},
        {"layanan": "\x01"},
        {"layanan": "OK", "prioritas": "RAJA"},
    ],
)
def test_a_number_for_nothing_we_know_is_refused_and_the_choice_kept(
    fields: dict[str, str],
) -> None:
    centre = make_centre()
    if fields.get("layanan") == "OK":
        fields = {**fields, "layanan": service_of(centre).code}
    answer = give(receptionist(centre), centre, **fields)
    assert answer.status_code == 200
    assert said(answer)
    assert not Ticket.objects.exists()
    if "prioritas" in fields:
        assert re.search(rf'value="{fields["layanan"]}"[^>]*checked', answer.content.decode())


def test_reception_says_that_a_visitor_has_arrived() -> None:
    centre = make_centre()
    client = receptionist(centre)
    away = make_ticket_now(centre, present=False)
    html = look(client, f"/petugas/antrean/{centre.code}/")
    action = f"/petugas/antrean/{centre.code}/hadir/{away.label}/"
    for _ in range(2):
        answer = client.post(action, {"kunci": key_of(html, action)}, follow=True)
        assert answer.status_code == 200
    assert Ticket.objects.get().present
    assert "Semua pemegang nomor sudah di lokasi" in look(
        client, f"/petugas/antrean/{centre.code}/"
    )


def test_arrivals_of_numbers_that_do_not_exist_are_not_found() -> None:
    centre = make_centre()
    answer = receptionist(centre).post(
        f"/petugas/antrean/{centre.code}/hadir/A-999/", {"kunci": "k" * 20}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("label", ["A-999", "x" * 400, "%00", "<b>"])
def test_a_number_nobody_has_is_simply_not_shown(label: str) -> None:
    centre = make_centre()
    answer = receptionist(centre).get(rx_of(centre), {"nomor": label})
    assert answer.status_code in (200, 400)
    assert 'id="baru"' not in answer.content.decode()


def test_reception_asks_the_same_questions_however_many_wait() -> None:
    centre = make_centre()
    client = receptionist(centre)
    make_ticket_now(centre)
    make_ticket_now(centre, present=False)
    few = count(client, f"/petugas/antrean/{centre.code}/")
    for _ in range(12):
        make_ticket_now(centre)
        make_ticket_now(centre, present=False)
    assert count(client, f"/petugas/antrean/{centre.code}/") == few
    assert few <= 20


def test_the_lists_are_long_but_not_endless() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    for _ in range(desks.SHOWN + 3):
        make_ticket_now(centre)
    state = desks.desk_state(desk.counter, desk.officer, system_clock())
    assert (len(state.line.guests), state.line.more) == (desks.SHOWN, 3)
    assert rooms.reception_state(centre, system_clock()).issued == desks.SHOWN + 3
