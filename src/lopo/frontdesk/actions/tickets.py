"""What a visitor does: take a number, say "I am here", give the place up; and lapsing."""

from datetime import timedelta

from django.utils.translation import gettext as _

from lopo.catalogue.api import Offering
from lopo.foundation.bus import publish
from lopo.frontdesk.events import TicketIssued
from lopo.frontdesk.models import Ticket
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre, opening

from .changes import change, guard, reread
from .hold import Hold
from .line import hold_line
from .numbers import new_ticket, recorded
from .refusals import Closed, NotAtCounter, PastCutOff, QuotaFull
from .rows import insert_ticket


def issue_ticket(
    *,
    centre: Centre,
    offering: Offering,
    channel: str,
    priority: str | None,
    present: bool,
    actor: Actor,
    clock: Clock,
) -> Ticket:
    """Give a visitor the next number of the service's queue.

    ``present`` is whether the number is taken in the room; a number from afar waits for its
    owner to arrive. Refused when the centre takes no numbers now, or the day's quota is full.
    """
    queue = offering.queue
    if queue is None:
        raise NotAtCounter(_("This service takes no numbers: it is not given at a counter."))
    with hold_line(centre, clock=clock) as hold:
        _admit(hold, present=present)
        ticket = new_ticket(
            hold, offering, queue, channel=channel, priority=priority, present=present
        )
        event = hold.record("ticket.issued", actor=actor, ticket=ticket)
        recorded(ticket, event)
        if present:
            ticket.arrived_at = event.at
        insert_ticket(ticket, channel=channel, at=event.at)
        publish(TicketIssued(ticket_id=ticket.pk, at=event.at))
    return ticket


def _admit(hold: Hold, *, present: bool) -> None:
    now = opening(hold.centre, hold.at)
    if not now.issuing:
        raise (PastCutOff if now.reason_code == "past-cut-off" else Closed)(now.reason)
    quota = hold.centre.daily_quota if present else hold.centre.remote_daily_quota
    issued = hold.line.room_issued if present else hold.line.remote_issued
    if quota is not None and issued >= quota:
        raise QuotaFull(_("All numbers of today have been given out. Please come back tomorrow."))
    if present:
        hold.line.room_issued += 1
    else:
        hold.line.remote_issued += 1


def arrive(*, ticket: Ticket, actor: Actor, clock: Clock) -> Ticket:
    """The visitor of a number from afar says, in the room, that they are here.

    From now on the number stands in line; saying it again changes nothing.
    """
    with hold_line(ticket.centre, clock=clock) as hold:
        ticket = guard(hold, ticket, states=("WAITING", "CALLED", "SERVING"))
        if ticket.present:
            return ticket
        # Who was carried over stands where the day began for them, whenever they come.
        ticket.arrived_at = ticket.issued_at if ticket.carried_from_id else hold.at
        event = hold.record("ticket.arrived", actor=actor, ticket=ticket)
        ticket.changed_at = event.at
        ticket.save(update_fields=["arrived_at", "changed_at"])
    return ticket


def give_up(*, ticket: Ticket, actor: Actor, clock: Clock) -> Ticket:
    """The visitor gives the place up; the number is never used again. Repeating is harmless."""
    with hold_line(ticket.centre, clock=clock) as hold:
        ticket = reread(ticket)
        if ticket.state == Ticket.State.CANCELLED:
            return ticket
        ticket = guard(hold, ticket, states=("WAITING",))
        change(hold, ticket, verb="cancel", event="ticket.cancelled", actor=actor)
    return ticket


def lapse_overdue(*, centre: Centre, clock: Clock) -> int:
    """Miss the numbers from afar that were passed over too long ago; returns how many."""
    grace = timedelta(minutes=centre.remote_grace_minutes)
    overdue = Ticket.objects.filter(
        centre=centre,
        state=Ticket.State.WAITING,
        arrived_at=None,
        passed_over_at__lte=clock() - grace,
    )
    if not overdue.exists():
        return 0
    with hold_line(centre, clock=clock) as hold:
        late = overdue.filter(passed_over_at__lte=hold.at - grace)
        tickets = list(late.order_by("issued_seq"))
        for ticket in tickets:
            change(hold, ticket, verb="lapse", event="ticket.lapsed", actor=SYSTEM)
    return len(tickets)
