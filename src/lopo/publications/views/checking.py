"""Is it genuine, and does it still hold? Asked with a code, by anybody."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lopo.foundation import buckets
from lopo.foundation.addresses import client_address
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import TooManyRequests
from lopo.publications.queries import (
    Standing,
    kind_name,
    publication_with,
    verdict_of,
)
from lopo.publications.rules import read_code

TRIES, WINDOW = 30, timedelta(minutes=1)
LONGEST = 60


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
    count_try(request)
    if read_code(code) not in ("", code):
        return redirect("publications:check", code=read_code(code))
    found = publication_with(code)
    context: dict[str, Any] = {"code": code[:LONGEST], "found": found, "standing": Standing.UNKNOWN}
    if found is not None:
        verdict = verdict_of(found, civil_date(system_clock()))
        context |= {"verdict": verdict, "standing": verdict.standing, "kind": kind_name(found)}
    answer = render(request, "publications/check.html", context, status=200 if found else 404)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


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
