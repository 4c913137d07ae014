"""The public door of notices."""

from .actions import change_notice, publish_notice, withdraw_notice, write_notice
from .models import Notice
from .queries import (
    announcement_on_tv,
    announcements,
    corrections,
    has_notice,
    pledge_of,
    pledges,
)

__all__ = [
    "Notice",
    "announcement_on_tv",
    "announcements",
    "change_notice",
    "corrections",
    "has_notice",
    "pledge_of",
    "pledges",
    "publish_notice",
    "withdraw_notice",
    "write_notice",
]
