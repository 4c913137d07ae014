"""What the pages of the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lopo.catalogue.api import (
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
    """What a change of a register touches at one agency; ``barred`` says why not ("": it does)."""

    agency: Agency
    barred: str
    rows: Sequence[dict[str, Any]]


def impact_by_agency(impact: Impact) -> list[AgencyImpact]:
    """What is touched, then what this account may not touch, by agency."""
    groups: dict[tuple[str, int], list[Touched]] = {}
    for one in (*impact.touched, *impact.barred):
        groups.setdefault((one.barred, one.service.agency_id), []).append(one)
    return [
        AgencyImpact(found[0].service.agency, barred, [_touched(one) for one in found])
        for (barred, _agency), found in groups.items()
    ]


def _touched(one: Touched) -> dict[str, Any]:
    return {
        "service": one.service,
        "is_draft": one.standard.is_draft,
        "changes": [change_said(change) for change in one.changes],
    }
