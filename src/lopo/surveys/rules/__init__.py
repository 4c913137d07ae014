"""The arithmetic of satisfaction, and what keeps who answered unknown. Pure."""

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
from .links import invitation_hash, link_key, sent_hash, spent_hash
from .opening import opened_now
from .periods import Kind, Period, current_period, period_of, period_spelled
from .sampling import Interval, enough_of, interval_of

__all__ = [
    "Band",
    "ElementResult",
    "Interval",
    "Kind",
    "Period",
    "Result",
    "Tally",
    "converted",
    "current_period",
    "enough_of",
    "grade_of",
    "half_up",
    "interval_of",
    "invitation_hash",
    "link_key",
    "mean_of",
    "opened_now",
    "period_of",
    "period_spelled",
    "result_of",
    "sent_hash",
    "spent_hash",
]
