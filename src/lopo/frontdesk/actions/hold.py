"""What an act holds while it holds the line of a centre: time, order and the record.

Nothing that decides the order is read before the lock is held. Time is stamped under it, at
least one microsecond after the last stamp, so that lock order, ``seq`` and time agree
(ARCHITECTURE.md §5; a stamp taken before the lock made honest officers look guilty).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from lopo.foundation import live
from lopo.frontdesk.models import Line, OrderPolicy, PolicyInForce, Ticket
from lopo.kernel.actor import SYSTEM, Actor
from lopo.ledger import api as ledger
from lopo.organisation.api import Centre

TICK = timedelta(microseconds=1)

_WRITE = """
WITH saved AS (
  UPDATE frontdesk_line SET rev = %(rev)s, service_date = %(date)s, seq = %(seq)s,
    last_at = %(at)s, policy_id = %(policy)s, room_issued = %(room)s,
    remote_issued = %(remote)s, opening = %(opening)s, clock_back_at = %(clock_back)s
  WHERE centre_id = %(centre)s RETURNING 1
) SELECT pg_notify('lopo_rev', %(message)s) FROM saved
"""


@dataclass
class Hold:
    """A centre's line in the hands of one act, from the lock to the commit."""

    centre: Centre
    line: Line
    at: datetime
    changed: bool = False
    _days: dict[date, list[ledger.Line]] = field(default_factory=dict)

    @property
    def service_date(self) -> date:
        """The day the line is on, in the centre's own zone."""
        return self.line.service_date

    def record(
        self, verb: str, *, actor: Actor, ticket: Ticket | None = None, **facts: Any
    ) -> ledger.Line:
        """Add an event at the end of the day; returns it spelled and hashed.

        ``facts`` may hold counter, session_services and reason; what belongs to the ticket
        comes from the ticket. Never a class, token, staff name or contact.
        """
        self.line.seq += 1
        public = {
            "seq": self.line.seq,
            "at": self.at.isoformat(timespec="microseconds"),
            "verb": verb,
            "number": ticket.label if ticket else None,
            "queue": ticket.queue_code if ticket else None,
            "service": ticket.service_code if ticket else None,
            "head_start_minutes": ticket.head_start if ticket else None,
            "present": ticket.present if ticket else None,
            "counter": facts.get("counter"),
            "session_services": facts.get("session_services"),
            "reason": facts.get("reason"),
        }
        subject = facts.get("subject", "") or (f"ticket:{ticket.token}" if ticket else "line")
        entry = ledger.line(
            seq=self.line.seq, at=self.at, verb=verb, subject=subject, actor=actor, public=public
        )
        self._days.setdefault(self.service_date, []).append(entry)
        self.line.last_at = self.at
        self.at += TICK
        self.changed = True
        return entry

    def touch(self) -> None:
        """Make boards look again although nothing is recorded (opened, closed)."""
        self.changed = True

    def begin_day(self, today: date) -> None:
        """Start counting the events and numbers of ``today``."""
        self.line.service_date = today
        self.line.seq = self.line.room_issued = self.line.remote_issued = 0
        self._put_policy_in_force()
        self.changed = True

    def follow_policy(self, policy: OrderPolicy) -> None:
        """Adopt a newer policy from this event on, and say so in the ledger."""
        is_same = policy.pk == self.line.policy_id
        self.line.policy = policy
        if is_same:
            return
        self.record("policy.changed", actor=SYSTEM, reason=f"v{policy.version}")
        self._put_policy_in_force()

    def _put_policy_in_force(self) -> None:
        # A policy that changes before a day's first event takes the place of the day's first.
        PolicyInForce.objects.update_or_create(
            centre=self.centre,
            service_date=self.service_date,
            from_seq=max(1, self.line.seq),
            defaults={"policy_id": self.line.policy_id},
        )

    def write(self) -> None:
        """Append the events, move ``rev`` and tell the boards: two statements, one NOTIFY."""
        if not self.changed:
            return
        for day, entries in self._days.items():
            ledger.append(stream=self.centre.code, service_date=day, lines=entries)
        self.line.rev += 1
        rev, code = self.line.rev, self.centre.code
        with connection.cursor() as cursor:
            cursor.execute(
                _WRITE,
                {
                    "rev": rev,
                    "date": self.line.service_date,
                    "seq": self.line.seq,
                    "at": self.line.last_at,
                    "policy": self.line.policy_id,
                    "room": self.line.room_issued,
                    "remote": self.line.remote_issued,
                    "opening": self.line.opening,
                    "clock_back": self.line.clock_back_at,
                    "centre": self.centre.pk,
                    "message": f"{code}:{rev}",
                },
            )
        transaction.on_commit(lambda: live.bump(code, rev))
