"""A day number by number, for those who answer for the room: state, times, counter, exceptions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from lopo.frontdesk.models import Call, Deed, Interval, Ticket
from lopo.organisation.api import Centre

OUT_OF_ORDER = "LUAR"


@dataclass(slots=True)
class DayRow:
    """One number of the day; times are aware, spans in seconds."""

    ticket: Ticket
    called_at: datetime | None = None
    calls: int = 0
    waited: float = 0.0
    served: float = 0.0
    reasons: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    transfers: int = 0
    returns: int = 0

    @property
    def is_exceptional(self) -> bool:
        """Whether something besides the plain way happened to this number."""
        return bool(self.reasons or self.undone or self.transfers or self.returns)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many numbers of a day are in each state and each queue."""

    by_state: dict[str, int]
    by_queue: dict[str, int]
    out_of_order: int
    total: int


def day_counts(centre: Centre, day: date) -> DayCounts:
    """The day in numbers; two statements."""
    tickets = Ticket.objects.filter(centre=centre, service_date=day)
    pairs = tickets.order_by().values_list("state", "queue_code").annotate(n=Count("pk"))
    by_state = dict.fromkeys(Ticket.State.values, 0)
    by_queue: dict[str, int] = defaultdict(int)
    for state, queue, count in pairs:
        by_state[state] += count
        by_queue[queue] += count
    return DayCounts(
        by_state=by_state,
        by_queue=dict(by_queue),
        out_of_order=_exceptions(centre, day).values("ticket").distinct().count(),
        total=sum(by_state.values()),
    )


def _exceptions(centre: Centre, day: date) -> "QuerySet[Call]":
    return Call.objects.filter(centre=centre, service_date=day).exclude(reason="")


def numbers_of_day(
    centre: Centre, day: date, *, state: str = "", queue: str = ""
) -> "QuerySet[Ticket]":
    """The numbers of a day in the order they were given, of one state and queue if asked."""
    found = Ticket.objects.filter(centre=centre, service_date=day)
    if state == OUT_OF_ORDER:
        found = found.filter(Exists(_exceptions(centre, day).filter(ticket=OuterRef("pk"))))
    elif state:
        found = found.filter(state=state)
    if queue:
        found = found.filter(queue_code=queue)
    rows = found.select_related("service", "counter")
    return rows.order_by("issued_seq")


def day_rows(tickets: Sequence[Ticket], now: datetime) -> list[DayRow]:
    """What happened to these numbers; three statements however many they are."""
    rows = {ticket.pk: DayRow(ticket) for ticket in tickets}
    _add_calls(rows, Call.objects.filter(ticket__in=rows).order_by("called_at"))
    _add_deeds(rows, Deed.objects.filter(ticket__in=rows).order_by("at"))
    _add_times(rows, Interval.objects.filter(ticket__in=rows).order_by("started_at"), now)
    return list(rows.values())


def _add_calls(rows: dict[int, DayRow], calls: Iterable[Call]) -> None:
    for call in calls:
        row = rows[call.ticket_id]
        if call.reason:
            row.reasons.append(call.reason)
        if call.is_undone:
            continue
        row.calls += 1
        row.called_at = row.called_at or call.called_at


def _add_deeds(rows: dict[int, DayRow], deeds: Iterable[Deed]) -> None:
    for deed in deeds:
        row = rows[deed.ticket_id]
        if deed.undone_at is not None:
            row.undone.append(deed.verb)
        elif deed.verb == "transfer":
            row.transfers += 1


def _add_times(rows: dict[int, DayRow], spans: Iterable[Interval], now: datetime) -> None:
    """Waiting and service as sums of intervals; who waits after being away has come back."""
    away: dict[int, Any] = {}
    for span in spans:
        row = rows[span.ticket_id]
        seconds = ((span.ended_at or now) - span.started_at) / timedelta(seconds=1)
        if span.state == Ticket.State.WAITING:
            row.waited += seconds
            row.returns += span.ticket_id in away
        elif span.state == Ticket.State.SERVING:
            row.served += seconds
        away.pop(span.ticket_id, None)
        if span.state == Ticket.State.PARKED:
            away[span.ticket_id] = span.ended_at
    for row in rows.values():
        row.returns += row.ticket.has_returned
