"""Sending a visitor on, to another service or to one counter; their arrival goes with them."""

from typing import Any

import pytest

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import NotAtCounter, QueueEmpty, SessionClosed, WrongState
from lopo.frontdesk.models import Call, NumberSeries
from lopo.frontdesk.queries.desks import desk_state
from lopo.frontdesk.tests.attending import active_calls, attended, without_queue
from lopo.frontdesk.tests.builders import (
    call_numbers,
    close_session,
    events_of,
    make_desk,
    open_session,
    service_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.actor import VISITOR
from lopo.kernel.errors import FieldRefusal

pytestmark = pytest.mark.django_db


# --- refused ---


def test_a_service_without_a_queue_is_no_place_to_send_anyone() -> None:
    room = attended()
    with nothing_changes(), pytest.raises(NotAtCounter):
        actions.transfer_to_service(
            desk=room.desk,
            offering=without_queue(room.centre),
            clock=room.clock,
        )


def test_nobody_is_sent_where_they_are() -> None:
    room = attended()
    for to, code in (("A", "same-service"), (room.desk, "same-counter")):
        with nothing_changes(), pytest.raises(FieldRefusal) as refusal:
            room.send(to)
        assert refusal.value.errors[0].code == code


def test_nobody_is_sent_to_a_closed_counter() -> None:
    room = attended()
    closed = make_desk(centre=room.centre, counter="2")
    with nothing_changes(), pytest.raises(SessionClosed):
        room.send(closed)
    open_session(closed, clock=room.clock)
    close_session(closed, clock=room.clock)
    with nothing_changes(), pytest.raises(SessionClosed):
        room.send(closed)


def test_nobody_is_sent_to_a_counter_that_does_not_serve_them() -> None:
    room = attended()
    other = room.another(services=[service_of(room.centre, "B").code])
    with nothing_changes(), pytest.raises(FieldRefusal) as refusal:
        room.send(other)
    assert [(e.field, e.code) for e in refusal.value.errors] == [("counter", "not-served")]


@pytest.mark.parametrize("last", ["finish", "park", "miss"])
def test_who_has_left_the_counter_is_not_sent_on(last: str) -> None:
    room = attended(served=last == "finish")
    getattr(room, last)()
    with nothing_changes(), pytest.raises(WrongState):
        room.send("B")


# --- to another service ---


@pytest.mark.parametrize("served", [False, True])
def test_a_visitor_goes_to_another_service_in_one_change(served: bool) -> None:
    room = attended(served=served)
    told = (room.ticket.label, room.ticket.token, room.ticket.proof, room.ticket.visit_id)
    with one_change(room.centre, "ticket.transferred"):
        room.send("B")
    ticket = room.now()
    assert (ticket.label, ticket.token, ticket.proof, ticket.visit_id) == told
    assert (ticket.state, ticket.counter, ticket.queue_code) == ("WAITING", None, "B")
    assert (ticket.queue.code, ticket.service.code) == ("B", ticket.service_code)
    assert states_of(ticket)[-1] == "WAITING"
    assert Call.objects.get().ended_at == ticket.changed_at
    event = events_of(room.centre)[-1]
    assert (event["queue"], event["service"]) == ("B", service_of(room.centre, "B").code)
    assert (event["number"], event["counter"]) == ("A-001", None)
    verified(room.centre)


def test_in_the_other_queue_they_stand_where_their_arrival_puts_them() -> None:
    room = attended()
    arrived = room.ticket.arrived_at
    for _ in range(2):
        room.newcomer("B")
    room.send("B")
    assert room.now().arrived_at == arrived
    only_b = room.another(services=[service_of(room.centre, "B").code])
    assert call_numbers(only_b, room.clock, 3) == ["A-001", "B-001", "B-002"]
    verified(room.centre)


def test_a_queue_that_has_given_no_number_today_takes_them_and_begins_with_one() -> None:
    room = attended()
    assert not NumberSeries.objects.filter(queue__code="B").exists()
    room.send("B")
    assert queries.waiting_counts(room.centre, room.ticket.service_date) == {"B": 1}
    assert room.call().label == "A-001"
    assert room.newcomer("B").label == "B-001"
    verified(room.centre)


def test_a_head_start_counts_in_the_run_of_the_queue_they_are_called_from() -> None:
    room = attended(priority="ANAK")
    room.send("B")
    room.call()
    runs = NumberSeries.objects.values_list("queue__code", "priority_run")
    assert dict(runs) == {"A": 1, "B": 1}
    verified(room.centre)


# --- to one counter ---


def test_who_was_sent_to_a_counter_is_called_by_it_alone() -> None:
    room = attended()
    other, third = room.another(), room.another("3")
    with one_change(room.centre, "ticket.transferred"):
        room.send(other)
    assert room.now().counter == other.counter
    assert events_of(room.centre)[-1]["counter"] == "2"
    for desk in (room.desk, third):
        with nothing_changes(), pytest.raises(QueueEmpty):
            room.call(desk)
    assert room.call(other).label == "A-001"
    verified(room.centre)


def test_the_others_do_not_see_them_in_their_line_and_the_visitor_sees_the_one_counter() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    seen = {
        desk.counter.code: desk_state(desk.counter, desk.officer, room.clock.now).line
        for desk in (room.desk, other)
    }
    assert (seen["1"].present_count, seen["2"].present_count) == (0, 1)
    ticket = room.now()
    assert queries.standing_of(ticket, now=room.clock.now).counters == (other.counter.name,)


def test_they_wait_there_in_the_order_of_arrival() -> None:
    room = attended()
    other = room.another()
    room.newcomer()
    room.send(other)
    assert call_numbers(other, room.clock, 2) == ["A-001", "A-002"]
    verified(room.centre)


def test_when_that_counter_closes_anyone_may_call_them() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    close_session(other, clock=room.clock)
    assert room.now().counter is None
    assert room.call().label == "A-001"
    verified(room.centre)


@pytest.mark.parametrize(("queues", "stays"), [("B", False), ("AB", True)])
def test_when_that_counter_opens_for_other_services_they_are_freed(
    queues: str, stays: bool
) -> None:
    room = attended()
    other = room.another()
    room.send(other)
    codes = [service_of(room.centre, queue).code for queue in queues]
    open_session(other, clock=room.clock, services=codes)
    assert (room.now().counter == other.counter) is stays
    verified(room.centre)


@pytest.mark.parametrize("how", ["from some to all", "after a pause", "paused before"])
def test_a_counter_that_opens_for_everything_keeps_whom_it_was_sent(how: str) -> None:
    room = attended()
    some = [service_of(room.centre, "A").code] if how == "from some to all" else None
    other = room.another(services=some)
    pause: dict[str, Any] = {
        "counter": other.counter,
        "officer": other.officer,
        "actor": other.actor,
        "clock": room.clock,
    }
    if how == "paused before":
        actions.pause_session(**pause, paused=True)
    room.send(other)
    if how == "after a pause":
        actions.pause_session(**pause, paused=True)
    open_session(other, clock=room.clock, services=None)
    assert room.now().counter == other.counter
    with pytest.raises(QueueEmpty):
        room.call()
    assert room.call(other).label == "A-001"
    verified(room.centre)


def test_a_counter_that_rests_keeps_whom_it_was_sent() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    pause: dict[str, Any] = {
        "counter": other.counter,
        "officer": other.officer,
        "actor": other.actor,
    }
    actions.pause_session(**pause, paused=True, clock=room.clock)
    with pytest.raises(QueueEmpty):
        room.call()
    actions.pause_session(**pause, paused=False, clock=room.clock)
    assert room.call(other).label == "A-001"
    verified(room.centre)


def test_who_was_sent_on_may_give_up_and_the_day_is_clean() -> None:
    room = attended()
    room.send(room.another())
    actions.give_up(ticket=room.ticket, actor=VISITOR, clock=room.clock)
    verified(room.centre)


def test_the_board_shows_a_visitor_who_was_sent_on_at_one_counter_only() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    room.call(other)
    shown = queries.board_calls(room.centre, room.ticket.service_date)
    assert [(c["number"], c["counter"], c["state"]) for c in shown] == [("A-001", "2", "CALLED")]
    assert active_calls(room.centre) == ["A-001"]
