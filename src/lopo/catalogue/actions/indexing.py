"""What services are found by: telling that it changed, and the synonyms that are shipped."""

import json
from datetime import datetime
from pathlib import Path

from lopo.catalogue.models import SearchSynonym, Service

DATA = Path(__file__).parent.parent / "data"


def reindex(service: Service, now: datetime) -> None:
    """Let pages and the search know that a service says something new."""
    Service.objects.filter(pk=service.pk).update(updated_at=now)


def load_synonyms() -> None:
    """Add the shipped synonyms that are not there yet."""
    rows = json.loads((DATA / "search_synonyms.json").read_text(encoding="utf-8"))
    SearchSynonym.objects.bulk_create(
        (SearchSynonym(term=row["term"], expands_to=row["expands_to"]) for row in rows),
        ignore_conflicts=True,
    )
