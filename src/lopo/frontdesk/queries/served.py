"""A visit that was served, for those who ask afterwards how it was."""

from dataclasses import dataclass
from datetime import date

from lopo.catalogue.api import Service, Standard
from lopo.frontdesk.models import Ticket
from lopo.organisation.api import Centre, Counter


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
