"""A visit that was served, for those who ask afterwards how it was."""

from dataclasses import dataclass
from datetime import date, datetime

from lopo.catalogue.api import Service, Standard
from lopo.frontdesk.models import CounterSession, Ticket
from lopo.organisation.api import Centre, Counter
from lopo.people.api import User


@dataclass(frozen=True, slots=True)
class ServedVisit:
    """Where and by which version of which standard somebody was served; the link is theirs."""

    token: str
    centre: Centre
    service: Service
    counter: Counter | None
    standard: Standard | None
    day: date


def served_visit(ticket_id: int) -> ServedVisit:
    """The visit of a ticket that a fact of the front desk names."""
    tickets = Ticket.objects.select_related("centre", "service", "counter", "standard")
    found = tickets.get(pk=ticket_id)
    return ServedVisit(
        token=found.token,
        centre=found.centre,
        service=found.service,
        counter=found.counter,
        standard=found.standard,
        day=found.service_date,
    )


def counters_served_by(officer: User, centre: Centre, *, since: datetime) -> frozenset[int]:
    """The counters of a centre at which somebody has sat since then."""
    sessions = CounterSession.objects.filter(
        officer=officer, counter__centre=centre, opened_at__gte=since
    )
    return frozenset(sessions.values_list("counter_id", flat=True).distinct())
