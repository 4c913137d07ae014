"""Whose role is taken away while they serve leaves the counter; nobody is kept waiting at it."""

import pytest
from django.urls import reverse

from lopo.administration.tests.builders import centre_admin
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import CounterSession, Ticket
from lopo.frontdesk.queries import local_date, verify_day
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_desk,
    make_ticket,
    open_desk,
    open_session,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role, assign

pytestmark = pytest.mark.django_db


def take(centre: Centre, desk: Desk, role: Role = Role.COUNTER_OFFICER) -> str:
    sent = {"username": desk.officer.get_username(), "role": role.value}
    client = centre_admin(centre)
    answer = client.post(reverse("administration:take", args=[centre.code]), sent, follow=True)
    return answer.content.decode()


def test_who_may_still_serve_by_another_role_stays_at_the_counter() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    assign(user=desk.officer, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    take(centre, desk)
    assert CounterSession.objects.get().state == "OPEN"


@pytest.mark.parametrize("state", ["CALLED", "SERVING"])
def test_the_visitor_waits_again_where_they_stood_and_a_colleague_opens_the_counter(
    state: str,
) -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    first, _second = (make_ticket(centre=centre, clock=system_clock) for _ in range(2))
    actions.call_next_ticket(desk=desk, clock=system_clock)
    if state == "SERVING":
        actions.start_service(desk=desk, clock=system_clock)
    said = take(centre, desk)
    assert f"{desk.counter.name} ditutup" in said
    assert Ticket.objects.get(pk=first.pk).state == "WAITING"
    colleague = make_desk(centre=centre)
    open_session(colleague, clock=system_clock)
    assert actions.call_next_ticket(desk=colleague, clock=system_clock).ticket.pk == first.pk
    assert verify_day(centre, local_date(centre, system_clock())).offenders == []


def test_a_paused_counter_is_freed_as_well_and_other_counters_stay_open() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    other = open_desk(centre=centre, counter="2", clock=system_clock)
    actions.pause_session(
        counter=desk.counter, officer=desk.officer, paused=True, actor=desk.actor,
        clock=system_clock,
    )  # fmt: skip
    take(centre, desk)
    assert CounterSession.objects.get(officer=desk.officer).state == "CLOSED"
    assert CounterSession.objects.get(officer=other.officer).state == "OPEN"
