"""What a supervisor sees of the survey: how many answered, whether that is enough, and counters."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from lopo.organisation.api import Agency, Centre, Counter, counters_of
from lopo.surveys import rules
from lopo.surveys.models import Participation, Population, Turnout
from lopo.surveys.rules import Period

from .instruments import SKM
from .results import Frame
from .rulebook import rulebook_of
from .sealed import patterns_at
from .tallies import counted_from
from .turnouts import population_on, voices_at


@dataclass
class Answered:
    """A service, or all of them: how many were served, would not be asked, and answered.

    ``asks_all``: whether everybody who was served is asked, which only the link of a visit does;
    nobody refuses another questionnaire, and no rate of those who were served tells anything.
    """

    code: str = ""
    name: str = ""
    served: int = 0
    declined: int = 0
    channels: dict[str, int] = field(default_factory=dict)
    population: int | None = None
    asks_all: bool = True

    @property
    def voices(self) -> int:
        """How many answered."""
        return sum(self.channels.values())

    @property
    def people(self) -> int:
        """Of how many: those declared to be served, else those who were."""
        return self.population if self.population is not None else self.served

    @property
    def needed(self) -> int:
        """How many answers are enough (Krejcie–Morgan)."""
        return rules.enough_of(self.people)

    @property
    def missing(self) -> int:
        """How many answers are still missing."""
        return max(0, self.needed - self.voices)

    @property
    def rate(self) -> Decimal | None:
        """How many of a hundred who were served have answered; None when none can be told."""
        if not self.served or not self.asks_all:
            return None
        return rules.share_of(self.voices, self.served)


@dataclass(frozen=True, slots=True)
class Overview:
    """The survey of a centre in a period."""

    whole: Answered
    services: list[Answered]


def overview_of(
    centre: Centre, frame: Frame, period: Period, *, agencies: Collection[int] | None = None
) -> Overview:
    """How many were served and answered, by service; of some agencies only, where named."""
    narrow = {} if agencies is None else {"agency_id__in": list(agencies)}
    turnouts = Turnout.objects.filter(
        centre=centre, day__gte=period.first, day__lte=period.last, **narrow
    )
    rows: dict[int, Answered] = {}
    named = ("service_id", "service__code", "service__name")
    for row in turnouts.values(*named).annotate(s=Sum("served"), d=Sum("declined")).order_by():
        one = _row(rows, row)
        one.served, one.declined = row["s"], row["d"]
    found = _of(centre, frame, period, narrow)
    for row in found.values(*named, "channel").annotate(n=Sum("ballots")).order_by():
        _row(rows, row).channels[row["channel"]] = row["n"]
    services = sorted(rows.values(), key=lambda one: (-one.served, one.name))
    whole = Answered(population=_declared(centre.host_agency, period.last, agencies))
    whole.asks_all = frame.instrument.code == SKM
    for one in services:
        one.asks_all = whole.asks_all
        whole.served += one.served
        whole.declined += one.declined
        for channel, count in one.channels.items():
            whole.channels[channel] = whole.channels.get(channel, 0) + count
    return Overview(whole, services)


def _of(centre: Centre, frame: Frame, period: Period, narrow: Any) -> "QuerySet[Participation]":
    """Who took part at a centre, also at one for practice: its own staff sees it.

    In any version: those who were served in a period are set against all who answered in it.
    """
    return Participation.objects.filter(
        instrument__code=frame.instrument.code,
        centre=centre,
        day__gte=period.first,
        day__lte=period.last,
        **narrow,
    )


def _row(rows: dict[int, Answered], row: dict[str, Any]) -> Answered:
    fresh = Answered(row["service__code"], row["service__name"])
    return rows.setdefault(row["service_id"], fresh)


def _declared(agency: Agency, day: date, agencies: Collection[int] | None) -> int | None:
    """What an agency declared to serve, where the whole that is shown is that agency's."""
    if agencies is not None and agency.pk not in agencies:
        return None
    found = population_on(day, agency.pk)
    return found.people if found else None


def populations_of(agency: Agency) -> "QuerySet[Population]":
    """Everything an agency declared, the newest first."""
    return Population.objects.filter(agency=agency).order_by("-valid_from")


@dataclass(frozen=True, slots=True)
class CounterGrade:
    """A counter as a supervisor sees it: rounded so that no service's result follows from it."""

    counter: Counter
    voices: int
    value: int
    grade: rules.Band | None


def counters_graded(
    centre: Centre, code: str, period: Period, *, without: Collection[int] = ()
) -> list[CounterGrade]:
    """The counters of a finished quarter, without those the reader has served at.

    Whole numbers of the index and fives of the voices, and nothing where all others together are
    few: taken from the results of services they tell nothing about anybody.
    """
    book = rulebook_of(code)
    frame, smallest = book.frame(period.last), book.policy(period.last).smallest
    if frame is None:
        return []
    counters = {one.pk: one for one in counters_of(centre) if one.pk not in without}
    found = patterns_at(frame.instrument, period.first, period.last, list(counters))
    all_voices = voices_at(frame.instrument, period, centre)
    rows = []
    for pk, patterns in found.items():
        counted = counted_from(patterns, frame.items)
        outcome = frame.outcome(counted)
        is_told = rules.stands_apart(counted.ballots, all_voices, smallest=smallest)
        if not is_told or outcome.value is None:
            continue
        value = int(outcome.value.quantize(Decimal(1), ROUND_HALF_UP))
        voices = rules.down_to_five(counted.ballots)
        rows.append(CounterGrade(counters[pk], voices, value, outcome.grade))
    return sorted(rows, key=lambda one: one.counter.pk)
