"""The index in a few lines, on pages of others: television, agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lopo.findings import permissions, queries
from lopo.surveys.api import period_name

from .answering import page, today
from .pages import url_of
from .words import period_months


@require_safe
def on_tv(request: HttpRequest, centre: str) -> HttpResponse:
    """The card on the screen in the room; it moves with every voice."""
    place = permissions.centre_or_404(centre)
    subject = queries.of_centre(place)
    shown = queries.shown(subject, None, today(), with_trend=False)
    context = {
        "centre": place,
        "shown": shown,
        "months": period_months(shown.period),
        "point_url": queries.room_address(place),
    }
    return page(request, "findings/_tv.html", context)


@require_safe
def of_agency(request: HttpRequest, agency: str) -> HttpResponse:
    """The part of an agency's page that says how content people are."""
    found = permissions.agency_or_404(agency)
    subject = queries.of_agency(found)
    shown = queries.shown(subject, None, today())
    context = {
        "shown": shown,
        "period_name": period_name(shown.period),
        "url": url_of(subject),
        "reports": queries.releases(found).count(),
    }
    return render(request, "findings/_of_agency.html", context)
