"""The visitor's ticket: live page, "I am here", "I am back", giving up, the slip, the door."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.foundation.parts import address_of
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.forms import DoorCodeForm
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries.returning import AWAY, may_come_back, return_until
from lopo.frontdesk.rules import PAPERS
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, TooManyRequests
from lopo.kernel.formats import wifi_qr_text
from lopo.notifications.api import can_send_letters
from lopo.organisation.api import opening
from lopo.people.api import principal_of

from .rest import check_door_code
from .visiting import (
    at_kiosk,
    paper_of,
    remember_paper,
    remember_ticket,
    remembered_tokens,
    visitor_page,
)

NEAR = 2
# Another number of the visit in one of these may still be called.
EXPECTING = frozenset({"WAITING", "CALLED", "SERVING", "PARKED"})
UNPROCESSABLE = 422
# A kiosk shows a ticket to the one who has just taken it, and to nobody after them.
FRESH_AT_KIOSK = timedelta(minutes=3)
# A sheet has no clock that sends a kiosk home: the browser does it, after so many seconds.
SHEET_AT_KIOSK = 60
# A slip printed later than this after the number was given is a copy, whoever asks.
FIRST_PRINT = timedelta(minutes=10)


@require_safe
@visitor_page
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket of a link, as it stands now; kept up to date where scripts run."""
    found, now = permissions.ticket_or_404(token), system_clock()
    if at_kiosk(request, found.centre):
        return _at_kiosk(request, found, now)
    if later := _carried_to(found):
        return redirect("frontdesk:ticket", later.token)
    response = render(request, "frontdesk/ticket.html", _context(found, now))
    remember_ticket(request, response, found)
    return response


