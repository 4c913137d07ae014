"""What the pages of the editor show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
