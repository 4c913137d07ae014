"""How a ballot came in: what is worth a second look, never who it was.

A cookie without any number of its own says which questionnaire was answered on this device today.
It tells two ballots of one device apart from none, and joins none of them with anything.
"""

import ipaddress
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lopo.foundation import buckets
from lopo.kernel.errors import TooManyRequests
from lopo.people.api import network_address, principal_of
from lopo.surveys.actions import Circumstances
from lopo.surveys.models import Channel, Instrument, SurveyPoint
from lopo.surveys.rules import source_key

COOKIE = "lopo_answered"
A_DAY = 24 * 3600
# From one network address at one code: so many an hour are flagged, and no robot gets beyond the
# other. A room full of people behind one address stays below it.
MANY, MOST, AN_HOUR = 12, 60, timedelta(hours=1)


def circumstances_of(request: HttpRequest, channel: str, instrument: Instrument) -> Circumstances:
    """What is flagged about a ballot, and never blocked."""
    return Circumstances(
        channel=channel,
        from_staff_network=_is_from_staff(request),
        from_known_device=_cookie_of(instrument) in request.COOKIES,
    )


def at_a_code(
    request: HttpRequest, point: SurveyPoint, instrument: Instrument, now: datetime
) -> Circumstances:
    """The same at a code everybody may scan; raises ``TooManyRequests`` when a robot is at work.

    The address is kept under a hash of the day that needs our secret, and with the hour only: what
    is counted here tells of no ballot when it was cast.
    """
    found = circumstances_of(request, Channel.COUNTER, instrument)
    source = source_key(
        settings.SURVEY_SECRET, f"{now:%Y-%m-%d}", network_address(request), str(point.pk)
    )
    hour = now.replace(minute=0, second=0, microsecond=0)
    wait = buckets.take(f"suara:{source}", limit=MOST, window=AN_HOUR, now=hour)
    if wait is not None:
        message = _("Very many answers came from here within an hour. Please try again later.")
        raise TooManyRequests(message, retry_after=wait)
    is_many = buckets.take(f"banyak:{source}", limit=MANY, window=AN_HOUR, now=hour) is not None
    return replace(found, from_known_device=found.from_known_device or is_many)


def _cookie_of(instrument: Instrument) -> str:
    """A cookie a questionnaire: to judge both the service and its honesty is no second voice."""
    return f"{COOKIE}_{quote(instrument.code, safe='')}"


def remember_device(response: HttpResponse, instrument: Instrument) -> None:
    """This device has answered this questionnaire today."""
    response.set_cookie(
        _cookie_of(instrument),
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
