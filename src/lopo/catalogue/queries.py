"""Finding services: by code, by category, by what people call them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db.models import F, Prefetch, QuerySet

from lopo.organisation.api import Agency, Centre

from .models import Offering, Requirement, SearchSynonym, Service, Step
from .rules import examples, expansions, in_turn, mend, telling_words, words

Query = SearchQuery | CombinedSearchQuery
SHORTEST_PREFIX = 2
DATA = Path(__file__).parent / "data"
SHOWN_FIRST = 6
MOST_EXAMPLES = 4


# Whether an offering read earlier still holds, as a condition others may put into a statement of
# their own (with ``offering`` and ``queue``): asked under their lock at no further cost.
STILL_GIVEN = """EXISTS (
  SELECT 1 FROM catalogue_offering o JOIN organisation_centre c ON c.id = o.centre_id
  WHERE o.id = %(offering)s AND o.queue_id = %(queue)s AND o.archived_at IS NULL
    AND c.archived_at IS NULL
)"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``read_as`` when it was read differently from how it was typed."""

    services: list[Service]
    read_as: str = ""


def active_services() -> "QuerySet[Service]":
    """Services offered to the public, in the order of the catalogue."""
    # The search column is long and of no use on a page.
    return Service.objects.filter(is_active=True).select_related("agency").defer("search")


def list_services(
    agency: Agency | None = None, *, centre: Centre | None = None
) -> "QuerySet[Service]":
    """The public list, of one agency or of all; or only what is given at a centre."""
    services = active_services()
    if centre is not None:
        given = Offering.objects.filter(centre=centre, archived_at__isnull=True)
        services = services.filter(pk__in=given.values("service"))
    return services.filter(agency=agency) if agency is not None else services


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


@cache
def _shown_first() -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads((DATA / "shown_first.json").read_text("utf-8"))
    return shipped


def service_by_code(code: str) -> Service | None:
    """The active service with this code."""
    return active_services().filter(code=code).first()


def service_in_full(code: str) -> Service | None:
    """A service with its requirements, steps and where it is given."""
    services = active_services().select_related("unit").prefetch_related(*PARTS)
    return services.filter(code=code).first()


def offering(centre: Centre, service_code: str) -> Offering | None:
    """An active service as given at this centre in use, with its service and queue."""
    offers = offerings_of(centre).filter(centre__archived_at__isnull=True)
    return offers.filter(service__code=service_code).first()


def offerings_of(centre: Centre) -> "QuerySet[Offering]":
    """What is given at a centre, in the order of the catalogue."""
    return (
        Offering.objects.filter(centre=centre, service__is_active=True, archived_at__isnull=True)
        .select_related("service", "queue")
        .defer("service__search")
        .order_by("service__position", "service__code")
    )


def costs_something(centre: Centre | None) -> bool:
    """Whether anything given at a centre has a tariff; without one, anything in the catalogue.

    It decides what may be said about money where all of it is meant (UU 25/2009 art. 31).
    """
    if centre is None:
        return Service.objects.filter(is_active=True, fee_amount__gt=0).exists()
    return offerings_of(centre).filter(service__fee_amount__gt=0).exists()


def name_is_taken(name: str, agency_id: int, *, except_for: str = "") -> bool:
    """Whether an agency has another active service of this name, in whatever letters."""
    known = Service.objects.filter(agency_id=agency_id, name__iexact=name, is_active=True)
    return known.exclude(code=except_for).exists()


def categories_of(agency: Agency, *, except_for: str = "") -> list[str]:
    """The categories of an agency's services (but one), in the order of the catalogue."""
    others = list_services(agency).exclude(code=except_for)
    return list(dict.fromkeys(others.values_list("category", flat=True)))


def owners_of(codes: Collection[str]) -> dict[str, str]:
    """Which agency each of these service codes belongs to already, by its code."""
    rows = Service.objects.filter(code__in=codes)
    return dict(rows.values_list("code", "agency__code"))


def search(text: str, agency: Agency | None = None, *, centre: Centre | None = None) -> Found:
    """Services that fit what a person typed, best first; of an agency or a centre, or of all.

    All words must fit; if nothing does, words that look like a typing error are mended; if
    still nothing, any of the words will do. Synonyms count like the words themselves.
    """
    services = list_services(agency, centre=centre)
    said = telling_words(text)
    if not said:
        return Found(services=list(services))
    synonyms = list(SearchSynonym.objects.values_list("term", "expands_to"))
    found = _ranked(_meaning(said, synonyms), services)
    if found:
        return Found(services=found)
    mended = mend(said, _vocabulary(synonyms))
    if mended != said:
        found = _ranked(_meaning(mended, synonyms), services)
    if found:
        return Found(services=found, read_as=" ".join(mended))
    return Found(services=_ranked(_any_of(said), services))


def _meaning(said: Sequence[str], synonyms: Sequence[tuple[str, str]]) -> Query:
    """All the words, said in any of the ways the synonyms allow."""
    ways = [said, *expansions(said, synonyms)]
    return reduce(lambda a, b: a | b, (_all_of(way) for way in ways))


def _ranked(query: Query, services: "QuerySet[Service]") -> list[Service]:
    ranked = services.filter(search=query).annotate(rank=SearchRank(F("search"), query))
    return list(ranked.order_by("-rank", "position", "code"))


def _all_of(way: Sequence[str]) -> Query:
    return reduce(lambda a, b: a & b, (_one(word) for word in way))


def _any_of(way: Sequence[str]) -> Query:
    return reduce(lambda a, b: a | b, (_one(word) for word in way))


def _one(word: str) -> Query:
    """A word as typed so far, or another form of the same Indonesian stem."""
    begins = f"{word}:*" if len(word) >= SHORTEST_PREFIX else word
    stem = SearchQuery(word, config="indonesian")
    return SearchQuery(begins, config="simple", search_type="raw") | stem


def _vocabulary(synonyms: Sequence[tuple[str, str]]) -> set[str]:
    """Every word a service could be found by through its name."""
    known = {word for term, _meaning in synonyms for word in term.split()}
    for name, category, terms in active_services().values_list("name", "category", "synonyms"):
        known.update(words(f"{name} {category} {' '.join(terms)}"))
    return {word for word in known if len(word) > SHORTEST_PREFIX}


# Where a service is given, real centres before practice ones; with its other parts this is
# all a page or an API answer needs, in three queries however many services there are.
PARTS = (
    Prefetch("requirements", Requirement.objects.order_by("position")),
    Prefetch("steps", Step.objects.order_by("position")),
    Prefetch(
        "offerings",
        Offering.objects.filter(centre__archived_at__isnull=True, archived_at__isnull=True)
        .select_related("centre__host_agency", "queue")
        .order_by("centre__is_practice", "centre__name"),
    ),
)
