"""Importing the catalogue whole or not at all, and offering it at centres."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.catalogue.models import (
    COUNTER_CHANNEL,
    Offering,
    Service,
)
from lopo.catalogue.rules import (
    Content,
    Fault,
    ServiceRow,
    parse_catalogue,
    positions,
    shared_by_services,
)
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation import api as organisation
from lopo.organisation.api import Agency, Centre, Unit
from lopo.registers import api as registers
from lopo.registers.api import Wording

from .faults import refused
from .homes import put_in_unit, settle_moves
from .indexing import load_synonyms
from .versions import NO_HISTORY, History, add_versions, histories

DATA = Path(__file__).parent.parent / "data"
BKD_SERVICES = DATA / "bkd_services.json"
NTB_SERVICES = DATA / "ntb_services.json"
# Two imports at once would each see half of the other: the second waits for the first.
IMPORT_LOCK = 7_105_112_111


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    created: int
    updated: int
    unchanged: int
    # What is decreed changes only by decree: the file became a draft of it.
    drafted: int = 0
    # Regulations the register knows by the same code under another title, which stays.
    kept_titles: tuple[str, ...] = ()

    @property
    def brought_something(self) -> bool:
        """Whether any service is not as it was."""
        return bool(self.created or self.updated or self.drafted)


@dataclass(frozen=True, slots=True)
class QueueShape:
    """A queue as shipped: its letter, its name, the categories whose services it serves."""

    code: str
    name: str
    categories: tuple[str, ...]


def shipped_queues(of: str = "bkd") -> list[QueueShape]:
    """The queues of a personnel service centre, or (``ntb``) of the example mall of services."""
    rows = json.loads((DATA / f"{of}_queues.json").read_text(encoding="utf-8"))
    return [QueueShape(row["code"], row["name"], tuple(row["categories"])) for row in rows]


def queue_of_category(of: str = "bkd") -> dict[str, str]:
    """Which queue letter serves which category."""
    return {name: queue.code for queue in shipped_queues(of) for name in queue.categories}


@transaction.atomic
def import_catalogue(
    path: Path,
    *,
    agency: Agency | None = None,
    actor: Actor = SYSTEM,
    clock: Clock = system_clock,
    without_moved: bool = False,
) -> ImportReport:
    """Read services from a JSON file: all of them, or none and every fault by name.

    Services are recognised by their code: known ones are brought up to date, new ones added
    and offered where the agency receives visitors, and what the file does not name stays. A
    service that belongs to another agency by now is a fault, or (``without_moved``) left alone:
    no file moves a service.
    """
    return take_over(
        path.read_bytes(), agency=agency, actor=actor, clock=clock, without_moved=without_moved
    )


def read_catalogue(raw: bytes) -> list[ServiceRow]:
    """The services of a catalogue file, checked like an import; nothing is written."""
    parsed = parse_catalogue(raw)
    if parsed.faults:
        raise refused(parsed.faults)
    return parsed.services


@transaction.atomic
def take_over(
    raw: bytes,
    *,
    agency: Agency | None,
    actor: Actor,
    clock: Clock = system_clock,
    without_moved: bool = False,
) -> ImportReport:
    """The same import from the bytes of a file."""
    parsed = parse_catalogue(raw)
    if parsed.faults:
        raise refused(parsed.faults)
    wait_for_others()
    settle_moves(clock=clock)
    agencies = _agencies_of(parsed.services, agency, parsed.agencies)
    moved = _moved(parsed.services, agencies)
    if moved and not without_moved:
        raise refused(moved.values())
    load_synonyms()
    rows = [row for row in parsed.services if row.code not in moved]
    report = _write(rows, agencies, actor, clock())
    _offer_at_home(set(agencies.values()))
    noted = registers.note_regulations(
        cited=((code, title) for title, code in parsed.laws.items()), actor=actor, clock=clock
    )
    if report.brought_something:
        _note_shared(parsed.services, agencies, actor, clock)
    return replace(report, kept_titles=noted.kept)


@transaction.atomic
def offer_services(
    *, centre: Centre, queue_of_category: Mapping[str, str], agencies: Collection[Agency] = ()
) -> int:
    """Offer the active services of agencies (the host's) at a centre, by their category's queue.

    A service that is not given at the counter gets no queue. An offering that exists keeps the
    queue the centre chose for it. Returns how many offerings are new.
    """
    owners = list(agencies) or [centre.host_agency]
    services = Service.objects.filter(is_active=True, agency__in=owners)
    return _offer(centre, queue_of_category, services)


@transaction.atomic
def offer_service(
    *, centre: Centre, service: Service, queue_code: str | None, actor: Actor
) -> Offering:
    """Give a service at a centre (again), with the queue that takes its numbers (None: no one)."""
    offering = Offering.objects.filter(centre=centre, service=service).first()
    if offering is None:
        offering = Offering(centre=centre, service=service)
    offering.archived_at = None
    offering.save()
    choose_queue(offering=offering, queue_code=queue_code, actor=actor)
    return offering


@transaction.atomic
def withdraw_offering(*, offering: Offering, actor: Actor, clock: Clock) -> None:
    """The centre no longer gives a service; the service itself stays in the catalogue."""
    offering.archived_at = clock()
    offering.save(update_fields=["archived_at"])


@transaction.atomic
def choose_queue(*, offering: Offering, queue_code: str | None, actor: Actor) -> None:
    """Let another queue of the same centre (or none) take the numbers of a service."""
    queues = {queue.code: queue for queue in organisation.queues_of(offering.centre)}
    if queue_code is not None and queue_code not in queues:
        message = _("The centre has no queue %s.") % queue_code
        raise FieldRefusal(message, [FieldError(field="queue", code="unknown", message=message)])
    offering.queue = queues[queue_code] if queue_code is not None else None
    offering.save(update_fields=["queue"])


def wait_for_others() -> None:
    """One import, or change by hand, at a time: each sees the other whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _agencies_of(
    rows: Iterable[ServiceRow],
    given: Agency | None,
    brought: Mapping[str, tuple[str, str]],
) -> dict[str, Agency]:
    """The agency of each service: named by the service, else the given one, else the only one.

    One that is not known yet is added if the file introduces it.
    """
    agencies: dict[str, Agency] = {}
    faults = []
    for row in rows:
        if row.agency_code in agencies:
            continue
        agency = _agency(row.agency_code, given) or _brought(row.agency_code, brought)
        if agency is None:
            code = "unknown-agency" if row.agency_code else "which-agency"
            faults.append(Fault(f"{row.where}: perangkat_daerah", code, row.agency_code))
        else:
            agencies[row.agency_code] = agency
    if faults:
        raise refused(faults)
    return agencies


def _moved(rows: Iterable[ServiceRow], agencies: Mapping[str, Agency]) -> dict[str, Fault]:
    """The services of a file that belong to another agency than it says, by code."""
    known = Service.objects.select_related("agency").in_bulk(field_name="code")
    return {
        row.code: Fault(f"{row.where}: perangkat_daerah", "moved", known[row.code].agency.name)
        for row in rows
        if row.code in known and known[row.code].agency_id != agencies[row.agency_code].pk
    }


def _note_shared(
    rows: Sequence[ServiceRow], agencies: Mapping[str, Agency], actor: Actor, clock: Clock
) -> None:
    """What two or more services of a file ask for alike becomes a requirement of the register."""
    asked = [(agencies[row.agency_code].pk, row.content.requirements) for row in rows]
    wordings = {
        key: Wording(one.name, one.format, one.handover, one.sensitive)
        for key, one in shared_by_services(asked).items()
    }
    registers.note_requirements(rows=wordings, actor=actor, clock=clock)


def _brought(code: str, brought: Mapping[str, tuple[str, str]]) -> Agency | None:
    if code not in brought:
        return None
    name, short = brought[code]
    return organisation.add_agency(
        code=code, name=name, short_name=short or name[:40], actor=SYSTEM
    )


def _agency(code: str, given: Agency | None) -> Agency | None:
    if code:
        return organisation.agency_by_code(code)
    if given is not None:
        return given
    known = list(organisation.list_agencies()[:2])
    if known:
        return known[0] if len(known) == 1 else None
    return organisation.add_agency(
        code="bkd", name="Badan Kepegawaian Daerah", short_name="BKD", actor=SYSTEM
    )


def _write(
    rows: Sequence[ServiceRow],
    agencies: Mapping[str, Agency],
    actor: Actor,
    now: datetime,
) -> ImportReport:
    """Write what is new or different, in the order of the file; how many of each."""
    known = {service.code: service for service in Service.objects.select_related("agency")}
    held = {code: service.position for code, service in known.items()}
    places = positions([row.code for row in rows], held)
    past = histories(known.values())
    units: dict[tuple[str, str], Unit] = {}
    rewritten: list[tuple[Service, History, Content]] = []
    touched = []
    for position, row in zip(places, rows, strict=True):
        agency, place = agencies[row.agency_code], (row.agency_code, row.unit_name)
        if place not in units:
            units[place] = organisation.add_unit(agency=agency, name=row.unit_name, actor=actor)
        service = known.get(row.code, Service(code=row.code))
        history = past.get(service.pk, NO_HISTORY)
        if is_change := history.differs(row.content):
            rewritten.append((service, history, row.content))
        columns = {**row.fields, "unit_id": units[place].pk, "position": position}
        if _says_otherwise(service, columns) or (is_change and not history.is_decreed):
            _put(service, agency, units[place], now)
            service.position, service.updated_at = position, now
            touched.append(filled(service, row))
    fresh = [service for service in touched if service.pk is None]
    for service in touched:
        if service.pk is not None:
            service.save()
    Service.objects.bulk_create(fresh)
    drafted = add_versions(rewritten, now)
    return ImportReport(
        len(fresh), len(touched) - len(fresh), len(rows) - len(touched), drafted=drafted
    )


def _put(service: Service, agency: Agency, unit: Unit, now: datetime) -> None:
    """A new service begins where the file says; a known one may change its unit by it."""
    if service.pk is None:
        service.agency, service.unit = agency, unit
    elif service.unit_id != unit.pk:
        put_in_unit(service, unit, now)


def filled(service: Service, row: ServiceRow) -> Service:
    """The service with the columns of a row."""
    for name, value in row.fields.items():
        setattr(service, name, value)
    return service


def _says_otherwise(service: Service, columns: Mapping[str, Any]) -> bool:
    """Whether a service is new, or is not what a file says of it."""
    return service.pk is None or any(
        getattr(service, name) != value for name, value in columns.items()
    )


def _offer_at_home(agencies: set[Agency]) -> None:
    """New services are offered at the centres of their agency, by the shipped queues."""
    mapping = queue_of_category()
    for centre in organisation.list_centres():
        if centre.host_agency in agencies:
            own = Service.objects.filter(is_active=True, agency=centre.host_agency)
            _offer(centre, mapping, own)


def _offer(centre: Centre, mapping: Mapping[str, str], services: Iterable[Service]) -> int:
    queues = {queue.code: queue for queue in organisation.queues_of(centre)}
    present = {row.service_id: row for row in Offering.objects.filter(centre=centre)}
    new = []
    for service in services:
        at_counter = COUNTER_CHANNEL in service.channels
        offering = present.get(service.pk)
        if offering is None:
            queue = queues.get(mapping.get(service.category, "")) if at_counter else None
            new.append(Offering(service=service, centre=centre, queue=queue))
        elif not at_counter and offering.queue_id is not None:
            offering.queue = None
            offering.save(update_fields=["queue"])
    Offering.objects.bulk_create(new)
    return len(new)
