"""What a service is found by: its index, and the synonyms that come with the programme."""

import json
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from lopo.catalogue.models import SearchSynonym
from lopo.catalogue.rules import ServiceRow, words

DATA = Path(__file__).parent.parent / "data"


def search_vector(row: ServiceRow) -> Any:
    """What a service is found by: each word as written and as an Indonesian stem.

    PostgreSQL's parser takes 'Karis/Karsu' for a file name, so only plain words reach it.
    """
    fields = row.fields
    weighted = [
        (f"{row.code} {fields['name']}", "A"),
        (" ".join(fields["synonyms"]), "B"),
        (f"{fields['category']} {fields['description']} {' '.join(fields['products'])}", "C"),
    ]
    vectors = [
        SearchVector(Value(" ".join(words(text))), weight=weight, config=config)
        for text, weight in weighted
        for config in ("simple", "indonesian")
    ]
    vector: Any = vectors[0]
    for another in vectors[1:]:
        vector = vector + another
    return vector


def load_synonyms() -> None:
    """Add the shipped synonyms that are not there yet."""
    rows = json.loads((DATA / "search_synonyms.json").read_text(encoding="utf-8"))
    SearchSynonym.objects.bulk_create(
        (SearchSynonym(term=row["term"], expands_to=row["expands_to"]) for row in rows),
        ignore_conflicts=True,
    )
