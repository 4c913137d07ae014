"""A logo and a stylesheet at addresses that change with them, so they are kept for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.profiles.queries import logo_with, stylesheet
from lopo.profiles.rules import LOGO_KINDS, Colours, faults_of_colours

FOR_EVER = "public, max-age=31536000, immutable"
# Opened by itself, a drawing can do nothing at all.
INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
DIGITS = 6


@require_safe
def logo(request: HttpRequest, digest: str, ending: str) -> HttpResponse:
    """The logo of these bytes."""
    found = logo_with(digest, ending)
    if found is None:
        raise Http404(_("There is no such logo."))
    answer = HttpResponse(bytes(found.raw), content_type=LOGO_KINDS[found.kind][1])
    answer["Content-Security-Policy"] = INERT
    answer["Content-Disposition"] = f'inline; filename="logo.{ending}"'
    return _for_ever(answer)


@require_safe
def colours(request: HttpRequest, name: str) -> HttpResponse:
    """The stylesheet of three colours text can be read on; it follows from its address alone."""
    chosen = Colours(*(f"#{part}" for part in name.split("-")))
    if faults_of_colours(chosen):
        raise Http404(_("There is no such stylesheet."))
    return _for_ever(HttpResponse(stylesheet(chosen), content_type="text/css; charset=utf-8"))


def _for_ever(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = FOR_EVER
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
