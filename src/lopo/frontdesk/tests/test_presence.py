"""Saying "I am here", giving the place up, and lapsing."""

from datetime import timedelta

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import QueueEmpty, WrongState
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    call_numbers,
    make_centre,
    make_ticket,
    open_desk,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db


def arrive(ticket: Ticket, clock: Clockwork | None = None) -> Ticket:
    return actions.arrive(ticket=ticket, actor=VISITOR, clock=clock or Clockwork())


def give_up(ticket: Ticket, clock: Clockwork | None = None) -> Ticket:
    return actions.give_up(ticket=ticket, actor=VISITOR, clock=clock or Clockwork())


@pytest.mark.parametrize("present", [True, False])
def test_who_has_given_up_cannot_arrive(present: bool) -> None:
    ticket = give_up(make_ticket(present=present))
    with nothing_changes(), pytest.raises(WrongState):
        arrive(ticket)


def test_a_lapsed_number_cannot_arrive() -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock)
    actions.call_next_ticket(desk=open_desk(centre=centre, clock=clock), clock=clock)
    clock.forward(minutes=31)
    assert actions.lapse_overdue(centre=centre, clock=clock) == 1
    with pytest.raises(WrongState):
        arrive(ticket, clock)


def test_yesterdays_number_cannot_arrive_today() -> None:
    clock = Clockwork()
    ticket = make_ticket(present=False, clock=clock)
    with pytest.raises(WrongState):
        arrive(ticket, clock.forward(days=1))


def test_a_number_from_afar_is_never_called_before_it_arrives() -> None:
    centre, clock = make_centre(), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    with nothing_changes(), pytest.raises(QueueEmpty):
        actions.call_next_ticket(desk=desk, clock=clock)
    arrive(away, clock)
    assert call_numbers(desk, clock, 1) == ["A-001"]


def test_arriving_puts_the_number_in_line_by_the_time_of_arrival() -> None:
    centre, clock = make_centre(), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock.forward(minutes=1))
    arrive(away, clock.forward(minutes=1))
    make_ticket(centre=centre, clock=clock.forward(minutes=1))
    desk = open_desk(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 3) == ["A-002", "A-001", "A-003"]
    verified(centre)


def test_arriving_is_one_change() -> None:
    centre = make_centre()
    away = make_ticket(centre=centre, present=False)
    with one_change(centre, "ticket.arrived"):
        arrived = arrive(away)
    assert arrived.present
    assert arrived.arrived_at == arrived.changed_at


def test_saying_it_again_changes_nothing() -> None:
    centre, clock = make_centre(), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    first = arrive(away, clock)
    with nothing_changes():
        assert arrive(away, clock.forward(minutes=5)).arrived_at == first.arrived_at


def test_saying_it_again_at_the_counter_changes_nothing_either() -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    with nothing_changes():
        assert arrive(ticket, clock).state == "CALLED"
    actions.start_service(desk=desk, clock=clock)
    with nothing_changes():
        assert arrive(ticket, clock).state == "SERVING"
    actions.finish_service(desk=desk, clock=clock)
    with nothing_changes(), pytest.raises(WrongState):
        arrive(ticket, clock)


def test_giving_up_is_final_and_one_change() -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre)
    with one_change(centre, "ticket.cancelled"):
        give_up(ticket)
    assert states_of(ticket) == ["WAITING", "CANCELLED"]


def test_giving_up_again_changes_nothing_even_the_next_day() -> None:
    clock = Clockwork()
    ticket = make_ticket(clock=clock)
    give_up(ticket, clock)
    with nothing_changes():
        assert give_up(ticket, clock).state == "CANCELLED"
    assert give_up(ticket, clock.forward(days=1)).state == "CANCELLED"


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_who_has_been_called_cannot_give_up_any_more(steps: int) -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    verbs = [actions.call_next_ticket, actions.start_service, actions.finish_service]
    for act in verbs[:steps]:
        act(desk=desk, clock=clock)
    with nothing_changes(), pytest.raises(WrongState) as refusal:
        give_up(ticket, clock)
    assert refusal.value.extra["state"] == ["CALLED", "SERVING", "DONE"][steps - 1]


def test_a_number_given_up_is_never_used_again() -> None:
    centre = make_centre()
    give_up(make_ticket(centre=centre))
    assert make_ticket(centre=centre).label == "A-002"
    verified(centre)


def test_only_a_number_passed_over_lapses_and_only_after_the_grace() -> None:
    centre, clock = make_centre(remote_grace_minutes=30), Clockwork()
    passed = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock.forward(minutes=1))
    later = make_ticket(centre=centre, present=False, clock=clock.forward(minutes=1))
    other = make_ticket(centre=centre, queue="B", present=False, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    call_numbers(desk, clock, 1)
    clock.forward(minutes=29, seconds=59)
    with nothing_changes():
        assert actions.lapse_overdue(centre=centre, clock=clock) == 0
    with one_change(centre, "ticket.lapsed"):
        assert actions.lapse_overdue(centre=centre, clock=clock.forward(seconds=2)) == 1
    assert states_of(passed) == ["WAITING", "MISSED"]
    for ticket in (later, other):
        assert states_of(ticket) == ["WAITING"]
    verified(centre)


def test_the_grace_counts_from_the_first_time_passed_over() -> None:
    centre, clock = make_centre(remote_grace_minutes=10), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    for _ in range(3):
        make_ticket(centre=centre, clock=clock)
        call_numbers(desk, clock, 1)
        clock.forward(minutes=4)
    assert actions.lapse_overdue(centre=centre, clock=clock) == 1
    away.refresh_from_db()
    assert away.state == "MISSED"


def test_a_session_for_other_services_passes_nobody_over() -> None:
    centre, clock = make_centre(), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    there = make_ticket(centre=centre, queue="B", clock=clock.forward(minutes=1))
    desk = open_desk(centre=centre, clock=clock, services=[there.service_code])
    call_numbers(desk, clock, 1)
    away.refresh_from_db()
    assert away.passed_over_at is None
    verified(centre)


def test_who_arrives_within_the_grace_stays_in_line() -> None:
    centre, clock = make_centre(), Clockwork()
    away = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    call_numbers(desk, clock, 1)
    arrive(away, clock.forward(minutes=29))
    assert actions.lapse_overdue(centre=centre, clock=clock.forward(hours=2)) == 0
    assert call_numbers(desk, clock, 1) == [away.label]
    verified(centre)


def test_several_lapse_as_one_change_in_the_order_of_issue() -> None:
    centre, clock = make_centre(), Clockwork()
    for _ in range(3):
        make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock)
    call_numbers(open_desk(centre=centre, clock=clock), clock, 1)
    with one_change(centre, *["ticket.lapsed"] * 3):
        actions.lapse_overdue(centre=centre, clock=clock.forward(minutes=31))
    assert verbs_of(centre)[-3:] == ["ticket.lapsed"] * 3
    times = Ticket.objects.filter(state="MISSED").order_by("issued_seq")
    assert [t.changed_at - times[0].changed_at for t in times] == [
        timedelta(microseconds=n) for n in range(3)
    ]
