"""The counter: what the officer sees, and one POST for each verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.catalogue.api import fee_said, promise_said, service_under, step_time_said
from lopo.foundation.idempotency import BadKey
from lopo.frontdesk import actions, permissions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import CounterBusy
from lopo.frontdesk.models import Call
from lopo.frontdesk.queries import desks, rooms
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.organisation.api import Counter, list_centres
from lopo.people.api import Permission, Principal

from .bringing_back import away_of
from .screens import wants_fragment
from .staffing import act_once, done, key_for, refused, see_other, staff_of, staff_page, wants_json

Verb = Callable[[Desk, HttpRequest], str]


@require_safe
@staff_page
def posts(request: HttpRequest) -> HttpResponse:
    """Every counter the officer may know of, and whether it is open."""
    principal = staff_of(request)
    if not wants_fragment(request):
        return see_other(reverse("console:home"))
    centres = [c for c in list_centres() if principal.may(Permission.SEE_CONSOLE, c)]
    found = rooms.posts_of(centres, permissions.staff(principal), system_clock())
    places = [
        {
            "at": at,
            "may_serve": principal.may(Permission.SERVE_COUNTER, at.centre),
            "may_receive": principal.may(Permission.ISSUE_TICKET, at.centre),
            "may_manage": principal.may(Permission.MANAGE_CENTRE, at.centre),
            "may_see_day": principal.may(Permission.SEE_DAY, at.centre),
            "may_see_survey": principal.may(Permission.SEE_SURVEY, at.centre),
            "may_free": principal.may(Permission.FREE_COUNTER, at.centre),
        }
        for at in found
    ]
    own = [place for place in places if place["at"].own]  # type: ignore[attr-defined]
    return render(request, "frontdesk/posts.html", {"places": places, "own": own})


@require_safe
@staff_page
def desk(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """The counter: own line, the visitor, the day."""
    at, principal = desk_of(request, centre, counter)
    if not wants_fragment(request):
        return see_other(page_of(at.counter))
    now = system_clock()
    state = desks.desk_state(at.counter, at.officer, now)
    context = {
        "centre": at.counter.centre,
        "counter": at.counter,
        "state": state,
        "keys": keys_of(principal, at.counter, state),
        "away": away_of(principal, state.aside),
        "may_except": principal.may(Permission.CALL_OUT_OF_ORDER, at.counter.centre),
        **_visitor(state, now),
    }
    return render(request, "frontdesk/desk.html", context)


def desk_of(request: HttpRequest, centre: str, counter: str) -> tuple[Desk, Principal]:
    """The counter of an address and who acts there; it must be one they may serve at."""
    principal = staff_of(request)
    place = permissions.centre_or_404(centre)
    return permissions.desk_of(principal, place, counter), principal


def page_of(counter: Counter) -> str:
    """The page of a counter, where every act leads back to."""
    return reverse("console:counter", args=[counter.centre.code, counter.code])


def keys_of(principal: Principal, counter: Counter, state: desks.DeskState) -> dict[str, str]:
    """A key per button: every state of the counter has its own, and no state comes twice.

    What was taken back is another state than the one before it, although it looks the same.
    """
    session = state.session.pk if state.session else 0
    facts = facts_of(state)
    keys = {
        verb.replace("-", "_"): key_for(principal, counter.pk, verb, *facts)
        for verb in (*VERBS, *ASKED)
        if verb not in BACK_AND_FORTH
    }
    # These may go back and forth: only the line's revision never returns.
    for verb in BACK_AND_FORTH:
        keys[verb.replace("-", "_")] = key_for(principal, counter.pk, verb, session, state.rev)
    if state.undo is not None:
        keys["urung"] = key_for(principal, counter.pk, "urung", state.undo.deed.pk)
    return keys


def facts_of(state: desks.DeskState) -> tuple[object, ...]:
    """What no other moment of this counter shares: each change of a ticket has its own time."""
    at_desk, last = state.at_desk, state.last_call
    if at_desk is not None:
        ticket, numbers = at_desk.ticket, len(at_desk.others)
        return ("announced", at_desk.call.announcement_id, ticket.state, ticket.changed_at, numbers)
    session = state.session.pk if state.session else 0
    return ("free", session, last.pk if last else 0, last.ended_at if last else None)


def _visitor(state: desks.DeskState, now: datetime) -> dict[str, Any]:
    """The service of the visitor at the counter: what to bring, the steps, the price."""
    at_desk = state.at_desk
    if at_desk is None:
        return {"service": None, "requirements": [], "now": now}
    service = service_under(at_desk.ticket.standard_id) if at_desk.ticket.standard_id else None
    if service is None:
        return {"service": None, "requirements": [], "now": now}
    told = service.standard.told
    items = [
        {
            "code": r.code,
            "name": r.name,
            "condition": r.condition,
            "note": _optional(r.mandatory or bool(r.condition)),
        }
        for r in told.requirements
    ]
    promised = {
        "cost": fee_said(told.fee),
        "time": promise_said(told.promise),
        "product": next(iter(told.products), ""),
        "steps": [
            {"activity": s.activity, "actor": s.actor_name, "time": step_time_said(s)}
            for s in told.steps
        ],
    }
    return {"service": service, "promised": promised, "requirements": items, "now": now}


def _optional(said: bool) -> str:
    return "" if said else _("only if it applies")


def _open(at: Desk, request: HttpRequest) -> str:
    actions.open_session(
        counter=at.counter,
        officer=at.officer,
        services=_services(at.counter, request),
        actor=at.actor,
        clock=system_clock,
    )
    return _("%(counter)s is open.") % {"counter": at.counter.name}


def _services(counter: Counter, request: HttpRequest) -> list[str] | None:
    """The services of the ticked queues; None when all are, or no choice was offered."""
    if "pilih" not in request.POST:
        return None
    chosen, groups = request.POST.getlist("antrean"), desks.service_groups(counter)
    if groups and all(group.code in chosen for group in groups):
        return None
    wanted = [group for group in groups if group.code in chosen]
    return [code for group in wanted for code in group.services]


def _close(at: Desk, _request: HttpRequest) -> str:
    actions.close_session(
        counter=at.counter, officer=at.officer, actor=at.actor, clock=system_clock
    )
    return _("%(counter)s is closed.") % {"counter": at.counter.name}


def _pause(at: Desk, *, paused: bool) -> str:
    actions.pause_session(
        counter=at.counter,
        officer=at.officer,
        paused=paused,
        actor=at.actor,
        clock=system_clock,
    )
    words = {"counter": at.counter.name}
    if paused:
        return _("%(counter)s is paused: nobody is called to it.") % words
    return _("%(counter)s goes on.") % words


def _undo(at: Desk, request: HttpRequest) -> str:
    """Take back what the button named, and nothing that was done after it."""
    seen = request.GET.get("perbuatan", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_ID):
        raise BadKey(_("This page had become too old. Please press once more."))
    ticket = actions.undo(desk=at, clock=system_clock, deed_id=int(seen))
    words = {"number": ticket.label, "state": ticket.get_state_display().lower()}
    return _("Taken back: %(number)s is %(state)s again.") % words


def _verb(act: Callable[..., Call], said: Callable[[Call], str]) -> Verb:
    def run(at: Desk, _request: HttpRequest) -> str:
        return said(act(desk=at, clock=system_clock))

    return run


def _called(call: Call) -> str:
    words = {"number": call.ticket.label, "counter": call.counter.name}
    return _("%(number)s is called to %(counter)s.") % words


def _counted(call: Call) -> str:
    words = {"number": call.ticket.label, "n": call.counted_calls}
    return _("%(number)s is called again; %(n)s calls count so far.") % words


def _started(call: Call) -> str:
    return _("You are serving %(number)s.") % {"number": call.ticket.label}


def _finished(call: Call) -> str:
    return _("%(number)s is finished.") % {"number": call.ticket.label}


def _missed(call: Call) -> str:
    return _("%(number)s did not come.") % {"number": call.ticket.label}


def _parked(call: Call) -> str:
    return _("%(number)s is set aside and may come back any time today.") % {
        "number": call.ticket.label
    }


# What has a page that asks first (views/asking.py), and what may go back and forth.
ASKED = ("alihkan", "tambah", "panggil-nomor")
BACK_AND_FORTH = ("buka", "tutup", "jeda", "layani-lagi")
LONGEST_ID = 18
VERBS: dict[str, Verb] = {
    "buka": _open,
    "tutup": _close,
    "panggil": _verb(actions.call_next_ticket, _called),
    "ulang": _verb(actions.recall_ticket, _counted),
    "mulai": _verb(actions.start_service, _started),
    "selesai": _verb(actions.finish_service, _finished),
    "lanjut": _verb(actions.finish_and_call, _called),
    "tidak-hadir": _verb(actions.mark_no_show, _missed),
    "tunda": _verb(actions.park_ticket, _parked),
    "jeda": lambda at, _request: _pause(at, paused=True),
    "layani-lagi": lambda at, _request: _pause(at, paused=False),
    "urung": _undo,
}


@require_POST
@staff_page
def desk_act(request: HttpRequest, centre: str, counter: str, verb: str) -> HttpResponse:
    """One verb: done once per key, refused in one sentence, then back to the counter."""
    if verb not in VERBS:
        raise Http404
    at, principal = desk_of(request, centre, counter)
    back = page_of(at.counter)
    try:
        said = act_once(request, principal, lambda: VERBS[verb](at, request))
    except CounterBusy as refusal:
        if verb == "panggil" and not wants_json(request):
            return _ask(request, at, principal)
        return refused(request, back, refusal)
    except Refusal as refusal:
        return refused(request, back, refusal)
    return done(request, back, said)


def _ask(request: HttpRequest, at: Desk, principal: Principal) -> HttpResponse:
    """Somebody is at the counter still: stay with them, or finish and call?"""
    state = desks.desk_state(at.counter, at.officer, system_clock())
    if state.at_desk is None:
        return see_other(page_of(at.counter))
    context = {
        "centre": at.counter.centre,
        "counter": at.counter,
        "state": state,
        "keys": keys_of(principal, at.counter, state),
        "back": page_of(at.counter),
    }
    return render(request, "frontdesk/desk_busy.html", context, status=409)
