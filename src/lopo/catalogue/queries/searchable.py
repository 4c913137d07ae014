"""What services are found by, kept in memory for as long as nothing of it changes.

The words of all services are few, and looking for some of them in memory takes a millisecond or
two; gathering them takes four statements, so that is done once per process and state.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection

from lopo.catalogue.models import Requirement, SearchSynonym, Service
from lopo.catalogue.rules import Entry, Index, Meaning, make_index, vocabulary_of, words

from .services import active_services, asked_for_most

DATA = Path(__file__).parent.parent / "data"

_STEMS = """ARRAY(
  SELECT coalesce((ts_lexize('indonesian_stem', word))[1], word)
  FROM unnest(%(words)s::text[]) WITH ORDINALITY AS said (word, place) ORDER BY place
)"""
# What is gathered below must show in the state, or its changes are found late. A version of a row
# has a place (ctid) and a transaction (xmin) of its own: no change is missed, whoever wrote it.
# Requirements are only written together with their service.
_ROWS = "SELECT md5(string_agg(concat_ws(' ', id, xmin, ctid), ',' ORDER BY id)) FROM"
_STATE = f"""SELECT concat_ws('-',
  ({_ROWS} {Service._meta.db_table}), ({_ROWS} {SearchSynonym._meta.db_table})), {_STEMS}"""


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
        cursor.execute(_STATE, {"words": said})
        state, stems = cursor.fetchone()
    kept = _kept
    if kept.state != state:
        kept = _kept = _Kept(state, _gathered())
    return kept.index, dict(zip(said, stems, strict=True))


def _gathered() -> Index:
    entries, meanings = _entries(), _meanings()
    vocabulary = sorted(vocabulary_of(entries, meanings))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_STEMS}", {"words": vocabulary})
        stems = cursor.fetchone()[0]
    return make_index(entries, meanings, dict(zip(vocabulary, stems, strict=True)))


def _entries() -> list[Entry]:
    """Every service offered to the public, in the order of the catalogue."""
    services = list(active_services())
    asked: dict[int, list[tuple[str, str]]] = defaultdict(list)
    needs = Requirement.objects.filter(service__in=services).order_by("position")
    for pk, code, name, condition in needs.values_list("service", "code", "name", "condition"):
        asked[pk].append((name, f"{code} {condition}"))
    return [
        Entry(
            code=service.code,
            name=service.name,
            called=service.synonyms,
            category=service.category,
            events=_events().get(service.code, ()),
            about=" ".join([service.description, *service.products]),
            asked=[*asked[service.pk], *((term, "") for term in service.special_terms)],
            asked_for_most=service.code in asked_for_most(),
        )
        for service in services
    ]


def _meanings() -> list[Meaning]:
    rows = SearchSynonym.objects.values_list("term", "expands_to")
    return [Meaning(tuple(words(term)), tuple(words(means))) for term, means in rows]


@cache
def _events() -> dict[str, Sequence[str]]:
    """When in a life each service is needed, as shipped."""
    found: dict[str, list[str]] = defaultdict(list)
    for event in json.loads((DATA / "life_events.json").read_text("utf-8")):
        for code in event["services"]:
            found[code].append(event["name"])
    return dict(found)
