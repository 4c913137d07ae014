"""The front page: what do you need, and how is it in the room right now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from lopo.catalogue.api import search_examples
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, list_centres, opening
from lopo.people.api import kiosk_centre


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the room under the roof, what one can do; the catalogue adds its own parts.

    A kiosk has a first screen of its own.
    """
    if here := kiosk_centre(request):
        return redirect("kiosk:home", here.code)
    centres = [centre for centre in list_centres() if not centre.is_practice]
    context = {
        "centre": centres[0] if centres else None,
        "opening": opening(centres[0], system_clock()) if centres else None,
        "room_url": _optional("frontdesk:room", centres[0].code) if centres else "",
        "queue_url": _queue_url(centres),
        "other_centres": [_other(centre) for centre in centres[1:]],
        "searches": search_examples(),
    }
    return render(request, "portal/home.html", context)


def _other(centre: Centre) -> dict[str, Any]:
    return {
        "name": centre.name,
        "address": centre.address,
        "opening": opening(centre, system_clock()),
        "href": _optional("frontdesk:choose", centre.code),
    }


def _queue_url(centres: list[Centre]) -> str:
    """Straight to the only centre, else to the choice of centres."""
    if len(centres) == 1:
        return _optional("frontdesk:choose", centres[0].code)
    return _optional("frontdesk:centres")


def _optional(name: str, *args: str) -> str:
    """The address of a page that may not be installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
