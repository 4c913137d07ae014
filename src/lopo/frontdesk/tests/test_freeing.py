"""An officer went home and left the counter open: the supervisor closes it for them."""

import pytest
from django.test import Client
from django.urls import reverse

from lopo.frontdesk import actions
from lopo.frontdesk.models import CounterSession, Ticket
from lopo.frontdesk.queries import local_date, verify_day
from lopo.frontdesk.tests.builders import (
    events_of,
    make_centre,
    make_desk,
    make_officer,
    make_ticket,
    open_desk,
    open_session,
)
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role

pytestmark = pytest.mark.django_db


def signed_in(centre: Centre, role: Role) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=role))
    return client


def address(centre: Centre, counter: str = "1") -> str:
    return reverse("frontdesk:free_counter", args=[centre.code, counter])


def press(client: Client, centre: Centre) -> str:
    """Look at the question, then say yes; the sentence on the next page."""
    asked = client.get(address(centre))
    assert asked.status_code == 200
    key = asked.content.decode().partition('name="kunci" value="')[2].partition('"')[0]
    return client.post(address(centre), {"kunci": key}, follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.RECEPTIONIST, Role.CENTRE_ADMIN])
def test_only_a_supervisor_closes_a_colleagues_counter(role: Role) -> None:
    centre = make_centre()
    open_desk(centre=centre, clock=system_clock)
    client = signed_in(centre, role)
    assert client.get(address(centre)).status_code == 404
    assert client.post(address(centre), {"kunci": "x" * 20}).status_code == 404
    assert CounterSession.objects.get().state == "OPEN"


def test_a_counter_that_is_closed_already_leads_back_to_all_counters() -> None:
    centre = make_centre()
    answer = signed_in(centre, Role.SUPERVISOR).get(address(centre))
    assert (answer.status_code, answer["Location"]) == (303, reverse("console:home"))


def test_the_visitor_stands_in_line_again_and_the_next_officer_opens_the_counter() -> None:
    centre = make_centre()
    gone = open_desk(centre=centre, clock=system_clock)
    first, _second = (make_ticket(centre=centre, clock=system_clock) for _ in range(2))
    actions.call_next_ticket(desk=gone, clock=system_clock)
    supervisor = signed_in(centre, Role.SUPERVISOR)
    assert first.label in supervisor.get(address(centre)).content.decode()
    assert "Meja 1 ditutup" in press(supervisor, centre)
    assert Ticket.objects.get(pk=first.pk).state == "WAITING"
    assert events_of(centre, system_clock())[-1]["verb"] == "session.closed"
    colleague = make_desk(centre=centre)
    open_session(colleague, clock=system_clock)
    assert actions.call_next_ticket(desk=colleague, clock=system_clock).ticket.pk == first.pk
    assert verify_day(centre, local_date(centre, system_clock())).offenders == []


def test_the_list_of_counters_offers_it_to_the_supervisor_alone() -> None:
    centre = make_centre()
    open_desk(centre=centre, clock=system_clock)
    seen = {
        role: signed_in(centre, role)
        .get("/petugas/antrean/", headers={"X-Lopo-Fragment": "1"})
        .content.decode()
        for role in (Role.SUPERVISOR, Role.COUNTER_OFFICER)
    }
    assert address(centre) in seen[Role.SUPERVISOR]
    assert address(centre) not in seen[Role.COUNTER_OFFICER]
