"""Coming back: where one stood before, by the published rule, never by favour."""

from datetime import timedelta

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import QueueEmpty, TooLate, WrongState
from lopo.frontdesk.tests.attending import Attended, attended, states_through
from lopo.frontdesk.tests.builders import (
    Clockwork,
    call_numbers,
    events_of,
    make_centre,
    make_ticket,
    open_desk,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db


def refused(room: Attended, error: type[Exception] = WrongState) -> None:
    with nothing_changes(), pytest.raises(error):
        room.back()


@pytest.mark.parametrize("served", [False, True])
def test_who_is_at_a_counter_has_nowhere_to_come_back_from(served: bool) -> None:
    refused(attended(served=served))


def test_who_waits_was_served_or_gave_up_does_not_come_back() -> None:
    room = attended(served=True)
    room.finish()
    refused(room)
    room.ticket = room.newcomer()
    refused(room)
    actions.give_up(ticket=room.ticket, actor=VISITOR, clock=room.clock)
    refused(room)


def test_a_missed_visitor_comes_back_until_the_very_end_of_the_time_and_not_after() -> None:
    room = attended()
    missed_at = room.miss().changed_at
    room.clock.now = missed_at + timedelta(minutes=15, microseconds=1)
    refused(room, TooLate)
    room.clock.now = missed_at + timedelta(minutes=15)
    with one_change(room.centre, "ticket.returned"):
        room.back()
    assert room.now().state == "WAITING"
    verified(room.centre)


@pytest.mark.parametrize("minutes", [0, 1, 120])
def test_the_time_is_the_centres_own(minutes: int) -> None:
    room = attended(centre=make_centre(return_minutes=minutes))
    missed_at = room.miss().changed_at
    room.clock.now = missed_at + timedelta(minutes=minutes, microseconds=1)
    refused(room, TooLate)


def test_a_missed_visitor_comes_back_once() -> None:
    room = attended()
    room.miss()
    room.back()
    room.call()
    room.miss()
    refused(room)
    verified(room.centre)


def test_who_is_set_aside_comes_back_at_any_time_and_as_often_as_needed() -> None:
    room = attended()
    for _ in range(3):
        room.park()
        room.clock.forward(hours=4)
        with one_change(room.centre, "ticket.returned"):
            room.back()
        room.call()
    assert states_through(room.ticket) == [
        "WAITING",
        "CALLED",
        *["PARKED", "WAITING", "CALLED"] * 3,
    ]
    verified(room.centre)


def test_who_came_back_after_missing_the_call_may_be_set_aside_and_return_still() -> None:
    room = attended()
    room.miss()
    room.back()
    room.call()
    room.park()
    assert room.back().state == "WAITING"


@pytest.mark.parametrize("away", ["park", "miss"])
def test_the_place_in_line_is_the_original_one(away: str) -> None:
    room = attended()
    before = (room.now().arrived_at, room.ticket.issued_seq, room.ticket.label, room.ticket.proof)
    room.newcomer()
    getattr(room, away)()
    room.newcomer()
    room.back()
    ticket = room.now()
    assert (ticket.arrived_at, ticket.issued_seq, ticket.label, ticket.proof) == before
    assert (ticket.counter, ticket.passed_over_at) == (None, None)
    assert call_numbers(room.desk, room.clock, 3) == ["A-001", "A-002", "A-003"]
    verified(room.centre)


def test_a_head_start_is_kept() -> None:
    room = attended(priority="HAMIL")
    room.newcomer()
    room.park()
    room.back()
    assert room.call().label == "A-001"
    verified(room.centre)


def test_a_number_from_afar_that_lapsed_is_present_from_its_return_on() -> None:
    centre, clock = make_centre(), Clockwork()
    desk = open_desk(centre=centre, clock=clock)
    away = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock)
    make_ticket(centre=centre, clock=clock)
    call_numbers(desk, clock, 1)
    actions.follow_the_clock(centre=centre, clock=clock.forward(minutes=31))
    away.refresh_from_db()
    assert (away.state, away.arrived_at) == ("MISSED", None)
    with one_change(centre, "ticket.returned"):
        back = actions.return_to_line(ticket=away, actor=VISITOR, clock=clock.forward(minutes=5))
    assert back.arrived_at == back.changed_at
    assert events_of(centre)[-1]["present"] is True
    actions.follow_the_clock(centre=centre, clock=clock.forward(hours=2))
    away.refresh_from_db()
    assert away.state == "WAITING", "who is in the room does not lapse"
    assert call_numbers(desk, clock, 2) == ["A-003", "A-001"], "presence counts, not the number"
    verified(centre)


def test_nobody_comes_back_to_yesterday() -> None:
    for away in ("park", "miss"):
        room = attended()
        getattr(room, away)()
        room.clock.forward(days=1)
        refused(room)


def test_who_was_sent_to_one_counter_and_set_aside_there_comes_back_to_all() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    room.call(other)
    actions.park_ticket(desk=other, clock=room.clock)
    room.back()
    assert room.call().label == "A-001"
    with pytest.raises(QueueEmpty):
        room.call(other)
    verified(room.centre)
