"""Taking back the last thing done at a counter: ten seconds, and as if it had never been."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lopo.foundation import bus
from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import (
    CounterBusy,
    CounterTaken,
    SessionClosed,
    TooLate,
    WrongState,
)
from lopo.frontdesk.events import FinishUndone
from lopo.frontdesk.models import Call, Deed, Ticket
from lopo.frontdesk.queries.desks import desk_state
from lopo.frontdesk.tests.attending import Attended, active_calls, attended, states_through
from lopo.frontdesk.tests.builders import (
    close_session,
    events_of,
    make_centre,
    make_desk,
    open_session,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db


def recall(room: Attended) -> Ticket:
    return actions.recall_ticket(desk=room.desk, clock=room.clock).ticket


def finish_and_call(room: Attended) -> Ticket:
    return actions.finish_and_call(desk=room.desk, clock=room.clock).ticket


# What is done, whether the visitor is being served then, and the state it is taken back to.
EVERY_VERB: tuple[tuple[str, Callable[[Attended], Any], bool, str], ...] = (
    ("recall", recall, False, "CALLED"),
    ("start", Attended.start, False, "CALLED"),
    ("finish", Attended.finish, True, "SERVING"),
    ("no-show", Attended.miss, False, "CALLED"),
    ("park", Attended.park, False, "CALLED"),
    ("park", Attended.park, True, "SERVING"),
    ("transfer", lambda room: room.send("B"), False, "CALLED"),
    ("transfer", lambda room: room.send("B"), True, "SERVING"),
    ("transfer", lambda room: room.send(room.another()), True, "SERVING"),
)
EACH = pytest.mark.parametrize(("verb", "do", "served", "state"), EVERY_VERB)


def too_late(room: Attended) -> None:
    with nothing_changes(), pytest.raises(TooLate):
        room.undo()


# --- refused ---


def test_at_a_closed_counter_nothing_is_taken_back() -> None:
    room = attended(served=True)
    room.finish()
    close_session(room.desk, clock=room.clock)
    with nothing_changes(), pytest.raises(SessionClosed):
        room.undo()
    open_session(room.desk, clock=room.clock)
    too_late(room)


def test_where_nothing_was_done_nothing_is_taken_back() -> None:
    room = attended()
    room.desk = room.another()
    too_late(room)


def test_nobody_takes_back_what_another_officer_did() -> None:
    room = attended(served=True)
    room.finish()
    with nothing_changes(), pytest.raises(CounterTaken):
        room.undo(make_desk(centre=room.centre))
    close_session(room.desk, clock=room.clock)
    room.desk = room.another("1")
    too_late(room)


@EACH
def test_a_moment_after_ten_seconds_it_stays_done(
    verb: str, do: Callable[[Attended], Any], served: bool, state: str
) -> None:
    room = attended(served=served)
    do(room)
    room.clock.now = Deed.objects.get(verb=verb).at + timedelta(seconds=10, microseconds=1)
    too_late(room)


@EACH
def test_up_to_ten_seconds_it_is_taken_back_in_one_change(
    verb: str, do: Callable[[Attended], Any], served: bool, state: str
) -> None:
    room = attended(served=served)
    before = Ticket.objects.values().get()
    do(room)
    room.clock.now = Deed.objects.get(verb=verb).at + timedelta(seconds=10)
    with one_change(room.centre, "call.undone"):
        ticket = room.undo()
    after = Ticket.objects.values().get()
    assert {**after, "changed_at": None} == {**before, "changed_at": None}
    assert (ticket.state, ticket.counter) == (state, room.desk.counter)
    assert active_calls(room.centre) == ["A-001"]
    assert states_through(ticket)[-1] == state
    event = events_of(room.centre)[-1]
    assert (event["number"], event["counter"], event["reason"]) == ("A-001", "1", verb)
    verified(room.centre)


def test_what_was_taken_back_is_not_taken_back_again() -> None:
    room = attended(served=True)
    room.finish()
    room.undo()
    room.undo()
    room.undo()
    assert room.now().state == "WAITING"
    too_late(room)
    verified(room.centre)


@pytest.mark.parametrize("away", ["park", "miss"])
def test_once_the_visitor_has_come_back_leaving_is_not_taken_back(away: str) -> None:
    room = attended()
    getattr(room, away)()
    room.back()
    with nothing_changes(), pytest.raises(WrongState):
        room.undo()


def test_once_another_counter_has_called_them_sending_on_is_not_taken_back() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    room.call(other)
    with nothing_changes(), pytest.raises(WrongState):
        room.undo()
    room.undo(other)
    assert room.undo().state == "CALLED"
    verified(room.centre)


def test_however_often_the_other_counter_changes_its_mind() -> None:
    room = attended()
    other = room.another()
    room.send(other)
    for _ in range(3):
        room.call(other)
        room.undo(other)
    assert room.undo().counter == room.desk.counter
    verified(room.centre)


def test_a_call_taken_back_in_between_does_not_come_back_with_the_visitor() -> None:
    room = attended()
    first = Call.objects.get()
    room.send("B")
    room.call()
    room.undo()
    room.undo()
    assert list(Call.objects.filter(ended_at=None)) == [first]
    day = room.ticket.service_date
    assert [c["number"] for c in queries.board_calls(room.centre, day)] == ["A-001"]
    verified(room.centre)


def test_a_start_pressed_twice_and_taken_back_twice_leaves_the_call_to_be_taken_back() -> None:
    room = attended()
    for _ in range(2):
        room.start()
        room.undo()
    assert room.undo().state == "WAITING"
    verified(room.centre)


def test_who_was_sent_on_and_gave_up_is_not_brought_back() -> None:
    room = attended()
    room.send("B")
    actions.give_up(ticket=room.ticket, actor=VISITOR, clock=room.clock)
    with nothing_changes(), pytest.raises(WrongState):
        room.undo()


def test_across_midnight_nothing_is_taken_back() -> None:
    room = attended(served=True)
    room.clock.now = room.clock.now.replace(hour=15, minute=59, second=58)
    room.finish()
    room.clock.forward(seconds=4)
    with pytest.raises(SessionClosed):
        room.undo()
    assert room.now().state == "DONE"


def test_a_finish_is_not_taken_back_while_someone_else_is_at_the_counter() -> None:
    """Only a wrong record could let it come so far: the call would be the last thing done."""
    room = attended(served=True)
    room.newcomer()
    room.finish()
    room.call()
    Deed.objects.filter(verb="call").delete()
    with nothing_changes(), pytest.raises(CounterBusy):
        room.undo()


# --- what else belongs to a verb ---


def test_finish_and_call_is_taken_back_in_two_steps() -> None:
    room = attended(served=True)
    second = room.newcomer()
    finish_and_call(room)
    with one_change(room.centre, "call.undone"):
        assert room.undo().pk == second.pk
    with one_change(room.centre, "call.undone"):
        assert room.undo().pk == room.ticket.pk
    second.refresh_from_db()
    assert (second.state, room.now().state) == ("WAITING", "SERVING")
    assert [e["reason"] for e in events_of(room.centre)[-2:]] == ["call", "finish"]
    verified(room.centre)


def test_a_finish_taken_back_is_told_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setitem(bus._subscribers, FinishUndone, [told.append])
    room = attended(served=True)
    room.finish()
    undone = room.undo()
    officer = room.desk.officer.pk
    assert told == [
        FinishUndone(ticket_id=room.ticket.pk, officer_id=officer, at=undone.changed_at)
    ]
    room.undo()
    assert len(told) == 1


def test_a_recall_taken_back_does_not_count_towards_a_no_show() -> None:
    room = attended()
    first = Call.objects.get()
    room.clock.forward(seconds=46)
    recall(room)
    assert Call.objects.get().counted_calls == 2
    room.undo()
    call = Call.objects.get()
    assert (call.counted_calls, call.last_counted_at) == (1, first.last_counted_at)
    assert call.announcement_id != first.announcement_id, "it was heard in the room"
    verified(room.centre)


def test_after_a_no_show_taken_back_the_calls_still_count() -> None:
    room = attended()
    room.miss()
    room.undo()
    assert actions.mark_no_show(desk=room.desk, clock=room.clock).ticket.state == "MISSED"
    room.back()
    assert room.now().has_returned
    verified(room.centre)


def test_an_added_number_taken_back_is_given_up_and_never_used_again() -> None:
    room = attended()
    added = room.add()
    with one_change(room.centre, "call.undone"):
        undone = room.undo()
    assert (undone.pk, undone.state, undone.counter) == (added.pk, "CANCELLED", None)
    assert room.now().state == "CALLED"
    assert room.add().label == "B-002"
    assert events_of(room.centre)[-2]["reason"] == "add"
    verified(room.centre)


def test_an_added_number_that_was_called_meanwhile_stays() -> None:
    room = attended()
    room.add()
    room.call(room.another())
    with nothing_changes(), pytest.raises(WrongState):
        room.undo()


def test_after_an_added_number_the_call_before_it_can_still_be_taken_back() -> None:
    room = attended()
    room.add()
    room.undo()
    assert room.undo().state == "WAITING"
    verified(room.centre)


def test_a_counter_that_rests_takes_back_still() -> None:
    room = attended(served=True)
    room.finish()
    actions.pause_session(
        counter=room.desk.counter,
        officer=room.desk.officer,
        paused=True,
        actor=room.desk.actor,
        clock=room.clock,
    )
    assert room.undo().state == "SERVING"
    verified(room.centre)


def test_the_served_and_their_time_are_counted_once() -> None:
    room = attended(centre=make_centre(counters=3), served=True)
    room.clock.forward(seconds=100)
    room.park()
    room.back()
    room.call()
    room.start()
    room.clock.forward(seconds=50)
    room.finish()
    room.undo()
    room.clock.forward(seconds=5)
    room.finish()
    figures = desk_state(room.desk.counter, room.desk.officer, room.clock.now).figures
    assert (figures.served, round(figures.average_seconds or 0)) == (1, 155)
    verified(room.centre)
