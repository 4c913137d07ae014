"""The calendar day of what holds for the whole installation: standards, decrees, announcements.

A centre has a day of its own, by its own zone; what is decreed for a province begins at the
midnight of ``LOPO_ZONE``.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from lopo.kernel.errors import Unknown


def civil_date(at: datetime) -> date:
    """The day of a moment at home; never the server's, never UTC's."""
    return at.astimezone(ZoneInfo(settings.HOME_ZONE)).date()


def day_asked(request: HttpRequest) -> date | None:
    """The day a page is asked for with ``?pada=``; today (None) when it does not say.

    What is no day is ``Unknown``: the promise of today under another day's address would mislead.
    """
    typed = request.GET.get("pada", "")[:10]
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if typed and day is None:
        raise Unknown(_("There is no such day."))
    return day
