"""Many ballots at once: those of the demonstration, or of years before there was Lopo."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lopo.foundation.transactions import one_transaction
from lopo.organisation.api import Agency
from lopo.surveys.models import Population, SealedBallot, Turnout
from lopo.surveys.queries import Asked
from lopo.surveys.rules import Pattern, current_period

from .boxes import (
    TAKE_PART,
    About,
    Circumstances,
    Said,
    lock_box,
    sealed_ballot,
    taking_part,
    voice_of,
)
from .opening import close_quarter, open_some
from .tallies import Filled, note_at_counters

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Earlier:
    """A ballot of an earlier day."""

    about: About
    said: Said
    day: date
    channel: str


@dataclass(frozen=True, slots=True)
class Served:
    """How many were served with something on an earlier day, and how many would not be asked."""

    about: About
    day: date
    served: int
    declined: int = 0


def bring_in(*, asked: Asked, ballots: Sequence[Earlier], today: date) -> None:
    """Put ballots of earlier days into their boxes, whole or not at all, in random order.

    Quarters that are over are opened at once; of the running one, whole steps of each service.
    """
    mixed = random.SystemRandom().sample(ballots, len(ballots))
    with one_transaction():
        centres = {one.about.centre.pk: one.about.centre for one in mixed}
        boxes = {(one.about.centre.pk, current_period(one.day)) for one in mixed}
        for centre_id, quarter in sorted(boxes, key=lambda box: (box[0], box[1].first)):
            lock_box(centre_id, quarter.first)
        voices = [voice_of(one.about, asked, one.said, _quarter(one)) for one in mixed]
        sealed = (sealed_ballot(asked.instrument.pk, voice) for voice in voices)
        SealedBallot.objects.bulk_create(sealed, batch_size=BATCH)
        _count_participation(asked, mixed)
        _count_at_counters(asked, mixed)
        for centre_id, quarter in boxes:
            if quarter.is_over(today):
                close_quarter(
                    instrument=asked.instrument, centre=centres[centre_id], quarter=quarter.first
                )
        _open_running(asked, mixed, today)


def _quarter(one: Earlier) -> date:
    return current_period(one.day).first


def _open_running(asked: Asked, ballots: Sequence[Earlier], today: date) -> None:
    running = {
        (one.about.centre.pk, one.about.service.pk): one
        for one in ballots
        if not current_period(one.day).is_over(today)
    }
    for one in running.values():
        open_some(about=one.about, asked=asked, day=one.day)


def _count_participation(asked: Asked, ballots: Sequence[Earlier]) -> None:
    counts: Counter[tuple[tuple[str, Any], ...]] = Counter()
    for one in ballots:
        came = taking_part(one.about, asked, Circumstances(one.channel), one.day)
        counts[tuple(came.items())] += 1
    with connection.cursor() as cursor:
        cursor.executemany(TAKE_PART, [{**dict(key), "ballots": n} for key, n in counts.items()])


def _count_at_counters(asked: Asked, ballots: Sequence[Earlier]) -> None:
    found: dict[Filled, Counter[Pattern]] = defaultdict(Counter)
    for one in ballots:
        if one.about.counter is not None:
            filled = Filled(asked.instrument.pk, one.about.counter.pk, _quarter(one))
            found[filled][voice_of(one.about, asked, one.said, filled.quarter).answers] += 1
    note_at_counters(found)


def note_turnouts(served: Sequence[Served]) -> None:
    """How many were served on earlier days."""
    Turnout.objects.bulk_create(
        [
            Turnout(
                centre=one.about.centre,
                agency_id=one.about.service.agency_id,
                unit_id=one.about.service.unit_id,
                service=one.about.service,
                counter=one.about.counter,
                day=one.day,
                served=one.served,
                declined=one.declined,
            )
            for one in served
        ],
        batch_size=BATCH,
    )


def declare_population(*, agency: Agency, people: int, source: str, valid_from: date) -> None:
    """How many people an agency serves, from a day on; declared again, it is declared anew."""
    Population.objects.update_or_create(
        agency=agency, valid_from=valid_from, defaults={"people": people, "source": source}
    )
