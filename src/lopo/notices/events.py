"""Facts about notices that others may want to know of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticePublished:
    """A notice was published; it is shown from its first day, which may lie ahead."""

    notice_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn:
    """A published notice was taken back."""

    notice_id: int
    at: datetime
