"""A day ends and another begins, at midnight where the centre stands; and the law changes."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, transaction

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import QueueEmpty, SessionClosed
from lopo.frontdesk.models import Call, CounterSession, Line, OrderPolicy, PolicyInForce
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    call_numbers,
    events_of,
    make_centre,
    make_policy,
    make_ticket,
    open_desk,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db
MIDNIGHT = {
    "Asia/Makassar": datetime(2026, 11, 23, 16, 0, tzinfo=timezone.utc),
    "Asia/Jayapura": datetime(2026, 11, 23, 15, 0, tzinfo=timezone.utc),
}
TOMORROW = date(2026, 11, 24)


@pytest.mark.parametrize("zone", MIDNIGHT)
def test_the_day_does_not_end_before_local_midnight(zone: str) -> None:
    centre = make_centre(zone=zone)
    clock = Clockwork(MIDNIGHT[zone] - timedelta(seconds=2))
    ticket = make_ticket(centre=centre, clock=clock)
    actions.follow_the_clock(centre=centre, clock=clock)
    with nothing_changes():
        assert not actions.follow_the_clock(centre=centre, clock=clock.forward(seconds=1))
    assert states_of(ticket) == ["WAITING"]


@pytest.mark.parametrize("zone", MIDNIGHT)
def test_at_local_midnight_nobody_keeps_waiting(zone: str) -> None:
    centre = make_centre(zone=zone)
    clock = Clockwork(MIDNIGHT[zone] - timedelta(minutes=10))
    here, away = (make_ticket(centre=centre, present=p, clock=clock) for p in (True, False))
    clock.now = MIDNIGHT[zone]
    assert actions.follow_the_clock(centre=centre, clock=clock)
    assert states_of(here) == states_of(away) == ["WAITING", "MISSED"]
    line = Line.objects.get()
    assert (line.service_date, line.seq, line.room_issued) == (TOMORROW, 0, 0)
    assert verbs_of(centre)[-2:] == ["ticket.lapsed"] * 2
    verified(centre)


def test_the_end_of_the_day_ends_everything_that_is_open() -> None:
    centre, clock = make_centre(counters=3), Clockwork()
    tickets = [make_ticket(centre=centre, clock=clock) for _ in range(3)]
    first, second = (open_desk(centre=centre, counter=c, clock=clock) for c in "12")
    actions.call_next_ticket(desk=first, clock=clock)
    actions.start_service(desk=first, clock=clock)
    actions.call_next_ticket(desk=second, clock=clock)
    with one_change(
        centre,
        "ticket.finished",
        "ticket.missed",
        "ticket.lapsed",
        *["session.closed"] * 2,
    ):
        actions.follow_the_clock(centre=centre, clock=clock.forward(days=1))
    assert [states_of(t)[-1] for t in tickets] == ["DONE", "MISSED", "MISSED"]
    assert not Call.objects.filter(ended_at=None).exists()
    assert not CounterSession.objects.filter(state="OPEN").exists()
    reasons = {e["reason"] for e in events_of(centre)[-5:]}
    assert reasons == {"end-of-day"}
    verified(centre)


def test_the_first_act_of_a_day_ends_the_last_one_when_the_worker_slept() -> None:
    centre, clock = make_centre(), Clockwork()
    old = make_ticket(centre=centre, clock=clock)
    with one_change(centre, "ticket.lapsed", "ticket.issued"):
        new = make_ticket(centre=centre, clock=clock.forward(days=3))
    assert states_of(old) == ["WAITING", "MISSED"]
    assert (new.label, new.issued_seq) == ("A-001", 1)
    assert new.service_date == old.service_date + timedelta(days=3)
    verified(centre)
    verified(centre, clock.now)


def test_yesterdays_session_and_visitor_are_gone_in_the_morning() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    with pytest.raises(SessionClosed):
        actions.call_next_ticket(desk=desk, clock=clock.forward(days=1))
    with pytest.raises(QueueEmpty):
        actions.call_next_ticket(
            desk=open_desk(centre=centre, counter="2", clock=clock), clock=clock
        )


def test_a_run_of_priority_calls_does_not_reach_into_the_next_day() -> None:
    centre, clock = make_centre(), Clockwork()
    for _day in range(2):
        for priority in ("LANSIA", "LANSIA", "LANSIA"):
            make_ticket(centre=centre, priority=priority, clock=clock)
        desk = open_desk(centre=centre, clock=clock)
        call_numbers(desk, clock, 2)
        verified(centre, clock.now)
        clock.forward(days=1)


def test_a_second_look_at_the_clock_changes_nothing() -> None:
    centre, clock = make_centre(), Clockwork()
    assert actions.follow_the_clock(centre=centre, clock=clock)
    with nothing_changes():
        assert not actions.follow_the_clock(centre=centre, clock=clock.forward(seconds=1))


def test_opening_and_closing_move_the_revision_without_an_event() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    clock = Clockwork(datetime(2026, 11, 22, 23, 59, tzinfo=timezone.utc))
    actions.follow_the_clock(centre=centre, clock=clock)
    for _opens_pauses_resumes_closes in range(1):
        with one_change(centre):
            assert actions.follow_the_clock(centre=centre, clock=clock.forward(minutes=1))
    for local in ("12:00", "13:00", "15:30"):
        clock.now = datetime.fromisoformat(f"2026-11-23T{local}+08:00")
        with one_change(centre):
            assert actions.follow_the_clock(centre=centre, clock=clock)


def test_the_clock_lapses_who_was_passed_over() -> None:
    centre, clock = make_centre(), Clockwork()
    actions.follow_the_clock(centre=centre, clock=clock)
    away = make_ticket(centre=centre, present=False, clock=clock)
    make_ticket(centre=centre, clock=clock)
    call_numbers(open_desk(centre=centre, clock=clock), clock, 1)
    assert actions.follow_the_clock(centre=centre, clock=clock.forward(minutes=31))
    assert states_of(away)[-1] == "MISSED"


def test_a_policy_of_the_middle_of_the_day_is_recorded_and_holds_from_then_on() -> None:
    centre, clock = make_centre(), Clockwork()
    before = make_ticket(centre=centre, priority="LANSIA", clock=clock)
    make_policy(valid_from=MORNING + timedelta(hours=1), head_start=20, in_a_row=1)
    clock.forward(hours=2)
    with one_change(centre, "policy.changed", "ticket.issued"):
        after = make_ticket(centre=centre, priority="LANSIA", clock=clock)
    assert (before.head_start, after.head_start) == (30, 20)
    assert [p["from_seq"] for p in queries.policies_of_day(centre, before.service_date)] == [1, 2]
    assert events_of(centre)[1]["reason"] == "v2"
    verified(centre)


def test_the_new_run_length_is_the_one_that_counts() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    for _ in range(3):
        make_ticket(centre=centre, priority="LANSIA", clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    call_numbers(desk, clock, 1)
    make_policy(valid_from=clock.now, in_a_row=1)
    assert call_numbers(desk, clock.forward(minutes=1), 3) == ["A-001", "A-003", "A-004"]
    verified(centre)


def test_a_policy_published_before_the_first_event_of_a_day_is_that_days_first() -> None:
    centre, clock = make_centre(), Clockwork()
    actions.follow_the_clock(centre=centre, clock=clock)
    make_policy(valid_from=clock.now)
    make_ticket(centre=centre, clock=clock.forward(minutes=1))
    assert verbs_of(centre) == ["policy.changed", "ticket.issued"]
    day = queries.local_date(centre, clock.now)
    assert [p["version"] for p in queries.policies_of_day(centre, day)] == [2]
    verified(centre)


def test_a_policy_that_begins_overnight_holds_from_the_first_event_of_the_morning() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    make_policy(valid_from=clock.now + timedelta(hours=12))
    make_ticket(centre=centre, clock=clock.forward(days=1))
    day = queries.local_date(centre, clock.now)
    assert PolicyInForce.objects.get(service_date=day).policy.version == 2
    verified(centre, clock.now)


def test_a_centres_own_policy_comes_before_the_common_one() -> None:
    centre, other, clock = make_centre(), make_centre(), Clockwork()
    make_policy(centre=centre, version=1, head_start=10)
    make_policy(version=2, head_start=20)
    tickets = [make_ticket(centre=c, priority="HAMIL", clock=clock) for c in (centre, other)]
    assert [t.head_start for t in tickets] == [10, 20]


def test_a_published_policy_never_changes() -> None:
    policy = make_policy()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        OrderPolicy.objects.filter(pk=policy.pk).update(max_priority_in_a_row=9)


def test_a_clock_that_jumps_back_is_in_the_record_once(caplog: pytest.LogCaptureFixture) -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    clock.forward(seconds=-300)
    for _ in range(3):
        make_ticket(centre=centre, clock=clock.forward(seconds=1))
    verdict = queries.verify_day(centre, queries.local_date(centre, clock.now))
    assert verdict.offenders == []
    assert [found.problem for found in verdict.exceptions] == ["the clock jumped: 299.0 s back"]
    assert len(caplog.records) == 3
    make_ticket(centre=centre, clock=clock.forward(seconds=400))
    make_ticket(centre=centre, clock=clock.forward(seconds=-5))
    verdict = queries.verify_day(centre, queries.local_date(centre, clock.now))
    assert [found.problem for found in verdict.exceptions] == [
        "the clock jumped: 299.0 s back",
        "the clock jumped: 5.0 s back",
    ]


def test_a_clock_that_jumps_back_raises_the_alarm_and_bends_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    centre, clock = make_centre(), Clockwork()
    first = make_ticket(centre=centre, clock=clock)
    make_ticket(centre=centre, clock=clock.forward(seconds=-1.9))
    assert not caplog.records
    third = make_ticket(centre=centre, clock=clock.forward(seconds=-1))
    assert [record.getMessage() for record in caplog.records] == [
        f"the clock is 2.9 s behind the last event of {centre.code}"
    ]
    assert third.issued_at > first.issued_at
    verdict = queries.verify_day(centre, queries.local_date(centre, clock.now))
    assert verdict.offenders == []
