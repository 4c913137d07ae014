"""The next number of a queue, and the ticket that carries it."""

from django.db import connection

from lopo.catalogue.api import Offering
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import head_start_of
from lopo.frontdesk.rules import number_label
from lopo.kernel.codes import new_link_token, proof_of
from lopo.ledger.api import Line as LedgerLine
from lopo.organisation.api import Queue

from .hold import Hold

_NEXT_NUMBER = """
INSERT INTO frontdesk_numberseries AS n (queue_id, service_date, last, priority_run)
VALUES (%s, %s, 1, 0)
ON CONFLICT (queue_id, service_date) DO UPDATE SET last = n.last + 1 RETURNING last
"""


def new_ticket(
    hold: Hold,
    offering: Offering,
    queue: Queue,
    *,
    channel: str,
    priority: str | None,
    present: bool,
) -> Ticket:
    """A ticket with the queue's next number, not written yet."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [queue.pk, hold.service_date])
        number = cursor.fetchone()[0]
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


def recorded(ticket: Ticket, event: LedgerLine) -> None:
    """Take over from the event of issue what the slip proves."""
    ticket.issued_at = ticket.changed_at = event.at
    ticket.issued_seq, ticket.proof = event.seq, proof_of(event.leaf)
