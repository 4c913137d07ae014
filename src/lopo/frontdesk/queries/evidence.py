"""Whether the rows of a day say what its events say: tickets, times, calls, counters, numbers.

The record alone cannot tell that a row was changed, or that its own last lines are missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lopo.frontdesk.models import (
    SEATED,
    Call,
    CarryOver,
    CounterSession,
    Interval,
    Line,
    NumberSeries,
    Ticket,
)
from lopo.frontdesk.rules import Finding, Place, Replay, number_label
from lopo.kernel.codes import proof_of
from lopo.organisation.api import Centre

PAUSED = "PAUSED"
CLOSED = "CLOSED"  # None is an open counter that serves everything
Rows = dict[int, list[tuple[Any, ...]]]
# Counter, who opened it, from when until when.
Seat = tuple[str, str, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Witness:
    """What the ledger says of the events of a day, beside what is published of them."""

    leaves: dict[int, str]
    subjects: dict[int, str]
    # Every event of a counter: seq, verb, when, counter, by whom.
    seats: list[tuple[int, str, datetime, str, str]]


def compare(centre: Centre, day: date, found: Replay, witness: Witness) -> Iterator[Finding]:
    """Every row of the day that does not fit the events replayed in ``found``."""
    tickets = Ticket.objects.filter(centre=centre, service_date=day)
    tickets = tickets.select_related("counter", "carried_from__carry_over")
    intervals, calls = _intervals(centre, day), _calls(centre, day)
    labels = set()
    for ticket in tickets.order_by("issued_seq"):
        labels.add(ticket.label)
        place = found.places.get(ticket.label)
        problems = (
            ["the ticket has no event of issue"]
            if place is None
            else [
                *_ticket_problems(ticket, place, witness),
                *_time_problems(place, intervals[ticket.pk], calls[ticket.pk]),
            ]
        )
        yield from (Finding(ticket.issued_seq, ticket.label, None, what) for what in problems)
    for number in sorted(set(found.places) - labels):
        yield Finding(found.places[number].seq, number, None, "the ticket is gone")
    yield from _decision_findings(centre, found)
    yield from _number_findings(centre, day, found)
    yield from _session_findings(centre, witness)
    yield from _line_findings(centre, day, found)


def _ticket_problems(ticket: Ticket, place: Place, witness: Witness) -> Iterator[str]:
    if place.state != ticket.state:
        yield f"the ticket is {ticket.state}, its events say {place.state}"
    seat = ticket.counter.code if ticket.counter else None
    if place.counter != seat:
        yield f"the ticket is of counter {seat}, its events say {place.counter}"
    if place.has_returned != ticket.has_returned:
        yield "that it came back after missing its call is not what its events say"
    if place.carried_from != _carried_from(ticket):
        yield "it was not carried over from the number its event names"
    told = (place.seq, place.queue, place.service, place.head_start)
    times = (place.issued_at, place.arrived_at)
    if (told, times, ticket.label) != (
        (ticket.issued_seq, ticket.queue_code, ticket.service_code, ticket.head_start),
        (ticket.issued_at, ticket.arrived_at),
        number_label(ticket.label.partition("-")[0], ticket.number),
    ):
        yield "the ticket does not say what its events say"
    leaf = witness.leaves.get(ticket.issued_seq)
    if leaf is None or proof_of(bytes.fromhex(leaf)) != ticket.proof:
        yield "the proof on the slip is not that of the event"
    if witness.subjects.get(ticket.issued_seq) != f"ticket:{ticket.token}":
        yield "the link is not the one the number was given with"


def _carried_from(ticket: Ticket) -> str | None:
    """The number of an earlier day it took the place of, if a decision stands behind it."""
    old = ticket.carried_from
    if old is None or old.carry_over is None:
        return None
    return f"{old.label} of {old.carry_over.service_date.isoformat()}"


def _time_problems(
    place: Place, intervals: list[tuple[Any, ...]], calls: list[tuple[Any, ...]]
) -> Iterator[str]:
    if intervals != place.intervals():
        yield "its intervals are not the times of its events"
    if any(end is None for *_call, end in calls) and place.state not in ("CALLED", "SERVING"):
        yield "a call that never ended"
    if calls != place.calls():
        yield "its calls are not those of its events"


def _intervals(centre: Centre, day: date) -> Rows:
    """Per ticket: (state, counter, from, until), in order."""
    rows = Interval.objects.filter(ticket__centre=centre, ticket__service_date=day)
    columns = ("ticket_id", "state", "counter__code", "started_at", "ended_at")
    return _grouped(rows.order_by("started_at", "pk").values_list(*columns))


def _calls(centre: Centre, day: date) -> Rows:
    """Per ticket: (counter, reason, from, until), in order."""
    rows = Call.objects.filter(ticket__centre=centre, ticket__service_date=day)
    columns = ("ticket_id", "counter__code", "reason", "called_at", "ended_at")
    return _grouped(rows.order_by("called_at", "pk").values_list(*columns))


def _grouped(rows: Iterable[tuple[Any, ...]]) -> Rows:
    found: Rows = defaultdict(list)
    for ticket, *facts in rows:
        found[ticket].append(tuple(facts))
    return found


def _decision_findings(centre: Centre, found: Replay) -> Iterator[Finding]:
    """Numbers carried over though nobody decided so, or for another reason."""
    rows = CarryOver.objects.filter(centre=centre, carried_at__isnull=False)
    decided = {(day.isoformat(), why) for day, why in rows.values_list("service_date", "reason")}
    for decision in sorted(set(found.decisions) - decided):
        problem = f"nobody decided to carry over from {decision[0]} for this reason"
        yield Finding(found.decisions[decision], None, None, problem)


def _number_findings(centre: Centre, day: date, found: Replay) -> Iterator[Finding]:
    """A queue that has given out more, or fewer, numbers than its events tell."""
    rows = NumberSeries.objects.filter(queue__centre=centre, service_date=day)
    letters = _letters_of(centre, day)
    given = {
        letters.get(queue, code): last
        for queue, code, last in rows.values_list("queue", "queue__code", "last")
    }
    for queue in sorted({*given, *found.last_numbers}):
        said, counted = found.last_numbers.get(queue, 0), given.get(queue, 0)
        if said != counted:
            problem = f"queue {queue} gave out {counted} numbers, its events tell of {said}"
            yield Finding(found.seq, number_label(queue, max(said, counted)), None, problem)


def _letters_of(centre: Centre, day: date) -> dict[int, str]:
    """Per queue the letter its numbers of that day begin with; it may have another one now.

    A number that was sent on has left its queue, but was called from it first.
    """
    called = Call.objects.filter(ticket=OuterRef("pk")).order_by("called_at")
    tickets = Ticket.objects.filter(centre=centre, service_date=day)
    given_in = Coalesce(
        Subquery(called.values("queue_id")[:1]), F("queue_id"), output_field=BigIntegerField()
    )
    rows = tickets.values_list(given_in, "label")
    return {queue: label.partition("-")[0] for queue, label in rows}


def _session_findings(centre: Centre, witness: Witness) -> Iterator[Finding]:
    """Who opened which counter, and from when until when, against what the events say."""
    told: dict[Seat, int] = {}
    sitting: dict[str, tuple[str, datetime, int]] = {}
    for seq, verb, at, counter, actor in witness.seats:
        if verb == "session.opened":
            sitting.setdefault(counter, (actor, at, seq))
        elif verb == "session.closed" and counter in sitting:
            officer, since, first = sitting.pop(counter)
            told[counter, officer, since, at] = first
    told |= {(code, who, since, None): first for code, (who, since, first) in sitting.items()}
    kept = _seats(centre, witness)
    for seat in sorted(kept ^ set(told), key=lambda one: one[:3]):
        problem = "who sat there, and from when until when, is not what its events say"
        yield Finding(told.get(seat, 0), None, seat[0], problem)


def _seats(centre: Centre, witness: Witness) -> set[Seat]:
    """The sessions that began between the first and the last of these events."""
    times = [at for _seq, _verb, at, _counter, _actor in witness.seats]
    rows = CounterSession.objects.filter(counter__centre=centre)
    began = rows.filter(opened_at__range=(min(times), max(times))) if times else rows.none()
    columns = ("counter__code", "officer_id", "opened_at", "closed_at")
    return {
        (code, f"user:{officer}", opened, closed)
        for code, officer, opened, closed in began.values_list(*columns)
    }


def _line_findings(centre: Centre, day: date, found: Replay) -> Iterator[Finding]:
    """While the day lasts the line knows how many events there are, and which counters serve."""
    line = Line.objects.filter(centre=centre, service_date=day).first()
    if line is None:
        return
    if line.seq != found.seq:
        problem = f"the record ends at {found.seq}, the line has counted {line.seq}"
        yield Finding(line.seq, None, None, problem)
    is_open = CounterSession.objects.filter(counter__centre=centre, state__in=SEATED)
    seats = list(is_open.values_list("counter__code", "serves", "state"))
    for counter in sorted(
        {code for code, _serves, state in seats if state == PAUSED} ^ found.paused
    ):
        yield Finding(found.seq, None, counter, "it is paused, or open, against its events")
    rows = {code: _set(serves) for code, serves, _state in seats}
    for counter in sorted({*rows, *found.sessions}):
        if rows.get(counter, CLOSED) != found.sessions.get(counter, CLOSED):
            problem = "what the counter serves is not what its events say"
            yield Finding(found.seq, None, counter, problem)


def _set(serves: list[str] | None) -> frozenset[str] | None:
    return None if serves is None else frozenset(serves)
