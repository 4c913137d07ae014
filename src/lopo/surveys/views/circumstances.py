"""How a ballot came in: what is worth a second look, never who it was.

A cookie without any number of its own says that somebody has answered on this device today. It
tells two ballots of one device apart from none, and joins none of them with anything.
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lopo.people.api import network_address, principal_of
from lopo.surveys.actions import Circumstances

COOKIE = "lopo_answered"
A_DAY = 24 * 3600


def circumstances_of(request: HttpRequest, channel: str) -> Circumstances:
    """What is flagged about a ballot, and never blocked."""
    return Circumstances(
        channel=channel,
        from_staff_network=_is_from_staff(request),
        from_known_device=COOKIE in request.COOKIES,
    )


def remember_device(response: HttpResponse) -> None:
    """This device has answered today."""
    response.set_cookie(
        COOKIE,
        "1",
        max_age=A_DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _is_from_staff(request: HttpRequest) -> bool:
    if principal_of(request).user is not None:
        return True
    try:
        address = ipaddress.ip_address(network_address(request))
    except ValueError:
        return False
    return any(address in network for network in settings.STAFF_NETWORKS)
