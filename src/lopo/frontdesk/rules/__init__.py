"""Who is next, which change may follow which, and whether a day kept to it. All pure."""

from .order import (
    CHANNELS,
    PRIORITY_CLASSES,
    TRANSITIONS,
    Policy,
    Waiting,
    call_order,
    is_counted,
    is_passed_over,
    next_in_line,
    no_show_at,
    number_label,
    places_ahead,
    run_after,
    services_in,
    state_after,
    turn_of,
)
from .replay import END_OF_DAY, Finding, Replay, replay

__all__ = [
    "CHANNELS",
    "END_OF_DAY",
    "PRIORITY_CLASSES",
    "TRANSITIONS",
    "Finding",
    "Policy",
    "Replay",
    "Waiting",
    "call_order",
    "is_counted",
    "is_passed_over",
    "next_in_line",
    "no_show_at",
    "number_label",
    "places_ahead",
    "replay",
    "run_after",
    "services_in",
    "state_after",
    "turn_of",
]
