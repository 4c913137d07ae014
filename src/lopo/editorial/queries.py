"""What the pages of the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from lopo.catalogue.api import (
    Completeness,
    Content,
    Service,
    Standard,
    completeness,
    component_name,
    drafts_of,
    list_services,
)
from lopo.organisation.api import Agency
from lopo.profiles.api import PLEDGE, Answer, Report, reports_of


@dataclass(frozen=True, slots=True)
class Line:
    """A service on the overview: what is in force, how complete, and whether a draft is open."""

    service: Service
    found: Completeness
    draft: Standard | None


@dataclass(frozen=True, slots=True)
class AgencyLines:
    """An agency on the overview with its services; scores are averages in whole percent."""

    agency: Agency
    lines: Sequence[Line]
    report: Report

    @property
    def mending(self) -> list[dict[str, str]]:
        """What the agency does not say of itself yet, and where it does."""
        return mending(self.report)

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
    open_drafts, reports = drafts_of(agencies), reports_of(agencies)
    ids = {agency.pk for agency in agencies}
    lines: dict[int, list[Line]] = {}
    for service in list_services():
        if service.agency_id in ids:
            found = completeness(service.standard.told)
            line = Line(service, found, open_drafts.get(service.pk))
            lines.setdefault(service.agency_id, []).append(line)
    return [
        AgencyLines(agency, lines.get(agency.pk, []), reports[agency.pk]) for agency in agencies
    ]


def mending(report: Report) -> list[dict[str, str]]:
    """Every item and profile that is missing, with the page on which it is written."""
    return [
        {"code": one.item.code, "name": one.item.name, "href": _written_at(report.agency, one)}
        for one in report.missing
    ]


def _written_at(agency: Agency, answer: Answer) -> str:
    """Where an answer is written: here, with the look, or with the pledges if there are any."""
    item = answer.item
    if item.answered_by == "MOTTO":
        return reverse("editorial:look", args=[agency.code]) + "#id_motto"
    if item.answered_by == PLEDGE:
        try:
            return reverse("notices:new", args=[agency.code, "maklumat"])
        except NoReverseMatch:  # an installation without notices: written by hand
            pass
    return f"{reverse('editorial:agency', args=[agency.code])}#{item.code}"


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
