"""Facts that organisation tells the other contexts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpeningChanged:
    """When a centre is open, or how many numbers it gives out, was changed by a decision."""

    centre_id: int
    at: datetime
