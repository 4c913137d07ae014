"""The line itself: its revision, policy, and who stands in it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils.translation import gettext as _

from lopo.catalogue.api import offerings_of
from lopo.frontdesk.models import Line, NumberSeries, OrderPolicy, Ticket
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
    mine = OrderPolicy.objects.filter(Q(centre=centre) | Q(centre=None), valid_from__lte=at)
    newest = mine.order_by(F("centre").asc(nulls_last=True), "-version").first()
    if newest is None:
        raise LookupError("no order policy is in force; run the migrations")
    return newest


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


_WAITING_COLUMNS = (
    "pk",
    "queue_code",
    "service_code",
    "arrived_at",
    "issued_at",
    "head_start",
    "issued_seq",
)


def waiting_line(centre: Centre, day: date) -> tuple[list[Waiting], list[Waiting]]:
    """Who waits on a day: (in the room, with a number from afar and not here yet)."""
    rows = Ticket.objects.filter(
        centre=centre, service_date=day, state=Ticket.State.WAITING
    ).values_list(*_WAITING_COLUMNS)
    present: list[Waiting] = []
    absent: list[Waiting] = []
    for pk, queue, service, arrived_at, issued_at, head_start, seq in rows:
        place = Waiting(pk, queue, service, arrived_at or issued_at, head_start, seq)
        (present if arrived_at else absent).append(place)
    return present, absent


def priority_runs(centre: Centre, day: date) -> dict[str, tuple[int, int]]:
    """Per queue: (id of its number series, length of its run of priority calls)."""
    rows = NumberSeries.objects.filter(queue__centre=centre, service_date=day)
    return {
        code: (pk, run) for code, pk, run in rows.values_list("queue__code", "pk", "priority_run")
    }


def services_at(counter: Counter) -> tuple[frozenset[str], bool]:
    """The codes a counter is configured for, and whether that is everything at its centre."""
    mine = {queue.pk for queue in counter.queues.all()}
    offered = [o for o in offerings_of(counter.centre) if o.queue_id is not None]
    configured = frozenset(o.service.code for o in offered if o.queue_id in mine)
    return configured, len(configured) == len(offered)
