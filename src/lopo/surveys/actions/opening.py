"""When sealed ballots may be read: a handful at a time, and the rest when their quarter is over.

Opened ballots are written in one statement, under new random keys and in random order, with
nothing but their place and quarter. When a quarter is over, its ballots are written anew all
together; those too rare to be shown for themselves lose the name of their service, unit or agency
(``rules.disclosure``), as they do in every result.
"""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.surveys.models import Ballot, Instrument, Remark, SealedBallot
from lopo.surveys.queries import Asked, Voice, boxes_with_sealed, policy_on, voices_in
from lopo.surveys.rules import (
    DEPTH,
    Path,
    Pattern,
    Size,
    current_period,
    divide,
    opened_now,
    rare_items,
)

from .boxes import About, lock_box, place_of

# All in one statement: no row tells which of them was first, and a trigger sees whole groups.
WRITE = """
INSERT INTO surveys_ballot (id, instrument_id, centre_id, agency_id, unit_id, service_id, quarter,
  answers, answered, total)
SELECT gen_random_uuid(), %(instrument)s, centre, agency, unit, service, %(quarter)s,
  answers, answered, total
FROM jsonb_to_recordset(%(rows)s::jsonb) AS one(centre bigint, agency bigint, unit bigint,
  service bigint, answers smallint[], answered smallint, total smallint)
ORDER BY random()
"""


@dataclass(frozen=True, slots=True)
class Readable:
    """A ballot on its way into the open: where it may be told to lie, and what it says."""

    path: Path
    answers: Pattern
    remark: str = ""
    key: UUID | None = None

    @property
    def says_something(self) -> bool:
        """Whether an answer is left."""
        return any(value is not None for value in self.answers)


def open_some(*, about: About, asked: Asked, day: date) -> None:
    """Let what is shown in detail of this service grow, whole steps at a time.

    Ballots that leave an answer out wait until the period is over: else the mean of an item could
    grow by fewer answers than a step, and tell what one person said. The box is locked already.
    """
    quarter = current_period(day).first
    place = {f"{name}_id": key for name, key in place_of(about, asked).items()}
    waiting = voices_in(SealedBallot.objects.filter(**place, quarter=quarter))
    whole = [one for one in waiting if answered(one.answers) >= len(asked.shown)]
    count = opened_now(len(whole), policy_on(day).step)
    if count:
        chosen = random.SystemRandom().sample(whole, count)
        _open(asked.instrument.pk, quarter, map(_readable, chosen))


def close_quarter(*, instrument: Instrument, centre: Centre, quarter: date) -> int:
    """Open what is left of a quarter that is over; how many ballots.

    What is in no block at all (a centre with too few ballots) stays sealed.
    """
    with one_transaction():
        lock_box(centre.pk, quarter)
        there = {"instrument": instrument, "centre": centre, "quarter": quarter}
        left = [_readable(one) for one in voices_in(SealedBallot.objects.filter(**there))]
        if not left:
            return 0
        before = [
            Readable(tuple(path), tuple(answers))
            for *path, answers in Ballot.objects.filter(**there).values_list(
                "centre_id", "agency_id", "unit_id", "service_id", "answers"
            )
        ]
        smallest = policy_on(current_period(quarter).last).smallest
        told = gathered([*before, *left], smallest)
        opened = sum(one.key is not None for one in told)
        if opened:
            Ballot.objects.filter(**there).delete()
            _open(instrument.pk, quarter, told)
    return opened


def gathered(ballots: Sequence[Readable], smallest: int) -> list[Readable]:
    """The ballots of a centre and quarter without what could tell a few of them apart."""
    rare = rare_items(_sizes(ballots).values(), smallest=smallest)
    spoken = [one for one in (_without(one, rare) for one in ballots) if one.says_something]
    division = divide(_sizes(spoken), smallest=smallest)
    places = {atom: _padded(block.path) for block in division.blocks for atom in block.atoms}
    return [
        Readable(places[one.path], one.answers, one.remark, one.key)
        for one in spoken
        if one.path in places
    ]


def _sizes(ballots: Iterable[Readable]) -> Mapping[Path, Size]:
    sizes: dict[Path, Size] = {}
    for one in ballots:
        size = Size(1, tuple(int(value is not None) for value in one.answers))
        sizes[one.path] = sizes[one.path] + size if one.path in sizes else size
    return sizes


def _without(one: Readable, items: frozenset[int]) -> Readable:
    if not items:
        return one
    kept = (None if place in items else value for place, value in enumerate(one.answers))
    return Readable(one.path, tuple(kept), one.remark, one.key)


def _padded(path: Path) -> Path:
    return (*path, *(None,) * (DEPTH - len(path)))


def _readable(one: Voice) -> Readable:
    return Readable(one.path, one.answers, one.remark, one.key)


def answered(answers: Pattern) -> int:
    """How many items were answered."""
    return sum(value is not None for value in answers)


def _open(instrument_id: int, quarter: date, ballots: Iterable[Readable]) -> None:
    """Write ballots and their remarks where everybody may read them, and drop the sealed ones."""
    names = ("centre", "agency", "unit", "service")
    some = list(ballots)
    rows = [
        {
            **dict(zip(names, one.path, strict=True)),
            "answers": list(one.answers),
            "answered": answered(one.answers),
            "total": sum(value or 0 for value in one.answers),
        }
        for one in some
    ]
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "instrument": instrument_id,
            "quarter": quarter,
            "rows": json.dumps(rows),
        }
        cursor.execute(WRITE, facts)
    remarks = [one for one in some if one.remark]
    Remark.objects.bulk_create(
        Remark(
            instrument_id=instrument_id,
            **{f"{name}_id": key for name, key in zip(names, one.path, strict=True)},
            quarter=quarter,
            text=one.remark,
        )
        for one in random.SystemRandom().sample(remarks, len(remarks))
    )
    keys = [one.key for one in some if one.key is not None]
    SealedBallot.objects.filter(pk__in=keys).delete()


def close_ended_quarters(clock: Clock) -> int:
    """Open what is left of every quarter that is over where its centre stands; how many."""
    opened = 0
    for box in boxes_with_sealed():
        if current_period(box.quarter).is_over(local_date(box.centre, clock())):
            opened += close_quarter(
                instrument=box.instrument, centre=box.centre, quarter=box.quarter
            )
    return opened
