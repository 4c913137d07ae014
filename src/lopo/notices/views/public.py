"""What everybody reads: pledges, announcements, corrections."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.notices import queries
from lopo.notices.models import Notice
from lopo.organisation.api import Agency, agency_by_code, centre_by_code
from lopo.publications.api import (
    PLEDGE_PAPERS,
    Issued,
    PledgeText,
    address,
    brand_of,
    check_path,
    issue,
    printed,
)
from lopo.publications.api import pledge_of as pledge_poster_of


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
    issued = _issued(found)
    context = {
        "notice": found,
        "is_shown": found.shows_on(_today()),
        "today": _today(),
        "issued": issued,
        "check_address": address(check_path(issued.code)),
        "is_pledge": found.kind == Notice.Kind.PLEDGE,
    }
    return render(request, "notices/notice.html", context)


@require_safe
def pledge_poster(request: HttpRequest, code: str) -> HttpResponse:
    """The pledge as a poster to hang up, with the code by which it is checked."""
    found = queries.public_notice(code)
    size = request.GET.get("ukuran", "a4")
    if found is None or found.kind != Notice.Kind.PLEDGE or size not in PLEDGE_PAPERS:
        raise Http404(_("There is no such notice."))
    text = PledgeText(
        agency=found.agency.name,
        text=found.body,
        office=found.signer_office,
        day=found.decree_date or found.valid_from,
        number=found.decree_number,
    )
    brand = brand_of(found.agency)
    pdf = printed(pledge_poster_of(text, size, _issued(found), brand))
    name = f'inline; filename="maklumat-{found.agency.code}-{size}.pdf"'
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": name})


def _issued(notice: Notice) -> Issued:
    """The code of this notice, made when it is first asked for."""
    return issue(
        kind=notice.kind,
        subject=notice.code,
        version=notice.code,
        title=notice.title,
        issuer=notice.agency.name,
        path=reverse("notices:notice", args=[notice.code]),
        clock=system_clock,
    )


@require_safe
def pledge_part(request: HttpRequest, centre: str) -> HttpResponse:
    """The pledge of a centre's agency as a part of other pages; nothing where there is none."""
    place = centre_by_code(centre)
    if place is None:
        raise Http404(_("There is no such service centre."))
    found = queries.pledge_of(place.host_agency, _today())
    return render(request, "notices/pledge_part.html", {"notice": found})


@require_safe
def news_part(request: HttpRequest) -> HttpResponse:
    """The newest announcements as a part of the front page."""
    found = list(queries.announcements(_today())[:3])
    return render(request, "notices/news_part.html", {"notices": found})


@require_safe
def agency_news(request: HttpRequest, agency: str) -> HttpResponse:
    """The newest announcements of an agency as a part of its page."""
    owner = _agency(agency)
    context = {"notices": list(queries.announcements(_today(), owner)[:3]), "agency": owner}
    return render(request, "notices/news_part.html", context)


@require_safe
def agency_pledge(request: HttpRequest, agency: str) -> HttpResponse:
    """The pledge of an agency as a part of its page; nothing where there is none."""
    found = queries.pledge_of(_agency(agency), _today())
    return render(request, "notices/pledge_part.html", {"notice": found})


def _agency(code: str) -> Agency:
    agency = agency_by_code(code)
    if agency is None or agency.archived_at is not None:
        raise Http404(_("There is no such agency."))
    return agency


def _today() -> date:
    return civil_date(system_clock())
