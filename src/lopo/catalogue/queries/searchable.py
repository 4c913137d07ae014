"""What services are found by, kept in memory for as long as nothing of it changes.

The words of all services are few, and looking for some of them in memory takes a millisecond or
two; gathering them takes three statements, so that is done once per process and state.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from lopo.catalogue.models import SearchSynonym, Service, Standard
from lopo.catalogue.rules import (
    OWN_STEMS,
    Content,
    Entry,
    Index,
    Meaning,
    make_index,
    vocabulary_of,
    words,
)

from .offers import active_services, asked_for_most, today


def _table(model: type[Model]) -> str:
    return model._meta.db_table


_STEMS = """ARRAY(
  SELECT coalesce((ts_lexize('indonesian_stem', word))[1], word)
  FROM unnest(%(words)s::text[]) WITH ORDINALITY AS said (word, place) ORDER BY place
)"""
# What is gathered below must show in the state, or its changes are found late. A version of a row
# has a place (ctid) and a transaction (xmin) of its own: no change is missed, whoever wrote it.
# Versions of standards only come; one that ends takes its service off the list, not out of here.
_ROWS = "SELECT md5(string_agg(concat_ws(' ', id, xmin, ctid), ',' ORDER BY id)) FROM"
_STATE = f"""SELECT concat_ws(' ', %(day)s::text, (SELECT max(id) FROM {_table(Standard)}),
  ({_ROWS} {_table(Service)}), ({_ROWS} {_table(SearchSynonym)})), {_STEMS}"""  # noqa: S608 - names of tables


@dataclass(frozen=True, slots=True)
class _Kept:
    state: str
    index: Index


_kept = _Kept("", make_index([], [], {}))


def index_and_stems(text: str) -> tuple[Index, dict[str, str]]:
    """The index as of now, and the stems of the words of a text: one statement while nothing
    changes."""
    global _kept  # noqa: PLW0603 - replaced as a whole, so no reader sees half of it
    said = list(dict.fromkeys(words(text)))
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"words": said, "day": today()})
        state, stems = cursor.fetchone()
    kept = _kept
    if kept.state != state:
        kept = _kept = _Kept(state, _gathered())
    return kept.index, _by_word(said, stems)


def _gathered() -> Index:
    entries, meanings = _entries(), _meanings()
    vocabulary = sorted(vocabulary_of(entries, meanings))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_STEMS}", {"words": vocabulary})
        stems = cursor.fetchone()[0]
    return make_index(entries, meanings, _by_word(vocabulary, stems))


def _by_word(said: Sequence[str], stems: Sequence[str]) -> dict[str, str]:
    """The stem of each word, with what the stemmer gets wrong put right."""
    return dict(zip(said, stems, strict=True)) | {w: OWN_STEMS[w] for w in said if w in OWN_STEMS}


def _entries() -> list[Entry]:
    """Every service offered to the public, in the order of the catalogue."""
    return [
        Entry(
            code=service.code,
            name=service.name,
            called=service.synonyms,
            category=service.category,
            events=service.life_events,
            about=" ".join([service.description, *service.standard.told.products]),
            asked=_asked(service.standard.told),
            asked_for_most=service.code in asked_for_most(),
        )
        for service in active_services()
    ]


def _asked(told: Content) -> list[tuple[str, str]]:
    """What has to be brought, with its code and condition, and the special terms."""
    needs = [(one.name, f"{one.code} {one.condition}") for one in told.requirements]
    return [*needs, *((term, "") for term in told.terms)]


def _meanings() -> list[Meaning]:
    rows = SearchSynonym.objects.values_list("term", "expands_to")
    return [Meaning(tuple(words(term)), tuple(words(means))) for term, means in rows]
