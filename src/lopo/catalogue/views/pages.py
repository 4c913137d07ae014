"""The parts of the front page: what most people come for, and the categories."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lopo.catalogue.models import Service
from lopo.catalogue.queries import (
    categories,
    fee_said,
    list_services,
    place_of,
    promise_said,
    services_shown_first,
)

NAMES_PER_TOPIC = 3


@require_safe
def first_services(request: HttpRequest) -> HttpResponse:
    """A part of the front page: what most people come for."""
    context = {
        "rows": [row_of(service) for service in services_shown_first()],
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


def row_of(service: Service) -> dict[str, str]:
    """One line of a list of services."""
    return {
        "href": reverse("catalogue:service", args=[service.code]),
        "name": service.name,
        "text": service.description,
        "time": promise_said(service.standard.told.promise),
        "cost": fee_said(service.standard.told.fee),
        "place": place_of(service),
    }
