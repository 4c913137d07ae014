"""What about the voices of a centre is worth a supervisor's look; everything stays counted."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from lopo.organisation.api import Centre, Counter, counters_of
from lopo.surveys import rules
from lopo.surveys.models import Channel, Participation, Turnout, WatchThreshold
from lopo.surveys.rules import Full, Habit, Period

from .instruments import policy_on
from .results import Frame
from .sealed import patterns_at
from .turnouts import voices_at

BY_ONES_OWN_LINK = (Channel.LINK, Channel.MESSAGE)
A_WHILE_BEFORE = timedelta(days=60)
Code = WatchThreshold.Code
Limits = dict[str, WatchThreshold]


def thresholds_on(day: date) -> Limits:
    """The limits that hold on a day, by code; all there are (migration 0005)."""
    rows = WatchThreshold.objects.filter(valid_from__lte=day).order_by("code", "-valid_from")
    return {row.code: row for row in rows.distinct("code")}


@dataclass(frozen=True, slots=True)
class FullDay:
    """A day of a counter with more voices than there should be."""

    counter: Counter
    full: Full


@dataclass(frozen=True, slots=True)
class Odd:
    """A counter whose questionnaires look alike: ``kind`` says how, shares in rough per cent."""

    counter: Counter
    kind: str
    voices: int
    share: int
    limit: int
    others: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A counter's week: of so many voices so many per cent from staff's network, known devices."""

    counter: Counter
    monday: date
    voices: int
    staff: int
    device: int
    staff_looks: bool
    device_looks: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """What is worth a look at a centre in a period."""

    full_days: list[FullDay]
    odd: list[Odd]
    weeks: list[Week]
    limits: Limits


def looks_at(
    centre: Centre, frame: Frame, period: Period, *, without: Collection[int] = ()
) -> Looks:
    """Every counter but those the reader serves at (``without``) against the published limits."""
    counters = {one.pk: one for one in counters_of(centre) if one.pk not in without}
    limits = thresholds_on(period.last)
    found = Participation.objects.filter(
        instrument=frame.instrument, centre=centre, counter_id__in=counters
    )
    patterns = patterns_at(frame.instrument, period.first, period.last, list(counters))
    whole, smallest = voices_at(frame.instrument, period, centre), policy_on(period.last).smallest
    told = {
        pk
        for pk, some in patterns.items()
        if rules.stands_apart(sum(some.values()), whole, smallest=smallest)
    }
    return Looks(
        full_days=_full_days(centre, found, counters, period, limits),
        odd=[one for one in _odd(patterns, counters, frame, limits) if one.counter.pk in told],
        weeks=_weeks(_within(found, period), counters, limits),
        limits=limits,
    )


def _within(found: "QuerySet[Participation]", period: Period) -> "QuerySet[Participation]":
    return found.filter(day__gte=period.first, day__lte=period.last)


def _full_days(
    centre: Centre,
    found: "QuerySet[Participation]",
    counters: dict[int, Counter],
    period: Period,
    limits: Limits,
) -> list[FullDay]:
    first = period.first - A_WHILE_BEFORE
    span = {"day__gte": first, "day__lte": period.last}
    served = Turnout.objects.filter(centre=centre, counter_id__in=counters, **span)
    totals = served.values("counter_id", "day").annotate(n=Sum("served")).order_by()
    turnout = {(row["counter_id"], row["day"]): row["n"] for row in totals}
    here = Sum("ballots", filter=~Q(channel__in=BY_ONES_OWN_LINK), default=0)
    by_day = found.filter(**span).values("counter_id", "day")
    rows = by_day.annotate(n=Sum("ballots"), here=here)
    days: dict[int, list[rules.Day]] = defaultdict(list)
    for row in rows.order_by():
        key = row["counter_id"], row["day"]
        days[key[0]].append(rules.Day(key[1], row["n"], row["here"], turnout.get(key, 0)))
    times, least = limits[Code.BURST].value, int(limits[Code.DAY].value)
    return [
        FullDay(counters[pk], full)
        for pk in sorted(days)
        for full in rules.full_days(days[pk], times=times, least=least)
        if full.day >= period.first
    ]


def _odd(
    patterns: Mapping[int, Mapping[rules.Pattern, int]],
    counters: dict[int, Counter],
    frame: Frame,
    limits: Limits,
) -> list[Odd]:
    highest = frame.instrument.highest
    habits = {pk: rules.habit_of(some, highest=highest) for pk, some in patterns.items()}
    least = int(limits[Code.LEAST].value)
    return [
        odd
        for pk in sorted(habits)
        if habits[pk].voices >= least
        for odd in _of_counter(counters[pk], habits, limits)
    ]


def _of_counter(counter: Counter, habits: dict[int, Habit], limits: Limits) -> list[Odd]:
    habit = habits[counter.pk]
    voices, found = rules.down_to_five(habit.voices), []
    for kind, share in ((Code.STRAIGHT, habit.straight), (Code.ALIKE, habit.alike)):
        limit = limits[kind].value
        if share >= limit:
            found.append(Odd(counter, kind, voices, rules.roughly(share), int(limit)))
    others, limit = rules.others_top(habits, counter.pk), limits[Code.TOP].value
    if others is not None and habit.top - others >= limit:
        told, best = rules.roughly(others), rules.roughly(habit.top)
        found.append(Odd(counter, Code.TOP, voices, best, int(limit), told))
    return found


def _weeks(
    found: "QuerySet[Participation]", counters: dict[int, Counter], limits: Limits
) -> list[Week]:
    rows = (
        found.annotate(monday=TruncWeek("day"))
        .values("counter_id", "monday")
        .annotate(
            n=Sum("ballots"),
            staff=Sum("from_staff_network"),
            device=Sum("from_known_device"),
        )
        .order_by("-monday", "counter_id")
    )
    enough = int(limits[Code.DAY].value)
    return [
        Week(
            counter=counters[row["counter_id"]],
            monday=row["monday"],
            voices=rules.down_to_five(row["n"]),
            staff=rules.roughly(rules.share_of(row["staff"], row["n"])),
            device=rules.roughly(rules.share_of(row["device"], row["n"])),
            staff_looks=_too_many(row["staff"], row["n"], limits[Code.STAFF].value),
            device_looks=_too_many(row["device"], row["n"], limits[Code.DEVICE].value),
        )
        for row in rows
        if row["n"] >= enough
    ]


def _too_many(part: int, whole: int, limit: Decimal) -> bool:
    return rules.share_of(part, whole) >= limit
