"""The ballots of a centre and quarter, counted by atom once, and again only when they changed.

Many people look at the same results. What was opened in a box is told apart by a fingerprint of
its rows, whole: one statement, with every look. Only what changed since is counted anew, and so is
whatever was worked out of it: every process keeps for itself, no time passes before a change is
seen, and nothing is kept but what the table shows openly. What waits is few at any time, and read
with every look.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from typing import Any, TypeVar

from django.db.models import Sum
from django.db.models.functions import TruncQuarter

from lopo.foundation.transactions import one_moment
from lopo.surveys.api import (
    Counted,
    Frame,
    Path,
    Period,
    ballots_of,
    count_by,
    counted_from,
    current_period,
    fingerprints,
    sealed_of,
    taking_part,
)

from .dividing import Group, group_of, together
from .subjects import FIELDS

Atoms = Mapping[int, Mapping[Path, Counted]]
"""By what was not asked (a bit an item), and where the ballots lie."""

Key = tuple[int, Period, int]
"""A questionnaire, a quarter and a centre."""

Fingerprint = tuple[int, int]
Judged = Mapping[Path, int]
PLACE = tuple(level.value for level in FIELDS)
NOTHING: Fingerprint = (0, 0)
TOGETHER: tuple[int, Path] = (0, ())
MOST_KEPT = 2000
Mark = TypeVar("Mark")
Told = TypeVar("Told")


@dataclass(frozen=True)
class Opened:
    """What is open in a box, by atom, and what is worked out of it. Its ballots never change."""

    atoms: Atoms
    _groups: dict[tuple[int, int], Group] = field(default_factory=dict)

    def group(self, not_asked: int, frame: Frame, smallest: int) -> Group:
        """Those that were asked the same, divided as a policy wants it."""
        key = (not_asked, smallest)
        if key not in self._groups:
            self._groups[key] = group_of(not_asked, self.atoms[not_asked], frame, smallest)
        return self._groups[key]

    @cached_property
    def whole(self) -> Counted:
        """Everything together."""
        return together(one for some in self.atoms.values() for one in some.values())

    @cached_property
    def judged(self) -> Judged:
        """How many of them are about every atom."""
        found: dict[Path, int] = defaultdict(int)
        for some in self.atoms.values():
            for path, counted in some.items():
                found[path] += counted.ballots
        return found


@dataclass(frozen=True, slots=True)
class Box:
    """The ballots of a centre and quarter: opened already, and waiting.

    While the quarter runs, what waits is one sum. ``judged``: how many answered about every atom,
    whatever became of its name; while the quarter runs, of the ballots already opened only.
    """

    opened: Opened
    waiting: Atoms
    judged: Judged


_opened: dict[Key, tuple[Fingerprint, Opened]] = {}
_judged: dict[Key, tuple[tuple[Fingerprint, int], Judged]] = {}


def forget() -> None:
    """Know no more than a process that has just begun: for tests, and to measure."""
    _opened.clear()
    _judged.clear()


def boxes(
    frame: Frame,
    quarters: Sequence[Period],
    where: Mapping[str, Any],
    today: date,
    *,
    is_moving: bool,
) -> dict[Period, dict[int, Box]]:
    """The ballots of some quarters and centres; whole quarters and whole centres only.

    ``is_moving``: what waits in a quarter that runs is read, too, for a number that moves at once.
    """
    # Of one moment: what is opened between two reads would count as waiting and as open.
    with one_moment():
        read = quarters if is_moving else [one for one in quarters if one.is_over(today)]
        waiting = _waiting(frame, read, where, today)
        marks = _marks(frame, quarters, where, waiting)
        opened = _kept(_opened, marks, partial(_count, frame))
        # Every voice adds one to what lies open or waits when it adds one to those who took part.
        over = {
            key: (mark, sum(one.ballots for some in waiting[key].values() for one in some.values()))
            for key, mark in marks.items()
            if key[1].is_over(today)
        }
        judged = _kept(_judged, over, partial(_count_judged, frame))
    told: dict[Period, dict[int, Box]] = defaultdict(dict)
    for key, some in opened.items():
        told[key[1]][key[2]] = Box(some, waiting[key], judged.get(key, some.judged))
    return told


def _kept(
    known: dict[Key, tuple[Mark, Told]],
    marks: Mapping[Key, Mark],
    count: Callable[[Collection[Key]], Mapping[Key, Told]],
) -> dict[Key, Told]:
    """What is known of boxes that have not changed; the others are counted, and known then."""
    found = {
        key: held[1] for key, mark in marks.items() if (held := known.get(key)) and held[0] == mark
    }
    fresh = count(marks.keys() - found.keys())
    if len(known) > MOST_KEPT:
        known.clear()
    known.update({key: (marks[key], one) for key, one in fresh.items()})
    return {**found, **fresh}


def _waiting(
    frame: Frame, quarters: Sequence[Period], where: Mapping[str, Any], today: date
) -> defaultdict[Key, Atoms]:
    """What lies sealed; of a quarter that runs all together, for it is told in no other way."""
    if not quarters:
        return defaultdict(dict)
    patterns: dict[tuple[date, int], dict[tuple[int, Path], dict[Any, int]]]
    patterns = defaultdict(lambda: defaultdict(dict))
    is_over = cache(lambda day: current_period(day).is_over(today))
    for voice in sealed_of(frame.instrument, quarters[0].first, quarters[-1].last, **where):
        atom = (voice.not_asked, voice.path) if is_over(voice.quarter) else TOGETHER
        some = patterns[voice.quarter, int(voice.path[0] or 0)][atom]
        some[voice.answers] = some.get(voice.answers, 0) + 1
    found: defaultdict[Key, Atoms] = defaultdict(dict)
    for (day, centre_id), atoms in patterns.items():
        alike: dict[int, dict[Path, Counted]] = defaultdict(dict)
        for (not_asked, path), some in atoms.items():
            alike[not_asked][path] = counted_from(some, frame.items)
        found[frame.instrument.pk, current_period(day), centre_id] = alike
    return found


def _marks(
    frame: Frame,
    quarters: Sequence[Period],
    where: Mapping[str, Any],
    waiting: Mapping[Key, Atoms],
) -> dict[Key, Fingerprint]:
    first, last = quarters[0].first, quarters[-1].last
    found = fingerprints(ballots_of(frame.instrument, first, last, **where))
    told = {
        (frame.instrument.pk, current_period(quarter), centre_id): one
        for (quarter, centre_id), one in found.items()
    }
    return dict.fromkeys(waiting, NOTHING) | told


def _count(frame: Frame, keys: Collection[Key]) -> dict[Key, Opened]:
    if not keys:
        return {}
    atoms: dict[Key, dict[int, dict[Path, Counted]]] = {key: defaultdict(dict) for key in keys}
    first, last, centres = _around(keys)
    found = ballots_of(frame.instrument, first, last, centre__in=centres)
    for (quarter, not_asked, *path), counted in count_by(
        found, frame.instrument, frame.items, "quarter", "not_asked", *PLACE
    ).items():
        key = (frame.instrument.pk, current_period(quarter), path[0])
        if key in atoms:
            atoms[key][not_asked][tuple(path)] = counted
    return {key: Opened(some) for key, some in atoms.items()}


def _count_judged(frame: Frame, keys: Collection[Key]) -> Mapping[Key, Judged]:
    if not keys:
        return {}
    judged: dict[Key, dict[Path, int]] = {key: {} for key in keys}
    first, last, centres = _around(keys)
    those = taking_part(frame.instrument, first, last).filter(centre__in=centres)
    by = those.annotate(quarter=TruncQuarter("day")).values_list("quarter", *PLACE)
    for quarter, *path, ballots in by.annotate(n=Sum("ballots")).order_by():
        key = (frame.instrument.pk, current_period(quarter), path[0])
        if key in judged:
            judged[key][tuple(path)] = ballots
    return judged


def _around(keys: Collection[Key]) -> tuple[date, date, set[int]]:
    """The days and centres some boxes lie in."""
    quarters = [quarter for _instrument, quarter, _centre in keys]
    centres = {centre_id for _instrument, _quarter, centre_id in keys}
    return min(one.first for one in quarters), max(one.last for one in quarters), centres
