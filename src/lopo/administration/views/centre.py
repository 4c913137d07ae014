"""The pages of a centre's administrator: which centres, the overview, its facts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.administration import permissions, queries
from lopo.administration.forms import FactsForm
from lopo.foundation.parts import address_of, has_part, is_here
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said
from lopo.frontdesk import api as frontdesk
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import Centre, archivals, opening
from lopo.people.api import asking

from .pages import admin_page

# Built by the pages of opening hours; where those are missing, the tab is missing.
HOURS_PAGE = "organisation:hours"


def around(centre: Centre, current: str) -> dict[str, Any]:
    """What every page of a centre shows: its name, and the way to the other pages."""
    names = {
        "centre": _("Overview"),
        "counters": _("Counters"),
        "queues": _("Queues"),
        "services": _("Services"),
        "staff": _("Staff"),
        "devices": _("Devices"),
        "facts": _("Facts and rules"),
    }
    tabs: list[dict[str, Any]] = [
        {
            "label": label,
            "href": reverse(f"administration:{name}", args=[centre.code]),
            "current": name == current,
            "count": None,
        }
        for name, label in names.items()
        if is_here(f"administration:{name}")
    ]
    hours = address_of(HOURS_PAGE, centre.code)
    if hours:
        tab = {"label": _("Hours"), "href": hours, "current": False, "count": None}
        tabs.insert(len(tabs) - 1, tab)
    return {"centre": centre, "tabs": tabs}


@require_safe
@admin_page
def centres(request: HttpRequest) -> HttpResponse:
    """Every centre this account looks after."""
    principal = asking(request)
    may_set_up = permissions.may_set_up(principal)
    managed = permissions.managed_centres(principal)
    if not managed and not may_set_up:
        raise permissions.nothing_here()
    context = {
        "centres": managed,
        "may_set_up": may_set_up,
        "archivals": list(archivals()) if may_set_up else [],
        "drafts": len(queries.drafts()) if may_set_up else 0,
    }
    return render(request, "administration/centres.html", context)


@require_safe
@admin_page
def centre(request: HttpRequest, centre: str) -> HttpResponse:
    """What the centre has, and what it still lacks."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    counted = queries.counted(place)
    context = {
        **around(place, "centre"),
        "opening": opening(place, system_clock()),
        "stats": _stats(counted),
        "lacks": _lacks(place, counted),
        "may_archive": permissions.may_set_up(principal),
    }
    return render(request, "administration/centre.html", context)


def _stats(counted: queries.Counted) -> list[dict[str, Any]]:
    services = {"label": _("Services"), "value": counted.services, "note": ""}
    staff = {"label": _("Staff"), "value": counted.staff, "note": ""}
    if not has_part(QUEUE):
        return [services, staff]
    return [
        {"label": _("Counters"), "value": counted.counters, "note": ""},
        {"label": _("Queues"), "value": counted.queues, "note": ""},
        {**services, "note": _("%(n)s take numbers") % {"n": counted.with_queue}},
        staff,
        {"label": _("Devices"), "value": counted.devices, "note": ""},
    ]


def _lacks(place: Centre, counted: queries.Counted) -> list[dict[str, str]]:
    """What keeps visitors from being served, each with the page that mends it."""
    if not has_part(QUEUE):
        return []
    sentences = [
        (not counted.counters, "counters", _("There is no counter yet.")),
        (not counted.with_queue, "services", _("No service takes numbers yet.")),
        (
            bool(counted.unserved),
            "counters",
            _("No counter serves the queue %(letters)s.") % {"letters": counted.unserved},
        ),
        (not counted.officers, "staff", _("Nobody may serve at a counter yet.")),
        (not counted.devices, "devices", _("No kiosk and no television is paired yet.")),
    ]
    return [
        {"href": reverse(f"administration:{page}", args=[place.code]), "text": text}
        for is_lacking, page, text in sentences
        if is_lacking
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def facts(request: HttpRequest, centre: str) -> HttpResponse:
    """Contact, Wi-Fi, and the rules of the room."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    initial = {name: getattr(place, name) for name in FactsForm.base_fields}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            frontdesk.change_facts(
                centre=place, actor=principal.actor, clock=system_clock, **form.cleaned_data
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return said(request, _("Saved."), "administration:facts", place.code)
    context = {
        **around(place, "facts"),
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/facts.html", context, status=status)
