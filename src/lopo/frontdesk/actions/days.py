"""The end of a day: nobody keeps waiting in a line that has gone home."""

from lopo.frontdesk.models import SEATED, Call, CounterSession, Ticket
from lopo.frontdesk.rules import END_OF_DAY
from lopo.kernel.actor import SYSTEM

from .changes import change
from .hold import Hold

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
    for ticket in left.select_related("counter").order_by("issued_seq"):
        verb, event = LAST_VERB[Ticket.State(ticket.state)]
        entry = change(hold, ticket, verb=verb, event=event, actor=SYSTEM, reason=END_OF_DAY)
        Call.objects.filter(ticket=ticket, ended_at=None).update(ended_at=entry.at)
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
