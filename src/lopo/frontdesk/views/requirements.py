"""What to bring, on the paper of the kiosk: the list of one service, to be ticked at home."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import Service, page_told, service_in_full
from lopo.frontdesk import permissions, queries
from lopo.frontdesk.rules import PAPERS
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.organisation.api import Centre, weekly_hours_of
from lopo.publications.api import PAGE, Issued, address, code_of

from .visiting import at_kiosk, paper_of, remember_paper, visitor_page
from .visitor import SHEET_AT_KIOSK

# At a kiosk: the sheet alone, for a printer that no script can call.
SHEET = "lembar"


@require_safe
@visitor_page
def requirements(request: HttpRequest, centre: str, service: str) -> HttpResponse:
    """The list on a roll of paper; a kiosk prints it at once and goes back to the service."""
    place = permissions.centre_or_404(centre)
    found = service_in_full(service)
    if found is None or not _is_given_at(place, found):
        raise Unknown(_("This centre does not offer such a service. Please choose another."))
    context, kiosk = _context(request, place, found), at_kiosk(request, place)
    if kiosk and SHEET not in request.GET:
        return render(request, "frontdesk/kiosk/requirements.html", context)
    response = render(request, "frontdesk/requirements.html", context)
    remember_paper(request, response)
    if kiosk:
        response["Refresh"] = f"{SHEET_AT_KIOSK}; url={context['service_url']}"
    return response


def _is_given_at(centre: Centre, service: Service) -> bool:
    return any(row.centre_id == centre.pk for row in service.offerings.all())


def _context(request: HttpRequest, centre: Centre, service: Service) -> dict[str, Any]:
    now = system_clock()
    told = page_told(service)
    path = reverse("catalogue:service", args=[service.code])
    return {
        **told,
        "centre": centre,
        "zone": centre.zone,
        "now": now,
        "needed": [item for item in told["checklist"] if item["always"]],
        "sometimes": [item for item in told["checklist"] if not item["always"]],
        "hours": _week(centre, queries.local_date(centre, now)),
        "service_url": path,
        "url": address(path),
        "check": _code(centre, service),
        "check_where": address(reverse("publications:check_form")).partition("://")[2].rstrip("/"),
        "paper": paper_of(request),
        "papers": PAPERS,
    }


def _code(centre: Centre, service: Service) -> Issued | None:
    """By which anybody finds out whether the list still holds; a practice centre gives none."""
    return None if centre.is_practice else code_of(service, PAGE, system_clock)


def _week(centre: Centre, day: date) -> list[dict[str, Any]]:
    """The ordinary week in few lines: days that follow each other with the same hours are one."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for row in weekly_hours_of(centre, day):
        spans.setdefault(row.weekday, []).append((row.opens_minute, row.closes_minute))
    lines: list[dict[str, Any]] = []
    for weekday, stretches in sorted(spans.items()):
        if lines and _goes_on(lines[-1], weekday, stretches):
            lines[-1]["last"] = weekday
        else:
            lines.append({"first": weekday, "last": weekday, "stretches": stretches})
    return lines


def _goes_on(line: dict[str, Any], weekday: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return bool(line["last"] == weekday - 1 and line["stretches"] == stretches)
