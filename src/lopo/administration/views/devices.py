"""Kiosks and televisions of a centre: paired by the code on their screen, revoked here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration import permissions
from lopo.administration.forms import PairForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, TooManyRequests, Unknown
from lopo.organisation.api import Centre
from lopo.people.api import (
    Pairing,
    Principal,
    asking,
    confirm_pairing,
    device_of,
    devices_of,
    look_at_pairing,
    revoke_device,
)

from .centre import around
from .pages import admin_page

SILENT_MINUTES = 10


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def devices(request: HttpRequest, centre: str) -> HttpResponse:
    """Every device with when it was last seen; a code is looked at first, then confirmed."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    form = PairForm(request.POST if request.method == "POST" else None)
    waiting = None
    if form.is_valid():
        try:
            if request.POST.get("go") == "pair":
                return _pair(request, principal, place, form)
            waiting = look_at_pairing(
                code=form.cleaned_data["code"], actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        except TooManyRequests as refusal:
            form.add_error("code", refusal.message)
    return _page(request, place, form, waiting)


def _page(
    request: HttpRequest, place: Centre, form: PairForm, waiting: Pairing | None
) -> HttpResponse:
    now = system_clock()
    faults = faults_of(form) if form.is_bound else []
    context = {
        **around(place, "devices"),
        "devices": [_shown(device, now) for device in devices_of(place)],
        "form": form,
        "waiting": waiting,
        "faults": faults,
        "address": settings.PUBLIC_URL + reverse("people:pair_device"),
    }
    status = UNPROCESSABLE if faults else 200
    return render(request, "administration/devices.html", context, status=status)


def _shown(device: Any, now: Any) -> dict[str, Any]:
    """A device, and whether it has been silent for longer than a device at work is."""
    seen = device.last_seen_at
    silent = seen is not None and (now - seen).total_seconds() > SILENT_MINUTES * 60
    return {"device": device, "is_silent": silent}


def _pair(
    request: HttpRequest, principal: Principal, place: Centre, form: PairForm
) -> HttpResponse:
    made = confirm_pairing(
        **form.cleaned_data, centre=place, actor=principal.actor, clock=system_clock
    )
    sentence = _("%(name)s is paired. Its screen opens within seconds.") % {"name": made.name}
    return said(request, sentence, "administration:devices", place.code)


@require_POST
@admin_page
def revoke(request: HttpRequest, centre: str, pk: int) -> HttpResponse:
    """The device is a stranger from now on."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    found = device_of(place, pk)
    if found is None:
        raise Unknown(_("There is no such device."))
    revoke_device(device=found, actor=principal.actor, clock=system_clock)
    sentence = _("%(name)s is no longer paired.") % {"name": found.name}
    return said(request, sentence, "administration:devices", place.code)
