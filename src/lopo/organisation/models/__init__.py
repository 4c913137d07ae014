"""Places and who runs them, and when they are open."""

from .hours import (
    REASON_LENGTH,
    Break,
    Closure,
    Holiday,
    HoursException,
    Scope,
    Season,
    SeasonHours,
    WeeklyHours,
)
from .places import CENTRE_CODE_LENGTH, Agency, Centre, Counter, Queue, Unit, validate_zone

__all__ = [
    "CENTRE_CODE_LENGTH",
    "REASON_LENGTH",
    "Agency",
    "Break",
    "Centre",
    "Closure",
    "Counter",
    "Holiday",
    "HoursException",
    "Queue",
    "Scope",
    "Season",
    "SeasonHours",
    "Unit",
    "WeeklyHours",
    "validate_zone",
]
