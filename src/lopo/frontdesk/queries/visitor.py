"""What a visitor's own pages ask: where a ticket stands, who is being served, what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from lopo.foundation import live
from lopo.frontdesk.models import Call, CounterSession, Deed, Line, NumberSeries, Ticket
from lopo.frontdesk.rules import services_in
from lopo.organisation.api import Centre, Queue

from .judging import is_judged
from .lines import local_date
from .returning import AWAY, may_come_back, others_of_visit, return_until
from .tickets import people_before


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands, as its owner's page tells it.

    ``sent_on``: an officer has just sent the visitor to another service or counter; ``others``
    are the other numbers of the same visit.
    """

    ahead: int
    is_today: bool
    counters: tuple[str, ...]
    serving: tuple[dict[str, str], ...]
    call: Call | None
    grace_until: datetime | None
    sent_on: bool
    may_return: bool
    return_until: datetime | None
    others: tuple[Ticket, ...]


def standing_of(ticket: Ticket, *, now: datetime) -> Standing:
    """Everything the page of a ticket tells, in few queries."""
    is_today = ticket.service_date == local_date(ticket.centre, now)
    waits = ticket.state == Ticket.State.WAITING and is_today
    return Standing(
        ahead=people_before(ticket, now=now) if waits else 0,
        is_today=is_today,
        counters=_open_counters(ticket) if waits else (),
        serving=_being_served(ticket) if waits else (),
        call=None if waits else _last_call(ticket),
        grace_until=_grace_until(ticket) if waits else None,
        sent_on=waits and _was_sent_on(ticket),
        may_return=may_come_back(ticket, now),
        return_until=return_until(ticket),
        others=others_of_visit(ticket),
    )


def standing_etag(ticket: Ticket, *, now: datetime) -> str:
    """Changes whenever the page of this ticket may tell something else.

    The ticket is read before the revision, so its own times are part of the tag: a change
    between the two reads shows at the next look instead of never.
    """
    parts = [
        str(_revision(ticket.centre)),
        f"{ticket.changed_at.timestamp():.6f}",
        f"{ticket.passed_over_at.timestamp():.0f}" if ticket.passed_over_at else "",
        f"{local_date(ticket.centre, now):%j}",
        get_language() or "",
        "judged" if is_judged(ticket) else "",
    ]
    if not ticket.present:
        # Who is not here counts as arriving now, and now moves without a revision.
        parts.append(f"{now:%H%M}")
    if ticket.state == Ticket.State.MISSED:
        # Coming back ends by the clock alone.
        parts.append("back" if may_come_back(ticket, now) else "late")
    return f'"{".".join(parts)}"'


def issued_on(centre: Centre, now: datetime) -> tuple[int, int]:
    """How many numbers were given out today: (in the room, from afar)."""
    row = (
        Line.objects.filter(centre=centre, service_date=local_date(centre, now))
        .values_list("room_issued", "remote_issued")
        .first()
    )
    return row or (0, 0)


def full_queues(
    centre: Centre, queues: Iterable[Queue], now: datetime, *, in_room: bool
) -> set[str]:
    """The letters of the queues whose own quota of today is used up, in the room or from afar."""
    quotas = {q.pk: (q.code, q.daily_quota if in_room else q.remote_daily_quota) for q in queues}
    limited = {pk: (code, quota) for pk, (code, quota) in quotas.items() if quota is not None}
    if not limited:
        return set()
    counted = "room_issued" if in_room else "remote_issued"
    rows = NumberSeries.objects.filter(
        queue_id__in=list(limited), service_date=local_date(centre, now)
    )
    issued = dict(rows.values_list("queue_id", counted))
    return {code for pk, (code, quota) in limited.items() if issued.get(pk, 0) >= quota}


def tickets_by_tokens(centre: Centre, tokens: list[str]) -> list[Ticket]:
    """The tickets a device remembers that are waiting at this centre, newest first."""
    if not tokens:
        return []
    waiting = _remembered(centre, tokens).filter(state=Ticket.State.WAITING)
    return list(waiting.order_by("-issued_at"))


def tickets_at_the_door(centre: Centre, tokens: list[str], now: datetime) -> list[Ticket]:
    """Of the tickets a device remembers: who may say "I am here", or "I am back", at the door."""
    if not tokens:
        return []
    known = _remembered(centre, tokens).filter(state__in=[Ticket.State.WAITING, *AWAY])
    return [
        ticket
        for ticket in known.order_by("-issued_at")
        if may_come_back(ticket, now)
        or (ticket.state == Ticket.State.WAITING and not ticket.present)
    ]


def _remembered(centre: Centre, tokens: list[str]) -> QuerySet[Ticket]:
    """Whose link the device keeps, and what was carried over from them to this day."""
    mine = Q(token__in=tokens) | Q(carried_from__token__in=tokens)
    found = Ticket.objects.filter(mine, centre=centre)
    return found.select_related("centre", "queue", "service", "standard", "counter")


def at_counters(centre: Centre, day: date) -> list[dict[str, Any]]:
    """The numbers now at a counter, the latest first."""
    rows = Call.objects.filter(centre=centre, service_date=day, ended_at=None)
    columns = ("ticket__label", "counter__name", "announced_at")
    return [
        {"number": number, "counter": counter, "at": at}
        for number, counter, at in rows.order_by("-announced_at").values_list(*columns)
    ]


def _revision(centre: Centre) -> int:
    known = live.current_rev(centre.code)
    if known is not None:
        return known
    return Line.objects.filter(centre=centre).values_list("rev", flat=True).first() or 0


def _open_counters(ticket: Ticket) -> tuple[str, ...]:
    """The open counters that serve what the visitor came for, or the one they were sent to."""
    if ticket.counter is not None:
        return (ticket.counter.name,)
    rows = (
        CounterSession.objects.filter(
            counter__centre=ticket.centre_id, state=CounterSession.State.OPEN
        )
        .order_by("counter__position", "counter__code")
        .values_list("counter__name", "serves")
    )
    return tuple(name for name, serves in rows if services_in(serves, ticket.service_code))


def _being_served(ticket: Ticket) -> tuple[dict[str, str], ...]:
    """The number of the same queue that came to a counter last."""
    row = (
        Call.objects.filter(
            centre=ticket.centre_id,
            service_date=ticket.service_date,
            ended_at=None,
            ticket__queue=ticket.queue_id,
        )
        .order_by("-announced_at")
        .values_list("ticket__label", "counter__name")
        .first()
    )
    return ({"number": row[0], "counter": row[1]},) if row else ()


def _was_sent_on(ticket: Ticket) -> bool:
    """Whether the last thing that happened to the ticket is that it was sent on."""
    if ticket.changed_at in (ticket.issued_at, ticket.arrived_at):
        return False
    deeds = Deed.objects.filter(ticket=ticket, verb="transfer", undone_at=None)
    return deeds.filter(at=ticket.changed_at).exists()


def _last_call(ticket: Ticket) -> Call | None:
    calls = Call.objects.filter(ticket=ticket, is_undone=False).select_related("counter")
    return calls.order_by("-called_at").first()


def _grace_until(ticket: Ticket) -> datetime | None:
    if ticket.passed_over_at is None or ticket.present:
        return None
    return ticket.passed_over_at + timedelta(minutes=ticket.centre.remote_grace_minutes)
