"""A counter that rests: nobody is called to it, whoever is at it stays."""

import pytest

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import CounterTaken, SessionClosed
from lopo.frontdesk.models import CounterSession
from lopo.frontdesk.tests.attending import Attended, attended
from lopo.frontdesk.tests.builders import (
    close_session,
    events_of,
    make_desk,
    open_session,
    service_of,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change

pytestmark = pytest.mark.django_db


def pause(room: Attended, *, paused: bool = True, desk: Desk | None = None) -> CounterSession:
    at = desk or room.desk
    return actions.pause_session(
        counter=at.counter,
        officer=at.officer,
        paused=paused,
        actor=at.actor,
        clock=room.clock,
    )


@pytest.mark.parametrize("paused", [True, False])
def test_a_closed_counter_neither_rests_nor_goes_on(paused: bool) -> None:
    room = attended()
    with nothing_changes(), pytest.raises(SessionClosed):
        pause(room, paused=paused, desk=make_desk(centre=room.centre, counter="2"))


def test_nobody_rests_for_another_officer() -> None:
    room = attended()
    with nothing_changes(), pytest.raises(CounterTaken):
        pause(room, desk=make_desk(centre=room.centre))


def test_nobody_is_called_to_a_counter_that_rests() -> None:
    room = attended(served=True)
    room.newcomer()
    pause(room)
    with nothing_changes(), pytest.raises(SessionClosed):
        actions.finish_and_call(desk=room.desk, clock=room.clock)
    room.finish()
    ticket = room.newcomer()
    with nothing_changes():
        with pytest.raises(SessionClosed):
            room.call()
        with pytest.raises(SessionClosed):
            actions.call_out_of_order(
                desk=room.desk, ticket=ticket, reason="Darurat", clock=room.clock
            )
    verified(room.centre)


def test_resting_and_going_on_are_one_change_each_and_twice_is_none() -> None:
    room = attended()
    with one_change(room.centre, "session.paused"):
        assert pause(room).state == "PAUSED"
    with nothing_changes():
        pause(room)
    with one_change(room.centre, "session.opened"):
        assert pause(room, paused=False).state == "OPEN"
    with nothing_changes():
        pause(room, paused=False)
    assert [e["counter"] for e in events_of(room.centre)[-2:]] == ["1", "1"]
    verified(room.centre)


def test_the_visitor_at_the_counter_is_served_to_the_end() -> None:
    room = attended()
    pause(room)
    actions.recall_ticket(desk=room.desk, clock=room.clock)
    room.start()
    room.add()
    room.finish()
    assert room.now().state == "DONE"
    verified(room.centre)


@pytest.mark.parametrize("leave", ["park", "miss"])
def test_the_visitor_may_leave_a_counter_that_rests(leave: str) -> None:
    room = attended()
    pause(room)
    getattr(room, leave)()
    room.clock.forward(seconds=5)
    room.undo()
    assert room.now().state == "CALLED"
    verified(room.centre)


def test_it_goes_on_for_the_services_it_was_opened_for() -> None:
    room = attended()
    only = service_of(room.centre, "B").code
    other = room.another(services=[only])
    pause(room, desk=other)
    pause(room, paused=False, desk=other)
    assert CounterSession.objects.get(counter=other.counter).serves == [only]
    assert events_of(room.centre)[-1]["session_services"] == [only]
    room.newcomer("B")
    assert room.call(other).label == "B-001"
    verified(room.centre)


def test_opening_a_counter_that_rests_is_going_on() -> None:
    room = attended()
    pause(room)
    with one_change(room.centre, "session.opened"):
        assert open_session(room.desk, clock=room.clock).state == "OPEN"
    assert CounterSession.objects.count() == 1
    verified(room.centre)


def test_everybody_sees_that_it_rests_and_its_seat_is_taken() -> None:
    room = attended()
    pause(room)
    shown = {c["code"]: c["state"] for c in queries.counter_documents(room.centre)}
    assert shown == {"1": "PAUSED", "2": "CLOSED", "3": "CLOSED"}
    with pytest.raises(CounterTaken):
        open_session(make_desk(centre=room.centre), clock=room.clock)
    with pytest.raises(CounterTaken):
        open_session(
            make_desk(centre=room.centre, counter="2", officer=room.desk.officer),
            clock=room.clock,
        )


def test_a_counter_that_rests_is_closed_like_any_other() -> None:
    room = attended(served=True)
    room.finish()
    pause(room)
    with one_change(room.centre, "session.closed"):
        close_session(room.desk, clock=room.clock)
    verified(room.centre)


def test_midnight_closes_it_too() -> None:
    room = attended(served=True)
    room.finish()
    pause(room)
    actions.follow_the_clock(centre=room.centre, clock=room.clock.forward(days=1))
    assert verbs_of(room.centre)[-1] == "session.closed"
    verified(room.centre)


def test_a_row_that_says_otherwise_is_named() -> None:
    room = attended(served=True)
    room.finish()
    pause(room)
    CounterSession.objects.update(state="OPEN")
    day = queries.local_date(room.centre, room.clock.now)
    found = queries.verify_day(room.centre, day).offenders
    assert [(f.counter, f.problem) for f in found] == [
        ("1", "it is paused, or open, against its events")
    ]
