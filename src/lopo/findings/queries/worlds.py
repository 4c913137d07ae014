"""The ballots of some quarters, divided into blocks: what every shown number is made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lopo.surveys.api import (
    SKM,
    Counted,
    Frame,
    Instrument,
    Path,
    Period,
    Rulebook,
    rulebook_of,
    taking_part,
)

from .counting import Box, boxes
from .dividing import Group, Part, group_of, size_of, together, without
from .subjects import FIELDS, Level, Subject

MOVING = (Level.PROVINCE, Level.CENTRE)
"""Whose number moves at once. What lies in anything else never does, nor does what lies in that."""


def moves_at_once(code: str, subject: Subject) -> bool:
    """Whether a number tells of a voice as soon as it is given, while the quarter runs.

    Of the satisfaction survey only, which is watched for it. Whoever watches such a number while
    one visitor answers learns what that one said: of what is asked about bribes nobody shall.
    """
    return code == SKM and subject.level in MOVING


@dataclass(frozen=True, slots=True)
class Reading:
    """One centre in one quarter.

    ``groups``: what details add up, by what was asked. ``whole``: everything of the centre, for the
    number that moves at once (read for a subject whose number does). ``judged``: how many answered
    about what, shown or not; while the quarter runs, of the ballots already opened only: that
    somebody judged a service is not told by a single ballot. ``is_closed``: nothing that is shown
    waits to be opened any more.
    """

    centre_id: int
    groups: Sequence[Group]
    whole: Counted
    judged: Mapping[Path, int]
    is_closed: bool

    @property
    def blocks(self) -> list[Part]:
        """All blocks, whatever was asked."""
        return [one for group in self.groups for one in group.parts]

    def of(self, subject: Subject) -> Counted:
        """What of a subject is counted for itself here."""
        found = (group.of(subject.place) for group in self.groups)
        return together(counted for counted in found if counted is not None)

    def has_more(self, subject: Subject) -> bool:
        """Whether something of a subject is counted further up, or not at all."""
        own = sum(count for path, count in self.judged.items() if subject.holds(path))
        return own > self.of(subject).ballots


@dataclass(frozen=True, slots=True)
class World:
    """The ballots around a subject, of one questionnaire: the only source of what is shown."""

    code: str
    book: Rulebook
    today: date
    readings: Mapping[Period, Sequence[Reading]] = field(default_factory=dict)

    def frame(self, period: Period, subject: Subject) -> Frame | None:
        """How ballots are read at the end of a period."""
        return self.book.frame(period.last, agency_id=subject.agency_id)

    def instrument(self, period: Period) -> Instrument | None:
        """The version whose ballots are read at the end of a period; before any, the first."""
        frame = self.book.frame(period.last)
        return frame.instrument if frame else next(iter(self.book.instruments), None)

    def counted(self, subject: Subject, period: Period) -> Counted:
        """The sum of a subject's blocks: what details come from."""
        return self._sum(period, lambda reading, _quarter: reading.of(subject))

    def headline(self, subject: Subject, period: Period) -> Counted:
        """The same for a number that moves at once: SKM of centres and of the province."""
        if not moves_at_once(self.code, subject):
            return self.counted(subject, period)
        centre_id = subject.place[0] if subject.place else None

        def one(reading: Reading, quarter: Period) -> Counted:
            if centre_id not in (None, reading.centre_id):
                return Counted()
            return reading.of(subject) if quarter.is_over(self.today) else reading.whole

        return self._sum(period, one)

    def is_partial(self, subject: Subject, period: Period) -> bool:
        """Whether some of its ballots are counted elsewhere; how many is not told."""
        found = (one for quarter in period.quarters for one in self.readings.get(quarter, ()))
        return any(reading.has_more(subject) for reading in found)

    def keys(self, level: Level, subject: Subject, period: Period) -> set[int | None]:
        """Which parts of a subject somebody has judged."""
        place = FIELDS.index(level)
        moving = {
            reading.centre_id
            for quarter in period.quarters
            for reading in self.readings.get(quarter, ())
            if level == Level.CENTRE and reading.whole.ballots and not subject.place
        }
        return moving | {
            path[place]
            for quarter in period.quarters
            for reading in self.readings.get(quarter, ())
            for path in reading.judged
            if subject.holds(path)
        }

    def _sum(self, period: Period, one: Callable[[Reading, Period], Counted]) -> Counted:
        frame = self.book.frame(period.last)
        return together(
            one(reading, quarter)
            for quarter in period.quarters
            if _same(self.book.frame(quarter.last), frame)
            for reading in self.readings.get(quarter, ())
        )


