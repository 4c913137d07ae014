"""Is it genuine, and does it still hold? Asked with a code, by anybody."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lopo.catalogue.api import service_in_full
from lopo.foundation import buckets
from lopo.foundation.addresses import client_address
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import TooManyRequests
from lopo.publications import actions
from lopo.publications.queries import (
    PAGE,
    check_path,
    kind_name,
    publication_with,
    seal_of,
    verdict_of,
)
from lopo.publications.rules import read_code

from .documents import SVG, as_file, digest_of
from .verdicts import Answer, answer_of

TRIES, WINDOW = 30, timedelta(minutes=1)
LONGEST = 60
LONGEST_NUMBER = 5
TOO_MANY = 429


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; a typed one leads to its page."""
    typed = request.GET.get("kode", "")[:LONGEST].replace("\x00", "").strip()
    code = read_code(typed)
    if code:
        return redirect("publications:check", code=code)
    return render(request, "publications/form.html", {"typed": typed})


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for, said plainly; 404 with what to do when nobody issued it."""
    if read_code(code) not in ("", code):
        return redirect("publications:check", code=read_code(code))
    crumbs = [{"href": reverse("publications:check_form"), "label": _("Check a code")}]
    context: dict[str, Any] = {"code": code[:LONGEST], "crumbs": crumbs}
    try:
        count_try(request)
    except TooManyRequests as refusal:
        title = _("Wait a moment")
        context |= {"answer": Answer("warn", "clock", title, refusal.message), "too_often": True}
        return _shown(request, context, TOO_MANY, retry_after=refusal.retry_after)
    found = publication_with(code)
    if found is None:
        return _shown(request, {**context, "answer": answer_of(None)}, 404)
    verdict = verdict_of(found, civil_date(system_clock()))
    context |= {
        "found": found,
        "verdict": verdict,
        "answer": answer_of(verdict),
        "kind": kind_name(found),
        "number": found.version if len(found.version) <= LONGEST_NUMBER else "",
        "issued": civil_date(found.issued_at),
    }
    return _shown(request, context, 200)


def _shown(
    request: HttpRequest, context: dict[str, Any], status: int, *, retry_after: int = 0
) -> HttpResponse:
    """Never kept by anybody, never found by a search engine."""
    defaults = {"found": None, "verdict": None, "too_often": False, "number": ""}
    answer = render(request, "publications/check.html", {**defaults, **context}, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    if retry_after:
        answer["Retry-After"] = str(retry_after)
    return answer


@require_safe
def check_page(request: HttpRequest, code: str) -> HttpResponse:
    """From the page of a service to the check of the version it shows now."""
    service = service_in_full(code)
    if service is None:
        raise Http404(_("There is no such service."))
    return redirect(check_path(actions.code_of(service, PAGE, system_clock).code))


@require_safe
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """`tanda.svg`: what the printed page of a service carries: its code, and a QR to the check."""
    service = service_in_full(code)
    if service is None:
        raise Http404(_("There is no such service."))
    published = actions.code_of(service, PAGE, system_clock)
    svg = seal_of(published).encode()
    return as_file(request, digest_of(svg), lambda: svg, SVG, f"tanda-{code}.svg".lower())


def count_try(request: HttpRequest) -> None:
    """Nobody finds a code by trying many; raises ``TooManyRequests``."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    where = client_address(str(request.META.get("REMOTE_ADDR", "")), forwarded)
    wait = buckets.take(f"cek:{where}", limit=TRIES, window=WINDOW, now=system_clock())
    if wait is None:
        return
    message = ngettext(
        "Too many codes were tried from here. Try again in %(n)s second.",
        "Too many codes were tried from here. Try again in %(n)s seconds.",
        wait,
    ) % {"n": wait}
    raise TooManyRequests(message, retry_after=wait)
