"""What others may ask about places, and the one answer to "open? why? until when?"."""

from .opening import Opening, forget_opening_hours, holidays_of, opening, timetable_of
from .places import (
    agency_by_code,
    centre_by_code,
    counter_of,
    counters_of,
    list_agencies,
    list_centres,
    queues_of,
    units_of,
    weekly_hours_of,
)

__all__ = [
    "Opening",
    "agency_by_code",
    "centre_by_code",
    "counter_of",
    "counters_of",
    "forget_opening_hours",
    "holidays_of",
    "list_agencies",
    "list_centres",
    "opening",
    "queues_of",
    "timetable_of",
    "units_of",
    "weekly_hours_of",
]
