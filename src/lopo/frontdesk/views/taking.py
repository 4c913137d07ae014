"""Taking a number: the centres, the choice of a service, the number itself."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.catalogue.api import (
    Offering,
    examples_of,
    note_missed_search,
    offering,
    offerings_of,
    search,
)
from lopo.foundation.idempotency import KeyReused, keep_once
from lopo.foundation.parts import address_of
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.forms import TakeForm
from lopo.frontdesk.models import Ticket
from lopo.kernel.canonical import canonical_json
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.organisation.api import (
    Agency,
    Centre,
    Opening,
    Queue,
    list_agencies,
    list_centres,
    opening,
)
from lopo.people.api import principal_of

from .visiting import (
    at_kiosk,
    remember_ticket,
    remembered_tokens,
    visitor_page,
    way_home_of_kiosk,
)

LONGEST_SEARCH = 200
# What may stand in the address of the door; whether it is today's code is not judged here.
DOOR_CODE = re.compile(r"[A-Za-z0-9]{1,40}")
SHOWN_CALLS = 6
MORE_THAN_ONE = 2


@dataclass(frozen=True, slots=True)
class Intake:
    """Whether numbers are given out now; if not, what to tell the visitor."""

    opening: Opening
    code: str = ""
    title: str = ""
    text: str = ""


def intake_of(
    centre: Centre, now: datetime, *, in_room: bool, queue: Queue | None = None
) -> Intake:
    """Say before the visitor presses what the act would refuse afterwards."""
    stands = opening(centre, now)
    if stands.refusal_code:
        return Intake(stands, stands.refusal_code, stands.refusal_title, stands.reason)
    quota = centre.daily_quota if in_room else centre.remote_daily_quota
    if quota is not None and queries.issued_on(centre, now)[0 if in_room else 1] >= quota:
        return Intake(stands, "quota-full", *_full(in_room=in_room))
    if queue is not None and queries.full_queues(centre, [queue], now, in_room=in_room):
        return Intake(stands, "quota-full", *_full(in_room=in_room, queue=queue))
    return Intake(stands)


def _full(*, in_room: bool, queue: Queue | None = None) -> tuple[str, str]:
    if in_room:
        title = _("All numbers of today have been given out")
        if queue is not None:
            title = _("All numbers of queue %(queue)s have been given out today") % {"queue": queue}
        return title, _("Please come back tomorrow.")
    title = _("All numbers for taking from afar have been given out")
    if queue is not None:
        title = _("All numbers of queue %(queue)s for taking from afar have been given out") % {
            "queue": queue
        }
    return title, _("In the service room there may be some left. Or come back tomorrow.")


@require_safe
@visitor_page
def centres(request: HttpRequest) -> HttpResponse:
    """Where to queue; straight on when there is only one real centre."""
    if home := way_home_of_kiosk(request):
        return home
    places = list(list_centres())
    real = [place for place in places if not place.is_practice]
    if len(real) == 1:
        return redirect("frontdesk:choose", real[0].code)
    now = system_clock()
    rows = [{"centre": place, "opening": opening(place, now)} for place in places]
    return render(request, "frontdesk/centres.html", {"rows": rows})


@require_safe
@visitor_page
def kiosk_entry(request: HttpRequest, centre: str) -> HttpResponse:
    """A part of the kiosk's first screen: the way to a number, with how many wait."""
    place, now = permissions.centre_or_404(centre), system_clock()
    day = queries.local_date(place, now)
    context = {
        "centre": place,
        "intake": intake_of(place, now, in_room=True),
        "waiting": sum(queries.waiting_counts(place, day).values()),
        "open_counters": sum(c["state"] == "OPEN" for c in queries.counter_documents(place)),
    }
    return render(request, "frontdesk/kiosk/entry.html", context)


@require_safe
@visitor_page
def choose(request: HttpRequest, centre: str) -> HttpResponse:
    """Choose what you come for, and take a number for it."""
    place = permissions.centre_or_404(centre)
    return way_home_of_kiosk(request, place) or choose_page(request, place)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_page
