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
    examples_of,
    fee_said,
    list_services,
    promise_said,
    search,
    search_examples,
    service_in_full,
    services_shown_first,
)
from lopo.organisation.api import Centre
from lopo.people.api import kiosk_centre

from .words import checklist_of, facts_of, place_of, steps_of

LONGEST_SEARCH = 200
NAMES_PER_TOPIC = 3


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services by category, or what a search finds, best first; at a kiosk only its own."""
    here = kiosk_centre(request)
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    found = search(asked, centre=here) if asked else None
    services = found.services if found else list(list_services(centre=here))
    context = {
        "asked": asked,
        "read_as": found.read_as if found else "",
        "rows": [_row(service) for service in services] if found else [],
        "groups": [] if found else _groups(services),
        "total": len(services),
        "suggestions": search_examples(here) if found else examples_of(services),
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
    """One service: the answer first, then what to prepare, the way it goes, and the law.

    A kiosk shows what its centre gives, and leads to its own form; nothing leads away from it.
    """
    here = kiosk_centre(request)
    service = service_in_full(code)
    if service is None:
        if code != code.upper() and service_in_full(code.upper()) is not None:
            return redirect("catalogue:service", code=code.upper(), permanent=True)
        raise Http404(_("There is no such service."))
    if here is not None and not _is_given_at(here, service):
        return redirect("catalogue:list")
    told = service.standard.told
    context = {
        "service": service,
        "centre": _only_centre(service),
        "crumbs": [{"href": reverse("catalogue:list"), "label": _("Services")}],
        "told": told,
        "facts": facts_of(service, told),
        "checklist": checklist_of(told),
        "steps": steps_of(told),
        "at_kiosk": here is not None,
        "places": _places(service, here),
        "other_ways": place_of(service),
    }
    return render(request, "catalogue/service.html", context)


def _row(service: Service) -> dict[str, str]:
    return {
        "href": reverse("catalogue:service", args=[service.code]),
        "name": service.name,
        "text": service.description,
        "time": promise_said(service.standard.told.promise),
        "cost": fee_said(service.standard.told.fee),
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


def _is_given_at(centre: Centre, service: Service) -> bool:
    return any(row.centre_id == centre.pk for row in service.offerings.all())


def _places(service: Service, here: Centre | None) -> list[dict[str, str]]:
    """Real centres that give numbers for this service, with the way; of a kiosk, its centre."""
    rows = [row for row in service.offerings.all() if row.queue_id is not None]
    if here is not None:
        rows = [row for row in rows if row.centre_id == here.pk]
    else:
        rows = [row for row in rows if not row.centre.is_practice]
    return [{"centre": row.centre.name, "href": _queue_url(row, service)} for row in rows]


def _queue_url(offering: Offering, service: Service) -> str:
    try:
        choose = reverse("frontdesk:choose", args=[offering.centre.code])
    except NoReverseMatch:  # an installation without a front desk has nothing to link to
        return ""
    return f"{choose}?layanan={service.code}"