def _same(one: Frame | None, other: Frame | None) -> bool:
    return one is not None and other is not None and one.instrument.pk == other.instrument.pk


def world_around(
    subject: Subject, quarters: Iterable[Period], today: date, code: str = SKM
) -> World:
    """All centres a subject was judged at, in some quarters: two statements a questionnaire.

    What is shown of a subject depends on its neighbours: they are read, too.
    """
    book = rulebook_of(code)
    readings: dict[Period, Sequence[Reading]] = {}
    for frame, wanted in _by_instrument(book, quarters):
        found = _boxes(subject, frame, wanted, today, is_moving=moves_at_once(code, subject))
        for quarter in wanted:
            smallest = book.policy(quarter.last).smallest
            readings[quarter] = [
                _read(centre_id, box, frame, smallest, is_over=quarter.is_over(today))
                for centre_id, box in found.get(quarter, {}).items()
            ]
    return World(code, book, today, readings)


def _by_instrument(
    book: Rulebook, quarters: Iterable[Period]
) -> Iterable[tuple[Frame, list[Period]]]:
    frames: dict[int, Frame] = {}
    wanted: dict[int, list[Period]] = defaultdict(list)
    for quarter in sorted(set(quarters), key=lambda one: one.first):
        frame = book.frame(quarter.last)
        if frame is not None:
            frames.setdefault(frame.instrument.pk, frame)
            wanted[frame.instrument.pk].append(quarter)
    return [(frames[key], found) for key, found in wanted.items()]


def _boxes(
    subject: Subject, frame: Frame, quarters: Sequence[Period], today: date, *, is_moving: bool
) -> Mapping[Period, Mapping[int, Box]]:
    first, last = quarters[0].first, quarters[-1].last
    where = _neighbours(subject, frame.instrument, first, last)
    return boxes(frame, quarters, where, today, is_moving=is_moving)


def _neighbours(
    subject: Subject, instrument: Instrument, first: date, last: date
) -> dict[str, Any]:
    """The centres a subject was judged at: a condition, not a further question."""
    if subject.level == Level.PROVINCE:
        return {}
    if subject.place[0] is not None:
        return {"centre": subject.place[0]}
    own = taking_part(instrument, first, last).filter(**subject.where)
    return {"centre__in": own.values("centre")}


def _read(centre_id: int, box: Box, frame: Frame, smallest: int, *, is_over: bool) -> Reading:
    """What waits counts in the whole at once, and in blocks as soon as the quarter is over.

    Those that were asked other questions are never put together: they could be told apart.
    """
    waiting = box.waiting if is_over else {}
    groups = [
        group_of(not_asked, _with(box, not_asked), frame, smallest)
        if not_asked in waiting
        else box.opened.group(not_asked, frame, smallest)
        for not_asked in dict.fromkeys([*box.opened.atoms, *waiting])
    ]
    if not is_over:
        late = [one for some in box.waiting.values() for one in some.values()]
        whole = _whole(together([box.opened.whole, *late]), frame, smallest)
        return Reading(centre_id, groups, whole, box.judged, is_closed=False)
    shown = {
        (one.not_asked, path)
        for group in groups
        for one in group.parts
        if one.not_asked in waiting
        for path in one.block.atoms
    }
    left = {(not_asked, path) for not_asked, some in waiting.items() for path in some}
    whole = together(one for group in groups if (one := group.of(())) is not None)
    return Reading(centre_id, groups, whole, box.judged, is_closed=shown.isdisjoint(left))


def _with(box: Box, not_asked: int) -> dict[Path, Counted]:
    """What is open and what waits of those that were asked the same."""
    atoms = dict(box.opened.atoms.get(not_asked, {}))
    for path, counted in box.waiting[not_asked].items():
        atoms[path] = together([counted, atoms[path]]) if path in atoms else counted
    return atoms


def _whole(found: Counted, frame: Frame, smallest: int) -> Counted:
    """Everything of a centre together, without items too few have answered; nothing if few."""
    if found.ballots < smallest:
        return Counted()
    counts = size_of(found, frame).answered
    rare = {
        item.code for item, count in zip(frame.items, counts, strict=True) if 0 < count < smallest
    }
    return without(found, rare)
