"""One ticket, as its owner sees it, and the code that proves presence in the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from lopo.foundation.parts import address_of
from lopo.frontdesk.models import CounterSession, Line, Ticket
from lopo.frontdesk.rules import Waiting, is_eligible, places_ahead, services_in
from lopo.kernel.codes import daily_code
from lopo.organisation.api import Centre

from .lines import local_date, policy_of, waiters


def ticket_by_token(token: str) -> Ticket | None:
    """The ticket behind a visitor's link."""
    tickets = Ticket.objects.select_related(
        "centre__host_agency", "queue", "service", "standard", "counter"
    )
    return tickets.filter(token=token).first()


Session = tuple[str, list[str] | None]  # its counter, and what it serves (None: everything)


def ahead_of(ticket: Ticket, *, now: datetime) -> int:
    """How many the rule would call before this one, all open sessions as one (API.md §5).

    0 once called. A number whose owner is not in the room counts as arriving now: that is what
    awaits them; one that was carried over stands where its day began.
    """
    return _ahead(ticket, now, only_mine=False)


def people_before(ticket: Ticket, *, now: datetime) -> int:
    """How many are called before this one where it may be called: what a visitor is told.

    ``ahead_of`` also counts those whom only other counters call: with one counter for queue A and
    one for queue B, nobody of A stands before somebody of B.
    """
    return _ahead(ticket, now, only_mine=True)


def _ahead(ticket: Ticket, now: datetime, *, only_mine: bool) -> int:
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
    sessions = _open_sessions(ticket.centre)
    if only_mine:
        sessions = [one for one in sessions if _may_call(one, ticket)] or sessions
    if any(services_in(serves, ticket.service_code) for _counter, serves in sessions):
        present = [w for w in present if _is_called_at(w, sessions)]
    return places_ahead(present, me, runs=waiting.runs, policy=policy_of(line))


def _arriving(ticket: Ticket, now: datetime) -> datetime:
    return ticket.issued_at if ticket.carried_from_id else now


def _open_sessions(centre: Centre) -> list[Session]:
    sessions = CounterSession.objects.filter(
        counter__centre=centre, state=CounterSession.State.OPEN
    )
    return list(sessions.values_list("counter__code", "serves"))


def _may_call(session: Session, ticket: Ticket) -> bool:
    counter, serves = session
    is_sent_elsewhere = ticket.counter is not None and ticket.counter.code != counter
    return services_in(serves, ticket.service_code) and not is_sent_elsewhere


def _is_called_at(visitor: Waiting, sessions: list[Session]) -> bool:
    return any(is_eligible(visitor, serves=serves, counter=counter) for counter, serves in sessions)


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


def survey_url(ticket: Ticket) -> str:
    """Where the visitor of a ticket says how it was, once served; "" where nobody is asked."""
    path = address_of("surveys:of_visit", ticket.token)
    return settings.PUBLIC_URL + path if path else ""


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
