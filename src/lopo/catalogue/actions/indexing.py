"""What a service is found by: its index, and the synonyms that come with the programme."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from lopo.catalogue.models import LIVE_STATES, SearchSynonym, Service, Standard
from lopo.catalogue.rules import Content, words

DATA = Path(__file__).parent.parent / "data"


def search_vector(service: Service, content: Content) -> Any:
    """What a service is found by: each word as written and as an Indonesian stem.

    PostgreSQL's parser takes 'Karis/Karsu' for a file name, so only plain words reach it.
    """
    weighted = [
        (f"{service.code} {service.name}", "A"),
        (" ".join(service.synonyms), "B"),
        (f"{service.category} {service.description} {' '.join(content.products)}", "C"),
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


def reindex(service: Service, now: datetime) -> None:
    """Let people find a service by what its latest version says, and pages know it is new."""
    latest = Standard.objects.filter(service=service, state__in=LIVE_STATES).latest("number")
    vector = search_vector(service, latest.told)
    Service.objects.filter(pk=service.pk).update(search=vector, updated_at=now)


def load_synonyms() -> None:
    """Add the shipped synonyms that are not there yet."""
    rows = json.loads((DATA / "search_synonyms.json").read_text(encoding="utf-8"))
    SearchSynonym.objects.bulk_create(
        (SearchSynonym(term=row["term"], expands_to=row["expands_to"]) for row in rows),
        ignore_conflicts=True,
    )
