"""Services and where they are given: by code, by category, by agency, by centre."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet

from lopo.catalogue.models import (
    LIVE_STATES,
    Home,
    Offering,
    Service,
    Standard,
    at_home_on,
    in_force_on,
)
from lopo.catalogue.rules import examples, in_turn
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, Centre

from .homes import MOVES, put_at_home

DATA = Path(__file__).parent.parent / "data"
SHOWN_FIRST = 6
MOST_EXAMPLES = 4
CHARGED = Q(held__content__fee__amount__gt=0) | ~Q(held__content__fee__tariffs=[])


# Whether an offering read earlier still holds, as a condition others may put into a statement of
# their own (with ``offering`` and ``queue``): asked under their lock at no further cost.
STILL_GIVEN = """EXISTS (
  SELECT 1 FROM catalogue_offering o JOIN organisation_centre c ON c.id = o.centre_id
  WHERE o.id = %(offering)s AND o.queue_id = %(queue)s AND o.archived_at IS NULL
    AND c.archived_at IS NULL
)"""


def today() -> date:
    """The day whose standards hold now."""
    return civil_date(system_clock())


def with_standard(services: "QuerySet[Service]", day: date) -> "QuerySet[Service]":
    """Services with the version of their standard that holds on a day; without one, none."""
    held = FilteredRelation("standards", condition=in_force_on(day, "standards__"))
    joined = services.annotate(held=held).filter(held__isnull=False)
    return joined.select_related("agency", "held")  # type: ignore[misc]  # an annotation


def active_services(day: date | None = None) -> "QuerySet[Service]":
    """Services offered to the public (today, or on a day), in the order of the catalogue."""
    return with_standard(Service.objects.filter(is_active=True), day or today())


def list_services(
    agency: Agency | None = None, *, centre: Centre | None = None, day: date | None = None
) -> "QuerySet[Service]":
    """The public list (today's, or a day's), of one agency or of all; or of a centre only."""
    services = active_services(day)
    if centre is not None:
        given = Offering.objects.filter(centre=centre, archived_at__isnull=True)
        services = services.filter(pk__in=given.values("service"))
    if agency is None:
        return services
    return services.filter(belongs_to(agency, day))


def belongs_to(agency: Agency, day: date | None = None) -> Q:
    """The condition that services belong to an agency, today or on a day."""
    if day is None or day == today():
        return Q(agency=agency)
    held = Home.objects.filter(at_home_on(day), agency=agency)
    return Q(pk__in=held.values("service"))


def services_shown_first(limit: int = SHOWN_FIRST) -> list[Service]:
    """What most people come for, as shipped, else the first ones; of every agency in turn."""
    offered = active_services().order_by("agency__name", "position", "code")
    rows = offered.values_list("agency__name", "code")
    codes = in_turn(rows, _shown_first()["services"])[:limit]
    chosen = {service.code: service for service in active_services().filter(code__in=codes)}
    return [chosen[code] for code in codes if code in chosen]


def examples_of(services: Iterable[Service]) -> list[str]:
    """Words to try a search among these services with, most asked for first; none of none."""
    rows = [(one.code, one.name, one.category, one.synonyms) for one in services]
    return examples(rows, _shown_first()["searches"], MOST_EXAMPLES)


def search_examples(centre: Centre | None = None) -> list[str]:
    """The same for the public list, or for what is given at a centre."""
    rows = list_services(centre=centre).values_list("code", "name", "category", "synonyms")
    return examples(rows, _shown_first()["searches"], MOST_EXAMPLES)


def categories() -> list[tuple[str, list[str]]]:
    """Every category with the names of its services, in the order of the catalogue."""
    names: dict[str, list[str]] = {}
    for category, name in active_services().values_list("category", "name"):
        names.setdefault(category, []).append(name)
    return list(names.items())


def asked_for_most() -> frozenset[str]:
    """Codes of the services that most people come for, as shipped."""
    return frozenset(_shown_first()["services"])


@cache
def _shown_first() -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads((DATA / "shown_first.json").read_text("utf-8"))
    return shipped


def service_by_code(code: str) -> Service | None:
    """The active service with this code."""
    return active_services().filter(code=code).first()


def service_in_full(code: str, day: date | None = None) -> Service | None:
    """A service with its standard of today (or of a day), its unit and where it is given.

    On another day it belongs to the agency and unit of that day.
    """
    services = active_services(day).select_related("unit").annotate(moves=MOVES)
    found = services.prefetch_related(*PARTS).filter(code=code).first()
    if found is None:
        return None
    found.read_for = day or today()  # type: ignore[attr-defined]
    return put_at_home(found, day) if day and day != today() else found


def known_service(code: str) -> Service | None:
    """A public service by its code, whether or not a standard of it is in force."""
    services = Service.objects.filter(is_active=True, code=code)
    return services.select_related("agency", "unit").first()


def services_by_key(keys: Iterable[int]) -> "QuerySet[Service]":
    """Services by their keys, those no longer given too: what was said of them stays."""
    return Service.objects.filter(pk__in=list(keys))


def versions_of(service: Service) -> "QuerySet[Standard]":
    """The versions of a standard that were, are or will be in force, the newest first."""
    rows = Standard.objects.filter(service=service, state__in=LIVE_STATES)
    return rows.select_related("consultation").order_by("-number")


def versions_with_records(service: Service) -> "QuerySet[Standard]":
    """The same, each with who signed the record of its consultation; one query more for all."""
    return versions_of(service).prefetch_related("consultation__signatories")


def standard_on(service: Service, day: date) -> Standard | None:
    """The version that held on a day."""
    return Standard.objects.filter(in_force_on(day), service=service).first()


def version_numbered(service: Service, number: int) -> Standard | None:
    """One of these versions."""
    return versions_of(service).filter(number=number).first()


def service_under(standard_id: int) -> Service | None:
    """A service with the version of its standard that somebody is served under."""
    versions = Standard.objects.select_related("service__agency", "service__unit")
    version = versions.filter(pk=standard_id).first()
    if version is None:
        return None
    version.service.standard = version
    return version.service


def offering(centre: Centre, service_code: str) -> Offering | None:
    """An active service as given at this centre in use, with its service and queue."""
    offers = offerings_of(centre).filter(centre__archived_at__isnull=True)
    return offers.filter(service__code=service_code).first()


def offerings_of(centre: Centre) -> "QuerySet[Offering]":
    """What is given at a centre, in the order of the catalogue.

    Each says which version of the standard holds today, and what it costs.
    """
    held = FilteredRelation(
        "service__standards", condition=in_force_on(today(), "service__standards__")
    )
    return (
        Offering.objects.filter(centre=centre, service__is_active=True, archived_at__isnull=True)
        .annotate(held=held)
        .filter(held__isnull=False)
        .annotate(held_id=F("held__id"), held_fee=F("held__content__fee"))
        .select_related("service", "queue")
        .order_by("service__position", "service__code")
    )


def given_at(service: Service) -> list[Offering]:
    """Where a service is given today, with the centre and the queue; real centres first."""
    rows = Offering.objects.filter(
        service=service, archived_at__isnull=True, centre__archived_at__isnull=True
    )
    rows = rows.select_related("centre", "queue", "service")
    return list(rows.order_by("centre__is_practice", "centre__name"))


def consulting_offers(centres: Collection[Centre]) -> "QuerySet[Offering]":
    """At which of these centres one may take a number just to ask, with service and centre."""
    return Offering.objects.filter(
        centre__in=centres,
        service__code__in=_shown_first()["consulting"],
        service__is_active=True,
        archived_at__isnull=True,
        queue__isnull=False,
    ).select_related("service", "centre")


def costs_something(centre: Centre | None) -> bool:
    """Whether anything given at a centre has a tariff; without one, anything in the catalogue.

    It decides what may be said about money where all of it is meant (UU 25/2009 art. 31).
    """
    if centre is None:
        return active_services().filter(CHARGED).exists()
    return list_services(centre=centre).filter(CHARGED).exists()


def name_is_taken(name: str, agency_id: int, *, except_for: str = "") -> bool:
    """Whether an agency has another active service of this name, in whatever letters."""
    known = Service.objects.filter(agency_id=agency_id, name__iexact=name, is_active=True)
    return known.exclude(code=except_for).exists()


def names_of(agency: Agency) -> list[tuple[str, str]]:
    """The name and code of every active service of an agency."""
    known = Service.objects.filter(agency=agency, is_active=True)
    return list(known.values_list("name", "code"))


def categories_of(agency: Agency, *, except_for: str = "") -> list[str]:
    """The categories of an agency's services (but one), in the order of the catalogue."""
    others = list_services(agency).exclude(code=except_for)
    return list(dict.fromkeys(others.values_list("category", flat=True)))


def owners_of(codes: Collection[str]) -> dict[str, str]:
    """Which agency each of these service codes belongs to already, by its code."""
    rows = Service.objects.filter(code__in=codes)
    return dict(rows.values_list("code", "agency__code"))


# Where a service is given, real centres before practice ones: all that a page or an API answer
# needs beside its standard, in one query however many services there are.
PARTS = (
    Prefetch(
        "offerings",
        Offering.objects.filter(centre__archived_at__isnull=True, archived_at__isnull=True)
        .select_related("centre__host_agency", "queue")
        .order_by("centre__is_practice", "centre__name"),
    ),
)
