"""Finding services by what people call them."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from lopo.catalogue.models import MissedSearch, Service
from lopo.catalogue.rules import Because, Index, Ranking, because, nearest, rank, words
from lopo.organisation.api import Agency, Centre

from .offers import list_services
from .searchable import index_and_stems

MOST_SUGGESTED = 8
MOST_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first.

    ``read_as`` is set when it was read differently from how it was typed; ``words`` are the words
    that fitted, as services write them. Not ``is_sure``: most of what was asked for is nowhere.
    """

    services: list[Service]
    read_as: str = ""
    words: frozenset[str] = frozenset()
    is_sure: bool = True
    index: Index | None = field(default=None, repr=False)

    def because(self, service: Service) -> Because | None:
        """What fitted of a service that was found, where name and description do not show it."""
        return because(service.code, self.words, self.index) if self.index else None


def search(text: str, agency: Agency | None = None, *, centre: Centre | None = None) -> Found:
    """Services that fit what a person typed, best first; of an agency or a centre, or of all.

    The better the words fit and the fewer services have them, the higher (``rules.ranking``).
    """
    services = list_services(agency, centre=centre)
    if not words(text):
        return Found(services=list(services))
    index, ranking = _ranked(text)
    found = _in_order(ranking, services)
    if not found:
        return Found(services=[], is_sure=False)
    return Found(
        services=found,
        read_as=ranking.read_as,
        words=ranking.words,
        is_sure=ranking.is_sure_of(found[0].code),
        index=index,
    )


def suggest(text: str, *, centre: Centre | None = None) -> Found:
    """The first services that fit what somebody is still typing."""
    if not words(text):
        return Found(services=[])
    _index, ranking = _ranked(text, typing=not text.endswith(" "))
    found = _in_order(ranking, list_services(centre=centre))
    return Found(services=found[:MOST_SUGGESTED], read_as=ranking.read_as, words=ranking.words)


def nearest_words(text: str, *, centre: Centre | None = None) -> list[str]:
    """Words that lead to a service and look most like what was typed; none where none does."""
    index, stems = index_and_stems(text)
    given = list_services(centre=centre).values_list("code", flat=True)
    return nearest(text, stems, index, given=set(given), most=MOST_NEAREST)


def missed_searches() -> "QuerySet[MissedSearch]":
    """What people looked for in vain, what most looked for first."""
    return MissedSearch.objects.order_by("-count", "-last_date", "text")


def _ranked(text: str, *, typing: bool = False) -> tuple[Index, Ranking]:
    index, stems = index_and_stems(text)
    return index, rank(text, stems, index, typing=typing)


def _in_order(ranking: Ranking, services: "QuerySet[Service]") -> list[Service]:
    """Those of the services that fit well enough beside the best of them."""
    codes = [hit.code for hit in ranking.hits]
    by_code = {one.code: one for one in services.filter(code__in=codes)} if codes else {}
    return [by_code[code] for code in ranking.worth_showing(by_code.keys())]
