"""Two people do opposite things to one visitor at the same moment, in ten rooms at once.

Whoever is first wins, and the other is told so: every outcome is one that some order of the two
explains, nobody is stranded, and the day verifies. Each race has its control: without the lock
and the guarded update somebody is stopped by the database instead of by a rule.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lopo.frontdesk import queries
from lopo.frontdesk.models import SEATED, Call, CounterSession, Ticket
from lopo.frontdesk.tests.attending import Attended
from lopo.frontdesk.tests.builders import make_centre, make_ticket, open_desk
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome
from tests.concurrency.test_issuing import today

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Deed = dict[str, Any]
Two = tuple[Deed, Deed]
WITHOUT = "the lock and the state"


class Now:
    """The real clock, with the handles of the test clock; in a race time is what it is."""

    def __call__(self) -> datetime:
        return system_clock()

    def forward(self, **_delta: float) -> "Now":
        return self


def a_room() -> Attended:
    """Somebody at counter 1; counter 2 is open and free."""
    centre = make_centre(no_show_calls=1)
    ticket = make_ticket(centre=centre, clock=system_clock)
    desk = open_desk(centre=centre, clock=system_clock)
    room = Attended(centre, Now(), desk, ticket)  # type: ignore[arg-type]
    room.call()
    return room


def at(room: Attended, act: str, desk: Any = None, **facts: Any) -> Deed:
    who = desk or room.desk
    seat = {"counter": who.counter.code, "officer": who.officer.username}
    return {"centre": room.centre.code, "act": act, **seat, **facts}


def undo_against_a_call() -> tuple[Attended, Two]:
    room = a_room()
    other = room.another()
    room.send("B")
    return room, (at(room, "undo"), at(room, "call", other))


def sending_against_closing() -> tuple[Attended, Two]:
    room = a_room()
    other = room.another()
    return room, (at(room, "send", to="2"), at(room, "close", other))


def returning_against_midnight() -> tuple[Attended, Two]:
    room = a_room()
    room.park()
    zone = ZoneInfo(room.centre.zone)
    night = datetime.combine(today(room.centre) + timedelta(days=1), time(), tzinfo=zone)
    night = night.astimezone(timezone.utc)
    second, here = timedelta(seconds=1), {"centre": room.centre.code}
    back = {**here, "act": "return", "token": room.ticket.token, "at": night - second}
    return room, (back, {**here, "act": "midnight", "at": night + second})


def returning_twice() -> tuple[Attended, Two]:
    room = a_room()
    room.miss()
    back = {"centre": room.centre.code, "act": "return", "token": room.ticket.token}
    return room, (dict(back), dict(back))


def parking_against_undo() -> tuple[Attended, Two]:
    room = a_room()
    return room, (at(room, "park"), at(room, "undo"))


# What may come out, and the state the visitor is in then.
RACES: tuple[tuple[Callable[[], tuple[Attended, Two]], dict[tuple[str, str], str]], ...] = (
    (
        undo_against_a_call,
        {("done", "queue-empty"): "CALLED", ("wrong-state", "done"): "CALLED"},
    ),
    (
        sending_against_closing,
        {("done", "done"): "WAITING", ("session-closed", "done"): "CALLED"},
    ),
    (
        returning_against_midnight,
        {("done", "done"): "MISSED", ("wrong-state", "done"): "MISSED"},
    ),
    (
        returning_twice,
        {("done", "wrong-state"): "WAITING", ("wrong-state", "done"): "WAITING"},
    ),
    (
        parking_against_undo,
        {("done", "done"): "CALLED", ("wrong-state", "done"): "WAITING"},
    ),
)
EACH = pytest.mark.parametrize(
    ("prepare", "lawful"), RACES, ids=[prepare.__name__ for prepare, _lawful in RACES]
)


def run(
    crowd: Crowd, prepare: Callable[[], tuple[Attended, Two]], *, without: str = ""
) -> list[tuple[Attended, date, Outcome, Outcome]]:
    """Ten rooms, two people each, all twenty at once."""
    rooms = [prepare() for _ in range(PEOPLE // 2)]
    days = [today(room.centre) for room, _two in rooms]
    outcomes = crowd.race("verb", [deed for _room, two in rooms for deed in two], without=without)
    pairs = zip(outcomes[::2], outcomes[1::2], strict=True)
    return [(room, day, *pair) for (room, _two), day, pair in zip(rooms, days, pairs, strict=True)]


def check(
    found: list[tuple[Attended, date, Outcome, Outcome]], lawful: dict[tuple[str, str], str]
) -> None:
    """No accident, no outcome that no order explains, nobody stranded, every day clean."""
    stopped = [o.error for _room, _day, *two in found for o in two if o.error]
    assert stopped == [], "somebody was stopped"
    for room, day, one, two in found:
        state = lawful.get((one.answer, two.answer))
        assert state is not None, f"no order explains {one.answer} and {two.answer}"
        assert room.now().state == state, f"{one.answer}, {two.answer}: {room.ticket.state}"
        check_room(room.centre, day)


def check_room(centre: Centre, day: date) -> None:
    seats = CounterSession.objects.filter(counter__centre=centre, state__in=SEATED)
    waiting = Ticket.objects.filter(centre=centre, state="WAITING", counter__isnull=False)
    stranded = waiting.exclude(counter__in=seats.values("counter"))
    assert not stranded.exists(), "a visitor was sent to a counter that is closed"
    active = Call.objects.filter(centre=centre, ended_at=None).count()
    assert active == Ticket.objects.filter(centre=centre, state="CALLED").count()
    verdict = queries.verify_day(centre, day)
    assert verdict.clean, verdict.offenders


@EACH
def test_whoever_is_first_wins_and_the_other_is_told(
    crowd: Crowd,
    prepare: Callable[[], tuple[Attended, Two]],
    lawful: dict[tuple[str, str], str],
) -> None:
    check(run(crowd, prepare), lawful)


@EACH
def test_without_the_lock_and_the_state_somebody_is_stopped_by_the_database(
    crowd: Crowd,
    prepare: Callable[[], tuple[Attended, Two]],
    lawful: dict[tuple[str, str], str],
) -> None:
    found = run(crowd, prepare, without=WITHOUT)
    with pytest.raises(AssertionError, match="somebody was stopped"):
        check(found, lawful)
    errors = [o.error for _room, _day, *two in found for o in two if o.error]
    assert any(error.startswith("IntegrityError") for error in errors)
