"""What is done about what was found."""

from .plans import (
    change_plan,
    discard_plan,
    propose_plan,
    realise_plan,
    release_plan,
)
from .reports import (
    JOB,
    OPEN,
    SMALL,
    file_of,
    forget_reports,
    make_report,
    of_report,
    period_of_report,
    release_report,
    start_report,
    watch_reports,
)

__all__ = [
    "JOB",
    "OPEN",
    "SMALL",
    "change_plan",
    "discard_plan",
    "file_of",
    "forget_reports",
    "make_report",
    "of_report",
    "period_of_report",
    "propose_plan",
    "realise_plan",
    "release_plan",
    "release_report",
    "start_report",
    "watch_reports",
]
