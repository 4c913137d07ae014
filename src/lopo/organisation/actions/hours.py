"""Changing when a centre is open: seasons, exceptions, temporary closures, quotas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lopo.foundation.bus import publish
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation.events import OpeningChanged
from lopo.organisation.models import (
    Centre,
    Closure,
    HoursException,
    Queue,
    Season,
    SeasonHours,
)

from .checks import check, field_refusal, local_day, not_in_the_past, saved

# A closure that lasts longer is an exception: something to plan and to announce.
LONGEST_CLOSURE = timedelta(days=31)


class NotClosedForNow(Refusal):
    """There is no temporary closure to end."""

    code = "not-closed-for-now"


class SeasonIsOver(Refusal):
    """A season or exception that is over stays on record."""

    code = "past"


@dataclass(frozen=True, slots=True)
class DaySpec:
    """Hours of a day in minutes, with at most one break; a season names its weekdays."""

    opens: int
    closes: int
    pause: tuple[int, int] | None = None
    weekdays: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """The most numbers a day, in the room and from afar; None is no limit."""

    room: int | None = None
    remote: int | None = None


@transaction.atomic
def plan_season(
    *,
    centre: Centre,
    name: str,
    starts_on: date,
    ends_on: date,
    hours: Sequence[DaySpec],
    legal_basis: str,
    actor: Actor,
    clock: Clock,
) -> Season:
    """Other weekly hours between two days, both included, such as in Ramadan."""
    _lock(centre)
    not_in_the_past("starts_on", starts_on, centre, clock())
    if not any(spec.weekdays for spec in hours):
        raise field_refusal("hours", _("Enter the hours of one weekday at least."))
    season = saved(
        Season(
            centre=centre, name=name, starts_on=starts_on, ends_on=ends_on, legal_basis=legal_basis
        )
    )
    for spec in hours:
        for weekday in spec.weekdays:
            saved(_with_hours(SeasonHours(season=season, weekday=weekday), spec))
    _tell(centre, clock())
    return season


@transaction.atomic
def end_season(*, season: Season, actor: Actor, clock: Clock) -> None:
    """Back to the ordinary hours: at once when it has not begun, else from the next day on.

    The days it has held stay on record, today included.
    """
    today = local_day(season.centre, clock())
    _lock(season.centre)
    if season.ends_on < today:
        raise SeasonIsOver(_("This season is over; it stays on record."))
    if season.starts_on > today:
        season.delete()
    else:
        season.ends_on = today
        season.save(update_fields=["ends_on"])
    _tell(season.centre, clock())


@transaction.atomic
def decide_exception(
    *,
    centre: Centre,
    starts_on: date,
    ends_on: date,
    reason: str,
    hours: DaySpec | None,
    actor: Actor,
    clock: Clock,
    legal_basis: str = "",
) -> HoursException:
    """Special hours on some days, or closed (``hours`` None), whatever the calendar says."""
    _lock(centre)
    not_in_the_past("starts_on", starts_on, centre, clock())
    exception = HoursException(
        centre=centre,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        legal_basis=legal_basis,
        decided_by=actor.id,
    )
    if hours is not None:
        _with_hours(exception, hours)
    saved(exception)
    _tell(centre, clock())
    return exception


@transaction.atomic
def withdraw_exception(*, exception: HoursException, actor: Actor, clock: Clock) -> None:
    """Back to the calendar from today on; the days it has held stay on record."""
    _lock(exception.centre)
    today = local_day(exception.centre, clock())
    if exception.ends_on < today or exception.withdrawn_at is not None:
        raise SeasonIsOver(_("This exception is over; it stays on record."))
    if exception.starts_on < today:
        exception.ends_on = today - timedelta(days=1)
    else:
        exception.withdrawn_at = clock()
    exception.withdrawn_by = actor.id
    exception.save(update_fields=["ends_on", "withdrawn_at", "withdrawn_by"])
    _tell(exception.centre, clock())


@transaction.atomic
def close_for_now(
    *, centre: Centre, until: datetime, reason: str, actor: Actor, clock: Clock
) -> Closure:
    """Close a centre at once, say why, and let it reopen by itself at ``until``.

    Takes hold from the running minute on, so that no answer changes within a minute.
    """
    _lock(centre)
    now = clock()
    if until <= now:
        raise field_refusal("ends_at", _("The reopening must lie ahead."))
    if until > now + LONGEST_CLOSURE:
        message = _("A temporary closure lasts %(n)s days at most. Enter an exception instead.")
        raise field_refusal("ends_at", message % {"n": LONGEST_CLOSURE.days})
    closure = saved(
        Closure(
            centre=centre,
            starts_at=_minute(now),
            ends_at=_minute(until),
            reason=reason.strip(),
            closed_by=actor.id,
        )
    )
    _tell(centre, now)
    return closure


@transaction.atomic
def reopen(*, centre: Centre, actor: Actor, clock: Clock) -> Closure:
    """End a temporary closure before its time."""
    _lock(centre)
    now = clock()
    running = Closure.objects.filter(
        centre=centre, starts_at__lte=now, ends_at__gt=now, reopened_at=None
    ).first()
    if running is None:
        raise NotClosedForNow(_("The centre is not closed for the time being."))
    running.reopened_at, running.reopened_by = _minute(now), actor.id
    running.save(update_fields=["reopened_at", "reopened_by"])
    _tell(centre, now)
    return running


@transaction.atomic
def change_intake(
    *,
    centre: Centre,
    cut_off_minutes: int,
    issue_during_break: bool,
    observes_holidays: bool,
    quota: Quota,
    queues: Mapping[str, Quota],
    actor: Actor,
    clock: Clock,
) -> Centre:
    """Until when and how many numbers are given out: of the centre, and of each queue named."""
    locked = _lock(centre)
    locked.cut_off_minutes = cut_off_minutes
    locked.issue_during_break = issue_during_break
    locked.observes_holidays = observes_holidays
    locked.daily_quota, locked.remote_daily_quota = quota.room, quota.remote
    check(locked)
    locked.save(
        update_fields=[
            "cut_off_minutes",
            "issue_during_break",
            "observes_holidays",
            "daily_quota",
            "remote_daily_quota",
        ]
    )
    for queue in Queue.objects.filter(Q(centre=centre), Q(code__in=list(queues))):
        mine = queues[queue.code]
        queue.daily_quota, queue.remote_daily_quota = mine.room, mine.remote
        check(queue)
        queue.save(update_fields=["daily_quota", "remote_daily_quota"])
    _tell(centre, clock())
    return locked


def _lock(centre: Centre) -> Centre:
    """The centre's own row, held until the act is done: two changes never cross."""
    return Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def _tell(centre: Centre, at: datetime) -> None:
    publish(OpeningChanged(centre_id=centre.pk, at=at))


def _with_hours(
    row: "SeasonHours | HoursException", spec: DaySpec
) -> "SeasonHours | HoursException":
    row.opens_minute, row.closes_minute = spec.opens, spec.closes
    if spec.pause is not None:
        row.break_starts_minute, row.break_ends_minute = spec.pause
    return row


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
