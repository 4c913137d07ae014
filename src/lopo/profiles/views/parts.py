"""What an agency says of itself, as a part of its page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lopo.kernel.errors import Unknown
from lopo.organisation.api import units_of
from lopo.people.api import kiosk_centre
from lopo.profiles.permissions import public_agency
from lopo.profiles.queries import report_of


@require_safe
def facts(request: HttpRequest, agency: str) -> HttpResponse:
    """The compliance items with what is there of them, and the two profiles."""
    try:
        found = public_agency(agency)
    except Unknown as refusal:
        raise Http404(refusal.message) from None
    report = report_of(found)
    context = {
        "report": report,
        # Nothing leads away from a kiosk.
        "at_kiosk": kiosk_centre(request) is not None,
        "profile": report.profile,
        "units": list(units_of(found)),
        "performers": [row for row in report.profile.performers.splitlines() if row.strip()],
    }
    return render(request, "profiles/facts.html", context)
