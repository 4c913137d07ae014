"""One change of a ticket's state: guarded, timed, recorded."""

from typing import Any

from django.utils.translation import gettext as _

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.rules import state_after
from lopo.kernel.actor import Actor
from lopo.ledger.api import Line as LedgerLine
from lopo.organisation.api import Counter

from .hold import Hold
from .refusals import WrongState
from .rows import Done, move_ticket


def wrong_state(ticket: Ticket) -> WrongState:
    """The refusal of a verb that may not follow the ticket's state."""
    return WrongState(
        _("Number %(number)s is %(state)s now; this cannot be done any more.")
        % {"number": ticket.label, "state": ticket.get_state_display().lower()},
        state=ticket.state,
    )


def reread(ticket: Ticket) -> Ticket:
    """The ticket as it is now; only under the lock does it stay so."""
    return Ticket.objects.select_related("centre", "queue", "service", "counter").get(pk=ticket.pk)


def guard(hold: Hold, ticket: Ticket, *, states: tuple[str, ...]) -> Ticket:
    """Read the ticket again under the lock; refuse it unless it is in one of ``states``."""
    fresh = reread(ticket)
    if fresh.state not in states or fresh.service_date != hold.service_date:
        raise wrong_state(fresh)
    return fresh


def change(
    hold: Hold,
    ticket: Ticket,
    *,
    verb: str,
    event: str,
    actor: Actor,
    counter: Counter | None = None,
    done_at: Counter | None = None,
    **facts: Any,
) -> LedgerLine:
    """Move ``ticket`` along ``verb``; close its interval, open the next, record ``event``.

    ``counter`` is where it goes; who goes back to the line goes to no counter unless one is
    named. ``done_at`` is the counter of the officer who did this and may take it back.
    """
    after = state_after(ticket.state, verb)
    if after is None:
        raise wrong_state(ticket)
    return write_change(
        hold,
        ticket,
        after=after,
        event=event,
        actor=actor,
        counter=counter or (None if after == Ticket.State.WAITING else ticket.counter),
        done=done(done_at, verb, ticket) if done_at else None,
        **facts,
    )


def done(counter: Counter, verb: str, ticket: Ticket, **more: Any) -> Done:
    """How the ticket stands before ``verb`` is done at ``counter``."""
    stood = {
        "state": ticket.state,
        "counter": ticket.counter_id,
        "service": ticket.service_id,
        "standard": ticket.standard_id,
        "queue": ticket.queue_id,
        "changed_at": ticket.changed_at.isoformat(),
    }
    return Done(counter.pk, verb, {**stood, **more})


def write_change(
    hold: Hold,
    ticket: Ticket,
    *,
    after: str,
    event: str,
    actor: Actor,
    counter: Counter | None,
    seen_at: Counter | None = None,
    done: Done | None = None,
    **facts: Any,
) -> LedgerLine:
    """Record ``event`` and write the state and counter the ticket has come to.

    ``seen_at`` is the counter the event tells of, where that is not the ticket's own.
    """
    before, ticket.state, ticket.counter = ticket.state, after, counter
    told = seen_at or counter
    entry = hold.record(
        event, actor=actor, ticket=ticket, counter=told.code if told else None, **facts
    )
    ticket.changed_at = entry.at
    if not move_ticket(ticket, before=before, done=done):
        raise wrong_state(ticket)
    return entry
