"""Answers that follow from what they show: whoever has them already is told so."""

import hashlib
import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock

FRESH = "no-cache"
# Western Indonesia time (WIB, Keppres 41/1987): nowhere in the country a day begins later.
LAST_ZONE = ZoneInfo("Asia/Jakarta")
# Differs from answer to answer though the page says the same.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="lopo-now" content="[^"]*"')


def today() -> date:
    """The day at home, once it has begun everywhere: which quarter runs.

    A centre in a zone further west still fills the old quarter for an hour; it is not over
    before, or its details would move by one ballot at a time.
    """
    now = system_clock()
    return min(civil_date(now), now.astimezone(LAST_ZONE).date())


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page, or 304 for whoever has exactly this one."""
    response = render(request, template, context)
    known = unless_known(request, response, TOKEN.sub(b"", response.content))
    patch_vary_headers(known, ["Cookie", "Accept-Language"])
    return known


def unless_known(
    request: HttpRequest, response: HttpResponse, said: bytes, fresh: str = FRESH
) -> HttpResponse:
    """304 instead, where what is said is what the caller has."""
    tag = f'"{hashlib.sha256(said).hexdigest()[:32]}"'
    seen = request.headers.get("If-None-Match", "").split(",")
    answer: HttpResponse = response
    if tag in {one.strip().removeprefix("W/") for one in seen}:
        answer = HttpResponseNotModified()
    answer["ETag"] = tag
    answer["Cache-Control"] = fresh
    return answer
