"""Time is passed in: an act asks its clock only after it holds the lock of the line."""

from collections.abc import Callable
from datetime import datetime, timezone

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(timezone.utc)
