"""What wraps every request: an id, the headers of a careful site, language, surface."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from lopo.foundation.language import PARAMETER, known, remember
from lopo.foundation.parts import has_part
from lopo.kernel.parts import QUEUE

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Not no-referrer: browsers would send `Origin: null` with our own forms, and the CSRF
    # check would refuse them. Ticket links still never leave the site.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self), payment=()",
}


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a page is being looked at, and the layout that suits it."""

    name: str
    layout: str


# What a paired device says of itself; rights never depend on it.
SURFACE_COOKIE = "lopo_surface"
PUBLIC = Surface("public", "ui/layouts/public.html")
KIOSK = Surface("kiosk", "ui/layouts/kiosk.html")


def surface_of(request: HttpRequest) -> Surface:
    """The surface a request comes from; public unless a paired device says otherwise."""
    surface: Surface = getattr(request, "surface", PUBLIC)
    return surface


class RequestIdMiddleware:
    """Give every request an id that log lines and error pages can name."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the id in ``X-Request-Id``."""
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class SecurityHeadersMiddleware:
    """Strict CSP and friends on every answer, static files included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add each header that the view has not set itself."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


class LanguageMiddleware:
    """Indonesian unless the visitor chose otherwise; a browser's own wish counts in the API only.

    A page that greets a civil servant of Kupang in English because a phone was bought abroad
    would be rude; so only the switch on the page (a cookie), or a link that names a language
    (`?bahasa=en`), changes the language of pages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for the request and name it in the answer."""
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        in_api = request.path_info.startswith("/api/")
        asked = "" if in_api else known(request.GET.get(PARAMETER))
        if in_api and "HTTP_ACCEPT_LANGUAGE" in request.META:
            code = translation.get_language_from_request(request)
        code = asked or code
        if code not in dict(settings.LANGUAGES):
            code = settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        if asked and asked != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            remember(response, asked)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ["Accept-Language" if in_api else "Cookie"])
        return response


class SurfaceMiddleware:
    """Remember on the request which surface it is looked at from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A paired kiosk says so by a plain cookie; rights never depend on it."""
        kind = request.COOKIES.get(SURFACE_COOKIE, "")
        is_kiosk = kind == "kiosk" and has_part(QUEUE)
        request.surface = KIOSK if is_kiosk else PUBLIC  # type: ignore[attr-defined]
        return self.get_response(request)
