"""What the pages of the editor show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    fault_said,
    laws_not_in_force,
    list_services,
    not_in_force,
    obstacles,
    today,
)
from lopo.foundation.parts import address_of
from lopo.kernel.formats import language, long_date
from lopo.organisation.api import Agency, Unit
from lopo.profiles.api import PLEDGE, Answer, Report, reports_of
from lopo.registers.api import LawBook, Regulation, law_book, regulations

from .models import FileImport

OPEN = (FileImport.State.WAITING, FileImport.State.RUNNING)
# A worker that takes a file in is heard of more often than this; reading alone may take a minute.
SILENT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """A service on the overview: what is in force, how complete, and whether a draft is open."""

    service: Service
    found: Completeness
    draft: Standard | None
    # How many of its legal bases do not hold today.
    ended: int = 0

    @property
    def missing(self) -> list[dict[str, str]]:
        """Every component that what is in force lacks, with the place that mends it."""
        return _said(self.found)


@dataclass(frozen=True, slots=True)
class Idle:
    """A service that the public does not find: new, withdrawn, or promised from a later day."""

    service: Service
    draft: Standard | None
    begins: date | None
    is_new: bool


@dataclass(frozen=True)
class Lines:
    """Services together; scores are averages in whole percent."""

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

    @property
    def missing(self) -> list[dict[str, Any]]:
        """What is missing, and of how many services; what most of them lack first."""
        codes = Counter(one.code for line in self.lines for one in line.found.missing)
        return [{"name": component_name(code), "n": n} for code, n in codes.most_common()]


@dataclass(frozen=True)
class UnitLines(Lines):
    """A unit of an agency (bidang) with the services it answers for."""

    unit: Unit
    # What the address of the page calls it.
    key: str


@dataclass(frozen=True)
class AgencyLines(Lines):
    """An agency on the overview: all its units, and those that are shown."""

    agency: Agency
    units: Sequence[UnitLines]
    shown: Sequence[UnitLines]
    report: Report
    idle: Sequence[Idle] = ()

    @property
    def submitted(self) -> "list[Line | Idle]":
        """What waits for a decree, whether or not it is in force already."""
        every: list[Line | Idle] = [*self.lines, *self.idle]
        return [
            line
            for line in every
            if line.draft is not None and line.draft.state == Standard.State.SUBMITTED
        ]

    @property
    def mending(self) -> list[dict[str, str]]:
        """What the agency does not say of itself yet, and where it does."""
        return mending(self.report)

    @property
    def is_narrowed(self) -> bool:
        """Whether only one unit was asked for."""
        return len(self.shown) < len(self.units)


def overview(agencies: Sequence[Agency], unit: str = "") -> list[AgencyLines]:
    """Every service of some agencies, by agency and unit; or of the one unit with this key."""
    open_drafts, reports = drafts_of(agencies), reports_of(agencies)
    ids = {agency.pk for agency in agencies}
    book, day = law_book(), today()
    lines: dict[int, list[Line]] = {}
    for service in list_services().select_related("unit"):
        if service.agency_id in ids:
            found = completeness(service.standard.told)
            ended = len(laws_not_in_force(service.standard.told, day, book))
            line = Line(service, found, open_drafts.get(service.pk), ended)
            lines.setdefault(service.agency_id, []).append(line)
    idle = _idle(agencies, open_drafts)
    every = [
        replace(
            _of_agency(agency, lines.get(agency.pk, []), reports[agency.pk]),
            idle=idle.get(agency.pk, []),
        )
        for agency in agencies
    ]
    return [_narrowed(one, unit) for one in every if _has(one, unit)] or every


def _idle(agencies: Sequence[Agency], open_drafts: Mapping[int, Standard]) -> dict[int, list[Idle]]:
    found: dict[int, list[Idle]] = {}
    for one in not_in_force(agencies):
        begins: date | None = getattr(one, "begins", None)
        is_new = not getattr(one, "had_version", False)
        idle = Idle(one, open_drafts.get(one.pk), begins, is_new)
        found.setdefault(one.agency_id, []).append(idle)
    return found


def _of_agency(agency: Agency, lines: Sequence[Line], report: Report) -> AgencyLines:
    by_unit: dict[int, list[Line]] = {}
    for line in lines:
        by_unit.setdefault(line.service.unit_id, []).append(line)
    units = [_of_unit(agency, found) for found in by_unit.values()]
    units.sort(key=lambda one: one.unit.name)
    return AgencyLines(lines, agency, units, units, report)


def _of_unit(agency: Agency, lines: Sequence[Line]) -> UnitLines:
    unit = lines[0].service.unit
    return UnitLines(lines, unit, f"{agency.code}:{unit.code}")


def _narrowed(one: AgencyLines, unit: str) -> AgencyLines:
    if not unit:
        return one
    idle = [line for line in one.idle if f"{one.agency.code}:{line.service.unit.code}" == unit]
    return replace(one, shown=[part for part in one.units if part.key == unit], idle=idle)


def _has(one: AgencyLines, unit: str) -> bool:
    """Whether an agency has what was asked for: any unit, or this one."""
    return not unit or any(part.key == unit for part in one.units)


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
    pledging = address_of("notices:new", agency.code, "maklumat")
    if item.answered_by == PLEDGE and pledging:
        return pledging
    return f"{reverse('editorial:agency', args=[agency.code])}#{item.code}"


# Where in the editor a component is mended.
ANCHORS = {
    "legal_basis": "hukum",
    "requirements": "syarat",
    "procedure": "alur",
    "promise": "waktu",
    "product": "produk",
    "complaints": "pengaduan",
}


def missing_of(content: Content) -> list[dict[str, str]]:
    """Every component that is missing, with the place in the editor that mends it."""
    return _said(completeness(content))


def obstacles_of(content: Content) -> list[dict[str, str]]:
    """Everything that stands between a draft and its submission, with the place that mends it."""
    found = obstacles(content)
    walk = [{"name": fault_said(one), "anchor": ANCHORS["procedure"]} for one in found.faults]
    return [*(_place(one.code) for one in found.missing), *walk]


def tariff_said(content: Content) -> str:
    """What a tariff lacks, for its field; nothing where nothing is charged."""
    if all(one.code != "fee" for one in completeness(content).missing):
        return ""
    return _("A tariff needs a legal basis. Name it here, or write 0 as the fee.")


def _said(found: Completeness) -> list[dict[str, str]]:
    return [_place(one.code) for one in found.missing]


def _place(code: str) -> dict[str, str]:
    """A component that is missing; a fee only ever lacks the law it is charged by."""
    name = component_name(code)
    if code == "fee":
        said = _("%(name)s: the tariff has no legal basis") % {"name": name}
        return {"name": said, "anchor": "id_fee_basis"}
    return {"name": name, "anchor": ANCHORS.get(code, "pengelolaan")}


def open_import(agency: Agency) -> FileImport | None:
    """The file of an agency that is being taken in, if any."""
    return FileImport.objects.defer("content").filter(agency=agency, state__in=OPEN).first()


def import_named(agency: Agency, token: str) -> FileImport | None:
    """A file of an agency, by the secret name of its page."""
    found = FileImport.objects.select_related("agency").defer("content")
    return found.filter(agency=agency, token=token).first()


def is_silent(found: FileImport, now: datetime) -> bool:
    """Whether the worker that took it up has died; it will be given up at once."""
    running = found.state == FileImport.State.RUNNING
    return running and found.beat_at is not None and found.beat_at < now - SILENT


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


def proposal_said(held: Regulation) -> list[dict[str, str]]:
    """What waits for a second person, place by place; none where nothing waits."""
    entry = held.waiting
    if entry is None:
        return []
    new = entry.replaced_by
    successor = None if new is None else regulations().get(pk=new)
    names = {
        "title": _("Title as it is cited"),
        "link": _("Where its text is"),
        "valid_from": _("In force from"),
        "valid_to": _("No longer in force from"),
    }
    pairs = [(name, getattr(held, key), getattr(entry, key)) for key, name in names.items()]
    pairs += [(_("Replaced by"), held.replaced_by, successor)]
    return [
        {"name": name, "was": _told(was), "now": _told(now)}
        for name, was, now in pairs
        if was != now
    ]


def _told(value: object) -> str:
    if isinstance(value, date):
        return long_date(value, language(get_language()))
    return (value.title if isinstance(value, Regulation) else str(value or "")) or "–"


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
