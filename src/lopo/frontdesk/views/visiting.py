"""What all pages of a visitor share: privacy, and the tickets taken on this device."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lopo.foundation.parts import address_of
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries.returning import AWAY
from lopo.frontdesk.rules import PAPER_COOKIE, PAPERS, paper_width
from lopo.organisation.api import Centre
from lopo.people.api import kiosk_centre

View = Callable[..., HttpResponse]

COOKIE = "lopo_tickets"
COOKIE_AGE = 24 * 3600
KEPT = 3
PAPER_AGE = 400 * 24 * 3600
# A cookie is the sender's word: a quoted one can hold any byte, a NUL as well.
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")


def visitor_page(view: View) -> View:
    """A page nobody else may keep: never cached, never indexed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def at_kiosk(request: HttpRequest, centre: Centre) -> bool:
    """Whether the page is shown on a kiosk paired with this centre."""
    return kiosk_centre(request) == centre


def way_home_of_kiosk(request: HttpRequest, centre: Centre | None = None) -> HttpResponse | None:
    """Back to its own first screen, for a kiosk that asks for a page of no or another centre.

    No page of a kiosk leads there; should one ever, the screen does not stay away.
    """
    here = kiosk_centre(request)
    if here is None or here == centre:
        return None
    home = address_of("kiosk:home", here.code)
    return redirect(home) if home else None


def remembered_tokens(request: HttpRequest) -> list[str]:
    """The tickets taken on this device, newest first."""
    tokens = request.COOKIES.get(COOKIE, "").split(".")
    return [token for token in tokens if TOKEN.fullmatch(token)][:KEPT]


def remember_ticket(request: HttpRequest, response: HttpResponse, ticket: Ticket) -> None:
    """Let the door page know, on this device, whose number it may mark as present or back.

    Only while it matters; a kiosk remembers nobody.
    """
    is_expected = ticket.state == Ticket.State.WAITING and not ticket.present
    if not (is_expected or ticket.state in AWAY) or at_kiosk(request, ticket.centre):
        return
    known = remembered_tokens(request)
    if known[:1] == [ticket.token]:
        return
    tokens = [ticket.token, *(token for token in known if token != ticket.token)]
    response.set_cookie(
        COOKIE,
        ".".join(tokens[:KEPT]),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def paper_of(request: HttpRequest) -> str:
    """How wide the paper of this browser's printer is, in millimetres."""
    return paper_width(request.GET.get("kertas", ""), request.COOKIES.get(PAPER_COOKIE, ""))


def remember_paper(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever names a width once is not asked again on this device."""
    asked = request.GET.get("kertas", "")
    if asked in PAPERS:
        response.set_cookie(
            PAPER_COOKIE,
            asked,
            max_age=PAPER_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
