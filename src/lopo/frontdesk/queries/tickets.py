"""One ticket, as its owner sees it, and the code that proves presence in the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from lopo.frontdesk.models import CounterSession, Line, Ticket
from lopo.frontdesk.rules import Waiting, places_ahead
from lopo.kernel.codes import daily_code
from lopo.organisation.api import Centre

from .lines import local_date, policy_of, waiters


def ticket_by_token(token: str) -> Ticket | None:
    """The ticket behind a visitor's link."""
    tickets = Ticket.objects.select_related("centre__host_agency", "queue", "service", "counter")
    return tickets.filter(token=token).first()


def ahead_of(ticket: Ticket, *, now: datetime) -> int:
    """How many the rule would call before this one; 0 once called.

    A number whose owner is not in the room counts as arriving now: that is what awaits them; one
    that was carried over stands where its day began.
    """
    if ticket.state != Ticket.State.WAITING:
        return 0
    line = Line.objects.select_related("policy").filter(centre_id=ticket.centre_id).first()
    if line is None or ticket.service_date != line.service_date:
        return 0
    waiting = waiters(ticket.centre, ticket.service_date)
    present = waiting.present
    me = Waiting(
        ticket.pk,
        ticket.queue_code,
        ticket.service_code,
        ticket.arrived_at or _arriving(ticket, max(now, line.last_at + timedelta(microseconds=1))),
        ticket.head_start,
        ticket.issued_seq,
    )
    served = _served_together(ticket.centre)
    if served is not None and ticket.service_code in served:
        present = [w for w in present if w.service in served]
    return places_ahead(present, me, runs=waiting.runs, policy=policy_of(line))


def _arriving(ticket: Ticket, now: datetime) -> datetime:
    return ticket.issued_at if ticket.carried_from_id else now


def _served_together(centre: Centre) -> set[str] | None:
    """What the open sessions serve as one; None when that is everything, or none is open."""
    sessions = CounterSession.objects.filter(
        counter__centre=centre, state=CounterSession.State.OPEN
    ).values_list("serves", flat=True)
    together: set[str] = set()
    for serves in sessions:
        if serves is None:
            return None
        together.update(serves)
    return together or None


def ticket_document(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """A ticket as the API shows it to whoever holds its token."""
    zone = ZoneInfo(ticket.centre.zone)
    arrived = ticket.arrived_at
    return {
        "token": ticket.token,
        "number": ticket.label,
        "centre": ticket.centre.code,
        "service": ticket.service_code,
        "queue": ticket.queue_code,
        "service_date": ticket.service_date.isoformat(),
        "issued_at": ticket.issued_at.astimezone(zone).isoformat(),
        "arrived_at": arrived.astimezone(zone).isoformat() if arrived else None,
        "state": ticket.state,
        "present": ticket.present,
        "counter": ticket.counter.code if ticket.counter else None,
        "ahead": ahead_of(ticket, now=now),
        "wait_minutes": None,
        "proof": ticket.proof,
        "url": ticket_url(ticket),
    }


def ticket_url(ticket: Ticket) -> str:
    """The public link of a ticket; from LOPO_URL, never from the Host header."""
    return f"{settings.PUBLIC_URL}/tiket/{ticket.token}/"


@dataclass(frozen=True, slots=True)
class DoorCode:
    """The code shown in the room today, and until when it holds."""

    code: str
    valid_until: datetime


def door_code(centre: Centre, at: datetime) -> DoorCode:
    """The door code of the day on which ``at`` falls at the centre."""
    day = local_date(centre, at)
    midnight = datetime.combine(
        day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(centre.zone)
    )
    code = daily_code(settings.DOOR_SECRET.encode(), centre.code, day.isoformat())
    return DoorCode(code, midnight)
