"""Exchanging standards as files: out as JSON, XLSX or CSV; in as drafts, all of them or none."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.catalogue.models import Service, Standard
from lopo.catalogue.queries import list_services, names_of
from lopo.catalogue.rules import (
    Content,
    Fault,
    ServiceRow,
    document_of,
    parse_catalogue,
    read_tables,
    tables_of,
)
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation import api as organisation
from lopo.organisation.api import Agency
from lopo.people.api import User
from lopo.registers import api as registers

from .faults import refused
from .life import open_draft, save_draft
from .openings import NEW, Standing, standings_of
from .spreadsheets import csv_zip_of, read_spreadsheet, xlsx_of

FORMATS = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}


# Told how many of how many services are written.
Watch = Callable[[int, int], None]
FILE_LOCK = 710_511


class FileUnderway(Refusal):
    """Another file of the same agency is being taken in."""

    code = "file-underway"


@dataclass(frozen=True, slots=True)
class DraftsMade:
    """What a file became: drafts changed or begun, services added, and what said nothing new."""

    drafted: Sequence[str]
    added: Sequence[str]
    unchanged: Sequence[str]


def export_standards(agency: Agency | None, kind: str) -> bytes:
    """The standards of an agency (None: of all) in force today.

    ``kind`` is ``json``, ``xlsx``, or ``csv`` (a zip).
    """
    services = list(list_services(agency).select_related("unit"))
    known = {one.agency.code: (one.agency.name, one.agency.short_name) for one in services}
    document = document_of(rows_of(services), known)
    if kind == "json":
        return json.dumps(document, ensure_ascii=False, indent=1).encode()
    tables = tables_of(document)
    return xlsx_of(tables) if kind == "xlsx" else csv_zip_of(tables)


def rows_of(services: Iterable[Service]) -> list[ServiceRow]:
    """Services read with their standard and unit, as a catalogue file has them."""
    columns = ("name", "category", "description", "audience", "channels", "synonyms", "life_events")
    return [
        ServiceRow(
            code=service.code,
            where="",
            unit_name=service.unit.name,
            agency_code=service.agency.code,
            fields={name: getattr(service, name) for name in columns},
            content=service.standard.told,
        )
        for service in services
    ]


def read_standards(raw: bytes) -> list[ServiceRow]:
    """The services of a file of any of the formats; raises ``CatalogueRefused`` or a refusal."""
    if raw[:1] in {b"{", b"\xef", b"[", b" ", b"\n"}:
        parsed = parse_catalogue(raw)
        if parsed.faults:
            raise refused(parsed.faults)
        return parsed.services
    tables, faults = read_spreadsheet(raw)
    read = read_tables(tables)
    cells = [*faults, *read.faults]
    parsed = parse_catalogue(json.dumps(read.document).encode())
    told = {fault.where for fault in cells}
    # A cell that could not be read is also missing: one fault is enough.
    missed = [one for one in map(read.where, parsed.faults) if one.where not in told]
    cells += [one for one in missed if not read.is_told(one)]
    if cells:
        raise refused(cells)
    return parsed.services


def draft_from_file(*, raw: bytes, agency: Agency, author: User, clock: Clock) -> DraftsMade:
    """What a file says otherwise becomes drafts of the agency; all of it, or nothing and why."""
    rows = read_standards(raw)
    return draft_from_rows(rows=rows, agency=agency, author=author, clock=clock)


@transaction.atomic
def draft_from_rows(
    *,
    rows: Sequence[ServiceRow],
    agency: Agency,
    author: User,
    clock: Clock,
    watch: Watch = lambda _done, _total: None,
) -> DraftsMade:
    """The same from what was read already; ``watch`` is told how many services are written.

    Name, category and channels of services that are known stay. A service that is not known yet
    is added with a draft: nobody finds it before its first decree. What is in force already leaves
    an open draft alone; what would write over one is a fault. Raises ``FileUnderway`` while
    another file of the agency is taken in.
    """
    _alone(agency)
    known = {one.code: one for one in Service.objects.filter(code__in=[r.code for r in rows])}
    _refuse_foreign(rows, known, agency)
    _refuse_second_names(rows, known, agency)
    standings = standings_of(known.values())
    _refuse_open(rows, standings)
    made: dict[str, list[str]] = {"drafted": [], "added": [], "unchanged": []}
    watch(0, len(rows))
    for number, row in enumerate(rows, 1):
        standing = standings.get(row.code, NEW)
        if standing.says(row.content):
            made["unchanged"].append(row.code)
        else:
            service = known.get(row.code)
            made["drafted" if service else "added"].append(row.code)
            service = service or _add(row, agency, author, clock)
            _draft(service, row.content, standing, author, clock)
        watch(number, len(rows))
    # Last: the register is everybody's, and who notes in it holds it until the end.
    laws = {(law.code, law.title) for row in rows for law in row.content.legal_basis}
    registers.note_regulations(cited=sorted(laws), actor=Actor(id=f"user:{author.pk}"), clock=clock)
    return DraftsMade(**made)


def _draft(
    service: Service, content: Content, standing: Standing, author: User, clock: Clock
) -> None:
    draft = open_draft(service=service, author=author, clock=clock)
    seen = standing.draft.revision if standing.draft else 0
    save_draft(draft=draft, content=content, seen=seen, author=author, clock=clock)


def _alone(agency: Agency) -> None:
    """One file of an agency at a time: two could both add the same service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [FILE_LOCK, agency.pk])
        if not cursor.fetchone()[0]:
            raise FileUnderway(
                _("Another file of this agency is being taken in. Try again in a moment.")
            )


def _add(row: ServiceRow, agency: Agency, author: User, clock: Clock) -> Service:
    unit = organisation.add_unit(
        agency=agency, name=row.unit_name, actor=Actor(id=f"user:{author.pk}")
    )
    service = Service(
        code=row.code, agency=agency, unit=unit, updated_at=clock(), **dict(row.fields)
    )
    service.save()
    return service


def _refuse_foreign(rows: Sequence[ServiceRow], known: dict[str, Service], agency: Agency) -> None:
    faults = []
    for row in rows:
        owner = known[row.code].agency_id if row.code in known else agency.pk
        if owner != agency.pk or row.agency_code not in {"", agency.code}:
            faults.append(Fault(row.where, "not-yours", row.code))
    if faults:
        raise refused(faults)


def _refuse_second_names(
    rows: Sequence[ServiceRow], known: Mapping[str, Service], agency: Agency
) -> None:
    """A service that is added has a name of its own in its agency, as one made by hand has."""
    named = {name.casefold(): code for name, code in names_of(agency)}
    faults = []
    for row in rows:
        name = row.fields["name"].casefold()
        if row.code not in known and named.setdefault(name, row.code) != row.code:
            faults.append(Fault(f"{row.where}: nama", "twice", named[name]))
    if faults:
        raise refused(faults)


def _refuse_open(rows: Sequence[ServiceRow], standings: Mapping[str, Standing]) -> None:
    """No file writes over what is submitted, nor over what somebody has drafted by now."""
    faults = []
    for row in rows:
        standing = standings.get(row.code, NEW)
        if standing.draft is None or standing.says(row.content):
            continue
        if standing.draft.state == Standard.State.SUBMITTED:
            faults.append(Fault(row.where, "submitted", row.code))
        elif standing.is_drafted:
            faults.append(Fault(row.where, "open-draft", row.code))
    if faults:
        raise refused(faults)
