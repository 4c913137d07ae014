"""The ballots of a centre and quarter, counted by atom once, and again only when they changed.

Many people look at the same results. What a box holds is told apart by how many ballots lie in it
and what they sum up to: one cheap statement. Only what changed since is counted anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from lopo.findings.rules import Path
from lopo.surveys.api import Ballot, Counted, Frame, Period, count_by, current_period

from .subjects import FIELDS

Atoms = dict[Path, Counted]
Box = Mapping[bool, Atoms]
"""The atoms of a centre and quarter: those opened already, and those that wait."""

Key = tuple[int, Period, int]
Mark = tuple[tuple[bool, int, int], ...]
MOST_KEPT = 2000
_kept: dict[Key, tuple[Mark, Box]] = {}


def boxes(found: "QuerySet[Ballot]", frame: Frame) -> dict[Period, dict[int, Box]]:
    """Some ballots by quarter and centre; whole quarters and whole centres only."""
    dated: Any = found.annotate(quarter=TruncQuarter("day"))
    marks = _marks(dated, frame)
    missing = [key for key, mark in marks.items() if _kept.get(key, (None,))[0] != mark]
    fresh = _count(dated, frame, missing)
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    told: dict[Period, dict[int, Box]] = defaultdict(dict)
    for key, mark in marks.items():
        box = fresh[key] if key in fresh else _kept[key][1]
        _kept[key] = (mark, box)
        told[key[1]][key[2]] = box
    return told


def _marks(dated: Any, frame: Frame) -> dict[Key, Mark]:
    by = ("quarter", "centre", "is_open")
    rows = dated.values(*by).annotate(ballots=Count("pk"), sum=Sum("total")).order_by(*by)
    marks: dict[Key, list[tuple[bool, int, int]]] = defaultdict(list)
    for row in rows:
        key = (frame.instrument.pk, current_period(row["quarter"]), row["centre"])
        marks[key].append((row["is_open"], row["ballots"], row["sum"]))
    return {key: tuple(mark) for key, mark in marks.items()}


def _count(dated: Any, frame: Frame, keys: Sequence[Key]) -> dict[Key, Box]:
    if not keys:
        return {}
    wanted = dated.filter(
        centre__in={centre_id for _instrument, _quarter, centre_id in keys},
        day__gte=min(quarter.first for _instrument, quarter, _centre in keys),
        day__lte=max(quarter.last for _instrument, quarter, _centre in keys),
    )
    by = ("quarter", *(level.value for level in FIELDS), "is_open")
    grouped: dict[Key, dict[bool, Atoms]] = {key: {True: {}, False: {}} for key in keys}
    for (quarter, *path, is_open), counted in count_by(
        wanted, frame.instrument, frame.items, *by
    ).items():
        key = (frame.instrument.pk, current_period(quarter), path[0])
        if key in grouped:
            grouped[key][is_open][tuple(path)] = counted
    return dict(grouped)
