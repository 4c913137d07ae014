"""Setting up places: agencies, centres with their queues, counters and hours; holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import holidays as holiday_calendars
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation.models import (
    Agency,
    Break,
    Centre,
    Counter,
    Holiday,
    Queue,
    Scope,
    Unit,
    WeeklyHours,
)
from lopo.organisation.rules import ESTIMATE, JOINT_DECREES

from .checks import check, field_refusal, not_in_the_past, saved
from .rooms import serve

# The law that makes these days free, and the yearly decree that adds days between them.
NATIONAL_BASIS = "Keppres Nomor 8 Tahun 2024 tentang Hari-Hari Libur"
LEAVE_BASIS = "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB"


class CentreExists(Refusal):
    """There is such a centre already."""

    code = "centre-exists"


class PastIsSettled(Refusal):
    """What was in force on a day that is over cannot be changed any more."""

    code = "past"


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue to set up: its letter and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CounterSpec:
    """A counter to set up; ``queues`` empty means all queues of the centre."""

    code: str
    name: str
    queues: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HoursSpec:
    """Hours of some weekdays (0 is Monday) in minutes of the day, with their breaks."""

    weekdays: Sequence[int]
    opens: int
    closes: int
    breaks: Sequence[tuple[int, int]] = ()
    legal_basis: str = ""
    # The breaks' own, when it is another one (Friday prayer); empty means the same.
    break_basis: str = ""


@dataclass(frozen=True, slots=True)
class CentrePlan:
    """All of a new centre in one piece; ``policy`` holds further fields of the centre."""

    code: str
    name: str
    host_agency: Agency
    zone: str = "Asia/Makassar"
    queues: Sequence[QueueSpec] = ()
    counters: Sequence[CounterSpec] = ()
    hours: Sequence[HoursSpec] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)


AROUND_THE_CLOCK = (HoursSpec(weekdays=range(7), opens=0, closes=1440),)


@transaction.atomic
def add_agency(*, code: str, name: str, short_name: str, actor: Actor) -> Agency:
    """Register an agency, or bring its names up to date."""
    agency = Agency.objects.filter(code=code).first() or Agency(code=code)
    agency.name, agency.short_name, agency.archived_at = name, short_name, None
    check(agency)
    agency.save()
    return agency


@transaction.atomic
def add_unit(*, agency: Agency, name: str, actor: Actor) -> Unit:
    """The unit of this name in the agency, registered if it is new."""
    unit = Unit.objects.filter(agency=agency, name=name).first()
    if unit is None:
        unit = Unit(agency=agency, name=name, code=slugify(name)[:80] or "unit")
        check(unit)
        unit.save()
    return unit


@transaction.atomic
def set_up_centre(*, plan: CentrePlan, valid_from: date, actor: Actor) -> Centre:
    """Open a new centre with its queues, counters and weekly hours."""
    if Centre.objects.filter(code=plan.code).exists():
        raise CentreExists(_("There is a service centre with the code %s already.") % plan.code)
    centre = Centre(
        code=plan.code,
        name=plan.name,
        host_agency=plan.host_agency,
        zone=plan.zone,
        **plan.policy,
    )
    check(centre)
    centre.save()
    queues = [
        saved(Queue(centre=centre, code=spec.code, name=spec.name, position=place))
        for place, spec in enumerate(plan.queues, start=1)
    ]
    for place, spec in enumerate(plan.counters, start=1):
        _add_counter(centre, spec, place, queues)
    for hours in plan.hours:
        _add_hours(centre, hours, valid_from)
    return centre


@transaction.atomic
def change_policy(*, centre: Centre, actor: Actor, **fields: Any) -> Centre:
    """Change fields of a centre: quotas, cut-off, no-show rule, contact, Wi-Fi."""
    centre = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    for name, value in fields.items():
        setattr(centre, name, value)
    check(centre)
    centre.save(update_fields=list(fields))
    return centre


@transaction.atomic
def change_weekly_hours(
    *,
    centre: Centre,
    hours: Sequence[HoursSpec],
    valid_from: date,
    actor: Actor,
    clock: Clock | None = None,
) -> None:
    """Replace the weekly hours from a day on; what was in force before stays on record.

    With a clock, a day that is over is refused: the past is not rewritten.
    """
    if clock is not None:
        not_in_the_past("valid_from", valid_from, centre, clock())
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    for rows in (WeeklyHours.objects.filter(centre=centre), Break.objects.filter(centre=centre)):
        _end_before(rows, valid_from)
    for spec in hours:
        _add_hours(centre, spec, valid_from)


@transaction.atomic
def load_holidays(*, years: Sequence[int], actor: Actor) -> int:
    """Write the national holidays and collective leave of these years; how many were added.

    An agency may correct a row by hand, so a day that exists is never overwritten; only what was
    written as an estimate takes the name and basis of the decree once that is signed.
    """
    rows = [
        _by_law(day, name, kind)
        for kind, category in (
            (Holiday.Kind.NATIONAL, "public"),
            (Holiday.Kind.COLLECTIVE_LEAVE, "government"),
        )
        for day, name in sorted(_calendar(years, category).items())
    ]
    for row in rows:
        if row.date.year in JOINT_DECREES:
            Holiday.objects.filter(
                date=row.date, kind=row.kind, province="", centre=None, name=row.name + ESTIMATE
            ).update(name=row.name, legal_basis=row.legal_basis)
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    _holidays_changed()
    return Holiday.objects.count() - before


@transaction.atomic
def declare_holiday(
    *,
    day: date,
    name: str,
    kind: str,
    legal_basis: str,
    actor: Actor,
    province: str = "",
    centre: Centre | None = None,
) -> Holiday:
    """Add or correct one holiday, with the decree that makes it one.

    A regional holiday is that of one ``province`` or of one ``centre``; the others of everyone.
    """
    known = Holiday.objects.filter(date=day, kind=kind, province=province, centre=centre)
    holiday = known.first() or Holiday(date=day, kind=kind, province=province, centre=centre)
    holiday.name, holiday.legal_basis = name, legal_basis
    return saved(holiday)


@transaction.atomic
def add_holiday(
    *,
    day: date,
    name: str,
    legal_basis: str,
    centre: Centre,
    scope: Scope,
    actor: Actor,
    clock: Clock,
) -> Holiday:
    """A holiday from where a centre stands: its own, of its province, or of everyone."""
    not_in_the_past("date", day, centre, clock())
    if scope is Scope.PROVINCE and not centre.province:
        raise field_refusal("province", _("The province of this centre is not known yet."))
    is_regional = scope in {Scope.CENTRE, Scope.PROVINCE}
    return declare_holiday(
        day=day,
        name=name,
        kind=Holiday.Kind.REGIONAL if is_regional else Holiday.Kind(scope.value),
        legal_basis=legal_basis,
        actor=actor,
        province=centre.province if scope is Scope.PROVINCE else "",
        centre=centre if scope is Scope.CENTRE else None,
    )


@transaction.atomic
def withdraw_holiday(*, holiday: Holiday, today: date, actor: Actor) -> None:
    """Take a holiday back that was not to be; one that is over stays on record."""
    if holiday.date < today:
        raise PastIsSettled(_("This day is over; what was in force stays on record."))
    holiday.delete()


def _by_law(day: date, name: str, kind: Holiday.Kind) -> Holiday:
    """A row with its basis; an estimate of the library is none once the decree has that date."""
    decree = JOINT_DECREES.get(day.year, "")
    if decree:
        name = name.removesuffix(ESTIMATE)
    if kind == Holiday.Kind.NATIONAL:
        basis = f"{NATIONAL_BASIS}; {decree}" if decree else NATIONAL_BASIS
    else:
        basis = decree or LEAVE_BASIS
    return Holiday(date=day, name=name[:200], kind=kind, legal_basis=basis)


def _calendar(years: Sequence[int], category: str) -> dict[date, str]:
    calendar = holiday_calendars.country_holidays(
        "ID", years=list(years), categories=(category,), language="id"
    )
    return dict(calendar.items())


def _holidays_changed() -> None:
    """bulk_create sends no signals; the last row is touched so that subscribers hear of it."""
    last = Holiday.objects.last()
    if last is not None:
        last.save(update_fields=["name"])


def _add_counter(centre: Centre, spec: CounterSpec, place: int, queues: Sequence[Queue]) -> None:
    counter = saved(Counter(centre=centre, code=spec.code, name=spec.name, position=place))
    serve(counter, spec.queues, queues)


def _add_hours(centre: Centre, spec: HoursSpec, valid_from: date) -> None:
    for weekday in spec.weekdays:
        saved(
            WeeklyHours(
                centre=centre,
                weekday=weekday,
                opens_minute=spec.opens,
                closes_minute=spec.closes,
                valid_from=valid_from,
                legal_basis=spec.legal_basis,
            )
        )
        for starts, ends in spec.breaks:
            saved(
                Break(
                    centre=centre,
                    weekday=weekday,
                    starts_minute=starts,
                    ends_minute=ends,
                    valid_from=valid_from,
                    legal_basis=spec.break_basis or spec.legal_basis,
                )
            )


def _end_before(rows: "models.QuerySet[Any]", day: date) -> None:
    """End running rows on the eve of ``day`` and drop the ones that never came into force."""
    for row in rows.filter(valid_from__gte=day):
        row.delete()
    eve = date.fromordinal(day.toordinal() - 1)
    for row in rows.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)):
        row.valid_to = eve
        row.save(update_fields=["valid_to"])
