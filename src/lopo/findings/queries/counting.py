"""The ballots of a centre and quarter, counted by atom once, and again only when they changed.

Many people look at the same results. What was opened in a box is told apart by how many ballots
lie in it and what they sum up to: one cheap statement. Only what changed since is counted anew.
What waits is few at any time, and read with every look.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncQuarter

from lopo.surveys.api import (
    Counted,
    Frame,
    Path,
    Period,
    ballots_of,
    count_by,
    counted_from,
    current_period,
    sealed_of,
    taking_part,
)

from .subjects import FIELDS

Atoms = dict[tuple[int, Path], Counted]
"""By what was not asked (a bit an item) and where the ballots lie."""

Key = tuple[int, Period, int]
Mark = tuple[int, int, int]
PLACE = tuple(level.value for level in FIELDS)
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Box:
    """The ballots of a centre and quarter by atom: opened already, and waiting.

    ``judged``: how many answered about every atom, whatever became of its name.
    """

    opened: Atoms = field(default_factory=dict)
    waiting: Atoms = field(default_factory=dict)
    judged: Mapping[Path, int] = field(default_factory=dict)


_kept: dict[Key, tuple[Mark, Box]] = {}


def boxes(
    frame: Frame, first: date, last: date, where: Mapping[str, Any]
) -> dict[Period, dict[int, Box]]:
    """The ballots of some quarters and centres; whole quarters and whole centres only."""
    waiting = _waiting(frame, first, last, where)
    marks = _marks(frame, first, last, where, waiting)
    missing = [key for key, mark in marks.items() if _kept.get(key, (None,))[0] != mark]
    fresh = _count(frame, missing)
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    told: dict[Period, dict[int, Box]] = defaultdict(dict)
    for key, mark in marks.items():
        box = fresh[key] if key in fresh else _kept[key][1]
        _kept[key] = (mark, box)
        told[key[1]][key[2]] = Box(box.opened, waiting.get(key, {}), box.judged)
    return told


def _waiting(frame: Frame, first: date, last: date, where: Mapping[str, Any]) -> dict[Key, Atoms]:
    patterns: dict[Key, dict[tuple[int, Path], dict[Any, int]]]
    patterns = defaultdict(lambda: defaultdict(dict))
    for voice in sealed_of(frame.instrument, first, last, **where):
        key = (frame.instrument.pk, current_period(voice.quarter), int(voice.path[0] or 0))
        some = patterns[key][voice.not_asked, voice.path]
        some[voice.answers] = some.get(voice.answers, 0) + 1
    return {
        key: {atom: counted_from(some, frame.items) for atom, some in atoms.items()}
        for key, atoms in patterns.items()
    }


def _marks(
    frame: Frame,
    first: date,
    last: date,
    where: Mapping[str, Any],
    waiting: Mapping[Key, Atoms],
) -> dict[Key, Mark]:
    found = ballots_of(frame.instrument, first, last, **where).values("quarter", "centre")
    rows = found.annotate(ballots=Count("pk"), sum=Sum("total")).order_by()
    opened = {
        (frame.instrument.pk, current_period(row["quarter"]), row["centre"]): row for row in rows
    }
    nothing = {"ballots": 0, "sum": 0}
    return {
        key: (
            opened.get(key, nothing)["ballots"],
            opened.get(key, nothing)["sum"],
            sum(counted.ballots for counted in waiting.get(key, {}).values()),
        )
        for key in {*opened, *waiting}
    }


def _count(frame: Frame, keys: Sequence[Key]) -> dict[Key, Box]:
    if not keys:
        return {}
    centres = {centre_id for _instrument, _quarter, centre_id in keys}
    first = min(quarter.first for _instrument, quarter, _centre in keys)
    last = max(quarter.last for _instrument, quarter, _centre in keys)
    opened: dict[Key, Atoms] = defaultdict(dict)
    found = ballots_of(frame.instrument, first, last, centre__in=centres)
    for (quarter, not_asked, *path), counted in count_by(
        found, frame.instrument, frame.items, "quarter", "not_asked", *PLACE
    ).items():
        key = (frame.instrument.pk, current_period(quarter), path[0])
        opened[key][not_asked, tuple(path)] = counted
    judged: dict[Key, dict[Path, int]] = defaultdict(dict)
    those = taking_part(frame.instrument, first, last).filter(centre__in=centres)
    by = those.annotate(quarter=TruncQuarter("day")).values_list("quarter", *PLACE)
    for quarter, *path, ballots in by.annotate(n=Sum("ballots")).order_by():
        key = (frame.instrument.pk, current_period(quarter), path[0])
        judged[key][tuple(path)] = ballots
    return {key: Box(opened.get(key, {}), judged=judged.get(key, {})) for key in keys}
