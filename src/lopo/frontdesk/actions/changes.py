"""One change of a ticket's state: guarded, timed, recorded."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.rules import TRANSITIONS, state_after
from lopo.kernel.actor import Actor
from lopo.ledger.api import Line as LedgerLine
from lopo.organisation.api import Counter

from .hold import Hold
from .refusals import WrongState

_CLOSE_INTERVAL = """
UPDATE frontdesk_interval SET ended_at = %(at)s WHERE ticket_id = %(ticket)s AND ended_at IS NULL
"""
_SHIFT_INTERVAL = """
WITH closed AS (
  UPDATE frontdesk_interval SET ended_at = %(at)s
  WHERE ticket_id = %(ticket)s AND ended_at IS NULL RETURNING 1
)
INSERT INTO frontdesk_interval (ticket_id, state, counter_id, started_at, ended_at)
SELECT %(ticket)s, %(state)s, %(counter)s, %(at)s, NULL FROM closed
"""


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
    changed = Ticket.objects.filter(pk=ticket.pk, state=before).update(
        state=after, counter=at_counter, changed_at=entry.at
    )
    if changed != 1:
        raise wrong_state(ticket)
    if after != before:
        _shift_interval(ticket)
    return entry


def _shift_interval(ticket: Ticket) -> None:
    statement = _SHIFT_INTERVAL if TRANSITIONS[ticket.state] else _CLOSE_INTERVAL
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "ticket": ticket.pk,
                "state": ticket.state,
                "counter": ticket.counter_id,
                "at": ticket.changed_at,
            },
        )
