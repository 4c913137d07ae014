"""The hours of days: for the month view, the week ahead, and what is planned."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from lopo.organisation.models import (
    Break,
    Centre,
    Closure,
    Holiday,
    HoursException,
    Season,
    WeeklyHours,
)
from lopo.organisation.rules import DayPlan, Shut, open_minutes, plan_of

from .opening import holidays_of, timetable_of

AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Day:
    """One day as decided, with the temporary closures that fall on it."""

    plan: DayPlan
    closures: tuple[Shut, ...] = ()

    @property
    def minutes(self) -> int:
        """For how long visitors are received, closures left aside."""
        return open_minutes(self.plan)


def days_of(centre: Centre, first: date, count: int) -> list[Day]:
    """The days from ``first`` on (at most two months), as they are decided now."""
    timetable, zone = timetable_of(centre, first), ZoneInfo(centre.zone)
    days = []
    for offset in range(count):
        day = first + timedelta(days=offset)
        begins = datetime.combine(day, time.min, tzinfo=zone)
        ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
        shut = (one for one in timetable.closures if one.starts < ends and one.ends > begins)
        days.append(
            Day(plan_of(day, timetable), tuple(one for one in shut if one.starts < one.ends))
        )
    return days


def month_of(centre: Centre, first: date) -> list[Day]:
    """All days of the month that begins on ``first``."""
    return days_of(centre, first, monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One weekday of the ordinary week: opening, closing and breaks in minutes."""

    weekday: int
    opens: int
    closes: int
    breaks: tuple[tuple[int, int], ...]


def week_on(centre: Centre, day: date) -> list[WeekRow]:
    """The ordinary week in force on a day; a gap between two stretches is shown as a break."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for row in WeeklyHours.objects.filter(centre=centre, valid_from__lte=day):
        if row.valid_to is None or row.valid_to >= day:
            spans.setdefault(row.weekday, []).append((row.opens_minute, row.closes_minute))
    pauses: dict[int, list[tuple[int, int]]] = {}
    for pause in Break.objects.filter(centre=centre, valid_from__lte=day):
        if pause.valid_to is None or pause.valid_to >= day:
            pauses.setdefault(pause.weekday, []).append((pause.starts_minute, pause.ends_minute))
    return [
        WeekRow(
            weekday=weekday,
            opens=min(starts for starts, _ends in found),
            closes=max(ends for _starts, ends in found),
            breaks=tuple(sorted([*pauses.get(weekday, ()), *_gaps(found)])),
        )
        for weekday, found in sorted(spans.items())
    ]


def _gaps(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ordered = sorted(stretches)
    return [(one[1], two[0]) for one, two in pairwise(ordered) if one[1] < two[0]]


def basis_on(centre: Centre, day: date) -> tuple[str, str]:
    """The legal basis of the week in force on a day, and of its breaks."""
    hours = WeeklyHours.objects.filter(centre=centre, valid_from__lte=day)
    breaks = Break.objects.filter(centre=centre, valid_from__lte=day)
    first, pause = hours.order_by("-valid_from").first(), breaks.order_by("-valid_from").first()
    return first.legal_basis if first else "", pause.legal_basis if pause else ""


def week_changes(centre: Centre, day: date) -> list[date]:
    """The days after ``day`` from which the ordinary week is another one."""
    rows = WeeklyHours.objects.filter(centre=centre, valid_from__gt=day).order_by("valid_from")
    return list(rows.values_list("valid_from", flat=True).distinct())


def seasons_of(centre: Centre, day: date) -> list[Season]:
    """Seasons that run or lie ahead, with their hours; then those that are over, latest first."""
    rows = list(Season.objects.filter(centre=centre).prefetch_related("hours"))
    over = [row for row in rows if row.ends_on < day]
    return [*(row for row in rows if row.ends_on >= day), *reversed(over)]


def exceptions_of(centre: Centre, day: date) -> list[HoursException]:
    """Exceptions in force that are not over, the nearest first."""
    rows = HoursException.objects.filter(centre=centre, ends_on__gte=day, withdrawn_at=None)
    return list(rows)


def holidays_ahead(centre: Centre, day: date) -> list[Holiday]:
    """Holidays that hold for a centre from a day on, for a good year."""
    return list(holidays_of(centre).filter(date__gte=day, date__lte=day + AHEAD))


def season_from(centre: Centre, starts_on: date) -> Season | None:
    """The season that begins on a day; there is never more than one."""
    return Season.objects.filter(centre=centre, starts_on=starts_on).first()


def exception_from(centre: Centre, starts_on: date) -> HoursException | None:
    """The exception in force that begins on a day; there is never more than one."""
    rows = HoursException.objects.filter(centre=centre, starts_on=starts_on, withdrawn_at=None)
    return rows.select_related("centre").first()


def holiday_on(centre: Centre, day: date, scope: str) -> Holiday | None:
    """The holiday of a scope that holds for a centre on a day."""
    rows = holidays_of(centre).filter(date=day)
    return next((row for row in rows if row.scope.value == scope), None)


def closures_of(centre: Centre, limit: int = 10) -> list[Closure]:
    """The latest temporary closures, newest first."""
    return list(Closure.objects.filter(centre=centre).order_by("-starts_at")[:limit])
