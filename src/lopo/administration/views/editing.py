"""A service of the agency is changed after the centre has opened."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.administration import actions, permissions, queries
from lopo.administration.forms import ServiceForm
from lopo.catalogue.api import Service, ServiceChanged, categories_of
from lopo.foundation.staff_pages import STALE, UNPROCESSABLE, blame, faults_of, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import Centre
from lopo.people.api import asking

from .centre import around
from .pages import admin_page


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def service(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """The form it was written with; what somebody else saved meanwhile is not overwritten."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    found = permissions.service_to_change(place, code)
    shown = queries.written_out(found)
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=shown)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, place, found, form, status=status)
    try:
        changed = actions.change_service(
            centre=place,
            code=code,
            facts=form.cleaned_data,
            seen=request.POST.get("version", ""),
            actor=principal.actor,
            clock=system_clock,
        )
    except ServiceChanged:
        return _page(request, place, found, form, status=STALE, now=_differing(form, shown))
    except FieldRefusal as refusal:
        blame(form, refusal)
        return _page(request, place, found, form, status=UNPROCESSABLE)
    sentence = _("%(name)s is saved. Visitors read it so from now on.") % {"name": changed.name}
    return said(request, sentence, "administration:services", place.code)


def _differing(form: forms.Form, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """What is saved by now where it differs from what was typed."""
    return [
        {"label": field.label, "value": saved or "–", "href": f"#{field.id_for_label}"}
        for field in form
        if _written(field.value()).split() != (saved := _written(shown[field.name])).split()
    ]


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def _page(
    request: HttpRequest,
    place: Centre,
    found: Service,
    form: forms.Form,
    *,
    status: int,
    now: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    others = [one.centre.name for one in found.offerings.all() if one.centre_id != place.pk]
    # A refused form keeps the version it was read with, unless what is saved now is shown.
    is_read_now = now is not None or not form.is_bound
    context = {
        **around(place, "services"),
        "form": form,
        "service": found,
        "version": found.version if is_read_now else request.POST.get("version", ""),
        "others": others,
        "can_move": bool(permissions.agencies_to_move_to(asking(request), found)),
        "is_stale": now is not None,
        "now": now,
        "categories": categories_of(place.host_agency),
        "faults": faults_of(form) if form.is_bound else [],
    }
    return render(request, "administration/service.html", context, status=status)
