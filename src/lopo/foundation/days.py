"""The calendar day of what holds for the whole installation: standards, decrees, announcements.

A centre has a day of its own, by its own zone; what is decreed for a province begins at the
midnight of ``LOPO_ZONE``.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_date


def civil_date(at: datetime) -> date:
    """The day of a moment at home; never the server's, never UTC's."""
    return at.astimezone(ZoneInfo(settings.HOME_ZONE)).date()


def day_asked(request: HttpRequest) -> date | None:
    """The day a page is asked for with ``?pada=``; what is no day is today (None)."""
    try:
        return parse_date(request.GET.get("pada", "")[:10])
    except ValueError:
        return None
