"""Finding services by what people call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db.models import F, QuerySet

from lopo.catalogue.models import SearchSynonym, Service
from lopo.catalogue.rules import expansions, mend, telling_words, words
from lopo.organisation.api import Agency, Centre

from .offers import active_services, list_services

Query = SearchQuery | CombinedSearchQuery
SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``read_as`` when it was read differently from how it was typed."""

    services: list[Service]
    read_as: str = ""


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
