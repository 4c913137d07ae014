"""Facts that the survey tells others: that somebody spoke, never what or who."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BallotCast:
    """A ballot went into the box of a centre."""

    centre_id: int
    day: date
