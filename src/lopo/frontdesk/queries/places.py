"""Centres as the API shows them; a list of any length costs the same few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, prefetch_related_objects

from lopo.frontdesk.models import OrderPolicy, Ticket
from lopo.organisation.api import Centre, opening

from .boards import CLOSED, opening_document, seats_of
from .lines import local_date, policy_document


def centre_document(centre: Centre, now: datetime) -> dict[str, Any]:
    """One centre: what it is, whether it is open, who waits, its rules."""
    return centre_documents([centre], now)[0]


def centre_documents(centres: Sequence[Centre], now: datetime) -> list[dict[str, Any]]:
    """The same of each of ``centres``."""
    prefetch_related_objects(centres, "queues", "counters")
    waiting, seats = _waiting(centres, now), seats_of(centres)
    policies = _policies(centres, now)
    return [
        {
            "code": centre.code,
            "name": centre.name,
            "agency": centre.host_agency.code,
            "agency_name": centre.host_agency.name,
            "zone": centre.zone,
            "practice": centre.is_practice,
            "open": opening_document(opening(centre, now)),
            "queues": _queues(centre, waiting),
            "counters": _counters(centre, seats),
            "policy": policy_document(policies.get(centre.pk) or policies[None]),
            "no_show": {
                "calls": centre.no_show_calls,
                "interval_seconds": centre.no_show_interval_seconds,
            },
            "return_minutes": centre.return_minutes,
            "remote_grace_minutes": centre.remote_grace_minutes,
        }
        for centre in centres
    ]


def _queues(centre: Centre, waiting: Mapping[int, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": queue.code,
            "name": queue.name,
            "waiting": waiting.get(queue.pk, 0),
            "wait_minutes": None,
        }
        for queue in centre.queues.all()
        if queue.archived_at is None
    ]


def _counters(centre: Centre, seats: Mapping[int, str]) -> list[dict[str, str]]:
    return [
        {"code": counter.code, "state": seats.get(counter.pk, CLOSED)}
        for counter in centre.counters.all()
        if counter.archived_at is None
    ]


def _waiting(centres: Iterable[Centre], now: datetime) -> dict[int, int]:
    """Per queue: how many wait in the room, on the day it is at that centre."""
    today = {centre.pk: local_date(centre, now) for centre in centres}
    rows = (
        Ticket.objects.filter(
            centre__in=centres,
            service_date__in=set(today.values()),
            state=Ticket.State.WAITING,
            arrived_at__isnull=False,
        )
        .values_list("queue_id", "centre_id", "service_date")
        .annotate(waiting=Count("pk"))
    )
    return {queue: count for queue, centre, day, count in rows if day == today[centre]}


def _policies(centres: Iterable[Centre], now: datetime) -> dict[int | None, OrderPolicy]:
    """The newest policy in force of each centre that has its own; under None the common one."""
    mine = OrderPolicy.objects.filter(Q(centre__in=centres) | Q(centre=None), valid_from__lte=now)
    newest_last = mine.order_by(F("version").asc())
    return {policy.centre_id: policy for policy in newest_last}
