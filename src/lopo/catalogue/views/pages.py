"""The public catalogue: one page per service, and the parts of the front page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.models import Offering, Service
from lopo.catalogue.queries import (
    categories,
    fee_said,
    list_services,
    promise_said,
    service_in_full,
    services_shown_first,
)
from lopo.organisation.api import Centre
from lopo.people.api import kiosk_centre

from .words import checklist_of, facts_of, place_of, steps_of

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
    return [{"centre": row.centre.name, "href": queue_url(row)} for row in rows]


def queue_url(offering: Offering) -> str:
    """Where a number for a service is taken at a centre; "" without a front desk."""
    try:
        choose = reverse("frontdesk:choose", args=[offering.centre.code])
    except NoReverseMatch:  # an installation without a front desk has nothing to link to
        return ""
    return f"{choose}?layanan={offering.service.code}"
