"""The next number of a queue, and the ticket that carries it."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lopo.catalogue.api import STILL_GIVEN, Offering
from lopo.catalogue.api import offering as offering_of
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import head_start_of
from lopo.frontdesk.rules import number_label
from lopo.kernel.codes import new_link_token, proof_of
from lopo.ledger.api import Line as LedgerLine
from lopo.organisation.api import Queue

from .hold import Hold
from .refusals import NotAtCounter, QuotaFull

# One statement counts, compares and numbers. No row comes back when the queue's quota is full, or
# when the service is not given here in this queue any more: the offering was read before the lock,
# and ``premises`` changes it under the same lock.
_NEXT_NUMBER = f"""
INSERT INTO frontdesk_numberseries AS n
  (queue_id, service_date, last, room_issued, remote_issued, priority_run)
SELECT %(queue)s, %(day)s, 1, %(room)s, %(remote)s, 0
WHERE %(quota)s::bigint IS DISTINCT FROM 0 AND (NOT %(is_new)s OR {STILL_GIVEN})
ON CONFLICT (queue_id, service_date) DO UPDATE SET last = n.last + 1,
  room_issued = n.room_issued + %(room)s, remote_issued = n.remote_issued + %(remote)s
WHERE %(quota)s::bigint IS NULL
  OR (n.room_issued * %(room)s + n.remote_issued * %(remote)s) < %(quota)s
RETURNING last
"""  # noqa: S608 - a constant of the catalogue's door


def new_ticket(
    hold: Hold,
    offering: Offering,
    queue: Queue,
    *,
    channel: str,
    priority: str | None,
    present: bool,
    in_quota: bool = True,
    is_new: bool = True,
) -> Ticket:
    """A ticket with the queue's next number, not written yet; ``in_quota`` when a quota counts.

    One that is not ``is_new`` was counted on the day it was given out.
    """
    number = _next_number(hold, offering, present=present, in_quota=in_quota, is_new=is_new)
    return Ticket(
        centre=hold.centre,
        queue=queue,
        service=offering.service,
        standard_id=offering.standard_id,
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


def _next_number(
    hold: Hold, offering: Offering, *, present: bool, in_quota: bool, is_new: bool
) -> int:
    """The next number of a queue, counted against its quota of the room or from afar."""
    queue = offering.queue
    assert queue is not None
    quota = queue.daily_quota if present else queue.remote_daily_quota
    asked: dict[str, Any] = {
        "offering": offering.pk,
        "is_new": is_new,
        "queue": queue.pk,
        "day": hold.service_date,
        "room": int(present and is_new),
        "remote": int(not present and is_new),
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


def recorded(ticket: Ticket, event: LedgerLine) -> None:
    """Take over from the event of issue what the slip proves."""
    ticket.issued_at = ticket.changed_at = event.at
    ticket.issued_seq, ticket.proof = event.seq, proof_of(event.leaf)
