"""When sealed ballots may be read: a handful at a time, and the rest when their quarter is over.

Opened ballots are written in one statement, under new random keys and in random order, with
nothing but their place and quarter; those that wait on are sealed anew, so that none is older than
another. When a quarter is over, its ballots are written anew all together; those too rare to be
shown for themselves lose the name of their service, unit or agency (``rules.disclosure``), as they
do in every result. Ballots that were asked other questions are never put together: what was not
asked is public, and would tell them apart.
"""

import json
import logging
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import DatabaseError, connection

from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.surveys.models import Ballot, Instrument, Remark, SealedBallot
from lopo.surveys.queries import Asked, Voice, boxes_with_sealed, policy_on, voices_in
from lopo.surveys.rules import DEPTH, Path, Size, current_period, divide, opened_now

from .boxes import About, lock_box, sealed_ballot

logger = logging.getLogger(__name__)
PLACE = ("centre", "agency", "unit", "service")
# All in one statement: no row tells which of them was first, and a trigger sees whole groups.
WRITE = """
INSERT INTO surveys_ballot (id, instrument_id, centre_id, agency_id, unit_id, service_id, quarter,
  answers, answered, total, not_asked)
SELECT gen_random_uuid(), %(instrument)s, centre, agency, unit, service, %(quarter)s,
  answers, answered, total, not_asked
FROM jsonb_to_recordset(%(rows)s::jsonb) AS one(centre bigint, agency bigint, unit bigint,
  service bigint, answers smallint[], answered smallint, total smallint, not_asked bigint)
ORDER BY random()
"""
COUNT = """
INSERT INTO surveys_respondentcount AS c
  (instrument_id, centre_id, agency_id, unit_id, quarter, field, option, count)
SELECT %(instrument)s, centre, agency, unit, %(quarter)s, field, option, count
FROM jsonb_to_recordset(%(rows)s::jsonb) AS one(centre bigint, agency bigint, unit bigint,
  field text, option text, count int)
ON CONFLICT (centre_id, quarter, instrument_id, agency_id, unit_id, field, option)
  DO UPDATE SET count = c.count + excluded.count
"""


def open_some(*, about: About, asked: Asked, day: date) -> None:
    """Let what is shown in detail of this service grow, whole steps at a time.

    The box is locked already.
    """
    quarter, service = current_period(day).first, about.service
    waiting = SealedBallot.objects.filter(
        instrument=asked.instrument,
        centre=about.centre,
        agency=service.agency_id,
        unit=service.unit_id,
        service=service,
        quarter=quarter,
    )
    _open_steps(asked.instrument.pk, quarter, voices_in(waiting))


def _open_steps(instrument_id: int, quarter: date, waiting: Sequence[Voice]) -> int:
    """Whole steps of those that were asked the same and answered all of it; how many ballots.

    Ballots that leave an answer out wait until the period is over: else the mean of an item could
    grow by fewer answers than a step, and tell what one person said.
    """
    step = policy_on(current_period(quarter).last).step
    alike: dict[tuple[Path, int], list[Voice]] = defaultdict(list)
    for one in waiting:
        if one.is_complete:
            alike[one.path, one.not_asked].append(one)
    chosen = [
        one
        for some in alike.values()
        for one in random.SystemRandom().sample(some, opened_now(len(some), step))
    ]
    if chosen:
        opened, touched = {one.key for one in chosen}, {one.path for one in chosen}
        _open(instrument_id, quarter, chosen)
        left = [one for one in waiting if one.path in touched and one.key not in opened]
        _seal_anew(instrument_id, left)
    return len(chosen)


def _seal_anew(instrument_id: int, voices: Sequence[Voice]) -> None:
    """Else the oldest that still wait would be those with an answer left out."""
    SealedBallot.objects.filter(pk__in=[one.key for one in voices]).delete()
    mixed = random.SystemRandom().sample(voices, len(voices))
    SealedBallot.objects.bulk_create(sealed_ballot(instrument_id, one) for one in mixed)


def open_what_waits(clock: Clock) -> int:
    """Open whole steps of running quarters, and the rest of those that are over; how many ballots.

    Which of the two is decided where a centre stands. A box that cannot be opened stops no other.
    """
    opened = 0
    for box in boxes_with_sealed():
        there: dict[str, Any]
        there = {"instrument": box.instrument, "centre": box.centre, "quarter": box.quarter}
        is_over = current_period(box.quarter).is_over(local_date(box.centre, clock()))
        try:
            opened += close_quarter(**there) if is_over else open_running(**there)
        except (DatabaseError, ValueError, TypeError, KeyError):
            logger.exception("a box of ballots cannot be opened")
    return opened


