"""The front page: what do you need, and how is it in the room right now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lopo.catalogue.api import costs_something, search_examples
from lopo.foundation.parts import address_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, list_centres, opening
from lopo.people.api import kiosk_centre
from lopo.ui.whose import of_centres

SEVERAL = 2


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the room under the roof, what one can do; the catalogue adds its own parts.

    The only centre shows its room; of several all stand there alike, by name. A kiosk has a first
    screen of its own.
    """
    if here := kiosk_centre(request):
        return redirect(address_of("kiosk:home", here.code))
    centres = [centre for centre in list_centres() if not centre.is_practice]
    only = centres[0] if len(centres) == 1 else None
    context: dict[str, Any] = {
        "centre": only,
        "opening": opening(only, system_clock()) if only else None,
        "room_url": address_of("frontdesk:room", only.code) if only else "",
        "queue_url": _queue_url(centres),
        "centres": [_shown(centre) for centre in centres] if only is None else [],
        # What is shipped first is of one agency: it would put its services before the others'.
        "searches": search_examples() if len(centres) < SEVERAL else [],
        # The page lists the whole catalogue, so what it says of money is true of all of it.
        "costs_something": lambda _centre: costs_something(None),
    }
    if centres:
        context["site"] = of_centres(centres)
    return render(request, "portal/home.html", context)


def _shown(centre: Centre) -> dict[str, Any]:
    return {
        "name": centre.name,
        "agency": centre.host_agency.name,
        "address": centre.address,
        "opening": opening(centre, system_clock()),
        "href": address_of("frontdesk:choose", centre.code),
    }


def _queue_url(centres: list[Centre]) -> str:
    """Straight to the only centre, else to the choice of centres."""
    if len(centres) == 1:
        return address_of("frontdesk:choose", centres[0].code)
    return address_of("frontdesk:centres")
