"""The public catalogue: the list with its search, and one page per service."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.models import Offering, Service
from lopo.catalogue.queries import (
    categories,
    list_services,
    search,
    searches_shown_first,
    service_in_full,
    services_shown_first,
)
from lopo.organisation.api import Centre

from .words import checklist_of, cost_of, facts_of, place_of, steps_of, time_of

LONGEST_SEARCH = 200
NAMES_PER_TOPIC = 3


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services by category, or what a search finds, best first."""
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    found = search(asked) if asked else None
    services = found.services if found else list(list_services())
    context = {
        "asked": asked,
        "read_as": found.read_as if found else "",
        "rows": [_row(service) for service in services] if found else [],
        "groups": [] if found else _groups(services),
        "total": len(services),
        "suggestions": searches_shown_first(),
    }
    return render(request, "catalogue/list.html", context)


@require_safe
def first_services(request: HttpRequest) -> HttpResponse:
    """A part of the front page: what most people come for."""
    context = {
        "rows": [_row(service) for service in services_shown_first()],
        "total": list_services().count(),
    }
    return render(request, "catalogue/first.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """A part of the front page: the categories, with some of their services named."""
    context = {
        "topics": [
            {
                "name": name,
                "anchor": f"kategori-{number}",
                "names": ", ".join(names[:NAMES_PER_TOPIC]),
                "more": max(0, len(names) - NAMES_PER_TOPIC),
            }
            for number, (name, names) in enumerate(categories(), start=1)
        ]
    }
    return render(request, "catalogue/topics.html", context)


@require_safe
def service_page(request: HttpRequest, code: str) -> HttpResponse:
    """One service: the answer first, then what to prepare, the way it goes, and the law."""
    service = service_in_full(code)
    if service is None:
        if code != code.upper() and service_in_full(code.upper()) is not None:
            return redirect("catalogue:service", code=code.upper(), permanent=True)
        raise Http404(_("There is no such service."))
    context = {
        "service": service,
        "centre": _only_centre(service),
        "crumbs": [{"href": reverse("catalogue:list"), "label": _("Services")}],
        "facts": facts_of(service),
        "checklist": checklist_of(service),
        "steps": steps_of(service),
        "places": _places(service),
        "other_ways": place_of(service),
    }
    return render(request, "catalogue/service.html", context)


def _row(service: Service) -> dict[str, str]:
    return {
        "href": reverse("catalogue:service", args=[service.code]),
        "name": service.name,
        "text": service.description,
        "time": time_of(service),
        "cost": cost_of(service),
        "place": place_of(service),
    }


def _groups(services: Iterable[Service]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for service in services:
        groups.setdefault(service.category, []).append(_row(service))
    return [
        {"name": name, "anchor": f"kategori-{number}", "rows": rows}
        for number, (name, rows) in enumerate(groups.items(), start=1)
    ]


def _only_centre(service: Service) -> Centre | None:
    """The real centre at which a service is given, by whatever channel, when it is one only."""
    centres = [row.centre for row in service.offerings.all() if not row.centre.is_practice]
    return centres[0] if len(centres) == 1 else None


def _places(service: Service) -> list[dict[str, str]]:
    """Real centres that give numbers for this service, with the way to a number."""
    offerings = [row for row in service.offerings.all() if row.queue_id is not None]
    real = [row for row in offerings if not row.centre.is_practice]
    return [{"centre": row.centre.name, "href": _queue_url(row, service)} for row in real]


def _queue_url(offering: Offering, service: Service) -> str:
    try:
        choose = reverse("frontdesk:choose", args=[offering.centre.code])
    except NoReverseMatch:  # an installation without a front desk has nothing to link to
        return ""
    return f"{choose}?layanan={service.code}"
