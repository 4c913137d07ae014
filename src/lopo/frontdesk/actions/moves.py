"""Visitors who are set aside, come back, go to another service or counter, or need one more."""

from django.db import connection
from django.utils.translation import gettext as _

from lopo.catalogue.api import Offering
from lopo.foundation.bus import publish
from lopo.frontdesk.events import TicketIssued
from lopo.frontdesk.models import Call, CounterSession, Deed, Ticket
from lopo.frontdesk.permissions import Desk
from lopo.frontdesk.rules import may_return, services_in
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Counter

from .calls import at_counter, end_call
from .changes import change, done, guard, write_change, wrong_state
from .hold import Hold
from .line import hold_line
from .numbers import new_ticket, recorded, require_still_given
from .refusals import NotAtCounter, SessionClosed, TooLate, wrong_field
from .rows import Done, insert_ticket
from .sessions import open_session_at

AT_COUNTER = ("CALLED", "SERVING")
_SERIES = """
INSERT INTO frontdesk_numberseries
  (queue_id, service_date, last, room_issued, remote_issued, priority_run)
VALUES (%s, %s, 0, 0, 0, 0) ON CONFLICT (queue_id, service_date) DO NOTHING
"""


def park_ticket(*, desk: Desk, clock: Clock) -> Call:
    """Set the visitor at the counter aside (a copy to make, a form to fill in); they return."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        call = at_counter(hold, desk, states=AT_COUNTER)
        entry = change(
            hold,
            call.ticket,
            verb="park",
            event="ticket.parked",
            actor=desk.actor,
            done_at=desk.counter,
        )
        end_call(call, entry.at)
    return call


def return_to_line(*, ticket: Ticket, actor: Actor, clock: Clock) -> Ticket:
    """Who was set aside, or missed the call, stands in line again where they stood before.

    Set aside: at any time of the day. Missed: once, and within the centre's ``return_minutes``,
    for everybody alike; nobody comes back by favour.
    """
    with hold_line(ticket.centre, clock=clock) as hold:
        ticket = guard(hold, ticket, states=("PARKED", "MISSED"))
        if ticket.state == Ticket.State.MISSED:
            _refuse_late(hold, ticket)
            ticket.has_returned = True
        if not ticket.present:
            ticket.arrived_at = hold.at
        ticket.passed_over_at = None
        change(hold, ticket, verb="return", event="ticket.returned", actor=actor)
        ticket.save(update_fields=["has_returned", "arrived_at", "passed_over_at"])
    return ticket


def _refuse_late(hold: Hold, ticket: Ticket) -> None:
    if ticket.has_returned:
        raise wrong_state(ticket)
    minutes = hold.centre.return_minutes
    if not may_return(ticket.changed_at, hold.at, minutes):
        raise TooLate(
            _("Coming back was possible within %(minutes)s minutes. Please take a new number.")
            % {"minutes": minutes}
        )


def transfer_to_service(*, desk: Desk, offering: Offering, clock: Clock) -> Call:
    """Send the visitor on to another service; they keep the time of their arrival."""
    queue = offering.queue
    if queue is None:
        raise NotAtCounter(_("This service takes no numbers: it is not given at a counter."))
    with hold_line(desk.counter.centre, clock=clock) as hold:
        require_still_given(hold, offering)
        call = at_counter(hold, desk, states=AT_COUNTER)
        ticket = call.ticket
        if ticket.service_id == offering.service_id:
            message = _("The visitor is here for this service already. Choose another one.")
            raise wrong_field("service", "same-service", message)
        stood = done(desk.counter, "transfer", ticket)
        ticket.service, ticket.queue = offering.service, queue
        ticket.standard_id = offering.standard_id
        ticket.service_code, ticket.queue_code = offering.service.code, queue.code
        ticket.save(update_fields=["service", "standard", "queue", "service_code", "queue_code"])
        with connection.cursor() as cursor:
            cursor.execute(_SERIES, [queue.pk, hold.service_date])
        _transfer(hold, desk, call, stood)
    return call


def transfer_to_counter(*, desk: Desk, counter: Counter, clock: Clock) -> Call:
    """Send the visitor to one other counter, which alone may call them then."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        call = at_counter(hold, desk, states=AT_COUNTER)
        _refuse_counter(desk, counter, call.ticket)
        stood = done(desk.counter, "transfer", call.ticket)
        _transfer(hold, desk, call, stood, counter=counter)
    return call


def _refuse_counter(desk: Desk, counter: Counter, ticket: Ticket) -> None:
    if counter.pk == desk.counter.pk:
        message = _("The visitor is at this counter already. Choose another one.")
        raise wrong_field("counter", "same-counter", message)
    session: CounterSession | None = open_session_at(counter)
    if session is None:
        raise SessionClosed(
            _("%(counter)s is closed: nobody could call the visitor there.")
            % {"counter": counter.name}
        )
    if not services_in(session.serves, ticket.service_code):
        message = _("%(counter)s does not serve this.") % {"counter": counter.name}
        raise wrong_field("counter", "not-served", message)


def _transfer(
    hold: Hold, desk: Desk, call: Call, stood: Done, *, counter: Counter | None = None
) -> None:
    """Back to the line, at the time of the arrival; ``counter`` alone may call them if given."""
    entry = write_change(
        hold,
        call.ticket,
        after=Ticket.State.WAITING,
        event="ticket.transferred",
        actor=desk.actor,
        counter=counter,
        done=stood,
    )
    end_call(call, entry.at)


def add_service(*, desk: Desk, offering: Offering, clock: Clock) -> Ticket:
    """A second number for the visitor at the counter, who needs one more service.

    It stands where the visitor stood: the same visit, arrival and head start. No cut-off and no
    quota stops it, because the visitor is in the room already.
    """
    queue = offering.queue
    if queue is None:
        raise NotAtCounter(_("This service takes no numbers: it is not given at a counter."))
    with hold_line(desk.counter.centre, clock=clock) as hold:
        first = at_counter(hold, desk, states=AT_COUNTER).ticket
        ticket = new_ticket(
            hold,
            offering,
            queue,
            channel=first.channel,
            priority=first.priority,
            present=True,
            in_quota=False,
        )
        ticket.arrived_at, ticket.head_start = first.arrived_at, first.head_start
        ticket.visit_id = first.visit_id
        event = hold.record(
            "ticket.issued",
            actor=desk.actor,
            ticket=ticket,
            counter=desk.counter.code,
            reason=f"added-to {first.label}",
        )
        recorded(ticket, event)
        insert_ticket(ticket, channel=first.channel, at=event.at)
        hold.line.room_issued += 1
        Deed.objects.create(counter=desk.counter, ticket=ticket, verb="add", at=event.at, before={})
        publish(TicketIssued(ticket_id=ticket.pk, at=event.at))
    return ticket
