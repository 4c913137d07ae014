"""Who was set aside or missed the call, and until when they may come back; what may be undone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lopo.frontdesk.models import CounterSession, Deed, Ticket
from lopo.frontdesk.rules import UNDO_SECONDS, may_return, services_in
from lopo.organisation.api import Centre, Counter

from .lines import local_date

AWAY = (Ticket.State.PARKED, Ticket.State.MISSED)


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody set aside, or who missed the call; ``until`` is when coming back ends."""

    ticket: Ticket
    minutes: int
    until: datetime | None
    may_return: bool


@dataclass(frozen=True, slots=True)
class Asides:
    """Everybody of a day who is neither in line nor at a counter, and is not done."""

    parked: tuple[Aside, ...] = ()
    missed: tuple[Aside, ...] = ()

    @property
    def returning(self) -> tuple[Aside, ...]:
        """Those of the missed who may still come back."""
        return tuple(aside for aside in self.missed if aside.may_return)


@dataclass(frozen=True, slots=True)
class Undoable:
    """What was just done at a counter and may be taken back, until when."""

    deed: Deed
    until: datetime


def asides(
    centre: Centre, day: date, now: datetime, serves: Collection[str] | None = None
) -> Asides:
    """Who was set aside or missed on a day, for a session that serves these; one statement."""
    away = Ticket.objects.filter(centre=centre, service_date=day, state__in=AWAY)
    rows = away.select_related("service", "counter")
    parked: list[Aside] = []
    missed: list[Aside] = []
    for ticket in rows.order_by("changed_at"):
        if not services_in(serves, ticket.service_code):
            continue
        ticket.centre = centre
        waited = max(0, int((now - ticket.changed_at).total_seconds() // 60))
        aside = Aside(ticket, waited, return_until(ticket), may_come_back(ticket, now))
        (parked if ticket.state == Ticket.State.PARKED else missed).append(aside)
    return Asides(tuple(parked), tuple(missed))


def may_come_back(ticket: Ticket, now: datetime) -> bool:
    """Whether the holder of this number may stand in line again: parked that day, missed once."""
    if ticket.state not in AWAY or ticket.service_date != local_date(ticket.centre, now):
        return False
    if ticket.state == Ticket.State.PARKED:
        return True
    in_time = may_return(ticket.changed_at, now, ticket.centre.return_minutes)
    return not ticket.has_returned and in_time


def return_until(ticket: Ticket) -> datetime | None:
    """Until when a missed number may come back; None when it may not, or has no such limit."""
    if ticket.state != Ticket.State.MISSED or ticket.has_returned:
        return None
    return ticket.changed_at + timedelta(minutes=ticket.centre.return_minutes)


def others_of_visit(ticket: Ticket) -> tuple[Ticket, ...]:
    """The other numbers of the same person's visit, in the order they were given."""
    others = Ticket.objects.filter(visit=ticket.visit_id).exclude(pk=ticket.pk)
    rows = others.select_related("service", "counter", "centre")
    return tuple(rows.order_by("pk"))


def last_deed(counter: Counter, session: CounterSession | None, now: datetime) -> Undoable | None:
    """The last verb at a counter, while it may be taken back and nobody has changed it since."""
    if session is None:
        return None
    ten_seconds = timedelta(seconds=UNDO_SECONDS)
    since = max(session.opened_at, now - ten_seconds)
    deeds = Deed.objects.filter(counter=counter, undone_at=None, at__gte=since)
    deed = deeds.select_related("ticket").order_by("-at").first()
    if deed is None or not _is_newest(deed):
        return None
    return Undoable(deed, deed.at + ten_seconds)


def _is_newest(deed: Deed) -> bool:
    """Whether the number has not changed since, but by what was taken back."""
    ticket = deed.ticket
    if ticket.changed_at == deed.at:
        return True
    undone = Deed.objects.filter(ticket=ticket, undone_at=ticket.changed_at).first()
    if undone is None or not undone.before:
        return False
    return datetime.fromisoformat(undone.before["changed_at"]) == deed.at
