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
from .rows import move_ticket


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
    **facts: Any,
) -> LedgerLine:
    """Move ``ticket`` along ``verb``; close its interval, open the next, record ``event``."""
    after = state_after(ticket.state, verb)
    if after is None:
        raise wrong_state(ticket)
    before, ticket.state = ticket.state, after
    at_counter = counter or ticket.counter
    entry = hold.record(
        event,
        actor=actor,
        ticket=ticket,
        counter=at_counter.code if at_counter else None,
        **facts,
    )
    ticket.counter, ticket.changed_at = at_counter, entry.at
    if not move_ticket(ticket, before=before):
        raise wrong_state(ticket)
    return entry
