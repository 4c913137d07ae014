"""Rows that change together, in one statement each: round trips under the lock are what costs.

The rules, the order and the words are elsewhere; here is only how rows are written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.rules import TIMED

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
_ADD = """
WITH t AS (
  INSERT INTO frontdesk_ticket (visit_id, {columns}) SELECT %s, {values}
  RETURNING id, visit_id, state, issued_at
), i AS (
  INSERT INTO frontdesk_interval (ticket_id, state, counter_id, started_at, ended_at)
  SELECT id, state, NULL, issued_at, NULL FROM t
)
SELECT id, visit_id FROM t
"""
# The new interval is opened after the old one is closed: an index allows one open one.
_MOVE = """
WITH t AS (
  UPDATE frontdesk_ticket SET state = %(after)s, counter_id = %(counter)s, changed_at = %(at)s
  WHERE id = %(ticket)s AND state = %(before)s RETURNING id
), closed AS (
  UPDATE frontdesk_interval SET ended_at = %(at)s
  WHERE %(shifts)s AND ticket_id IN (SELECT id FROM t) AND ended_at IS NULL RETURNING ticket_id
), opened AS (
  INSERT INTO frontdesk_interval (ticket_id, state, counter_id, started_at, ended_at)
  SELECT id, %(after)s, %(counter)s, %(at)s, NULL FROM t
  WHERE %(opens)s AND (SELECT count(*) FROM closed) >= 0
), done AS (
  INSERT INTO frontdesk_deed (counter_id, ticket_id, verb, at, before, undone_at)
  SELECT %(done_at)s, id, %(verb)s, %(at)s, %(stood)s::jsonb, NULL FROM t
  WHERE %(done_at)s::bigint IS NOT NULL
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
    """Write a new ticket and its first interval, and its visit if it has none; sets the ids."""
    columns = _ticket_columns()
    fields = {field.column: field for field in Ticket._meta.concrete_fields}
    row = [
        fields[name].get_db_prep_save(getattr(ticket, fields[name].attname), connection)
        for name in columns
    ]
    visit: list[Any] = (
        [ticket.visit_id]
        if ticket.visit_id
        else [ticket.centre_id, ticket.service_date, channel, at]
    )
    statement = (_ADD if ticket.visit_id else _ISSUE).format(
        columns=", ".join(columns), values=", ".join(["%s"] * len(columns))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*visit, *row])
        ticket.pk, ticket.visit_id = cursor.fetchone()
    ticket._state.adding = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an officer did at which counter, so that it can be taken back; how things stood."""

    counter: int
    verb: str
    stood: Mapping[str, Any]


def move_ticket(ticket: Ticket, *, before: str, done: Done | None) -> bool:
    """Write the state ``ticket`` has come to; close its interval and open the next.

    False, and nothing written, when it was not in the state ``before`` any more.
    """
    shifts = ticket.state != before
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE,
            {
                "ticket": ticket.pk,
                "before": before,
                "after": ticket.state,
                "counter": ticket.counter_id,
                "at": ticket.changed_at,
                "shifts": shifts,
                "opens": shifts and ticket.state in TIMED,
                "done_at": done.counter if done else None,
                "verb": done.verb if done else "",
                "stood": json.dumps(done.stood if done else {}),
            },
        )
        moved: int = cursor.fetchone()[0]
    return moved == 1
