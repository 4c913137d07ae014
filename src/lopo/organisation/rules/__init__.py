"""Open or closed, why, until when; and the provinces whose holidays a centre keeps. Pure."""

from .decrees import ESTIMATE, JOINT_DECREES
from .opening import (
    DAY_MINUTES,
    HORIZON_DAYS,
    DayPlan,
    Exceptional,
    Layer,
    OpenState,
    Season,
    Shut,
    Span,
    Status,
    Timetable,
    Why,
    open_minutes,
    opening_state,
    plan_of,
)
from .provinces import PROVINCES

__all__ = [
    "DAY_MINUTES",
    "ESTIMATE",
    "HORIZON_DAYS",
    "JOINT_DECREES",
    "PROVINCES",
    "DayPlan",
    "Exceptional",
    "Layer",
    "OpenState",
    "Season",
    "Shut",
    "Span",
    "Status",
    "Timetable",
    "Why",
    "open_minutes",
    "opening_state",
    "plan_of",
]
