"""The agencies of the installation, and the home page of each: its look, services, promises."""

import hashlib
import re
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import AgencyStanding, agencies_at, agency_standings, centres_of_agency
from lopo.organisation.api import Agency, agency_by_code, list_agencies
from lopo.people.api import kiosk_centre
from lopo.profiles.api import Report, report_of, reports_of
from lopo.ui.linked_data import linked_data

PER_PAGE = 48
MOST_CENTRES = 6
COMPONENTS = 14
FRESH = "private, no-cache"
# Differs from answer to answer though the page says the same.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="lopo-now" content="[^"]*"')


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Every agency with its services and how complete they are; at a kiosk those who are there."""
    here = kiosk_centre(request)
    agencies = list_agencies()
    if here is not None:
        agencies = agencies.filter(pk__in=agencies_at(here))
    page = Paginator(agencies, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    standings, reports = agency_standings(shown, here), reports_of(shown)
    context = {
        "page": page,
        "rows": [
            {
                "agency": one,
                "standing": standings.get(one.pk, AgencyStanding()),
                "report": reports[one.pk],
                "identity": reports[one.pk].identity,
            }
            for one in shown
        ],
        "components": COMPONENTS,
        "address": settings.PUBLIC_URL + reverse("portal:agencies"),
    }
    return render(request, "portal/agencies.html", context)


@require_safe
def agency_page(request: HttpRequest, agency: str) -> HttpResponse:
    """The home page of one agency; what others know of it are frames."""
    found = agency_by_code(agency)
    if found is None or found.archived_at is not None:
        raise Http404(_("There is no such agency."))
    here = kiosk_centre(request)
    report = report_of(found)
    address = settings.PUBLIC_URL + reverse("portal:agency", args=[found.code])
    standings = agency_standings([found], here)
    context = {
        "agency": found,
        "report": report,
        "profile": report.profile,
        "identity": report.identity,
        "standing": standings.get(found.pk, AgencyStanding()),
        "components": COMPONENTS,
        "centres": [] if here else centres_of_agency(found)[:MOST_CENTRES],
        "keep": [("perangkat", found.code)],
        "crumbs": [{"href": reverse("portal:agencies"), "label": _("Agencies")}],
        "address": address,
        "at_kiosk": here is not None,
        "linked_data": _organisation(found, report, address),
    }
    return _unless_known(request, render(request, "portal/agency.html", context))


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for whoever has exactly this page already; its frames are part of it."""
    shown = TOKEN.sub(b"", response.content)
    tag = f'"{hashlib.sha256(shown).hexdigest()[:32]}"'
    answer: HttpResponse = response
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponseNotModified()
    answer["ETag"] = tag
    answer["Cache-Control"] = FRESH
    return answer


def _organisation(agency: Agency, report: Report, address: str) -> SafeString:
    """``GovernmentOrganization`` as JSON-LD; only what the agency has said."""
    profile, identity = report.profile, report.identity
    told: dict[str, Any] = {
        "alternateName": agency.short_name,
        "description": profile.tasks[:300],
        "slogan": identity.motto,
        "address": profile.address,
        "telephone": profile.phone,
        "email": profile.email,
        "sameAs": profile.website,
        "logo": f"{settings.PUBLIC_URL}{identity.logo_path}" if identity.logo else "",
    }
    known = {name: value for name, value in told.items() if value}
    return linked_data(
        {"@type": "GovernmentOrganization", "name": agency.name, "url": address, **known}
    )
