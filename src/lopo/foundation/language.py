"""The language switch: stays on the page and keeps its query; works without scripts.

A page has one address for all languages, and a cookie chooses. `?bahasa=en` chooses too, so that
search engines and links can name a language (`hreflang`).
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

PARAMETER = "bahasa"


def known(code: str | None) -> str:
    """A language we speak; empty for any other."""
    return code if code in dict(settings.LANGUAGES) else ""


def remember(response: HttpResponseBase, code: str) -> None:
    """Keep the choice on this device; it says nothing about the person."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def without_language(url: str) -> str:
    """The same address without a word on the language."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def with_language(url: str, code: str) -> str:
    """The address that shows a page in one language."""
    bare = without_language(url)
    return f"{bare}{'&' if urlsplit(bare).query else '?'}{urlencode({PARAMETER: code})}"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Back to where the switch was pressed, in the language asked for."""
    wanted = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(without_language(wanted) if is_ours else "/")
    if code := known(request.POST.get("language")):
        remember(response, code)
    return response
