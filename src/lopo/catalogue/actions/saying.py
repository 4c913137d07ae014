"""What people say for what the rules call otherwise: the synonyms that come with the programme."""

import json
from pathlib import Path

from lopo.catalogue.models import SearchSynonym

DATA = Path(__file__).parent.parent / "data"


def load_synonyms() -> None:
    """Add the shipped synonyms that are not there yet."""
    rows = json.loads((DATA / "search_synonyms.json").read_text(encoding="utf-8"))
    SearchSynonym.objects.bulk_create(
        (SearchSynonym(term=row["term"], expands_to=row["expands_to"]) for row in rows),
        ignore_conflicts=True,
    )
