"""Rows that change together, in one statement each: round trips under the lock are what costs.

The rules, the order and the words are elsewhere; here is only how rows are written.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.rules import TRANSITIONS

_ISSUE = """
WITH v AS (
  INSERT INTO frontdesk_visit (centre_id, service_date, channel, created_at)
  SELECT %s, %s, %s, %s RETURNING id
), t AS (
  INSERT INTO frontdesk_ticket (visit_id, {columns}) SELECT v.id, {values} FROM v
  RETURNING id, visit_id, state, issued_at
), i AS (
  INSERT INTO frontdesk_interval (ticket_id, state, counter_id, started_at, ended_at)
  SELECT id, state, NULL, issued_at, NULL FROM t
)
SELECT id, visit_id FROM t
"""
_MOVE = """
WITH t AS (
  UPDATE frontdesk_ticket SET state = %(after)s, counter_id = %(counter)s, changed_at = %(at)s
  WHERE id = %(ticket)s AND state = %(before)s RETURNING id
), closed AS (
  UPDATE frontdesk_interval SET ended_at = %(at)s
  WHERE %(shifts)s AND ticket_id IN (SELECT id FROM t) AND ended_at IS NULL RETURNING ticket_id
), opened AS (
  INSERT INTO frontdesk_interval (ticket_id, state, counter_id, started_at, ended_at)
  SELECT ticket_id, %(after)s, %(counter)s, %(at)s, NULL FROM closed WHERE %(goes_on)s
)
SELECT count(*) FROM t
"""


@cache
def _ticket_columns() -> tuple[str, ...]:
    """Every column of a ticket but those the database itself fills in."""
    filled = {"id", "visit_id"}
    columns = (field.column or "" for field in Ticket._meta.concrete_fields)
    return tuple(column for column in columns if column not in filled)


def insert_ticket(ticket: Ticket, *, channel: str, at: datetime) -> None:
    """Write a new ticket with its visit and its first interval; sets both ids."""
    columns = _ticket_columns()
    statement = _ISSUE.format(columns=", ".join(columns), values=", ".join(["%s"] * len(columns)))
    fields = {field.column: field for field in Ticket._meta.concrete_fields}
    row = [
        fields[name].get_db_prep_save(getattr(ticket, fields[name].attname), connection)
        for name in columns
    ]
    visit: list[Any] = [ticket.centre_id, ticket.service_date, channel, at]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*visit, *row])
        ticket.pk, ticket.visit_id = cursor.fetchone()
    ticket._state.adding = False


def move_ticket(ticket: Ticket, *, before: str) -> bool:
    """Write the state ``ticket`` has come to; close its interval and open the next.

    False, and nothing written, when it was not in the state ``before`` any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE,
            {
                "ticket": ticket.pk,
                "before": before,
                "after": ticket.state,
                "counter": ticket.counter_id,
                "at": ticket.changed_at,
                "shifts": ticket.state != before,
                "goes_on": bool(TRANSITIONS[ticket.state]),
            },
        )
        moved: int = cursor.fetchone()[0]
    return moved == 1
