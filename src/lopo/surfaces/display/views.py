"""The screen in the waiting room; its parts belong to the front desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unauthenticated
from lopo.organisation.api import Centre, centre_in_use
from lopo.people.api import Device, principal_of


@require_safe
@never_cache
def tv(request: HttpRequest, centre: str) -> HttpResponse:
    """The screen of a paired television; any other device learns how to be paired."""
    place = centre_in_use(centre)
    device = _paired(request, place)
    context = {
        "centre": place,
        "now": system_clock(),
        "in_room": device is not None and device.in_room,
    }
    template = "display/unpaired.html" if device is None else "display/tv.html"
    return render(request, template, context)


def _paired(request: HttpRequest, place: Centre) -> Device | None:
    try:
        device = principal_of(request).device
    except Unauthenticated:
        return None
    if device is None or device.centre_id != place.pk or device.kind != Device.Kind.TV:
        return None
    return device
