"""Coming back as a visitor and by staff; several numbers of one visit; who was sent on."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import CounterSession, Ticket
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_officer,
    offering_of,
    open_desk,
)
from lopo.frontdesk.tests.pressing import key_of, look, make_ticket_now, said
from lopo.frontdesk.views.visiting import COOKIE
from lopo.kernel.actor import Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role

pytestmark = pytest.mark.django_db


def code_of(centre: Centre) -> str:
    return queries.door_code(centre, system_clock()).code


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def desk_now(centre: Centre, counter: str = "1") -> Desk:
    """An officer with a counter open, by today's clock."""
    return open_desk(centre=centre, counter=counter, clock=system_clock)


def parked(centre: Centre, desk: Desk | None = None) -> Ticket:
    """A number that was called and set aside."""
    make_ticket_now(centre)
    return actions.park_ticket(desk=called(centre, desk), clock=system_clock).ticket


def seated(centre: Centre) -> Desk:
    """The officer who has a counter open."""
    session = CounterSession.objects.select_related("counter", "officer").get(state="OPEN")
    session.counter.centre = centre
    return Desk(session.counter, session.officer, Actor(f"user:{session.officer.pk}"))


def called(centre: Centre, desk: Desk | None = None) -> Desk:
    desk = desk or desk_now(centre)
    actions.call_next_ticket(desk=desk, clock=system_clock)
    return desk


def missed(centre: Centre, *, minutes_ago: int = 0) -> Ticket:
    """A number that was called in vain."""
    ticket = make_ticket_now(centre)
    actions.mark_no_show(desk=called(centre), clock=system_clock)
    if minutes_ago:
        then = system_clock() - timedelta(minutes=minutes_ago)
        Ticket.objects.filter(pk=ticket.pk).update(changed_at=then)
    return Ticket.objects.get(pk=ticket.pk)


def quick_centre() -> Centre:
    """A centre that gives up after one call."""
    return make_centre(no_show_calls=1)


# The ticket's page


def test_a_number_set_aside_says_what_to_do_and_how_to_come_back(client: Client) -> None:
    ticket = parked(make_centre())
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert "Nomor Anda ditunda" in shown
    assert "kapan saja hari ini" in shown
    assert f'href="/tiket/{ticket.token}/kembali/"' in shown
    assert "data-live" in shown


def test_a_missed_number_is_kept_for_some_minutes_and_says_until_when(client: Client) -> None:
    ticket = missed(quick_centre())
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert re.search(r"Tempat Anda kami simpan sampai \d\d\.\d\d WITA", shown)
    assert f'href="/tiket/{ticket.token}/kembali/"' in shown
    assert "Ambil nomor baru" in shown


def test_later_than_that_only_a_new_number_is_offered(client: Client) -> None:
    centre = quick_centre()
    ticket = missed(centre, minutes_ago=centre.return_minutes + 1)
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert "Nomor Anda terlewat" in shown
    assert "/kembali/" not in shown
    assert "data-live" not in shown
    answer = client.post(f"/tiket/{ticket.token}/kembali/", {"kode": code_of(centre)})
    assert answer.status_code == 303
    assert Ticket.objects.get().state == "MISSED"


def test_the_live_part_changes_when_the_time_to_come_back_is_over(client: Client) -> None:
    centre = quick_centre()
    ticket = missed(centre)
    now = system_clock()
    in_time = queries.standing_etag(ticket, now=now)
    late = queries.standing_etag(ticket, now=now + timedelta(minutes=centre.return_minutes + 1))
    assert in_time != late


# "I am back"


@pytest.mark.parametrize("path", ["/tiket/{t}/kembali/", "/hadir/{c}/{code}/"])
def test_the_door_code_brings_a_visitor_back_where_they_stood(client: Client, path: str) -> None:
    centre = make_centre()
    ticket = parked(centre)
    client.get(f"/tiket/{ticket.token}/")
    at = path.format(t=ticket.token, c=centre.code, code=code_of(centre))
    assert "saya kembali" in text_of(client, at).lower()
    before = ticket.arrived_at
    answer = client.post(at, {"kode": code_of(centre), "nomor": ticket.label})
    assert (answer.status_code, answer["Location"]) == (303, f"/tiket/{ticket.token}/")
    back = Ticket.objects.get()
    assert (back.state, back.arrived_at) == ("WAITING", before)


