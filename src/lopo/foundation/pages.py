"""Failures of pages as people should meet them: a refusal or a fault becomes a kind page."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from lopo.kernel.errors import NoLongerHere, NotPermitted, Unauthenticated, Unknown

from .middleware import SURFACE_COOKIE
from .rest import unavailable

# The database is there: somebody else holds what was asked for, or is slow with it.
BUSY = (DeadlockDetected, LockNotAvailable, QueryCanceled)
RETRY_SECONDS = "5"
SCREEN_SECONDS = "60"
FORM_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class KindFailures:
    """Answer what a view let through: 404, 410, 403, sign-in, or 503 without the database.

    The API has its own words for the same (``rest.install_problem_handlers``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do while all goes well."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], *_: object
    ) -> HttpResponseBase | None:
        """405 for what a form cannot send: Django's form views would take a PUT for a POST."""
        if hasattr(view, "view_class") and request.method not in FORM_METHODS:
            return HttpResponseNotAllowed(FORM_METHODS)
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """The page for an exception we know; others stay faults (500, logged)."""
        match exception:
            case OperationalError() | InterfaceError():
                return _unavailable(request, is_busy=isinstance(exception.__cause__, BUSY))
            case NoLongerHere():
                return _gone(request, exception)
            case Unknown():
                return defaults.page_not_found(request, exception)
            case NotPermitted():
                return defaults.permission_denied(request, exception)
            case Unauthenticated():
                is_page = request.method == "GET"
                return redirect_to_login(request.get_full_path() if is_page else "/petugas/")
            case _:
                return None


def _gone(request: HttpRequest, exception: NoLongerHere) -> HttpResponse:
    """410 with the sentence; screens in a room, which nobody reads alone, look again."""
    screen = request.COOKIES.get(SURFACE_COOKIE, "")
    template = "ui/gone_on_tv.html" if screen == "tv" else "410.html"
    told = {name: getattr(exception, name) for name in ("message", "named", "heading")}
    response = render(request, template, told, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if screen:
        response["Refresh"] = SCREEN_SECONDS
    return response


def _unavailable(request: HttpRequest, *, is_busy: bool) -> HttpResponse:
    """503, asking the same again is safe."""
    if request.path_info.startswith("/api/"):
        return unavailable()
    response = HttpResponse(render_to_string("503.html", {"is_busy": is_busy}), status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
