"""The calendar day of what holds for the whole installation: standards, decrees, announcements.

A centre has a day of its own, by its own zone; what is decreed for a province begins at the
midnight of ``LOPO_ZONE``.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def civil_date(at: datetime) -> date:
    """The day of a moment at home; never the server's, never UTC's."""
    return at.astimezone(ZoneInfo(settings.HOME_ZONE)).date()