def open_running(*, instrument: Instrument, centre: Centre, quarter: date) -> int:
    """Open whole steps of every service of a centre; how many ballots."""
    there = {"instrument": instrument, "centre": centre, "quarter": quarter}
    with one_transaction():
        lock_box(centre.pk, quarter)
        waiting = voices_in(SealedBallot.objects.filter(**there))
        return _open_steps(instrument.pk, quarter, waiting)


def close_quarter(*, instrument: Instrument, centre: Centre, quarter: date) -> int:
    """Open what is left of a quarter that is over; how many ballots.

    What is in no block at all (a centre with too few ballots) stays sealed.
    """
    there = {"instrument": instrument, "centre": centre, "quarter": quarter}
    with one_transaction():
        lock_box(centre.pk, quarter)
        left = voices_in(SealedBallot.objects.filter(**there))
        if not left:
            return 0
        names = (*(f"{name}_id" for name in PLACE), "answers", "not_asked")
        before = [
            Voice(quarter, tuple(path), tuple(answers), not_asked)
            for *path, answers, not_asked in Ballot.objects.filter(**there).values_list(*names)
        ]
        smallest = policy_on(current_period(quarter).last).smallest
        told = gathered([*before, *left], smallest)
        opened = sum(one.key is not None for one in told)
        if opened:
            Ballot.objects.filter(**there).delete()
            _open(instrument.pk, quarter, told)
    return opened


def gathered(ballots: Sequence[Voice], smallest: int) -> list[Voice]:
    """The ballots of a centre and quarter without what could tell a few of them apart."""
    alike: dict[int, list[Voice]] = defaultdict(list)
    for one in ballots:
        alike[one.not_asked].append(one)
    told: list[Voice] = []
    for some in alike.values():
        division = divide(_sizes(some), smallest=smallest)
        places = {atom: _padded(block.path) for block in division.blocks for atom in block.atoms}
        told += [
            replace(_without(one, division.rare), path=places[one.path])
            for one in some
            if one.path in places
        ]
    return told


def _sizes(ballots: Iterable[Voice]) -> dict[Path, Size]:
    sizes: dict[Path, Size] = {}
    for one in ballots:
        size = Size(1, tuple(int(value is not None) for value in one.answers))
        sizes[one.path] = sizes[one.path] + size if one.path in sizes else size
    return sizes


def _without(one: Voice, items: frozenset[int]) -> Voice:
    if not items:
        return one
    kept = (None if place in items else value for place, value in enumerate(one.answers))
    return replace(one, answers=tuple(kept))


def _padded(path: Path) -> Path:
    return (*path, *(None,) * (DEPTH - len(path)))


def _open(instrument_id: int, quarter: date, voices: Sequence[Voice]) -> None:
    """Write ballots, remarks and what respondents said of themselves, and drop the sealed ones."""
    rows = [
        {
            **dict(zip(PLACE, one.path, strict=True)),
            "answers": list(one.answers),
            "answered": one.answered,
            "total": sum(value or 0 for value in one.answers),
            "not_asked": one.not_asked,
        }
        for one in voices
    ]
    facts: dict[str, Any] = {"instrument": instrument_id, "quarter": quarter}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {**facts, "rows": json.dumps(rows)})
        cursor.execute(COUNT, {**facts, "rows": json.dumps(_respondents(voices))})
    remarks = [one for one in voices if one.remark]
    Remark.objects.bulk_create(
        Remark(
            instrument_id=instrument_id,
            **{f"{name}_id": key for name, key in zip(PLACE, one.path, strict=True)},
            quarter=quarter,
            text=one.remark,
        )
        for one in random.SystemRandom().sample(remarks, len(remarks))
    )
    keys = [one.key for one in voices if one.key is not None]
    SealedBallot.objects.filter(pk__in=keys).delete()


def _respondents(voices: Iterable[Voice]) -> list[dict[str, Any]]:
    """What was said of oneself, field by field: of a centre, its agencies and their units."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for one in voices:
        counts.update((*one.path[:3], *said) for said in one.profile.items())
    names = ("centre", "agency", "unit", "field", "option")
    return [{**dict(zip(names, key, strict=True)), "count": n} for key, n in counts.items()]
