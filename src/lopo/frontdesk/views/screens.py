"""What anyone may look at: the room on the home page, the board, and the sign at the door.

Fragments are built once per change and language and served as bytes: many phones and screens ask
for the same ones, and none of them costs a session or a user.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lopo.frontdesk import permissions, queries
from lopo.frontdesk.queries import screens
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import NotPermitted, Unauthenticated
from lopo.organisation.api import Centre
from lopo.people.api import principal_of

FRAGMENT_HEADER = "X-Lopo-Fragment"
# An announcement changes without moving the line; no screen shows an old one longer than this.
LONGEST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A fragment as bytes, and until when and for which state of the room it holds."""

    standing: str
    until: float
    etag: str
    body: bytes


_kept: dict[tuple[str, int, str], Kept] = {}


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a page asks for a part of itself: a frame, or a live part that looks again."""
    return bool(getattr(request, "is_frame", False)) or FRAGMENT_HEADER in request.headers


def _place(code: str) -> Centre:
    """A centre in use, at most a second old."""
    return queries.remembered_centre(code, permissions.centre_or_404)


@require_safe
def room(request: HttpRequest, centre: str) -> HttpResponse:
    """The room in a few lines: open or not, how many wait."""
    return _serve(request, "frontdesk/room.html", _place(centre), screens.room_shown)


@require_safe
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """Who is called, who is next, how many wait; as a page of its own, or as its fragment."""
    place = _place(centre)
    if wants_fragment(request):
        return _serve(request, "frontdesk/board.html", place, screens.screen_shown)
    response = render(request, "frontdesk/board_page.html", {"centre": place})
    patch_vary_headers(response, [FRAGMENT_HEADER, "Cookie"])
    return response


def _serve(
    request: HttpRequest, template: str, centre: Centre, show: Callable[[Centre, Any], Any]
) -> HttpResponse:
    kept = _fresh(template, centre, show)
    seen = request.headers.get("If-None-Match", "")
    response: HttpResponse
    if kept.etag in [tag.strip().removeprefix("W/") for tag in seen.split(",")]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(kept.body)
    response["ETag"] = kept.etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, [FRAGMENT_HEADER, "Cookie"])
    return response


def _fresh(template: str, centre: Centre, show: Callable[[Centre, Any], Any]) -> Kept:
    """The fragment for the room as it is: remembered, or built now."""
    now, moment = system_clock(), time.monotonic()
    standing = queries.room_etag(centre, now)
    key = (template, centre.pk, get_language() or "")
    kept = _kept.get(key)
    if kept is None or kept.standing != standing or kept.until < moment:
        text = render_to_string(template, {"centre": centre, "shown": show(centre, now)})
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        kept = Kept(standing, moment + LONGEST_SECONDS, etag, body)
        _kept[key] = kept
    return kept


@require_safe
@never_cache
def door_sign(request: HttpRequest, centre: str) -> HttpResponse:
    """The code of the room, for a device that stands in it; to others it does not exist."""
    place = _place(centre)
    try:
        permissions.may_see_door_code(principal_of(request), place)
    except (NotPermitted, Unauthenticated) as refusal:
        raise Http404(refusal.message) from refusal
    sign = screens.door_sign(place, system_clock())
    return render(request, "frontdesk/door_sign.html", {"centre": place, "sign": sign})
