"""What the pages of the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lopo.catalogue.api import (
    Change,
    Completeness,
    Content,
    ProcedureFault,
    Service,
    Standard,
    completeness,
    drafts_of,
    list_services,
)
from lopo.organisation.api import Agency


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
    lines: dict[int, list[Line]] = {}
    for service in list_services():
        if service.agency_id in ids:
            found = completeness(service.standard.told)
            line = Line(service, found, open_drafts.get(service.pk))
            lines.setdefault(service.agency_id, []).append(line)
    return [AgencyLines(agency, lines.get(agency.pk, [])) for agency in agencies]


def component_name(code: str) -> str:
    """A component as the law calls it (UU 25/2009 art. 21)."""
    names = {
        "legal_basis": _("Legal basis"),
        "requirements": _("Requirements"),
        "procedure": _("System, mechanism and procedure"),
        "promise": _("Time"),
        "fee": _("Cost or tariff"),
        "product": _("Product of the service"),
        "facilities": _("Facilities"),
        "competence": _("Competence of the staff"),
        "supervision": _("Internal supervision"),
        "complaints": _("Complaints, suggestions and comments"),
        "staffing": _("Number of staff"),
        "service_guarantee": _("Guarantee of the service"),
        "safety_guarantee": _("Guarantee of safety"),
        "evaluation": _("Evaluation of the staff's performance"),
        "steps": _("System, mechanism and procedure"),
        "products": _("Product of the service"),
        "terms": _("Good to know"),
        "needs_nothing": _("Requirements"),
        "signatory": _("Decided by"),
        "note": _("Note"),
    }
    return names[code]


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


def fault_said(fault: ProcedureFault) -> str:
    """What is wrong with a procedure, so that one can mend it."""
    sentences = {
        "no-steps": _("There is no step yet."),
        "no-activity": _("Step %(step)s does not say what is done."),
        "no-actor": _("Step %(step)s does not say who does it."),
        "no-time": _("Step %(step)s has no time."),
        "orphan-branch": _("In step %(step)s, a no must go back to this or an earlier step."),
        "decides-without-end": _("Step %(step)s is the last one and cannot end with a question."),
        "starts-without-applicant": _("A service begins with the applicant (PEMOHON)."),
        "begins-and-ends-in-one": _("There is one step only."),
        "longer-than-promised": _(
            "The agency's own steps take %(needed)s working minutes, the promise is %(allowed)s."
        ),
    }
    needed, allowed = fault.detail if fault.code == "longer-than-promised" else (0, 0)
    return sentences[fault.code] % {"step": fault.step, "needed": needed, "allowed": allowed}


def change_said(change: Change) -> dict[str, str]:
    """One difference as a row: which component, where, what was and what is."""
    return {
        "component": component_name(change.component),
        "place": change.place,
        "was": _plain(change.was),
        "now": _plain(change.now),
    }


def _plain(value: object) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        parts = (_plain(part) for part in value.values() if part not in (None, "", False))
        return " · ".join(parts)
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return str(value)
