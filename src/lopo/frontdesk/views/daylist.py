"""The plain list of a day, for those who answer for the room; also on paper."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.frontdesk import permissions, queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import daylists
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, queues_of
from lopo.people.api import Permission, require

from .staffing import staff_of, staff_page

PER_PAGE, ON_PAPER = 50, 2000
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
STATES = (*Ticket.State.values, daylists.OUT_OF_ORDER)


@require_safe
@staff_page
def day_list(request: HttpRequest, centre: str) -> HttpResponse:
    """Every number of a day: state, service, times, counter and what was out of the ordinary."""
    principal = staff_of(request)
    place = permissions.centre_or_404(centre)
    require(principal, Permission.SEE_DAY, place)
    now = system_clock()
    today = queries.local_date(place, now)
    asked = _asked(request, place, today)
    numbers = daylists.numbers_of_day(
        place, asked["day"], state=asked["state"], queue=asked["queue"]
    )
    on_paper = "cetak" in request.GET
    page = Paginator(numbers, ON_PAPER if on_paper else PER_PAGE).get_page(
        request.GET.get("page", "")
    )
    context = {
        "centre": place,
        "now": now,
        "today": today,
        "today_iso": today.isoformat(),
        "day_iso": asked["day"].isoformat(),
        "page": page,
        "rows": daylists.day_rows(list(page.object_list), now),
        "on_paper": on_paper,
        "counts": daylists.day_counts(place, asked["day"]),
        "states": _choices(),
        "queues": list(queues_of(place)),
        "query": _query(asked, today),
        "earlier": _query({**asked, "day": asked["day"] - timedelta(days=1)}, today),
        "later": _query({**asked, "day": asked["day"] + timedelta(days=1)}, today),
        **asked,
    }
    return render(request, "frontdesk/day.html", context)


def _asked(request: HttpRequest, centre: Centre, today: date) -> dict[str, Any]:
    """Which day, state and queue; what nobody could have chosen counts as not asked."""
    state, queue = request.GET.get("keadaan", ""), request.GET.get("antrean", "")
    codes = {one.code for one in queues_of(centre)}
    return {
        "day": _day(request.GET.get("tanggal", ""), today),
        "state": state if state in STATES else "",
        "queue": queue if queue in codes else "",
    }


def _day(raw: str, today: date) -> date:
    try:
        day = date.fromisoformat(raw) if DAY.fullmatch(raw) else today
    except ValueError:
        return today
    # No day lies ahead, and the day before the first one must still be a date.
    return today if day > today or day.year < today.year - 50 else day


def _query(asked: dict[str, Any], today: date) -> str:
    named = {
        "tanggal": asked["day"].isoformat() if asked["day"] != today else "",
        "keadaan": asked["state"],
        "antrean": asked["queue"],
    }
    return urlencode({name: value for name, value in named.items() if value})


def _choices() -> list[dict[str, Any]]:
    """The states one may look at, in the words of the screens."""
    return [
        {"value": "", "label": _("All")},
        *({"value": value, "label": label} for value, label in Ticket.State.choices),
        {"value": daylists.OUT_OF_ORDER, "label": _("Out of order")},
    ]