def take(request: HttpRequest, centre: str) -> HttpResponse:
    """Give out the number; pressing twice, or coming back, gives the same one."""
    if request.method != "POST":
        return redirect(_stay_url(centre, request.GET))
    place = permissions.centre_or_404(centre)
    form = TakeForm(request.POST)
    if not form.is_valid():
        return choose_page(request, place, form=form, status=422)
    try:
        token = _issue_once(request, place, form.cleaned_data)
    except KeyReused:
        return choose_page(request, place, form=form, used=True, status=422)
    except FieldRefusal as refusal:
        form.add_error("layanan", refusal.message)
        return choose_page(request, place, form=form, status=422)
    except Refusal as refusal:
        return choose_page(request, place, form=form, refused=refusal.message, status=409)
    return _show(request, place, token, form.cleaned_data["kode"])


def _issue_once(request: HttpRequest, place: Centre, wanted: dict[str, Any]) -> str:
    """The token of the number given for this press of the button."""
    principal = principal_of(request)
    service, priority = wanted["layanan"], wanted["prioritas"]
    channel = "KIOSK" if at_kiosk(request, place) else "WEB"

    def act() -> tuple[int, Any]:
        offered = offering(place, service)
        if offered is None:
            message = _("This centre does not offer such a service. Please choose another.")
            raise FieldRefusal(message, [FieldError("layanan", "unknown", message)])
        ticket = actions.issue_ticket(
            centre=place,
            offering=offered,
            channel=channel,
            priority=priority,
            present=permissions.presence_of(principal, channel, place),
            actor=principal.actor,
            clock=system_clock,
        )
        return 201, {"token": ticket.token}

    asked = canonical_json({"service": service, "priority": priority})
    _status, _type, body = keep_once(
        scope=f"{principal.scope} {request.method} {request.path}",
        key=wanted["kunci"],
        fingerprint=hashlib.sha256(asked).digest(),
        now=system_clock(),
        act=act,
    )
    token: str = json.loads(body)["token"]
    return token


def _show(request: HttpRequest, place: Centre, token: str, code: str) -> HttpResponse:
    """On to the ticket; someone who came through the door's QR code goes back to the door."""
    ticket = permissions.ticket_or_404(token)
    if DOOR_CODE.fullmatch(code) and not ticket.present:
        response = redirect("frontdesk:door", place.code, code)
    else:
        response = redirect("frontdesk:ticket", token)
    response.status_code = 303
    remember_ticket(request, response, ticket)
    return response