def test_a_wrong_code_brings_nobody_back_and_five_tries_are_all(client: Client) -> None:
    centre = make_centre()
    ticket = parked(centre)
    at = f"/tiket/{ticket.token}/kembali/"
    statuses = [client.post(at, {"kode": "AAAAAA"}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert client.post(at, {"kode": code_of(centre)}).status_code == 429
    assert Ticket.objects.get().state == "PARKED"


def test_an_empty_code_is_asked_for_kindly(client: Client) -> None:
    ticket = parked(make_centre())
    answer = client.post(f"/tiket/{ticket.token}/kembali/", {"kode": ""})
    assert answer.status_code == 422
    assert "Ketik kode" in answer.content.decode()


def test_who_missed_the_call_comes_back_once(client: Client) -> None:
    centre = quick_centre()
    ticket = missed(centre)
    client.post(f"/tiket/{ticket.token}/kembali/", {"kode": code_of(centre)})
    assert Ticket.objects.get().state == "WAITING"
    desk = seated(centre)
    actions.call_next_ticket(desk=desk, clock=system_clock)
    actions.mark_no_show(desk=desk, clock=system_clock)
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert "/kembali/" not in shown


def test_a_number_that_waits_has_nothing_to_come_back_from(client: Client) -> None:
    ticket = make_ticket_now(make_centre())
    answer = client.get(f"/tiket/{ticket.token}/kembali/")
    assert (answer.status_code, answer["Location"]) == (303, f"/tiket/{ticket.token}/")


def test_the_phone_remembers_a_number_set_aside_for_the_door(client: Client) -> None:
    ticket = parked(make_centre())
    client.get(f"/tiket/{ticket.token}/")
    assert client.cookies[COOKIE].value == ticket.token


# One visit, several numbers; sent on


def test_the_numbers_of_one_visit_are_shown_together(client: Client) -> None:
    centre = make_centre()
    first = make_ticket_now(centre)
    desk = called(centre)
    added = actions.add_service(desk=desk, offering=offering_of(centre, "B"), clock=system_clock)
    actions.start_service(desk=desk, clock=system_clock)
    actions.finish_service(desk=desk, clock=system_clock)
    shown = text_of(client, f"/tiket/{first.token}/")
    assert "Nomor Anda yang lain hari ini" in shown
    assert f'href="/tiket/{added.token}/"' in shown
    assert "data-live" in shown  # the other one may still be called
    actions.call_next_ticket(desk=desk, clock=system_clock)
    assert f"Nomor Anda {added.label} dipanggil ke" in text_of(client, f"/tiket/{first.token}/")


def test_a_stranger_of_the_same_day_is_not_among_them(client: Client) -> None:
    centre = make_centre()
    mine, other = make_ticket_now(centre), make_ticket_now(centre)
    shown = text_of(client, f"/tiket/{mine.token}/")
    assert other.token not in shown
    assert other.label not in shown


def test_who_was_sent_to_another_counter_is_told_which(client: Client) -> None:
    centre = make_centre()
    ticket = make_ticket_now(centre)
    there = desk_now(centre, "2")
    actions.transfer_to_counter(desk=called(centre), counter=there.counter, clock=system_clock)
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert f"Anda dialihkan ke {there.counter.name}" in shown
    assert f"Dilayani di {there.counter.name}" in shown


def test_who_was_sent_to_another_service_is_told_which(client: Client) -> None:
    centre = make_centre()
    ticket = make_ticket_now(centre)
    offered = offering_of(centre, "B")
    actions.transfer_to_service(desk=called(centre), offering=offered, clock=system_clock)
    shown = text_of(client, f"/tiket/{ticket.token}/")
    assert f"Anda dialihkan ke layanan {offered.service.name}" in shown


# By staff


def receptionist(centre: Centre) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=Role.RECEPTIONIST))
    return client


def test_reception_brings_back_who_was_set_aside() -> None:
    centre = make_centre()
    ticket = parked(centre)
    client = receptionist(centre)
    html = look(client, f"/petugas/antrean/{centre.code}/")
    action = f"/petugas/antrean/{centre.code}/kembali/{ticket.label}/"
    answer = client.post(action, {"kunci": key_of(html, action)}, follow=True)
    assert answer.redirect_chain == [(f"/petugas/penerima-tamu/{centre.code}/", 303)]
    assert "kembali ke barisan" in said(answer)
    assert Ticket.objects.get().state == "WAITING"


def test_reception_brings_nobody_back_by_favour() -> None:
    centre = quick_centre()
    ticket = missed(centre, minutes_ago=centre.return_minutes + 1)
    client = receptionist(centre)
    html = look(client, f"/petugas/antrean/{centre.code}/")
    assert "waktu kembali sudah habis" in html
    action = f"/petugas/antrean/{centre.code}/kembali/{ticket.label}/"
    assert action not in html
    answer = client.post(action, {"kunci": "k" * 20}, follow=True)
    assert "nomor baru" in said(answer)
    assert Ticket.objects.get().state == "MISSED"


def test_staff_of_another_centre_bring_nobody_back() -> None:
    centre = make_centre()
    ticket = parked(centre)
    client = receptionist(make_centre())
    action = f"/petugas/antrean/{centre.code}/kembali/{ticket.label}/"
    assert client.post(action, {"kunci": "k" * 20}).status_code == 404
    assert Ticket.objects.get().state == "PARKED"
