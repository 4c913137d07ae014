"""What all pages of the survey share: nobody else keeps them, and nobody guesses their links."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from lopo.foundation import buckets
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, TooManyRequests, Unknown
from lopo.people.api import network_address
from lopo.surveys import permissions
from lopo.surveys.models import SurveyInvitation, SurveyPoint

CONFLICT, GONE, UNPROCESSABLE = 409, 410, 422
# Links that lead nowhere, from one address; a room of people behind one address stays below it.
TRIES, WINDOW = 60, timedelta(minutes=1)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that no cache keeps and no search engine lists."""
    response = render(request, template, {"asks": None, **context}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def invitation_of(request: HttpRequest, key: str) -> SurveyInvitation:
    """The invitation of a link. One that leads nowhere counts as a try; one that does never."""
    try:
        return permissions.invitation_or_404(key)
    except Unknown:
        _count_try(request)
        raise


def point_of(request: HttpRequest, code: str) -> SurveyPoint:
    """Where a scanned code hangs; the same for one that hangs nowhere."""
    try:
        return permissions.point_or_404(code)
    except Unknown:
        _count_try(request)
        raise


def _count_try(request: HttpRequest) -> None:
    """Nobody finds a link by trying many; raises ``TooManyRequests``."""
    where = network_address(request)
    wait = buckets.take(f"survei:{where}", limit=TRIES, window=WINDOW, now=system_clock())
    if wait is None:
        return
    message = ngettext(
        "Too many codes were tried from here. Try again in %(n)s second.",
        "Too many codes were tried from here. Try again in %(n)s seconds.",
        wait,
    ) % {"n": wait}
    raise TooManyRequests(message, retry_after=wait)


def unknown(request: HttpRequest, nothing: Refusal, *, is_link: bool) -> HttpResponse:
    """Kind words where a link or a code leads nowhere (404), or too many did (429)."""
    context = {"message": nothing.message, "is_link": is_link}
    response = page(request, "surveys/unknown.html", context, nothing.status)
    if isinstance(nothing, TooManyRequests):
        response["Retry-After"] = str(nothing.retry_after)
    return response
