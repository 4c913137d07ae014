"""A visitor at a counter, brought there by the real acts: where the stories of the verbs begin."""

from dataclasses import dataclass
from datetime import datetime

from lopo.catalogue.api import Offering, Service
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call, Interval, Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_ticket,
    offering_of,
    open_desk,
)
from lopo.kernel.actor import VISITOR
from lopo.organisation.api import Centre


@dataclass
class Attended:
    """An open counter with a visitor at it; the clock moves on by the visitor's verbs."""

    centre: Centre
    clock: Clockwork
    desk: Desk
    ticket: Ticket

    def call(self, desk: Desk | None = None) -> Ticket:
        return actions.call_next_ticket(desk=desk or self.desk, clock=self.clock).ticket

    def start(self) -> Ticket:
        return actions.start_service(desk=self.desk, clock=self.clock).ticket

    def finish(self) -> Ticket:
        return actions.finish_service(desk=self.desk, clock=self.clock).ticket

    def park(self) -> Ticket:
        return actions.park_ticket(desk=self.desk, clock=self.clock).ticket

    def back(self, ticket: Ticket | None = None) -> Ticket:
        return actions.return_to_line(ticket=ticket or self.ticket, actor=VISITOR, clock=self.clock)

    def undo(self, desk: Desk | None = None) -> Ticket:
        return actions.undo(desk=desk or self.desk, clock=self.clock)

    def send(self, to: str | Desk) -> Ticket:
        """To the service of a queue, or to another counter."""
        act = (
            actions.transfer_to_service(
                desk=self.desk, offering=offering_of(self.centre, to), clock=self.clock
            )
            if isinstance(to, str)
            else actions.transfer_to_counter(desk=self.desk, counter=to.counter, clock=self.clock)
        )
        return act.ticket

    def add(self, queue: str = "B") -> Ticket:
        return actions.add_service(
            desk=self.desk, offering=offering_of(self.centre, queue), clock=self.clock
        )

    def miss(self) -> Ticket:
        """Call as often as the centre wants, then give up on the visitor."""
        every = self.centre.no_show_interval_seconds + 1
        for _ in range(self.centre.no_show_calls - 1):
            actions.recall_ticket(desk=self.desk, clock=self.clock.forward(seconds=every))
        return actions.mark_no_show(desk=self.desk, clock=self.clock).ticket

    def newcomer(self, queue: str = "A", **facts: object) -> Ticket:
        self.clock.forward(minutes=1)
        return make_ticket(centre=self.centre, queue=queue, clock=self.clock, **facts)  # type: ignore[arg-type]

    def another(self, counter: str = "2", services: list[str] | None = None) -> Desk:
        """A second officer, at another counter."""
        return open_desk(centre=self.centre, counter=counter, clock=self.clock, services=services)

    def now(self) -> Ticket:
        self.ticket.refresh_from_db()
        return self.ticket


def attended(
    *, served: bool = False, centre: Centre | None = None, priority: str | None = None
) -> Attended:
    """Somebody has been called to counter 1, and is perhaps being served."""
    centre, clock = centre or make_centre(counters=3), Clockwork()
    ticket = make_ticket(centre=centre, priority=priority, clock=clock)
    room = Attended(centre, clock, open_desk(centre=centre, clock=clock), ticket)
    room.clock.forward(minutes=1)
    room.call()
    if served:
        room.start()
    return room


def without_queue(centre: Centre) -> Offering:
    """A service of this centre that takes no numbers."""
    service: Service = make_service(code="NO-QUEUE", agency=centre.host_agency)
    return make_offering(service=service, centre=centre, queue=None)


def spans_of(ticket: Ticket) -> list[tuple[str, datetime, datetime | None]]:
    """(state, from, until) of every interval, in order; between them the ticket was at rest."""
    rows = Interval.objects.filter(ticket=ticket).order_by("started_at", "pk")
    return list(rows.values_list("state", "started_at", "ended_at"))


def states_through(ticket: Ticket) -> list[str]:
    return [state for state, _from, _until in spans_of(ticket)]


def active_calls(centre: Centre) -> list[str]:
    calls = Call.objects.filter(centre=centre, ended_at=None)
    return sorted(calls.values_list("ticket__label", flat=True))
