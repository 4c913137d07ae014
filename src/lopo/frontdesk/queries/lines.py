"""The line itself: its revision, policy, and who stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from lopo.catalogue.api import offerings_of
from lopo.frontdesk.models import Line, OrderPolicy, Ticket
from lopo.frontdesk.rules import PRIORITY_CLASSES, Policy, Waiting
from lopo.organisation.api import Centre, Counter, centre_by_code


def local_date(centre: Centre, at: datetime) -> date:
    """The calendar day of ``at`` where the centre stands; never the server's, never UTC's."""
    return at.astimezone(ZoneInfo(centre.zone)).date()


def revisions() -> dict[str, int]:
    """The revision of every centre's line, for the live hub."""
    return dict(Line.objects.values_list("centre__code", "rev"))


def revision_of(code: str) -> int | None:
    """The revision of one centre's line: 0 before its first act, None for an unknown centre."""
    centre = centre_by_code(code)
    if centre is None:
        return None
    return Line.objects.filter(centre=centre).values_list("rev", flat=True).first() or 0


def policy_at(centre: Centre, at: datetime) -> OrderPolicy:
    """The policy in force: the centre's own before the common one, the newest first."""
    return newest_policy(OrderPolicy.objects.filter(Q(centre=centre) | Q(centre=None)), at)


def newest_policy(published: Iterable[OrderPolicy], at: datetime) -> OrderPolicy:
    """Of the policies published for a centre and for all, the one in force at ``at``."""
    in_force = [policy for policy in published if policy.valid_from <= at]
    if not in_force:
        raise LookupError("no order policy is in force; run the migrations")
    return max(in_force, key=lambda policy: (policy.centre_id is not None, policy.version))


_policies: dict[int, OrderPolicy] = {}


def remembered_policies(ids: Iterable[int]) -> list[OrderPolicy]:
    """Published policies by id. They never change (a trigger sees to it), so once is enough."""
    missing = [pk for pk in ids if pk not in _policies]
    if missing:
        _policies.update(OrderPolicy.objects.in_bulk(missing))
    return [_policies[pk] for pk in ids]


def forget_policies() -> None:
    """Drop what this process remembers: another database knows other policies."""
    _policies.clear()


def policy_of(line: Line) -> Policy:
    """What the pure rules need of the line's policy."""
    return Policy(max_priority_in_a_row=line.policy.max_priority_in_a_row)


def head_start_of(policy: OrderPolicy, priority: str | None) -> int:
    """Minutes of head start of a declared class; the same for every class."""
    return policy.head_start_minutes if priority else 0


def policy_document(policy: OrderPolicy) -> dict[str, Any]:
    """The policy as the API publishes it."""
    return {
        "version": policy.version,
        "head_start_minutes": dict.fromkeys(PRIORITY_CLASSES, policy.head_start_minutes),
        "max_priority_in_a_row": policy.max_priority_in_a_row,
        "text": policy_text(policy),
    }


def policy_text(policy: OrderPolicy) -> str:
    """The order's rule in plain words."""
    return _(
        "Whoever arrives first is called first. Elderly visitors, people with disabilities, "
        "pregnant or nursing mothers, parents with small children and disaster victims count as "
        "having come %(minutes)s minutes earlier. After %(run)s such calls in a row, another "
        "visitor is called."
    ) % {"minutes": policy.head_start_minutes, "run": policy.max_priority_in_a_row}


_WAITING = """
SELECT t.id, t.queue_code, t.service_code, t.arrived_at, t.issued_at, t.head_start, t.issued_seq,
       c.code, n.id, n.priority_run
FROM frontdesk_ticket t
LEFT JOIN organisation_counter c ON c.id = t.counter_id
JOIN frontdesk_numberseries n ON n.queue_id = t.queue_id AND n.service_date = t.service_date
WHERE t.centre_id = %s AND t.service_date = %s AND t.state = 'WAITING'
"""


@dataclass(frozen=True, slots=True)
class Waiters:
    """Who waits on a day, and what the order has to know of their queues.

    ``present`` are in the room; ``absent`` have a number from afar and are not here yet.
    ``runs`` says per queue how many of its last policy calls in a row had a head start,
    ``series`` the id of its number series; both know the queues that somebody waits in.
    """

    present: list[Waiting]
    absent: list[Waiting]
    runs: dict[str, int]
    series: dict[str, int]


def waiters(centre: Centre, day: date) -> Waiters:
    """The line of a day, in one statement."""
    found = Waiters([], [], {}, {})
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [centre.pk, day])
        for pk, queue, service, arrived_at, issued_at, early, seq, bound_to, *series in cursor:
            place = Waiting(pk, queue, service, arrived_at or issued_at, early, seq, bound_to)
            (found.present if arrived_at else found.absent).append(place)
            found.series[queue], found.runs[queue] = series
    return found


def place_of(ticket: Ticket) -> Waiting:
    """Where a ticket stands by its time; who is absent stands where the issue put them."""
    return Waiting(
        ticket.pk,
        ticket.queue_code,
        ticket.service_code,
        ticket.arrived_at or ticket.issued_at,
        ticket.head_start,
        ticket.issued_seq,
    )


def services_at(counter: Counter) -> tuple[frozenset[str], bool]:
    """The codes a counter is configured for, and whether that is everything at its centre."""
    mine = {queue.pk for queue in counter.queues.all()}
    offered = [o for o in offerings_of(counter.centre) if o.queue_id is not None]
    configured = frozenset(o.service.code for o in offered if o.queue_id in mine)
    return configured, len(configured) == len(offered)
