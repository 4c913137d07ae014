"""07.59, 08.00, 23.59, 00.01 where the centre stands, wherever the server thinks it is.

At 08.00 in Kupang and 09.00 in Jayapura the date changes in UTC, in the middle of the morning:
nothing may happen then. At midnight there everything does (RELIABILITY §5, I-12).
"""

import time
from collections.abc import Iterator
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import override

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import Closed, SessionClosed, WrongState
from lopo.frontdesk.models import CounterSession, Line, NumberSeries, Ticket
from lopo.frontdesk.tests.attending import Attended, attended, states_through
from lopo.frontdesk.tests.builders import (
    Clockwork,
    call_numbers,
    make_centre,
    make_ticket,
    open_desk,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("server")]
WITA, WIT = "Asia/Makassar", "Asia/Jayapura"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
ZONES = pytest.mark.parametrize("zone", [WITA, WIT])


@pytest.fixture(params=["UTC", "Asia/Jakarta"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that stands elsewhere: its own time zone, and Django's."""
    with override(request.param), monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def local(zone: str, clock: str, day: date = MONDAY) -> datetime:
    hour, minute, second = (int(part) for part in f"{clock}.00".split(".")[:3])
    there = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone))
    return there.astimezone(timezone.utc)


def visitor_at(zone: str, clock: str, *, served: bool = False) -> Attended:
    """Somebody was called to counter 1 a little before that time."""
    room = attended(centre=make_centre(zone=zone), served=False)
    ticket, room.clock.now = room.ticket, local(zone, clock, TUESDAY)
    room.ticket = make_ticket(centre=room.centre, clock=room.clock)
    assert ticket.service_date == MONDAY
    room.desk = open_desk(centre=room.centre, clock=room.clock)
    room.call()
    if served:
        room.start()
    return room


@ZONES
@pytest.mark.parametrize("pair", [("07.59", "08.00"), ("08.59", "09.00"), ("06.59", "07.00")])
def test_in_the_morning_the_numbers_go_on(zone: str, pair: tuple[str, str]) -> None:
    centre = make_centre(zone=zone)
    before, after = (
        make_ticket(centre=centre, clock=Clockwork(local(zone, clock))) for clock in pair
    )
    assert [before.label, after.label] == ["A-001", "A-002"]
    assert before.service_date == after.service_date == MONDAY
    assert states_through(before) == ["WAITING"]
    verified(centre, local(zone, pair[1]))


@ZONES
def test_in_the_morning_sessions_runs_and_calls_go_on(zone: str) -> None:
    centre, clock = make_centre(zone=zone), Clockwork(local(zone, "07.59.58"))
    for priority in ("LANSIA", "LANSIA", "LANSIA", None):
        make_ticket(centre=centre, priority=priority, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 2) == ["A-001", "A-002"]
    for after in ("08.00.01", "09.00.01"):
        clock.now = local(zone, after)
        actions.follow_the_clock(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 2) == ["A-004", "A-003"]
    verified(centre, clock.now)


@ZONES
@pytest.mark.parametrize("morning", ["08.00", "09.00"])
def test_in_the_morning_undo_and_return_work_across_the_hour(zone: str, morning: str) -> None:
    hour = int(morning[:2])
    room = visitor_at(zone, f"{hour - 1:02}.59.55")
    room.park()
    room.clock.now = local(zone, f"{hour:02}.00.03", TUESDAY)
    assert room.undo().state == "CALLED"
    room.park()
    assert room.back().state == "WAITING"
    verified(room.centre, room.clock.now)


@ZONES
def test_the_office_opens_on_the_minute(zone: str) -> None:
    centre = make_centre(zone=zone, hours=OFFICE_HOURS)
    with nothing_changes(), pytest.raises(Closed):
        make_ticket(centre=centre, clock=Clockwork(local(zone, "07.59.59")))
    assert make_ticket(centre=centre, clock=Clockwork(local(zone, "08.00"))).label == "A-001"


@ZONES
def test_at_midnight_the_numbers_begin_again(zone: str) -> None:
    centre = make_centre(zone=zone)
    clock = Clockwork(local(zone, "23.59"))
    old = [make_ticket(centre=centre, clock=clock) for _ in range(2)]
    clock.now = local(zone, "00.01", TUESDAY)
    new = make_ticket(centre=centre, clock=clock)
    assert [t.label for t in (*old, new)] == ["A-001", "A-002", "A-001"]
    assert (old[0].service_date, new.service_date) == (MONDAY, TUESDAY)
    assert {states_through(ticket)[-1] for ticket in old} == {"WAITING"}
    assert {Ticket.objects.get(pk=t.pk).state for t in old} == {"MISSED"}
    assert NumberSeries.objects.filter(last=1, service_date=TUESDAY).exists()
    assert Line.objects.get(centre=centre).room_issued == 1
    for at in (local(zone, "23.59"), clock.now):
        verified(centre, at)


@ZONES
def test_at_midnight_who_is_set_aside_or_missed_stays_missed_and_nothing_comes_back(
    zone: str,
) -> None:
    room = visitor_at(zone, "23.50")
    parked = room.park()
    missing = make_ticket(centre=room.centre, clock=room.clock)
    room.call()
    room.clock.now = local(zone, "23.55", TUESDAY)
    room.miss()
    room.clock.now = local(zone, "00.01", date(2026, 11, 25))
    for ticket in (parked, missing):
        with pytest.raises(WrongState):
            room.back(ticket)
    actions.follow_the_clock(centre=room.centre, clock=room.clock)
    assert [Ticket.objects.get(pk=t.pk).state for t in (parked, missing)] == ["MISSED", "MISSED"]
    with nothing_changes(), pytest.raises(WrongState):
        room.back(parked)
    verified(room.centre, local(zone, "23.59", TUESDAY))


@ZONES
@pytest.mark.parametrize("verb", ["finish", "park", "send"])
def test_at_midnight_nothing_is_taken_back(zone: str, verb: str) -> None:
    room = visitor_at(zone, "23.59.57", served=True)
    getattr(room, verb)(*(["B"] if verb == "send" else []))
    room.clock.now = local(zone, "00.00.01", date(2026, 11, 25))
    with pytest.raises(SessionClosed):
        room.undo()
    actions.follow_the_clock(centre=room.centre, clock=room.clock)
    assert room.now().state == ("DONE" if verb == "finish" else "MISSED")
    assert not CounterSession.objects.exclude(state="CLOSED").exists()
    verified(room.centre, local(zone, "23.59", TUESDAY))


@ZONES
def test_the_last_second_of_the_day_belongs_to_it(zone: str) -> None:
    room = visitor_at(zone, "23.59.50")
    room.park()
    room.clock.now = local(zone, "23.59.59", TUESDAY)
    assert room.undo().state == "CALLED"
    assert queries.local_date(room.centre, room.clock.now) == TUESDAY
    verified(room.centre, room.clock.now)