def choose_page(
    request: HttpRequest,
    place: Centre,
    *,
    form: TakeForm | None = None,
    refused: str = "",
    used: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of choice, as asked for or after a refusal; every view of it has a new key."""
    kiosk, now = at_kiosk(request, place), system_clock()
    offered = [one for one in offerings_of(place) if one.queue is not None]
    waiting = queries.waiting_counts(place, queries.local_date(place, now))
    asked = _asked(request.POST if form else request.GET, "layanan")
    wanted = _find(offered, asked)
    queue = wanted.queue if wanted else None
    context: dict[str, Any] = {
        "centre": place,
        "form": form,
        "refused": refused,
        "intake": intake_of(place, now, in_room=kiosk, queue=queue),
        "key": uuid4(),
        "door_code": _asked(request.POST if form else request.GET, "kode"),
        "full": queries.full_queues(
            place, [one.queue for one in offered if one.queue], now, in_room=kiosk
        ),
        "chosen": _row(wanted, waiting),
        # What the page says of money speaks of the service chosen, else of all at the centre.
        "chosen_offer": wanted,
        "asked": asked,
        "priorities": Ticket.Priority.choices,
        "priority": _asked(request.POST if form else request.GET, "prioritas"),
        "mine": queries.tickets_by_tokens(place, remembered_tokens(request)),
        "used": used,
        "examples": examples_of(one.service for one in offered),
        "home_url": address_of("kiosk:home", place.code) if kiosk else "",
        # After a refused form the address knows only POST; the switch of language leads here.
        "stay_url": _stay_url(place.code, request.POST) if form else "",
    }
    agencies = agencies_of(offered)
    if kiosk:
        context.update(_at_kiosk(request, offered, waiting, agencies))
        return render(request, _kiosk_template(context), context, status=status)
    context.update(_listing(request, place, offered, waiting, agencies))
    context["board_url"] = address_of("frontdesk:board", place.code)
    context["at_counters"] = queries.at_counters(place, queries.local_date(place, now))
    return render(request, "frontdesk/choose.html", context, status=status)


def _stay_url(code: str, values: Any) -> str:
    """The page of choice with what had been chosen."""
    kept = {name: _asked(values, name) for name in ("layanan", "prioritas", "kode")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return reverse("frontdesk:choose", args=[code]) + (f"?{query}" if query else "")


def _asked(values: Any, name: str) -> str:
    return str(values.get(name, ""))[:LONGEST_SEARCH].replace("\x00", "").strip()


def _find(offered: Iterable[Offering], code: str) -> Offering | None:
    return next((one for one in offered if one.service.code == code), None)


def _row(one: Offering | None, waiting: Any) -> dict[str, Any] | None:
    if one is None or one.queue is None:
        return None
    return {
        "code": one.service.code,
        "name": one.service.name,
        "queue": one.queue.code,
        "queue_name": one.queue.name,
        "price": one.price,
        "waiting": waiting.get(one.queue.code, 0),
    }


def agencies_of(offered: Iterable[Offering]) -> dict[int, Agency]:
    """Whose services these are, when they are of more than one agency; else nobody asks."""
    owners = {one.service.agency_id for one in offered}
    if len(owners) < MORE_THAN_ONE:
        return {}
    return {agency.pk: agency for agency in list_agencies() if agency.pk in owners}


def _groups(
    offered: Iterable[Offering], waiting: Any, agencies: dict[int, Agency]
) -> list[dict[str, Any]]:
    """The services by agency (if there are several) and queue, in the order of the catalogue."""
    groups: dict[tuple[str, int, str], dict[str, Any]] = {}
    for one in offered:
        queue, agency = one.queue, agencies.get(one.service.agency_id)
        if queue is None:
            continue
        owner = agency.name if agency else ""
        group = groups.setdefault(
            (owner, queue.position, queue.code),
            {
                "agency": owner,
                "code": queue.code,
                "name": queue.name,
                "waiting": waiting.get(queue.code, 0),
                "services": [],
            },
        )
        group["services"].append(_row(one, waiting))
    return [groups[place] for place in sorted(groups)]


def _at_kiosk(
    request: HttpRequest, offered: list[Offering], waiting: Any, agencies: dict[int, Agency]
) -> dict[str, Any]:
    """What the kiosk asks next: the agency if there are several, then the queue and service."""
    code = _asked(request.GET, "instansi")
    agency = next((one for one in agencies.values() if one.code == code), None)
    if agency is not None:
        offered = [one for one in offered if one.service.agency_id == agency.pk]
    return {
        "queue": _asked(request.GET, "antrean"),
        "groups": _groups(offered, waiting, {}),
        "agency": agency,
        "agencies": [
            {"agency": one, "services": sum(o.service.agency_id == one.pk for o in offered)}
            for one in (agencies.values() if agency is None else ())
        ],
    }


def _listing(
    request: HttpRequest,
    place: Centre,
    offered: list[Offering],
    waiting: Any,
    agencies: dict[int, Agency],
) -> dict[str, Any]:
    """All services by queue, or those a search finds, best first."""
    text = _asked(request.GET, "q")
    if not text:
        groups = _groups(offered, waiting, agencies)
        return {"q": "", "read_as": "", "found": [], "groups": groups}
    result = search(text, centre=place)
    if not result.is_sure and request.method == "GET":
        note_missed_search(text=text, day=queries.local_date(place, system_clock()))
    here = {one.service.code: one for one in offered}
    found = [_row(here[s.code], waiting) for s in result.services if s.code in here]
    return {"q": text, "read_as": result.read_as, "found": found, "groups": []}


def _kiosk_template(context: dict[str, Any]) -> str:
    if context["intake"].code or context["refused"]:
        return "frontdesk/kiosk/closed.html"
    if context["chosen"]:
        return "frontdesk/kiosk/take.html"
    if context["agencies"]:
        return "frontdesk/kiosk/agencies.html"
    group = next((g for g in context["groups"] if g["code"] == context["queue"]), None)
    context["group"] = group
    return "frontdesk/kiosk/services.html" if group else "frontdesk/kiosk/queues.html"
