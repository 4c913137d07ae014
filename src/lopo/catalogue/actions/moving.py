"""A service moves to another agency: from a day on it is theirs, and all that was stays."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.catalogue.events import ServiceMoved
from lopo.catalogue.models import Home, Service
from lopo.catalogue.queries import name_is_taken, planned_home
from lopo.catalogue.rules import LegalBasis, MoveFault, faults_of_move
from lopo.foundation.bus import publish
from lopo.foundation.days import civil_date
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.ledger import api as ledger
from lopo.organisation.api import Agency, Unit
from lopo.people.api import User

from .homes import begin_home, settle_moves
from .importing import IMPORT_LOCK, wait_for_others

# Moves are told in one stream of the ledger, beside those of the centres' days.
STREAM = "catalogue:moves"


class ImportRunning(Refusal):
    """A file is being taken in; whose the services are is decided afterwards."""

    code = "import-running"


class MovePlanned(Refusal):
    """It is decided already where the service moves."""

    code = "move-planned"


class NoMovePlanned(Refusal):
    """There is no move that could be called off: none is planned, or its day has come."""

    code = "no-move-planned"


@dataclass(frozen=True, slots=True)
class Move:
    """Where a service goes, from which day, by which regulation, and why (in public words)."""

    agency: Agency
    unit: Unit
    from_day: date
    basis: LegalBasis
    reason: str


@transaction.atomic
def move_service(*, service: Service, move: Move, mover: User, clock: Clock) -> Home:
    """Record that a service belongs to another agency from a day on, today or later.

    Raises ``FieldRefusal`` (``agency``, ``unit``, ``from_day``, ``basis_…``, ``reason``),
    ``MovePlanned`` and ``ImportRunning``. Where it is given, its queues, drafts and forms stay.
    """
    _refuse_while_importing()
    settle_moves(clock=clock)
    held = _lock(service)
    now = clock()
    today = civil_date(now)
    if planned_home(held, today) is not None:
        raise MovePlanned(_("A move of this service is planned already. Call it off first."))
    _refuse_move(held, move, today)
    made = begin_home(
        held,
        move.agency,
        move.unit,
        move.from_day,
        now,
        came_from=held.agency,
        basis_number=move.basis.number.strip(),
        basis_date=move.basis.day,
        basis_office=move.basis.office.strip(),
        reason=move.reason.strip(),
        recorded_by=mover,
    )
    _tell(made, "service.moved", mover, today)
    settle_moves(clock=clock)
    publish(
        ServiceMoved(
            service_id=held.pk,
            from_agency_id=held.agency_id,
            to_agency_id=move.agency.pk,
            from_day=move.from_day,
            at=now,
        )
    )
    return made


@transaction.atomic
def call_off_move(*, service: Service, reason: str, mover: User, clock: Clock) -> Home:
    """A planned move does not happen; that it was planned stays on record."""
    wait_for_others()
    settle_moves(clock=clock)
    held = _lock(service)
    now = clock()
    today = civil_date(now)
    planned = planned_home(held, today)
    if planned is None or planned.valid_from is None:
        raise NoMovePlanned(_("No move of this service is planned any more."))
    if not reason.strip():
        raise _refused([MoveFault("reason", "required")])
    stays = begin_home(
        held,
        held.agency,
        held.unit,
        planned.valid_from,
        now,
        reason=reason.strip(),
        recorded_by=mover,
    )
    _tell(stays, "service.stays", mover, today)
    return stays


def _lock(service: Service) -> Service:
    """One act at a time on a service, also by those who work on its drafts."""
    rows = Service.objects.select_related("agency", "unit").select_for_update(
        no_key=True, of=("self",)
    )
    return rows.get(pk=service.pk)


def _refuse_while_importing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning(
                _("A file is being imported at this moment. Try again when it is done.")
            )


def _refuse_move(held: Service, move: Move, today: date) -> None:
    faults = [
        *_faults_of_place(held, move),
        *faults_of_move(basis=move.basis, reason=move.reason, from_day=move.from_day, today=today),
    ]
    if faults:
        raise _refused(faults)


def _faults_of_place(held: Service, move: Move) -> list[MoveFault]:
    if move.agency.pk == held.agency_id:
        return [MoveFault("agency", "same")]
    if move.agency.archived_at is not None:
        return [MoveFault("agency", "archived")]
    if name_is_taken(held.name, move.agency.pk, except_for=held.code):
        return [MoveFault("agency", "taken")]
    if move.unit.agency_id != move.agency.pk:
        return [MoveFault("unit", "foreign")]
    return [MoveFault("unit", "archived")] if move.unit.archived_at is not None else []


def _refused(faults: list[MoveFault]) -> FieldRefusal:
    said = {
        "required": _("Fill this in."),
        "past": _("Whose it was in the past stays. Choose today or later."),
        "far": _("That is too far ahead. Check the year."),
        "younger": _("The regulation cannot be younger than the day it moves the service."),
        "same": _("The service belongs to this agency already."),
        "archived": _("This is not in use any more. Choose another one."),
        "taken": _("That agency has a service with this name already."),
        "foreign": _("This unit belongs to another agency."),
    }
    errors = [FieldError(field=one.field, code=one.code, message=said[one.code]) for one in faults]
    return FieldRefusal(errors[0].message, errors)


def _tell(home: Home, verb: str, mover: User, today: date) -> None:
    """One line in the ledger, under the lock that moves wait for."""
    seq = ledger.last_seq(STREAM, today) + 1
    public = {
        "seq": seq,
        "at": home.recorded_at.isoformat(timespec="microseconds"),
        "verb": verb,
        "service": home.service.code,
        "agency": home.agency.code,
        "came_from": home.came_from.code if home.came_from else None,
        "valid_from": home.valid_from.isoformat() if home.valid_from else None,
        "basis": home.basis_number or None,
    }
    entry = ledger.line(
        seq=seq,
        at=home.recorded_at,
        verb=verb,
        subject=f"service:{home.service_id}",
        actor=Actor(id=f"user:{mover.pk}"),
        public=public,
    )
    ledger.append(stream=STREAM, service_date=today, lines=[entry])
