"""Rows changed behind the record's back are named, and honest ones never are, also under load."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.db.models import F

from lopo.frontdesk import actions, queries
from lopo.frontdesk.models import (
    Call,
    CounterSession,
    Interval,
    Line,
    NumberSeries,
    Ticket,
)
from lopo.frontdesk.queries import days, evidence
from lopo.frontdesk.rules import Finding
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_officer,
    make_ticket,
    open_desk,
)
from lopo.frontdesk.tests.sabotage import owner_session
from lopo.frontdesk.tests.scribe import Scribe
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import User

DAY = date(2026, 11, 23)
MINUTE = timedelta(minutes=1)


def a_recalled_visitor() -> Centre:
    """Three numbers; one served, one called twice and still awaited at the open counter 1."""
    centre, clock = make_centre(), Clockwork()
    for _ in range(3):
        make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    actions.start_service(desk=desk, clock=clock)
    actions.finish_and_call(desk=desk, clock=clock)
    actions.recall_ticket(desk=desk, clock=clock)
    return centre


def problems(centre: Centre) -> str:
    """What the verification of the day names, one a line."""
    found = queries.verify_day(centre, DAY).offenders
    return "\n".join(f"{one.number} {one.counter}: {one.problem}" for one in found)


def shorten_the_wait() -> None:
    Interval.objects.filter(ticket__number=1, state="WAITING").update(
        started_at=F("started_at") + timedelta(microseconds=1)
    )


def move_the_line_between_two_states() -> None:
    """Both sides of one moment, so that the intervals still meet."""
    called = Interval.objects.get(ticket__number=1, state="CALLED")
    later = called.ended_at + timedelta(microseconds=1) if called.ended_at else None
    Interval.objects.filter(pk=called.pk).update(ended_at=later)
    Interval.objects.filter(ticket__number=1, state="SERVING").update(
        started_at=later, ended_at=F("ended_at")
    )


def exchange_two_links() -> None:
    first, second = Ticket.objects.filter(number__in=(1, 3)).order_by("number")
    mine, theirs = first.token, second.token
    Ticket.objects.filter(pk=second.pk).update(token="held")
    Ticket.objects.filter(pk=first.pk).update(token=theirs)
    Ticket.objects.filter(pk=second.pk).update(token=mine)


def somebody_else() -> User:
    """An officer of the same centre who never sat there."""
    return make_officer(
        centre=CounterSession.objects.select_related("counter__centre").get().counter.centre
    )


FORGERIES: tuple[tuple[Callable[[], object], str], ...] = (
    (shorten_the_wait, "A-001 None: its intervals are not the times of its events"),
    (move_the_line_between_two_states, "A-001 None: its intervals are not the times"),
    (
        lambda: Interval.objects.filter(ticket__number=3).delete(),
        "A-003 None: its intervals are not the times",
    ),
    (
        lambda: Interval.objects.filter(ticket__number=1, state="SERVING").update(state="CALLED"),
        "A-001 None: its intervals are not the times",
    ),
    (
        lambda: Call.objects.filter(ticket__number=1).update(called_at=F("called_at") - MINUTE),
        "A-001 None: its calls are not those of its events",
    ),
    (
        lambda: Call.objects.filter(ticket__number=2).update(reason="a friend"),
        "A-002 None: its calls are not those of its events",
    ),
    (
        lambda: Call.objects.filter(ticket__number=2).delete(),
        "A-002 None: its calls are not those of its events",
    ),
    (
        lambda: Ticket.objects.filter(number=1).update(counter=None),
        "A-001 None: the ticket is of counter None, its events say 1",
    ),
    (
        lambda: Ticket.objects.filter(number=3).update(number=7),
        "A-003 None: the ticket does not say what its events say",
    ),
    (exchange_two_links, "A-003 None: the link is not the one the number was given with"),
    (
        lambda: NumberSeries.objects.update(last=9),
        "A-009 None: queue A gave out 9 numbers, its events tell of 3",
    ),
    (
        lambda: CounterSession.objects.update(state="CLOSED", closed_at=F("opened_at")),
        "None 1: what the counter serves is not what its events say",
    ),
    (
        lambda: CounterSession.objects.update(serves=["KP-REG"]),
        "None 1: what the counter serves is not what its events say",
    ),
    (
        lambda: CounterSession.objects.update(officer=somebody_else()),
        "None 1: who sat there, and from when until when, is not what its events say",
    ),
    (
        lambda: CounterSession.objects.update(opened_at=F("opened_at") + MINUTE),
        "None 1: who sat there, and from when until when, is not what its events say",
    ),
    (
        lambda: Ticket.objects.filter(number=1).update(has_returned=True),
        "A-001 None: that it came back after missing its call is not what its events say",
    ),
    (lambda: Line.objects.update(seq=F("seq") + 1), "the record ends at 9, the line has counted"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("forge", "problem"), FORGERIES)
def test_a_row_changed_behind_the_record_is_named(
    forge: Callable[[], object], problem: str
) -> None:
    centre = a_recalled_visitor()
    forge()
    assert problem in problems(centre)


@pytest.mark.django_db
def test_an_honest_day_gives_nobody_a_bad_name() -> None:
    assert problems(a_recalled_visitor()) == ""


@pytest.mark.django_db(transaction=True)
def test_a_last_line_cut_off_is_missed_though_no_row_depends_on_it() -> None:
    centre = a_recalled_visitor()
    with owner_session() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM ledger_event WHERE stream = %s AND seq = 9", [centre.code])
    assert "the record ends at 8, the line has counted 9" in problems(centre)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("payload", ['{"a":1}', '{"seq":[1]}', '{"seq":null}', '{"seq":"1"}'])
def test_an_event_without_its_place_is_named_and_hides_no_other(payload: str) -> None:
    centre = a_recalled_visitor()
    with owner_session() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "UPDATE ledger_event SET payload = %s WHERE stream = %s AND seq = 2",
            [payload, centre.code],
        )
    assert "seq of the row is not the seq of the event" in problems(centre)


def test_a_time_no_calendar_holds_is_an_offender_not_an_accident() -> None:
    day = Scribe().open("1").issue("A-001", head_start=30).issue("A-002").call("A-001")
    day.events[1]["at"] = "0001-01-01T00:00:00+14:00"
    day.events[2]["head_start_minutes"] = 10**40
    assert not queries.verify_bundle(day.document).clean


def verified_while_a_number_is_given(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """The offenders of today when an act commits between two reads of the verification."""
    centre = make_centre()
    make_ticket(centre=centre, clock=system_clock)

    def give_one() -> None:
        make_ticket(centre=centre, clock=system_clock)
        connections.close_all()

    def compare_later(*facts: Any) -> Iterator[Finding]:
        act = Thread(target=give_one)
        act.start()
        act.join(timeout=20)
        return evidence.compare(*facts)

    monkeypatch.setattr(days, "compare", compare_later)
    offenders = queries.verify_day(centre, queries.local_date(centre, system_clock())).offenders
    assert Ticket.objects.filter(centre=centre).count() == 2
    return offenders


@pytest.mark.django_db(transaction=True)
def test_a_number_given_out_while_the_day_is_verified_is_no_offence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert verified_while_a_number_is_given(monkeypatch) == []


@pytest.mark.django_db(transaction=True)
def test_verifying_without_one_snapshot_accuses_the_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it happened under load before the reads were of one moment."""
    monkeypatch.setattr(days, "one_moment", nullcontext)
    named = verified_while_a_number_is_given(monkeypatch)
    assert "the ticket has no event of issue" in {one.problem for one in named}
