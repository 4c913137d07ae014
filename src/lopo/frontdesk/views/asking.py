"""What a counter asks before it acts: where to, what else, whom and why. Also its shortcuts.

Each is a plain page with one form; where scripts run, its inner part opens as a dialog over the
counter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.catalogue.api import search_examples
from lopo.frontdesk import actions, permissions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import wrong_field
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import desks, rooms
from lopo.frontdesk.rules import number_label
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.people.api import Permission, Principal, require

from .screens import wants_fragment
from .staff import desk_of, keys_of, page_of
from .staffing import act_once, done, refused, see_other, staff_page, wants_json

LONGEST_CHOICE = 60
LONGEST_REASON = 200
# A number as people say it: "A-012", "a 12", "A12".
NUMBER = re.compile(r"([A-Za-z])[\s.-]*0*([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the counter: when it makes sense, what it offers, what the answer does."""

    name: str
    fits: Callable[[desks.DeskState], bool]
    offers: Callable[[Desk, desks.DeskState, datetime], dict[str, Any]]
    act: Callable[[Desk, HttpRequest], str]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def transfer(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """Send the visitor on: to another service, or to one other counter."""
    return _answer(request, TRANSFER, *desk_of(request, centre, counter))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def add(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """One more number for the visitor, for one more service."""
    return _answer(request, ADD, *desk_of(request, centre, counter))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def call_number(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """Call somebody whose turn it is not; few may, and everybody reads why."""
    at, principal = desk_of(request, centre, counter)
    require(principal, Permission.CALL_OUT_OF_ORDER, at.counter.centre)
    return _answer(request, CALL_NUMBER, at, principal)


@require_safe
@staff_page
def shortcuts(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """Every key of the counter."""
    at, principal = desk_of(request, centre, counter)
    may_except = principal.may(Permission.CALL_OUT_OF_ORDER, at.counter.centre)
    return _render(request, "shortcuts", at, {"may_except": may_except})


def _answer(request: HttpRequest, ask: Ask, at: Desk, principal: Principal) -> HttpResponse:
    """Ask, or do what was answered; a refusal asks again with everything kept."""
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            said = act_once(request, principal, lambda: ask.act(at, request))
        except Refusal as refusal:
            if wants_json(request):
                return refused(request, page_of(at.counter), refusal)
            problem = refusal
        else:
            return done(request, page_of(at.counter), said)
    return _ask(request, ask, at, principal, problem)


def _ask(
    request: HttpRequest, ask: Ask, at: Desk, principal: Principal, problem: Refusal | None
) -> HttpResponse:
    now = system_clock()
    state = desks.desk_state(at.counter, at.officer, now)
    if not ask.fits(state):
        if problem is not None:
            messages.error(request, problem.message)
        return see_other(page_of(at.counter))
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "state": state,
        "at": state.at_desk,
        "kunci": keys_of(principal, at.counter, state)[ask.name.replace("-", "_")],
        "problem": problem,
        "chosen": _plain(given.get("ke", "") or given.get("layanan", "")),
        "number": _plain(given.get("nomor", "")),
        "reason": _reason(given.get("alasan", "")),
        **ask.offers(at, state, now),
    }
    return _render(request, ask.name, at, context, status=problem.status if problem else 200)


def _render(
    request: HttpRequest, name: str, at: Desk, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    file = f"{name.replace('-', '_')}.html"
    around = {
        "centre": at.counter.centre,
        "counter": at.counter,
        "back": page_of(at.counter),
        "title": TITLES[name](),
        **context,
    }
    template = f"frontdesk/ask/{'_' if wants_fragment(request) else ''}{file}"
    return render(request, template, around, status=status)


TITLES: dict[str, Callable[[], str]] = {
    "alihkan": lambda: _("Send the visitor on"),
    "tambah": lambda: _("Add a service"),
    "panggil-nomor": lambda: _("Call out of order"),
    "shortcuts": lambda: _("Shortcuts"),
}


def _plain(text: str) -> str:
    """What was sent, as a form can hold it: short, without what a database cannot keep."""
    return text.replace("\x00", "")[:LONGEST_CHOICE].strip()


def _reason(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _services(at: Desk, state: desks.DeskState, now: datetime) -> dict[str, Any]:
    """The services of the centre but the one the visitor is here for."""
    here = state.at_desk.ticket.service_code if state.at_desk else ""
    offered = rooms.offered_services(at.counter.centre, now)
    return {
        "services": [service for service in offered if service.code != here],
        "examples": search_examples(at.counter.centre),
    }


def _targets(at: Desk, state: desks.DeskState, now: datetime) -> dict[str, Any]:
    assert state.at_desk is not None
    code = state.at_desk.ticket.service_code
    return {**_services(at, state, now), "counters": desks.counters_for(at.counter, code)}


def _transfer(at: Desk, request: HttpRequest) -> str:
    kind, _colon, code = _plain(request.POST.get("ke", "")).partition(":")
    centre = at.counter.centre
    if kind == "meja":
        target = permissions.counter_or_422(centre, code)
        call = actions.transfer_to_counter(desk=at, counter=target, clock=system_clock)
        where = target.name
    elif kind == "layanan":
        offered = permissions.offering_or_422(centre, code)
        call = actions.transfer_to_service(desk=at, offering=offered, clock=system_clock)
        where = offered.service.name
    else:
        raise wrong_field("ke", "missing", _("Choose first where the visitor goes."))
    words = {"number": call.ticket.label, "where": where}
    return _("%(number)s goes on to %(where)s and keeps the time of arrival.") % words


def _add(at: Desk, request: HttpRequest) -> str:
    code = _plain(request.POST.get("layanan", ""))
    if not code:
        raise wrong_field("layanan", "missing", _("Choose the service the visitor also needs."))
    offered = permissions.offering_or_422(at.counter.centre, code)
    ticket = actions.add_service(desk=at, offering=offered, clock=system_clock)
    words = {"number": ticket.label, "service": offered.service.name}
    return _("The visitor also has %(number)s for %(service)s.") % words


def _call_number(at: Desk, request: HttpRequest) -> str:
    reason = _reason(request.POST.get("alasan", ""))
    ticket = _named(at, request.POST.get("nomor", ""))
    if not reason:
        raise wrong_field("alasan", "missing", _("Say why; everybody in the room will read it."))
    if len(reason) > LONGEST_REASON:
        message = _("Say it shorter: at most %(n)s characters.") % {"n": LONGEST_REASON}
        raise wrong_field("alasan", "too-long", message)
    call = actions.call_out_of_order(desk=at, ticket=ticket, reason=reason, clock=system_clock)
    words = {"number": call.ticket.label, "counter": call.counter.name}
    return _("%(number)s is called out of order to %(counter)s.") % words


def _named(at: Desk, said: str) -> Ticket:
    """The number of today that was typed, however it was typed."""
    match = NUMBER.fullmatch(_plain(said))
    if match is None:
        raise _unknown_number(_("Type a number such as A-012."))
    label = number_label(match[1].upper(), int(match[2]))
    found = rooms.todays_ticket(at.counter.centre, label, system_clock())
    if found is None:
        message = _("There is no number %(number)s today.") % {"number": label}
        raise _unknown_number(message)
    return found[0]


def _unknown_number(message: str) -> FieldRefusal:
    return wrong_field("nomor", "unknown", message)


def _somebody_here(state: desks.DeskState) -> bool:
    return state.at_desk is not None and state.standing == "MINE"


def _free(state: desks.DeskState) -> bool:
    return state.at_desk is None and state.standing == "MINE"


def _everybody(at: Desk, _state: desks.DeskState, now: datetime) -> dict[str, Any]:
    return {"waiting": rooms.numbers_waiting(at.counter.centre, now)}


TRANSFER = Ask("alihkan", _somebody_here, _targets, _transfer)
ADD = Ask("tambah", _somebody_here, _services, _add)
CALL_NUMBER = Ask("panggil-nomor", _free, _everybody, _call_number)
