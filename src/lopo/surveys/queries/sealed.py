"""What waits sealed, read in memory only: for the one number that moves at once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from lopo.foundation.sealing import CannotOpen, unseal
from lopo.surveys.models import CounterTally, Instrument, SealedBallot
from lopo.surveys.rules import Path, Pattern, sealing_key

logger = logging.getLogger(__name__)
MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Voice:
    """A ballot as it can be read: where it lies, what was not asked, and what it says.

    ``not_asked``: the items that did not apply, a bit each. ``key``: that of the sealed row.
    """

    quarter: date
    path: Path
    answers: Pattern
    not_asked: int = 0
    remark: str = ""
    profile: Mapping[str, str] = field(default_factory=dict)
    key: UUID | None = None

    @property
    def answered(self) -> int:
        """How many items were answered."""
        return sum(value is not None for value in self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked was answered."""
        return self.answered >= len(self.answers) - self.not_asked.bit_count()


def key_in_use() -> bytes:
    """What ballots are sealed under."""
    return sealing_key(settings.BALLOT_SECRET)


def bound_to(row: SealedBallot) -> str:
    """The place and quarter a sealed ballot belongs to."""
    place = (row.instrument_id, row.centre_id, row.agency_id, row.unit_id, row.service_id)
    return "/".join(map(str, (*place, row.quarter.isoformat())))


def tally_bound_to(row: CounterTally) -> str:
    """The counter and quarter a sealed sum belongs to."""
    return f"counter/{row.instrument_id}/{row.counter_id}/{row.quarter.isoformat()}"


def sealed_of(instrument: Instrument, first: date, last: date, **where: Any) -> list[Voice]:
    """What waits of some quarters; what cannot be read is left out. Practice centres never."""
    rows = SealedBallot.objects.filter(
        instrument=instrument, quarter__gte=first, quarter__lte=last, centre__is_practice=False
    )
    return voices_in(rows.filter(**where))


def boxes_with_sealed() -> "QuerySet[SealedBallot]":
    """A row of every questionnaire, centre and quarter in which something waits."""
    box = ("instrument_id", "centre_id", "quarter")
    rows = SealedBallot.objects.order_by(*box).distinct(*box)
    return rows.select_related("instrument", "centre").defer("sealed")


def voices_in(rows: "QuerySet[SealedBallot]") -> list[Voice]:
    """Some sealed ballots, read; those that no key opens are left out and stay where they are."""
    key = key_in_use()
    found = ((row, _read(key, bytes(row.sealed), bound_to(row))) for row in rows)
    return [
        Voice(
            key=row.pk,
            quarter=row.quarter,
            path=(row.centre_id, row.agency_id, row.unit_id, row.service_id),
            answers=read[0],
            not_asked=read[1],
            remark=read[2],
            profile=read[3],
        )
        for row, read in found
        if read is not None
    ]


def sealed_content(voice: Voice) -> list[Any]:
    """What of a ballot is sealed."""
    return [list(voice.answers), voice.not_asked, voice.remark, dict(voice.profile)]


@lru_cache(maxsize=MOST_KEPT)
def _read(
    key: bytes, sealed: bytes, bound: str
) -> tuple[Pattern, int, str, Mapping[str, str]] | None:
    """What a sealed ballot says: it never changes, so it is opened once and kept in memory."""
    try:
        answers, not_asked, remark, profile = unseal(key, sealed, bound_to=bound)
    except CannotOpen:
        logger.error("a sealed ballot cannot be opened: is the data folder complete?")
        return None
    return tuple(answers), not_asked, remark, profile


def patterns_in(row: CounterTally) -> dict[Pattern, int] | None:
    """How often which questionnaire was filled in; None when it cannot be read."""
    try:
        content = unseal(key_in_use(), bytes(row.sealed), bound_to=tally_bound_to(row))
    except CannotOpen:
        return None
    return {tuple(answers): count for answers, count in content}


def patterns_at(
    instrument: Instrument, first: date, last: date, counters: Sequence[int]
) -> dict[int, dict[Pattern, int]]:
    """What was filled in at some counters in some quarters."""
    rows = CounterTally.objects.filter(
        instrument=instrument, counter__in=counters, quarter__gte=first, quarter__lte=last
    )
    found: dict[int, dict[Pattern, int]] = {}
    for row in rows:
        whole = found.setdefault(row.counter_id, {})
        for pattern, count in (patterns_in(row) or {}).items():
            whole[pattern] = whole.get(pattern, 0) + count
    return found
