"""What was filled in at a counter: one sealed sum a quarter, never a ballot."""

import logging
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lopo.foundation.sealing import NONCE_BYTES, seal
from lopo.surveys.models import CounterTally
from lopo.surveys.queries import key_in_use, patterns_in, tally_bound_to
from lopo.surveys.rules import SEAL_BLOCK, Pattern

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Filled:
    """Which sum something is added to."""

    instrument_id: int
    counter_id: int
    quarter: date


def note_at_counters(found: Mapping[Filled, Mapping[Pattern, int]]) -> None:
    """Add filled questionnaires to the sums of their counters; their boxes are locked.

    A sum that the key of today does not open stays as it is: the right one may come back.
    """
    for filled, patterns in found.items():
        row, _made = CounterTally.objects.get_or_create(
            instrument_id=filled.instrument_id,
            counter_id=filled.counter_id,
            quarter=filled.quarter,
            defaults={"sealed": b""},
        )
        before = patterns_in(row) if row.sealed else {}
        if before is None:
            logger.error("the sum of a counter cannot be opened: is the data folder complete?")
            continue
        whole = Counter(before)
        whole.update(patterns)
        content = [[list(one), count] for one, count in whole.items()]
        row.sealed = seal(
            key_in_use(),
            content,
            bound_to=tally_bound_to(row),
            nonce=os.urandom(NONCE_BYTES),
            block=SEAL_BLOCK,
        )
        row.save(update_fields=["sealed"])
