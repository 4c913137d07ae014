"""How many services use each row of the registers; counted where the contents lie."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from lopo.registers.api import LawBook, SharedRequirement

from .offers import today

# Of a service counts what holds today and what its open draft says, once.
USES = """
SELECT item->>'code', item->>%(named)s::text, s.agency_id, count(DISTINCT v.service_id)
FROM catalogue_standard v JOIN catalogue_service s ON s.id = v.service_id,
     jsonb_array_elements(v.content->%(component)s::text) item
WHERE s.is_active AND (
  v.state IN ('DRAFT', 'CONSULTATION', 'SUBMITTED')
  OR (v.state IN ('DECREED', 'TAKEN_OVER') AND (v.valid_to IS NULL OR v.valid_to > %(day)s)))
GROUP BY 1, 2, 3
"""
Row = tuple[str, str, int, int]  # code, name or title, agency, services


def uses_of_regulations(book: LawBook) -> Counter[int]:
    """How many services cite each regulation, by its id; one statement."""
    found: Counter[int] = Counter()
    for code, title, _agency, count in _rows("legal_basis", "title"):
        regulation = book.find(code, title)
        if regulation is not None:
            found[regulation.pk] += count
    return found


def uses_of_requirements(requirements: Iterable[SharedRequirement]) -> Counter[int]:
    """How many services ask for each requirement, by its id; an agency's own goes first."""
    entries = {(one.agency_id, one.code): one.pk for one in requirements}
    found: Counter[int] = Counter()
    for code, _name, agency, count in _rows("requirements", "name"):
        entry = entries.get((agency, code)) or entries.get((None, code))
        if entry is not None:
            found[entry] += count
    return found


def _rows(component: str, named: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(USES, {"component": component, "named": named, "day": today()})
        rows: list[Row] = cursor.fetchall()
        return rows