@require_safe
@visitor_page
def ticket_live(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the ticket's page that changes; 304 when nothing has."""
    found, now = permissions.ticket_or_404(token), system_clock()
    if later := _carried_to(found):
        return redirect("frontdesk:ticket_live", later.token)
    etag = queries.standing_etag(found, now=now)
    seen = [tag.strip().removeprefix("W/") for tag in _header(request, "If-None-Match").split(",")]
    response: HttpResponse
    if etag in seen:
        response = HttpResponseNotModified()
    else:
        response = render(request, "frontdesk/_ticket.html", _context(found, now))
    response["ETag"] = etag
    return response


def _carried_to(found: Ticket) -> Ticket | None:
    """The number that took the place of one left over on an earlier day: its link leads there."""
    return queries.carried_to(found) if found.state == Ticket.State.MISSED else None


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """ "I am here": proved by the code shown in the room."""
    found = permissions.ticket_or_404(token)
    if found.present or found.state != Ticket.State.WAITING:
        return _see(found)
    form = DoorCodeForm(request.POST if request.method == "POST" else None)
    refused = _say_here(request, found, form) if form.is_bound else None
    if form.is_bound and refused is None:
        return _see(found)
    context = {"ticket": found, "form": form}
    return render(request, "frontdesk/arrive.html", context, status=refused or 200)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """ "I am back": who was set aside, or missed the call, proves it by the code of the room."""
    found, now = permissions.ticket_or_404(token), system_clock()
    if not may_come_back(found, now):
        return _see(found)
    form = DoorCodeForm(request.POST if request.method == "POST" else None)
    refused = _say_here(request, found, form) if form.is_bound else None
    if form.is_bound and refused is None:
        return _see(found)
    context = {"ticket": found, "form": form, "until": return_until(found)}
    return render(request, "frontdesk/come_back.html", context, status=refused or 200)


def _say_here(request: HttpRequest, found: Ticket, form: DoorCodeForm) -> int | None:
    """Arrive, or come back; None when it is done, else the status of the refusal at the field."""
    if not form.is_valid():
        return UNPROCESSABLE
    act = actions.return_to_line if found.state in AWAY else actions.arrive
    try:
        check_door_code(found, form.cleaned_data["kode"])
        act(ticket=found, actor=principal_of(request).actor, clock=system_clock)
    except Refusal as refusal:
        form.add_error("kode", _too_often(refusal))
        return refusal.status
    return None


def _too_often(refusal: Refusal) -> str:
    if not isinstance(refusal, TooManyRequests):
        return refusal.message
    minutes = -(-refusal.retry_after // 60)
    return _("Too many tries. Try again in %(n)s minutes, or ask the reception.") % {"n": minutes}


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the place up."""
    found = permissions.ticket_or_404(token)
    if found.state != Ticket.State.WAITING:
        return _see(found)
    if request.method != "POST":
        return render(request, "frontdesk/give_up.html", {"ticket": found})
    try:
        actions.give_up(ticket=found, actor=principal_of(request).actor, clock=system_clock)
    except Refusal:
        # Called in this very moment: the page of the ticket says so, louder than we could.
        return _see(found)
    return _see(found)


@require_safe
@visitor_page
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket on a roll of paper; whatever is not the first print says that it is a copy."""
    found, now = permissions.ticket_or_404(token), system_clock()
    context = {
        **slip_context(found, now),
        "paper": paper_of(request),
        "papers": PAPERS,
        "is_copy": "salinan" in request.GET or now - found.issued_at > FIRST_PRINT,
    }
    response = render(request, "frontdesk/slip.html", context)
    remember_paper(request, response)
    home = address_of("kiosk:home", found.centre.code)
    if home and at_kiosk(request, found.centre):
        response["Refresh"] = f"{SHEET_AT_KIOSK}; url={home}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def door(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """Behind the QR code in the room: this device's number says "I am here" by one press.

    Looking changes nothing, and the code is not judged before the press: only tries that cost
    one of the five may learn whether it is right.
    """
    place = permissions.centre_or_404(centre)
    mine = queries.tickets_at_the_door(place, remembered_tokens(request), system_clock())
    context: dict[str, Any] = {"centre": place, "code": code, "mine": mine, "problem": ""}
    if request.method != "POST":
        return render(request, "frontdesk/door.html", context)
    found = next((t for t in mine if t.label == request.POST.get("nomor")), None)
    if found is None:
        return redirect("frontdesk:door", place.code, code)
    form = DoorCodeForm({"kode": code})
    refused = _say_here(request, found, form)
    if refused is None:
        return _see(found)
    context["problem"] = " ".join(str(error) for error in form.errors["kode"])
    return render(request, "frontdesk/door.html", context, status=refused)


def _see(found: Ticket) -> HttpResponse:
    response = redirect("frontdesk:ticket", found.token)
    response.status_code = 303
    return response


def _header(request: HttpRequest, name: str) -> str:
    return str(request.headers.get(name, ""))


def _context(found: Ticket, now: datetime) -> dict[str, Any]:
    standing = queries.standing_of(found, now=now)
    url = queries.ticket_url(found)
    share = _("My queue number %(number)s at %(centre)s. Follow it here: %(url)s") % {
        "number": found.label,
        "centre": found.centre.name,
        "url": url,
    }
    return {
        "ticket": found,
        "centre": found.centre,
        "zone": found.centre.zone,
        "standing": standing,
        "called": standing.is_today and found.state == Ticket.State.CALLED,
        "waits": standing.is_today and found.state == Ticket.State.WAITING,
        "opening": opening(found.centre, now),
        "is_near": found.present and standing.ahead <= NEAR,
        "is_final": _is_final(found, standing),
        "is_judged": queries.is_judged(found),
        "url": url,
        "share_url": f"https://wa.me/?text={quote(share)}",
        "survey_share_url": f"https://wa.me/?text={quote(_survey_share(found))}",
        "may_mail": can_send_letters(),
        "service_url": address_of("catalogue:service", found.service_code),
        "home_url": address_of("portal:home"),
    }


def _survey_share(found: Ticket) -> str:
    """What whoever was served sends to themselves, to judge later."""
    return _("How was our service? Judge it here, without a name: %(url)s") % {
        "url": f"{queries.survey_url(found)}?pesan=1"  # the survey counts who came by a message
    }


def _is_final(found: Ticket, standing: queries.Standing) -> bool:
    """Whether nothing can follow: the page need not look again."""
    if not standing.is_today:
        return True
    if any(other.state in EXPECTING for other in standing.others):
        return False
    if found.state in {"DONE", "CANCELLED"}:
        return True
    return found.state == Ticket.State.MISSED and not standing.may_return


def _at_kiosk(request: HttpRequest, found: Ticket, now: datetime) -> HttpResponse:
    home = address_of("kiosk:home", found.centre.code)
    if home and now - found.issued_at > FRESH_AT_KIOSK:
        return redirect(home)
    context = {
        **slip_context(found, now),
        "home_url": home,
        "is_copy": False,
        "paper": paper_of(request),
    }
    return render(request, "frontdesk/kiosk/ticket.html", context)


def slip_context(found: Ticket, now: datetime) -> dict[str, Any]:
    """What a printed ticket says; also what the kiosk shows."""
    centre = found.centre
    return {
        "ticket": found,
        "centre": centre,
        "zone": centre.zone,
        "now": now,
        "ahead": queries.people_before(found, now=now),
        "url": queries.ticket_url(found),
        "survey_url": queries.survey_url(found),
        "wifi": wifi_qr_text(centre.wifi_ssid, centre.wifi_password),
    }
