"""What the pages of the editor show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lopo.catalogue.api import (
    NOT_YOURS,
    SUBMITTED,
    Completeness,
    Content,
    Impact,
    Service,
    Standard,
    Touched,
    change_said,
    completeness,
    component_name,
    drafts_of,
    laws_not_in_force,
    list_services,
    today,
)
from lopo.organisation.api import Agency
from lopo.registers.api import LawBook, law_book


@dataclass(frozen=True, slots=True)
class Line:
    """A service on the overview: what is in force, how complete, and whether a draft is open."""

    service: Service
    found: Completeness
    draft: Standard | None
    # How many of its legal bases do not hold today.
    ended: int = 0


@dataclass(frozen=True, slots=True)
class AgencyLines:
    """An agency on the overview with its services; scores are averages in whole percent."""

    agency: Agency
    lines: Sequence[Line]

    @property
    def score(self) -> int:
        """Of all fourteen components over all services; 100 only when nothing is missing."""
        scores = [line.found.score for line in self.lines]
        return sum(scores) // len(scores) if scores else 0

    @property
    def incomplete(self) -> int:
        """How many services lack a component."""
        return sum(not line.found.is_complete for line in self.lines)


def overview(agencies: Sequence[Agency]) -> list[AgencyLines]:
    """Every service of some agencies, by agency."""
    open_drafts = drafts_of(agencies)
    ids = {agency.pk for agency in agencies}
    book, day = law_book(), today()
    lines: dict[int, list[Line]] = {}
    for service in list_services():
        if service.agency_id in ids:
            found = completeness(service.standard.told)
            ended = len(laws_not_in_force(service.standard.told, day, book))
            line = Line(service, found, open_drafts.get(service.pk), ended)
            lines.setdefault(service.agency_id, []).append(line)
    return [AgencyLines(agency, lines.get(agency.pk, [])) for agency in agencies]


# Where in the editor a component is mended.
ANCHORS = {
    "legal_basis": "hukum",
    "requirements": "syarat",
    "procedure": "alur",
    "promise": "waktu",
    "fee": "biaya",
    "product": "produk",
    "complaints": "pengaduan",
}


def missing_of(content: Content) -> list[dict[str, str]]:
    """Every component that is missing, with the place in the editor that mends it."""
    return [
        {"name": component_name(one.code), "anchor": ANCHORS.get(one.code, "pengelolaan")}
        for one in completeness(content).missing
    ]


def laws_to_mend(content: Content, book: LawBook | None = None) -> list[dict[str, str]]:
    """Every legal basis that does not hold today, with the place in the editor that mends it."""
    return [
        {"text": f"{one.law.title}: {one.said}", "anchor": ANCHORS["legal_basis"]}
        for one in laws_not_in_force(content, today(), book)
    ]


@dataclass(frozen=True, slots=True)
class AgencyImpact:
    """What a change of a register touches at one agency."""

    agency: Agency
    rows: Sequence[dict[str, Any]]


def impact_by_agency(impact: Impact) -> dict[str, list[AgencyImpact]]:
    """What becomes drafts (``yours``), what is ``waiting`` for a decree, what ``others`` own."""
    return {
        "yours": _by_agency(impact.touched),
        "waiting": _by_agency(one for one in impact.barred if one.barred == SUBMITTED),
        "others": _by_agency(one for one in impact.barred if one.barred == NOT_YOURS),
    }


def _by_agency(touched: Iterable[Touched]) -> list[AgencyImpact]:
    groups: dict[int, list[Touched]] = {}
    for one in touched:
        groups.setdefault(one.service.agency_id, []).append(one)
    return [
        AgencyImpact(found[0].service.agency, [_touched(one) for one in found])
        for found in groups.values()
    ]


def _touched(one: Touched) -> dict[str, Any]:
    return {
        "service": one.service,
        "is_draft": one.standard.is_draft,
        "changes": [change_said(change) for change in one.changes],
    }
