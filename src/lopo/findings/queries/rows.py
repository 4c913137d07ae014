"""Ballots row by row for the ministry's tool (e-SUKMA): in the order of a die, by block only."""

import random
from collections.abc import Sequence
from datetime import date

from lopo.surveys.api import SKM, Path, Period, ballots_of, in_force, items_of, sealed_of

from .subjects import Level, Subject, named
from .worlds import world_around

OTHERS = "Layanan lain"
PATH = ("centre", "agency", "unit", "service")


def rows_of(subject: Subject, period: Period, today: date) -> tuple[list[str], list[list[str]]]:
    """The head and a row a ballot: service and U1 … U9, and nothing of when, where or by whom.

    Only what is in blocks of the subject, so that the rows of a service are as many as are shown
    of it; services too small for that are `Layanan lain` together. Only of periods that ended.
    """
    instrument = in_force(SKM, period.last)
    if instrument is None or not period.is_over(today):
        return [], []
    items = items_of(instrument)
    world, found = world_around(subject, period.quarters, today), []
    for quarter in period.quarters:
        labels: dict[tuple[int, Path], tuple[int | None, set[str]]] = {}
        for reading in world.readings.get(quarter, ()):
            for one in reading.blocks:
                if one.block.lies_in(subject.place):
                    path = one.block.path
                    label = (path[3] if len(path) == len(PATH) else None, set(one.counted.answers))
                    labels |= {(one.not_asked, atom): label for atom in one.block.atoms}
        rows = ballots_of(instrument, quarter.first, quarter.last)
        opened = [
            (not_asked, tuple(path), answers)
            for *path, not_asked, answers in rows.values_list(*PATH, "not_asked", "answers")
        ]
        left = sealed_of(instrument, quarter.first, quarter.last)
        waiting = [(one.not_asked, one.path, one.answers) for one in left]
        for not_asked, place, answers in [*opened, *waiting]:
            known = labels.get((not_asked, place))
            if known is not None:
                found.append((known, answers))
    names = {one.place[3]: one.name for one in named(Level.SERVICE, {one[0][0] for one in found})}
    told = [
        [names.get(service, OTHERS), *_said(items, answers, known)]
        for (service, known), answers in found
    ]
    random.SystemRandom().shuffle(told)
    return ["Layanan", *(item.code for item in items)], told


def _said(items: Sequence[object], answers: Sequence[int | None], known: set[str]) -> list[str]:
    """The answers; of items that too few answered none."""
    return [
        str(answer) if answer is not None and getattr(item, "code", "") in known else ""
        for item, answer in zip(items, answers, strict=True)
    ]
