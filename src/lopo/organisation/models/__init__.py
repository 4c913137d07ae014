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
from .places import (
    ARCHIVAL_REASON_LENGTH,
    CENTRE_CODE_LENGTH,
    Agency,
    Archival,
    Centre,
    Counter,
    Queue,
    Unit,
    validate_zone,
)

__all__ = [
    "ARCHIVAL_REASON_LENGTH",
    "CENTRE_CODE_LENGTH",
    "REASON_LENGTH",
    "Agency",
    "Archival",
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
