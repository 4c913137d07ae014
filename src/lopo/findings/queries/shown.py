"""What everybody may see of a subject: nothing of fewer ballots than the policy says.

Whoever shows a result (page, television, badge, file, interface, report) asks here and nowhere
else; what stands here is made of whole blocks (``rules.disclosure``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import islice

from lopo.surveys.api import (
    SKM,
    Band,
    Kind,
    Outcome,
    Period,
    Population,
    current_period,
    period_of,
    population_on,
)

from .subjects import Level, Subject, named
from .worlds import World, moves_at_once, world_around

QUARTERS_SHOWN = 8
CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Value:
    """A result in one line; ``value`` None: too few ballots to be shown for itself."""

    subject: Subject
    period: Period
    value: Decimal | None
    grade: Band | None
    ballots: int


@dataclass(frozen=True)
class Shown:
    """A result as it may be shown.

    ``outcome``: index, grade and number of ballots, which move at once in the satisfaction survey
    of centres and of the province. ``detail``: what elements and the interval come from; while the
    period runs, of the ballots already opened only. ``is_partial``: some are counted further up.
    ``counts_all``: whether ``ballots`` is how many answered so far, which of an agency or a service
    nobody is told before the period is over.
    """

    subject: Subject
    period: Period
    outcome: Outcome | None
    detail: Outcome | None
    is_running: bool
    is_partial: bool
    counts_all: bool
    smallest: int
    trend: Sequence[Value]
    world: World

    @property
    def ballots(self) -> int:
        """How many ballots the index is of; 0 when nothing is shown."""
        return self.outcome.ballots if self.outcome else 0

    @cached_property
    def declared(self) -> Population | None:
        """Of how many people it is, where somebody said; asked only by who tells it."""
        known = self.subject.declares
        return population_on(self.period.last, known) if known else None

    @cached_property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Between which converted values the index of everybody lies, 95 times of 100.

        Of the ballots of ``detail``; narrower where it is known of how many people they are.
        """
        sure = self.detail
        if sure is not None and self.declared is not None:
            people = self.declared.people
            sure = outcome_in(self.world, self.subject, self.period, population=people)
        if sure is None or sure.interval is None:
            return None
        factor = Decimal(100) / sure.instrument.highest
        low, high = (Decimal(end) * factor for end in (sure.interval.low, sure.interval.high))
        return low.quantize(CENTS), high.quantize(CENTS)

    def parts(self, level: Level, also: Iterable[int] = ()) -> list[Value]:
        """The subjects of a level within this one, judged or named in ``also``, by name."""
        keys = self.world.keys(level, self.subject, self.period) | set(also)
        return [self.part(one) for one in named(level, keys)]

    def part(self, subject: Subject) -> Value:
        """A part of this subject: at its centre only, when it is one."""
        centre_id = self.subject.place[0] if self.subject.place else None
        there = subject.at(centre_id) if centre_id is not None else subject
        return value_in(self.world, there, self.period)


def default_period(today: date) -> Period:
    """The quarter that runs."""
    return current_period(today)


def quarters_to(period: Period, today: date) -> list[Period]:
    """The eight quarters that end with a period, or with the one that runs; the oldest first."""
    last = period_of(Kind.QUARTER, min(period.last, max(today, period.first)))
    return list(islice(last.back(), QUARTERS_SHOWN))[::-1]


def shown(
    subject: Subject,
    period: Period | None,
    today: date,
    *,
    with_trend: bool = True,
    code: str = SKM,
) -> Shown:
    """What may be shown of a subject, by a questionnaire.

    Without a period, of the latest that has something.
    """
    around = period or default_period(today)
    quarters = quarters_to(around, today)
    wanted = {*quarters, *around.quarters} if with_trend or period is None else around.quarters
    world = world_around(subject, wanted, today, code)
    if period is None:
        period = _latest(world, subject, quarters)
    return shown_in(world, subject, period)


def shown_in(world: World, subject: Subject, period: Period) -> Shown:
    """The same, of ballots already read."""
    detail = outcome_in(world, subject, period)
    is_running = not period.is_over(world.today)
    moving = is_running and moves_at_once(world.code, subject)
    return Shown(
        subject=subject,
        period=period,
        outcome=outcome_in(world, subject, period, at_once=True) if moving else detail,
        detail=detail,
        is_running=is_running,
        is_partial=world.is_partial(subject, period),
        counts_all=moving or not is_running,
        smallest=world.book.policy(period.last).smallest,
        trend=[value_in(world, subject, one) for one in quarters_to(period, world.today)],
        world=world,
    )


def _latest(world: World, subject: Subject, quarters: Sequence[Period]) -> Period:
    for quarter in reversed(quarters):
        if value_in(world, subject, quarter).value is not None:
            return quarter
    return quarters[-1]


def outcome_in(
    world: World,
    subject: Subject,
    period: Period,
    *,
    at_once: bool = False,
    population: int | None = None,
) -> Outcome | None:
    """What the blocks of a subject come to; None when there are none.

    With a population the interval narrows; one smaller than those who answered tells nothing.
    """
    frame = world.frame(period, subject)
    if frame is None:
        return None
    counted = (world.headline if at_once else world.counted)(subject, period)
    if not counted.ballots:
        return None
    known = population if population and population > counted.ballots else None
    outcome = frame.outcome(counted, population=known)
    return outcome if outcome.value is not None else None


def value_in(world: World, subject: Subject, period: Period) -> Value:
    """A result in one line."""
    outcome = outcome_in(world, subject, period, at_once=True)
    if outcome is None:
        return Value(subject, period, None, None, 0)
    return Value(subject, period, outcome.value, outcome.grade, outcome.ballots)
