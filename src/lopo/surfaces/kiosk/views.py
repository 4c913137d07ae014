"""The kiosk's first screen, under the roof; for devices paired with the centre only.

What follows it (choose, take, the ticket) are the front desk's own pages in the kiosk's layout.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lopo.foundation.parts import address_of
from lopo.frontdesk.api import PAPER_COOKIE, PAPERS
from lopo.kernel.clock import system_clock
from lopo.kernel.formats import wifi_qr_text
from lopo.organisation.api import Centre, centre_in_use
from lopo.people.api import DEVICE_COOKIE, device_at_rest, kiosk_centre, principal_of

FORBIDDEN = 403
PAPER_AGE = 400 * 24 * 3600


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """The first screen of whatever centre this device is paired with."""
    device = principal_of(request).device
    if device is None:
        resting = device_at_rest(request.COOKIES.get(DEVICE_COOKIE, ""))
        if resting is not None:
            centre_in_use(resting.centre.code)  # says since when and why it is not
        return _unpaired(request, None)
    return redirect("kiosk:home", device.centre.code)


@require_safe
@never_cache
def home(request: HttpRequest, centre: str) -> HttpResponse:
    """Welcome; one press to a number. Other browsers are told how to become a kiosk."""
    place = centre_in_use(centre)
    if kiosk_centre(request) != place:
        return _unpaired(request, place)
    context = {
        "centre": place,
        "now": system_clock(),
        "entry_url": address_of("frontdesk:kiosk_entry", place.code),
        "wifi": wifi_qr_text(place.wifi_ssid, place.wifi_password),
    }
    response = render(request, "kiosk/home.html", context)
    _remember_paper(request, response)
    return response


def _remember_paper(request: HttpRequest, response: HttpResponse) -> None:
    """``?kertas=58`` tells this kiosk once how wide the paper of its printer is."""
    asked = request.GET.get("kertas", "")
    if asked in PAPERS:
        response.set_cookie(
            PAPER_COOKIE,
            asked,
            max_age=PAPER_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _unpaired(request: HttpRequest, place: Centre | None) -> HttpResponse:
    context = {
        "centre": place,
        "pair_url": address_of("people:pair_device"),
        "web_url": address_of("frontdesk:choose", place.code)
        if place
        else address_of("frontdesk:centres"),
    }
    return render(request, "kiosk/unpaired.html", context, status=FORBIDDEN)
