"""What everybody reads: pledges, announcements, corrections."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.notices import queries
from lopo.organisation.api import agency_by_code, centre_by_code


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Every announcement of the day, urgent first; with ``?instansi=`` of one agency."""
    code = request.GET.get("instansi", "")[:24]
    agency = agency_by_code(code) if code and "\x00" not in code else None
    found = list(queries.announcements(_today(), agency)[: queries.LISTED])
    context = {"notices": found, "agency": agency}
    return render(request, "notices/announcements.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Hoaxes that were set right."""
    found = list(queries.corrections(_today())[: queries.LISTED])
    return render(request, "notices/corrections.html", {"notices": found})


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """The pledge of every agency in the version in force today."""
    return render(request, "notices/pledges.html", {"notices": list(queries.pledges(_today()))})


@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice at its own address, for ever: shown, over, or withdrawn and why."""
    found = queries.public_notice(code)
    if found is None:
        raise Http404(_("There is no such notice."))
    context = {"notice": found, "is_shown": found.shows_on(_today()), "today": _today()}
    return render(request, "notices/notice.html", context)


@require_safe
def pledge_part(request: HttpRequest, centre: str) -> HttpResponse:
    """The pledge of a centre's agency as a part of other pages; nothing where there is none."""
    place = centre_by_code(centre)
    found = queries.pledge_of(place.host_agency, _today()) if place is not None else None
    return render(request, "notices/pledge_part.html", {"notice": found})


@require_safe
def news_part(request: HttpRequest) -> HttpResponse:
    """The newest announcements as a part of the front page."""
    found = list(queries.announcements(_today())[:3])
    return render(request, "notices/news_part.html", {"notices": found})


def _today() -> date:
    return civil_date(system_clock())
