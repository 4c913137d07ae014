"""The public catalogue: the list with its search, and one page per service."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lopo.catalogue.models import Service
from lopo.catalogue.queries import (
    categories,
    examples_of,
    fee_said,
    list_services,
    promise_said,
    search,
    search_examples,
    services_shown_first,
)
from lopo.people.api import kiosk_centre

from .words import place_of

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
