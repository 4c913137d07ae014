"""Reception: give a number, see who waits, confirm who has arrived."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.catalogue.api import offering, search_examples
from lopo.foundation.parts import address_of
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions.refusals import NotAtCounter
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import rooms
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal, Unknown
from lopo.organisation.api import Centre
from lopo.people.api import Permission, Principal, require

from .bringing_back import away_of
from .screens import wants_fragment
from .staffing import act_once, done, refused, see_other, staff_of, staff_page

LONGEST_LABEL = 12


@require_safe
@staff_page
def reception(request: HttpRequest, centre: str) -> HttpResponse:
    """The room as reception sees it: who waits, who is not here yet, today's code."""
    place, principal = _reception_of(request, centre)
    if not wants_fragment(request):
        return see_other(_page_of(place))
    state = rooms.reception_state(place, system_clock())
    context = {
        "centre": place,
        "state": state,
        "key": _key_of_the_day(place, state),
        "away": away_of(principal, state.aside),
    }
    return render(request, "frontdesk/reception.html", context)


def _key_of_the_day(centre: Centre, state: rooms.Reception) -> str:
    """Saying "arrived" twice changes nothing, so one key a day will do; the path names whom."""
    return f"{centre.code}-{state.sign.code}-arrived".ljust(16, "-")


@require_safe
@staff_page
def reception_form(request: HttpRequest, centre: str) -> HttpResponse:
    """What a number is given for, with the number just given above it."""
    place, _principal = _reception_of(request, centre)
    if not wants_fragment(request):
        return see_other(_page_of(place))
    now = system_clock()
    context = {
        "centre": place,
        "services": rooms.offered_services(place, now),
        "examples": search_examples(place),
        "priorities": Ticket.Priority.choices,
        "chosen": request.GET.get("layanan", ""),
        "priority": request.GET.get("prioritas", ""),
        "key": uuid4(),
        "issued": _issued(request, place),
    }
    return render(request, "frontdesk/reception_form.html", context)


def _issued(request: HttpRequest, centre: Centre) -> dict[str, Any] | None:
    """The number that was just given, or one reception wants to see again."""
    label = request.GET.get("nomor", "")
    if not label or len(label) > LONGEST_LABEL:
        return None
    found = rooms.todays_ticket(centre, label, system_clock())
    if found is None:
        return None
    ticket, ahead = found
    return {
        "ticket": ticket,
        "ahead": ahead,
        "url": queries.ticket_url(ticket),
        "slip_url": address_of("frontdesk:slip", ticket.token),
    }


@require_POST
@staff_page
def reception_issue(request: HttpRequest, centre: str) -> HttpResponse:
    """Give a visitor in the room the next number of a service's queue."""
    place, principal = _reception_of(request, centre)
    try:
        label = act_once(request, principal, lambda: _issue(request, place, principal).label)
    except Refusal as refusal:
        kept = {name: request.POST.get(name, "")[:40] for name in ("layanan", "prioritas")}
        return refused(request, f"{_page_of(place)}?{urlencode(kept)}", refusal)
    return done(request, f"{_page_of(place)}?{urlencode({'nomor': label})}", "")


def _issue(request: HttpRequest, centre: Centre, principal: Principal) -> Ticket:
    code, priority = request.POST.get("layanan", ""), request.POST.get("prioritas", "") or None
    offered = offering(centre, code) if code.isprintable() else None
    if offered is None:
        raise _wrong("layanan", _("Choose the service the visitor comes for."))
    if offered.queue is None:
        raise NotAtCounter(_("This service takes no numbers: it is not given at a counter."))
    if priority is not None and priority not in Ticket.Priority.values:
        raise _wrong("prioritas", _("Choose one of the values this field knows."))
    return actions.issue_ticket(
        centre=centre,
        offering=offered,
        channel="RECEPTION",
        priority=priority,
        present=True,
        actor=principal.actor,
        clock=system_clock,
    )


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field, "unknown", message)])


@require_POST
@staff_page
def reception_arrive(request: HttpRequest, centre: str, number: str) -> HttpResponse:
    """Staff has seen the visitor: the number taken from afar stands in line from now on."""
    place, principal = _reception_of(request, centre)
    require(principal, Permission.CONFIRM_ARRIVAL, place)
    found = rooms.todays_ticket(place, number, system_clock())
    if found is None:
        raise Unknown(_("There is no such ticket."))
    try:
        said = act_once(request, principal, lambda: _arrive(found[0], principal))
    except Refusal as refusal:
        return refused(request, _page_of(place), refusal)
    return done(request, _page_of(place), said)


def _arrive(ticket: Ticket, principal: Principal) -> str:
    arrived = actions.arrive(ticket=ticket, actor=principal.actor, clock=system_clock)
    return _("%(number)s is in the room and stands in line.") % {"number": arrived.label}


def _reception_of(request: HttpRequest, code: str) -> tuple[Centre, Principal]:
    principal = staff_of(request)
    centre = permissions.centre_or_404(code)
    require(principal, Permission.ISSUE_TICKET, centre)
    return centre, principal


def _page_of(centre: Centre) -> str:
    return reverse("console:reception", args=[centre.code])
