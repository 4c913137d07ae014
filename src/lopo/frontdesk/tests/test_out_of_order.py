"""Calling somebody whose turn it is not: rare, reasoned, and seen by everybody."""

from io import StringIO

import pytest
from django.core.management import call_command

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import CounterBusy, CounterTaken, SessionClosed, WrongState
from lopo.frontdesk.models import Call, NumberSeries, Ticket
from lopo.frontdesk.permissions import exception_of
from lopo.frontdesk.tests.attending import Attended, attended
from lopo.frontdesk.tests.builders import (
    close_session,
    events_of,
    make_centre,
    make_desk,
    make_ticket,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.errors import FieldRefusal
from lopo.people.rules import PERMISSIONS, Permission, Role

pytestmark = pytest.mark.django_db
WHY = "Pingsan di ruang tunggu"


def call(room: Attended, ticket: Ticket, reason: str = WHY) -> Call:
    return actions.call_out_of_order(desk=room.desk, ticket=ticket, reason=reason, clock=room.clock)


def free() -> Attended:
    """A free counter, and two people who wait."""
    room = attended(served=True)
    room.finish()
    room.ticket = room.newcomer()
    room.newcomer()
    return room


def test_no_role_but_the_supervisors_has_the_right() -> None:
    having = {role for role, may in PERMISSIONS.items() if Permission.CALL_OUT_OF_ORDER in may}
    assert having == {Role.SUPERVISOR}


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        *[(blank, "missing") for blank in (None, "", " ", "\t\n", "\u200b", "\u3000", "...", "—")],
        *[(odd, "not-plain") for odd in ("sa\nkit", "a\x07", "a\u202eb", "a\u2028b", "a\x7f")],
        ("x" * 201, "too-long"),
    ],
)
def test_a_reason_says_something_in_one_plain_line(reason: str | None, code: str) -> None:
    room = free()
    with nothing_changes(), pytest.raises(FieldRefusal) as refusal:
        exception_of(room.desk, room.ticket.token, reason)
    assert [(e.field, e.code) for e in refusal.value.errors] == [("reason", code)]


@pytest.mark.parametrize("token", [None, "", "nobody"])
def test_somebody_has_to_be_named(token: str | None) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        exception_of(free().desk, token, WHY)
    assert refusal.value.errors[0].field == "token"


def test_a_number_of_another_centre_is_unknown_here() -> None:
    with pytest.raises(FieldRefusal):
        exception_of(free().desk, make_ticket(centre=make_centre()).token, WHY)


def test_the_counter_has_to_be_open_free_and_ones_own() -> None:
    room = free()
    other = room.newcomer()
    call(room, room.ticket)
    with nothing_changes(), pytest.raises(CounterBusy):
        call(room, other)
    room.park()
    mine, room.desk = room.desk, make_desk(centre=room.centre)
    with nothing_changes(), pytest.raises(CounterTaken):
        call(room, other)
    room.desk = mine
    close_session(mine, clock=room.clock)
    with nothing_changes(), pytest.raises(SessionClosed):
        call(room, other)


def test_only_who_waits_in_the_room_is_called() -> None:
    room = free()
    away = make_ticket(centre=room.centre, present=False, clock=room.clock)
    done = Ticket.objects.get(number=1)
    call(room, room.ticket)
    parked = room.park()
    for ticket in (away, done, parked):
        with nothing_changes(), pytest.raises(WrongState):
            call(room, ticket)


def test_yesterdays_number_is_not_called() -> None:
    room = free()
    room.clock.forward(days=1)
    room.desk = room.another()
    with nothing_changes(), pytest.raises(WrongState):
        call(room, room.ticket)


def test_it_is_one_change_shown_on_the_board_and_named_by_verify_and_nothing_else_is() -> None:
    room = free()
    last = Ticket.objects.order_by("number").last()
    assert last is not None
    with one_change(room.centre, "ticket.called"):
        called = call(room, last)
    assert called.ticket.state == "CALLED"
    assert states_of(last) == ["WAITING", "CALLED"]
    [shown] = [
        c for c in queries.board_calls(room.centre, last.service_date) if c["number"] == last.label
    ]
    assert shown["reason"] == WHY
    assert events_of(room.centre)[-1]["reason"] == WHY
    verdict = verified(room.centre)
    assert [(f.number, f.problem) for f in verdict.exceptions] == [
        ("A-003", f"out of order: {WHY}")
    ]
    out = StringIO()
    day = last.service_date.isoformat()
    call_command("lopo_verify", "--centre", room.centre.code, "--date", day, stdout=out)
    said = out.getvalue().splitlines()
    assert [line.split(":", 1)[0].split()[0] for line in said[1:-1]] == ["exception"]
    assert said[-1].endswith("clean")


def test_who_was_overtaken_is_called_next_and_the_run_is_untouched() -> None:
    room = attended(priority="LANSIA", served=True)
    room.finish()
    for priority in ("LANSIA", None, None):
        make_ticket(centre=room.centre, priority=priority, clock=room.clock)
    call(room, Ticket.objects.get(number=4))
    assert NumberSeries.objects.get(queue__code="A").priority_run == 1
    room.start()
    room.finish()
    assert [room_call(room) for _ in range(2)] == ["A-002", "A-003"]
    verified(room.centre)


def room_call(room: Attended) -> str:
    label = room.call().label
    room.start()
    room.finish()
    return label


def test_nobody_is_passed_over_by_it() -> None:
    room = free()
    away = make_ticket(centre=room.centre, present=False, clock=room.clock)
    call(room, room.newcomer())
    away.refresh_from_db()
    assert away.passed_over_at is None
    verified(room.centre)


def test_who_was_sent_to_another_counter_may_be_called() -> None:
    room = attended()
    room.send(room.another())
    assert call(room, room.now()).counter == room.desk.counter
    verified(room.centre)


@pytest.mark.parametrize(
    "reason", ["end-of-day", "added-to A-001", "v2", "call", " \u00e9 ", "x" * 200]
)
def test_a_reason_is_kept_exactly_whatever_words_it_borrows(reason: str) -> None:
    room = free()
    ticket, kept = exception_of(room.desk, room.newcomer().token, reason)
    assert kept == reason
    call(room, ticket, kept)
    assert Call.objects.get(ended_at=None).reason == reason
    assert events_of(room.centre)[-1]["reason"] == reason
    assert [f.problem for f in verified(room.centre).exceptions] == [f"out of order: {reason}"]


def test_even_at_the_end_of_its_day_it_stays_the_one_exception() -> None:
    room = free()
    call(room, room.newcomer(), "end-of-day")
    actions.follow_the_clock(centre=room.centre, clock=room.clock.forward(days=1))
    assert len(verified(room.centre).exceptions) == 1
