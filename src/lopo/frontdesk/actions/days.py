"""The end of a day, when nobody keeps waiting in a line that has gone home; and the next one."""

from django.db.models.functions import Coalesce

from lopo.catalogue.api import offering
from lopo.foundation.bus import publish
from lopo.frontdesk.events import TicketIssued
from lopo.frontdesk.models import SEATED, Call, CarryOver, CounterSession, Ticket
from lopo.frontdesk.queries import opens_on
from lopo.frontdesk.rules import CARRIED_OVER, END_OF_DAY
from lopo.kernel.actor import SYSTEM

from .changes import change
from .hold import Hold
from .numbers import new_ticket, recorded
from .rows import insert_ticket

LEFT_OVER = (Ticket.State.WAITING, Ticket.State.PARKED)
LAST_VERB = {
    Ticket.State.WAITING: ("lapse", "ticket.lapsed"),
    Ticket.State.PARKED: ("lapse", "ticket.lapsed"),
    Ticket.State.CALLED: ("no-show", "ticket.missed"),
    Ticket.State.SERVING: ("finish", "ticket.finished"),
}


def close_day(hold: Hold) -> None:
    """Finish the held line's day: open tickets end, sessions close, all of it recorded."""
    left = Ticket.objects.filter(
        centre=hold.centre, service_date=hold.service_date, state__in=list(LAST_VERB)
    )
    left_over = []
    for ticket in left.select_related("counter").order_by("issued_seq"):
        if ticket.state in LEFT_OVER:
            left_over.append(ticket.pk)
        verb, event = LAST_VERB[Ticket.State(ticket.state)]
        entry = change(hold, ticket, verb=verb, event=event, actor=SYSTEM, reason=END_OF_DAY)
        Call.objects.filter(ticket=ticket, ended_at=None).update(ended_at=entry.at)
    decided = CarryOver.objects.filter(centre=hold.centre, service_date=hold.service_date).first()
    if decided is not None:
        Ticket.objects.filter(pk__in=left_over).update(carry_over=decided)
    sessions = CounterSession.objects.filter(counter__centre=hold.centre, state__in=SEATED)
    for session in sessions.select_related("counter").order_by("pk"):
        entry = hold.record(
            "session.closed",
            actor=SYSTEM,
            subject=f"counter:{session.counter_id}",
            counter=session.counter.code,
            reason=END_OF_DAY,
        )
        session.state, session.closed_at = CounterSession.State.CLOSED, entry.at
        session.save(update_fields=["state", "closed_at"])


def carry_over(hold: Hold) -> None:
    """Give who was left over a number of this day, if the centre opens on it; the first ones.

    They come in the order in which they stood, and keep visit, service, class and channel.
    """
    pending = CarryOver.objects.filter(
        centre=hold.centre, carried_at=None, service_date__lt=hold.service_date
    )
    decisions = list(pending.order_by("service_date"))
    if not decisions or not opens_on(hold.centre, hold.service_date, hold.at):
        return
    for decision in decisions:
        visits: dict[int, int] = {}
        stood = Coalesce("arrived_at", "issued_at")
        for old in decision.tickets.order_by(stood, "issued_seq"):
            _carry(hold, old, decision, visits)
        decision.carried_at = hold.at
        decision.save(update_fields=["carried_at"])


def _carry(hold: Hold, old: Ticket, decision: CarryOver, visits: dict[int, int]) -> None:
    offered = offering(hold.centre, old.service_code)
    if offered is None or offered.queue is None:
        return  # not offered here any more: the old number says that it was missed
    ticket = new_ticket(
        hold,
        offered,
        offered.queue,
        channel=old.channel,
        priority=old.priority,
        present=False,
        in_quota=False,
        is_new=False,
    )
    ticket.carried_from = old
    if old.visit_id in visits:
        ticket.visit_id = visits[old.visit_id]
    day = decision.service_date.isoformat()
    told = CARRIED_OVER.format(number=old.label, day=day, reason=decision.reason)
    event = hold.record("ticket.issued", actor=SYSTEM, ticket=ticket, reason=told)
    recorded(ticket, event)
    insert_ticket(ticket, channel=old.channel, at=event.at)
    visits[old.visit_id] = ticket.visit_id
    publish(TicketIssued(ticket_id=ticket.pk, at=event.at))
