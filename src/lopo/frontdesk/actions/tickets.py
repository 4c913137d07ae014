"""What a visitor does: take a number, say "I am here", give the place up; and lapsing."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lopo.catalogue.api import STILL_GIVEN, Offering
from lopo.catalogue.api import offering as offering_of
from lopo.foundation.bus import publish
from lopo.frontdesk.events import TicketIssued
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import head_start_of
from lopo.frontdesk.rules import number_label
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import Clock
from lopo.kernel.codes import new_link_token, proof_of
from lopo.ledger.api import Line as LedgerLine
from lopo.organisation.api import Centre, Queue, opening

from .changes import change, guard, reread
from .hold import Hold
from .line import hold_line
from .refusals import Closed, NotAtCounter, PastCutOff, QuotaFull
from .rows import insert_ticket

# One statement counts, compares and numbers. No row comes back when the queue's quota is full, or
# when the service is not given here in this queue any more: the offering was read before the lock,
# and ``premises`` changes it under the same lock.
_NEXT_NUMBER = f"""
INSERT INTO frontdesk_numberseries AS n
  (queue_id, service_date, last, room_issued, remote_issued, priority_run)
SELECT %(queue)s, %(day)s, 1, %(room)s, %(remote)s, 0
WHERE %(quota)s::bigint IS DISTINCT FROM 0 AND {STILL_GIVEN}
ON CONFLICT (queue_id, service_date) DO UPDATE SET last = n.last + 1,
  room_issued = n.room_issued + %(room)s, remote_issued = n.remote_issued + %(remote)s
WHERE %(quota)s::bigint IS NULL
  OR (n.room_issued * %(room)s + n.remote_issued * %(remote)s) < %(quota)s
RETURNING last
"""  # noqa: S608 - a constant of the catalogue's door


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


def recorded(ticket: Ticket, event: LedgerLine) -> None:
    """Take over from the event of issue what the slip proves."""
    ticket.issued_at = ticket.changed_at = event.at
    ticket.issued_seq, ticket.proof = event.seq, proof_of(event.leaf)


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


def new_ticket(
    hold: Hold,
    offering: Offering,
    queue: Queue,
    *,
    channel: str,
    priority: str | None,
    present: bool,
    in_quota: bool = True,
) -> Ticket:
    """A ticket with the queue's next number, not written yet; ``in_quota`` when a quota counts."""
    number = _next_number(hold, offering, present=present, in_quota=in_quota)
    return Ticket(
        centre=hold.centre,
        queue=queue,
        service=offering.service,
        service_date=hold.service_date,
        number=number,
        label=number_label(queue.code, number),
        queue_code=queue.code,
        service_code=offering.service.code,
        token=new_link_token(),
        channel=channel,
        priority=priority,
        head_start=head_start_of(hold.line.policy, priority),
        arrived_at=hold.at if present else None,
    )


def _next_number(hold: Hold, offering: Offering, *, present: bool, in_quota: bool) -> int:
    """The next number of a queue, counted against its quota of the room or from afar."""
    queue = offering.queue
    assert queue is not None
    quota = queue.daily_quota if present else queue.remote_daily_quota
    asked: dict[str, Any] = {
        "offering": offering.pk,
        "queue": queue.pk,
        "day": hold.service_date,
        "room": int(present),
        "remote": int(not present),
        "quota": quota if in_quota else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, asked)
        row = cursor.fetchone()
    if row is None:
        require_still_given(hold, offering)
        raise QuotaFull(
            _("All numbers of queue %(queue)s have been given out today.") % {"queue": queue}
        )
    number: int = row[0]
    return number


def require_still_given(hold: Hold, offering: Offering) -> None:
    """Go on only if an offering read before the lock holds under it: here, in the same queue."""
    now = offering_of(hold.centre, offering.service.code)
    if now is None or now.queue_id != offering.queue_id:
        raise NotAtCounter(_("This service has just changed here. Please choose it again."))


def arrive(*, ticket: Ticket, actor: Actor, clock: Clock) -> Ticket:
    """The visitor of a number from afar says, in the room, that they are here.

    From now on the number stands in line; saying it again changes nothing.
    """
    with hold_line(ticket.centre, clock=clock) as hold:
        ticket = guard(hold, ticket, states=("WAITING", "CALLED", "SERVING"))
        if ticket.present:
            return ticket
        ticket.arrived_at = hold.at
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
