"""The arithmetic of satisfaction, and what keeps who answered unknown. Pure."""

from .checking import SERVED_LATELY, SERVICE, Difference, Reading, differences, sample_size, settled
from .index import (
    Band,
    ElementResult,
    Result,
    Tally,
    converted,
    grade_of,
    half_up,
    mean_of,
    result_of,
)
from .links import invitation_hash, link_key, spent_hash
from .opening import opened_now, remarks_opened_now
from .periods import Kind, Period, current_period, period_of, period_spelled
from .sampling import Interval, enough_of, interval_of
from .watching import (
    Day,
    Full,
    Habit,
    down_to_five,
    full_days,
    habit_of,
    is_straight,
    others_top,
    roughly,
    share_of,
    usual_limit,
)

__all__ = [
    "SERVED_LATELY",
    "SERVICE",
    "Band",
    "Day",
    "Difference",
    "ElementResult",
    "Full",
    "Habit",
    "Interval",
    "Kind",
    "Period",
    "Reading",
    "Result",
    "Tally",
    "converted",
    "current_period",
    "differences",
    "down_to_five",
    "enough_of",
    "full_days",
    "grade_of",
    "habit_of",
    "half_up",
    "interval_of",
    "invitation_hash",
    "is_straight",
    "link_key",
    "mean_of",
    "opened_now",
    "others_top",
    "period_of",
    "period_spelled",
    "remarks_opened_now",
    "result_of",
    "roughly",
    "sample_size",
    "settled",
    "share_of",
    "spent_hash",
    "usual_limit",
]
