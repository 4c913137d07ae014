"""Whose a service was, is and will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from lopo.catalogue.models import Home, Service, at_home_on
from lopo.catalogue.rules import ends, stays
from lopo.organisation.api import Agency


@dataclass(frozen=True, slots=True)
class Stay:
    """A time a service belonged to an agency and unit: ``[since, until)``, and how it came there.

    ``since`` is empty for what was before it was recorded, ``until`` while it lasts. ``came_from``
    is empty where it did not come from another agency.
    """

    agency: Agency
    unit_name: str
    since: date | None
    until: date | None
    came_from: Agency | None
    basis_number: str
    basis_date: date | None
    basis_office: str

    @property
    def last_day(self) -> date | None:
        """The last day it was theirs, for a page of that day; none while it lasts."""
        return self.until - timedelta(days=1) if self.until is not None else None

    def holds_on(self, day: date | None) -> bool:
        """Whether it was theirs on a day (None: before it was recorded)."""
        if day is None or self.since is None:
            return self.since is None and (day is None or self.until is None or day < self.until)
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether it shares a day with ``[first, last)``."""
        begins_before = last is None or self.since is None or self.since < last
        return begins_before and (first is None or self.until is None or first < self.until)


def homes() -> "QuerySet[Home]":
    """Every home with what is told of it."""
    return Home.objects.select_related("agency", "unit", "came_from")


def homes_of(service: Service) -> list[Home]:
    """Every home of a service in the order they were recorded, also those called off."""
    return list(homes().filter(service=service).order_by("id"))


def stays_of(service: Service) -> list[Stay]:
    """The agencies a service belonged, belongs and will belong to, in time."""
    return _told(homes_of(service))


def every_stay() -> dict[str, list[Stay]]:
    """The same of every public service, by its code; one query."""
    found: dict[str, list[Home]] = {}
    rows = homes().filter(service__is_active=True).select_related("service")
    for home in rows.select_related("agency", "unit", "came_from").order_by("service__code", "id"):
        found.setdefault(home.service.code, []).append(home)
    return {code: _told(rows) for code, rows in found.items()}


def _told(rows: Sequence[Home]) -> list[Stay]:
    real = stays(rows)
    return [
        Stay(
            agency=home.agency,
            unit_name=home.unit.name,
            since=home.valid_from,
            until=until,
            came_from=home.came_from,
            basis_number=home.basis_number,
            basis_date=home.basis_date,
            basis_office=home.basis_office,
        )
        for home, until in zip(real, ends(real), strict=True)
    ]


def planned_home(service: Service, day: date) -> Home | None:
    """Where a service will move after a day, when that is decided already."""
    ahead = homes().filter(service=service, valid_to__isnull=True, valid_from__gt=day)
    return ahead.filter(came_from__isnull=False).first()


# How a service came to its agency, as text ready to be said: read with the service at no query.
MOVES = ArraySubquery(
    Home.objects.filter(service=OuterRef("pk"), came_from__isnull=False)
    .exclude(valid_to__isnull=False, valid_to=F("valid_from"))
    .order_by("id")
    .values(
        told=JSONObject(
            came_from="came_from__name",
            agency="agency__name",
            since="valid_from",
            basis="basis_number",
            basis_date="basis_date",
            office="basis_office",
        )
    )
)


def moves_told(service: Service) -> list[dict[str, Any]]:
    """Every move of a service read with ``MOVES``, also one that lies ahead; its days as dates."""
    rows: list[dict[str, Any]] = service.moves  # type: ignore[attr-defined]  # an annotation
    days = ("since", "basis_date")
    return [{**row, **{name: date.fromisoformat(row[name]) for name in days}} for row in rows]


def put_at_home(service: Service, day: date) -> Service:
    """The same service as it belonged (or will belong) on a day; not to be saved."""
    home = homes().filter(at_home_on(day), service=service).first()
    if home is not None:
        service.agency, service.unit = home.agency, home.unit
    rows = service.moves  # type: ignore[attr-defined]  # an annotation
    service.moves = [row for row in rows if row["since"] <= day.isoformat()]  # type: ignore[attr-defined]
    return service


def came_under_version(service: Service, today: date) -> date | None:
    """Since when the agency of a service has kept the version it is read with, when another
    agency kept that version before. The day is the one ``service_in_full`` read it for."""
    day: date = getattr(service, "read_for", today)
    if hasattr(service, "moves"):
        came = [one["since"] for one in moves_told(service)]
    else:
        came = [one.since for one in stays_of(service) if one.came_from and one.since]
    days = [one for one in came if one <= day]
    began = service.standard.valid_from
    return days[-1] if days and (began is None or began < days[-1]) else None


def left_after(service: Service, day: date | None, today: date) -> date | None:
    """The first day after a day, up to today, from which a service was another agency's."""
    moves = [one for one in stays_of(service) if one.came_from is not None and one.since]
    days = [one.since for one in moves if one.since and (day is None or one.since > day)]
    return next((one for one in days if one <= today), None)
