"""A call taken back: who waits, the run and the grace are as if it had never been."""

import pytest

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import QueueEmpty
from lopo.frontdesk.models import Call, NumberSeries, Ticket
from lopo.frontdesk.tests.attending import Attended, attended
from lopo.frontdesk.tests.builders import (
    close_session,
    make_ticket,
    open_session,
    service_of,
    verified,
)
from lopo.frontdesk.tests.observing import one_change

pytestmark = pytest.mark.django_db


def test_a_call_is_taken_back_and_the_visitor_is_next_again() -> None:
    room = attended()
    make_ticket(centre=room.centre, clock=room.clock)
    before = room.now().arrived_at
    with one_change(room.centre, "call.undone"):
        ticket = room.undo()
    assert (ticket.state, ticket.counter, ticket.arrived_at) == ("WAITING", None, before)
    assert Call.objects.get().is_undone
    assert queries.board_calls(room.centre, ticket.service_date) == []
    assert room.call().label == "A-001"
    verified(room.centre)


def test_the_run_of_the_queue_is_as_if_there_had_been_no_call() -> None:
    room = attended(priority="LANSIA")
    series = NumberSeries.objects.filter(queue__code="A")
    for priority in ("LANSIA", None, "LANSIA"):
        make_ticket(centre=room.centre, priority=priority, clock=room.clock)
    room.start()
    room.finish()
    assert room.call().label == "A-002"
    assert series.get().priority_run == 2
    room.undo()
    assert series.get().priority_run == 1
    room.call()
    room.start()
    room.finish()
    assert room.call().label == "A-003", "after two head starts, one without"
    assert series.get().priority_run == 0
    room.undo()
    assert series.get().priority_run == 2
    assert room.call().label == "A-003"
    verified(room.centre)


def test_a_taken_back_call_out_of_order_touches_no_run() -> None:
    room = attended(priority="LANSIA")
    room.start()
    room.finish()
    ticket = make_ticket(centre=room.centre, clock=room.clock)
    actions.call_out_of_order(desk=room.desk, ticket=ticket, reason="Sakit", clock=room.clock)
    room.undo()
    assert NumberSeries.objects.get(queue__code="A").priority_run == 1
    assert len(verified(room.centre).exceptions) == 1


def passed_over(room: Attended) -> Ticket:
    """Somebody far away whom the next call overtakes."""
    away = make_ticket(centre=room.centre, present=False, clock=room.clock)
    for _ in range(2):
        room.newcomer()
    room.start()
    room.finish()
    return away


def test_who_was_passed_over_by_a_call_taken_back_was_not() -> None:
    room = attended()
    away = passed_over(room)
    room.call()
    away.refresh_from_db()
    assert away.passed_over_at is not None
    room.undo()
    away.refresh_from_db()
    assert away.passed_over_at is None
    room.clock.forward(hours=1)
    assert actions.lapse_overdue(centre=room.centre, clock=room.clock) == 0
    verified(room.centre)


def test_the_grace_begins_with_the_next_call_that_passed_them() -> None:
    room = attended()
    away, other = passed_over(room), room.another()
    room.call()
    second = actions.call_next_ticket(desk=other, clock=room.clock.forward(seconds=3))
    room.undo()
    away.refresh_from_db()
    assert away.passed_over_at == second.called_at
    room.clock.forward(minutes=31)
    assert actions.lapse_overdue(centre=room.centre, clock=room.clock) == 1
    verified(room.centre)


def test_who_was_sent_to_this_counter_waits_for_it_again() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    room.call(other)
    assert room.undo(other).counter == other.counter
    with pytest.raises(QueueEmpty):
        room.call()
    verified(room.centre)


@pytest.mark.parametrize("closes", [True, False])
def test_but_not_for_a_counter_that_cannot_serve_them_any_more(closes: bool) -> None:
    room = attended()
    other, third = room.another(), room.another("3")
    room.send(other)
    ticket = room.now()
    actions.call_out_of_order(desk=third, ticket=ticket, reason="Sakit", clock=room.clock)
    if closes:
        close_session(other, clock=room.clock)
    else:
        open_session(other, clock=room.clock, services=[service_of(room.centre, "B").code])
    assert room.undo(third).counter is None
    assert room.call().label == "A-001"
    verified(room.centre)
