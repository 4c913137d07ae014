"""Every figure that is published, as rows: for files and programs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lopo.surveys.api import SKM, Outcome, Period

from .shown import outcome_in
from .subjects import FIELDS, Level, Subject, named
from .worlds import World, world_around


@dataclass(frozen=True, slots=True)
class Row:
    """A subject in a period: what is shown of it, and of how many ballots its elements are."""

    subject: Subject
    period: Period
    outcome: Outcome
    detail: Outcome | None
    is_running: bool


def published(
    subject: Subject, periods: Sequence[Period], today: date, code: str = SKM
) -> list[Row]:
    """A subject and everything within it, in every period; what may not be shown is left out."""
    quarters = {quarter for period in periods for quarter in period.quarters}
    world = world_around(subject, quarters, today, code)
    within = [subject, *_within(world, subject, periods)]
    return [
        row
        for period in periods
        for one in within
        if (row := row_of(world, one, period)) is not None
    ]


def row_of(world: World, subject: Subject, period: Period) -> Row | None:
    """One row, if it may be shown."""
    outcome = outcome_in(world, subject, period, at_once=True)
    if outcome is None:
        return None
    detail = outcome_in(world, subject, period)
    return Row(subject, period, outcome, detail, not period.is_over(world.today))


def _within(world: World, subject: Subject, periods: Iterable[Period]) -> Iterator[Subject]:
    """The parts of a subject that somebody judged, each level by name."""
    above = FIELDS.index(subject.level) if subject.level != Level.PROVINCE else -1
    centre_id = subject.place[0] if subject.place else None
    spans = list(periods)
    for level in FIELDS[above + 1 :]:
        keys = {key for period in spans for key in world.keys(level, subject, period)}
        for one in named(level, keys):
            yield one.at(centre_id) if centre_id is not None else one
