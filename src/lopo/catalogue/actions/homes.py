"""Homes of services in time: one follows the other, and what was is never changed.

Nothing runs at midnight: whoever asks first on a day writes where services belong from that day
on, before anything is answered (``settle_moves_of_the_day``).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from lopo.catalogue.models import Home, Service, at_home_on
from lopo.catalogue.queries import planned_home
from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.organisation.api import Agency, Unit


def begin_home(
    service: Service, agency: Agency, unit: Unit, from_day: date, now: datetime, **told: Any
) -> Home:
    """The home of a service from a day on; the one of that day ends, later ones never begin."""
    rows = Home.objects.filter(service=service)
    later = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=from_day))
    for home in later.order_by("id"):
        if not home.never_began:
            home.valid_to = max(from_day, home.valid_from) if home.valid_from else from_day
            home.save(update_fields=["valid_to"])
    return Home.objects.create(
        service=service,
        agency=agency,
        unit=unit,
        valid_from=from_day,
        recorded_at=now,
        **told,
    )


def put_in_unit(service: Service, unit: Unit, now: datetime) -> None:
    """Let another unit of the same agency answer for a service from today on.

    While a move to another agency is planned, the unit it leaves stays as it is.
    """
    today = civil_date(now)
    if planned_home(service, today) is None:
        begin_home(service, service.agency, unit, today, now)
        service.unit = unit


@transaction.atomic
def settle_moves(*, clock: Clock) -> int:
    """Let services belong to the home of today; how many moved. Repeatable, and safe at once."""
    now = clock()
    due = Home.objects.filter(at_home_on(civil_date(now))).exclude(
        service__agency=F("agency"), service__unit=F("unit")
    )
    moved = 0
    for home in due.order_by("service_id"):
        # Whoever has read it reads it again.
        moved += (
            Service.objects.filter(pk=home.service_id)
            .exclude(agency_id=home.agency_id, unit_id=home.unit_id)
            .update(agency_id=home.agency_id, unit_id=home.unit_id, updated_at=now)
        )
    return moved


class _Settled:
    """The last day of which this process knows that nothing is due any more."""

    day: date | None = None


def settle_moves_of_the_day(*, clock: Clock) -> None:
    """The same, once a day in every process; nothing is asked on the other times."""
    today = civil_date(clock())
    if _Settled.day != today:
        settle_moves(clock=clock)
        _Settled.day = today


def nothing_is_due(day: date | None) -> None:
    """Remember a day as settled (None: forget it), for tests that begin with nothing planned."""
    _Settled.day = day
