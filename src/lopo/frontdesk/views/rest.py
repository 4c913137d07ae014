"""The front desk in HTTP API v1: places, tickets, counters, board, ledger (API.md §3-§8)."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from lopo.catalogue.api import offering
from lopo.foundation.buckets import give_back, take
from lopo.foundation.idempotency import KEY_PARAMETER, OPTIONAL_KEY, answer_once, answered_before
from lopo.foundation.rest import In, answers, json_response
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions.refusals import DoorCode, NotAtCounter
from lopo.frontdesk.models import Ticket
from lopo.kernel.clock import system_clock
from lopo.kernel.codes import same_code
from lopo.kernel.errors import FieldError, FieldRefusal, TooManyRequests
from lopo.organisation.api import Centre, centre_by_code
from lopo.people.api import Principal, principal_of

from .rest_shapes import BY_ANYBODY, BY_LINK, BY_TOKEN, DoorCodeOut, LedgerOut, TicketOut

router = Router(tags=["frontdesk"])

Code = Annotated[str, Field(min_length=1, max_length=40)]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TRIES, TRY_WINDOW = 5, timedelta(minutes=10)


class IssueIn(In):
    """What a number is taken for, and how."""

    centre: Code
    service: Code
    channel: Literal["WEB", "KIOSK", "RECEPTION"]
    priority: Literal["LANSIA", "DISABILITAS", "HAMIL", "ANAK", "BENCANA"] | None = None


class ArrivalIn(In):
    """The code shown in the room; staff need none."""

    code: Annotated[str, Field(min_length=1, max_length=40)] | None = None


@router.post(
    "/tickets",
    response=answers(201, TicketOut),
    summary="Take a number",
    openapi_extra={**KEY_PARAMETER, **BY_ANYBODY},
)
def issue(request: HttpRequest, payload: IssueIn) -> HttpResponse:
    """201 the ticket."""
    principal = principal_of(request)

    def act() -> tuple[int, Any]:
        centre = _centre_of(payload.centre)
        present = permissions.presence_of(principal, payload.channel, centre)
        offered = offering(centre, payload.service)
        if offered is None:
            raise _wrong_field("service", _("This centre does not offer such a service."))
        if offered.queue is None:
            raise NotAtCounter(_("This service takes no numbers: it is not given at a counter."))
        ticket = actions.issue_ticket(
            centre=centre,
            offering=offered,
            channel=payload.channel,
            priority=payload.priority,
            present=present,
            actor=principal.actor,
            clock=system_clock,
        )
        return 201, _document(ticket)

    return answer_once(request, scope=principal.scope, now=system_clock(), act=act)


@router.get("/tickets/{token}", response=answers(200, TicketOut), summary="A ticket, live")
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """200 the ticket of a link."""
    return _private(json_response(_document(permissions.ticket_or_404(token))))


def _private(response: HttpResponse) -> HttpResponse:
    """What a link alone opens is kept by no cache on the way."""
    response["Cache-Control"] = "no-store"
    return response


@router.delete(
    "/tickets/{token}",
    response=answers(204, None),
    summary="Give the place up",
    openapi_extra=BY_LINK,
)
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """204, also when it was given up already."""
    found = permissions.ticket_or_404(token)
    actions.give_up(ticket=found, actor=principal_of(request).actor, clock=system_clock)
    response = HttpResponse(status=204)
    del response["Content-Type"]  # of nothing
    return response


@router.post(
    "/tickets/{token}/arrival",
    response=answers(200, TicketOut),
    summary="Say: I am in the room",
    openapi_extra={**OPTIONAL_KEY, **BY_LINK},
)
def arrival(request: HttpRequest, token: str, payload: ArrivalIn | None = None) -> HttpResponse:
    """200 the ticket, present. Repeatable; the key is optional."""
    found = permissions.ticket_or_404(token)
    principal = principal_of(request)
    has_key = "Idempotency-Key" in request.headers
    if has_key and (earlier := answered_before(request, scope=principal.scope)):
        return earlier
    _prove_presence(found, principal, payload.code if payload else None)

    def act() -> tuple[int, Any]:
        arrived = actions.arrive(ticket=found, actor=principal.actor, clock=system_clock)
        return 200, _document(arrived)

    if not has_key:
        return _private(json_response(act()[1]))
    return answer_once(request, scope=principal.scope, now=system_clock(), act=act)


@router.post(
    "/tickets/{token}/return",
    response=answers(200, TicketOut),
    summary="Back to the line",
    openapi_extra={**KEY_PARAMETER, **BY_LINK},
)
def return_to_line(
    request: HttpRequest, token: str, payload: ArrivalIn | None = None
) -> HttpResponse:
    """200 the ticket, waiting again where it stood; staff vouch, visitors type the door code."""
    found = permissions.ticket_or_404(token)
    principal = principal_of(request)
    if earlier := answered_before(request, scope=principal.scope):
        return earlier
    _prove_presence(found, principal, payload.code if payload else None)

    def act() -> tuple[int, Any]:
        back = actions.return_to_line(ticket=found, actor=principal.actor, clock=system_clock)
        return 200, _document(back)

    return answer_once(request, scope=principal.scope, now=system_clock(), act=act)


def _prove_presence(found: Ticket, principal: Principal, code: str | None) -> None:
    if permissions.may_confirm_arrival(principal, found):
        return
    if code is None:
        raise _wrong_field("code", _("Type the code shown in the room."), code="missing")
    check_door_code(found, code, exactly=True)


def check_door_code(found: Ticket, code: str, *, exactly: bool = False) -> None:
    """Refuse a wrong door code, and more than five tries per ticket in ten minutes.

    People may type it in small letters and with spaces; a program sends it ``exactly``.
    """
    now = system_clock()
    bucket = f"door:{found.pk}"
    wait = take(bucket, limit=TRIES, window=TRY_WINDOW, now=now)
    if wait is not None:
        message = _("Too many tries. Wait a while, or ask the reception.")
        raise TooManyRequests(message, retry_after=wait)
    today = queries.door_code(found.centre, now).code
    if not same_code(code, today) or (exactly and code != today):
        raise DoorCode(_("This is not today's code. It is shown on the screen in the room."))
    give_back(bucket)


@router.get(
    "/centres/{centre}/door-code",
    response=answers(200, DoorCodeOut),
    summary="Today's door code",
    openapi_extra=BY_TOKEN,
)
def door_code(request: HttpRequest, centre: str) -> HttpResponse:
    """For a device in the room, or staff."""
    place = permissions.centre_or_404(centre)
    permissions.may_see_door_code(principal_of(request), place)
    today = queries.door_code(place, system_clock())
    response = json_response({"code": today.code, "valid_until": today.valid_until.isoformat()})
    response["Cache-Control"] = "no-store"
    return response


@router.get(
    "/centres/{centre}/ledger", response=answers(200, LedgerOut), summary="A day's public record"
)
def ledger(request: HttpRequest, centre: str, date: str | None = None) -> HttpResponse:
    """The day as anyone may verify it; ``?date=YYYY-MM-DD``, default today."""
    place = permissions.centre_or_404(centre)
    day = queries.local_date(place, system_clock()) if date is None else _date(date)
    return json_response(queries.day_document(place, day))


def _date(raw: str) -> date:
    try:
        if DAY.fullmatch(raw) is None:  # fromisoformat alone takes week dates as well
            raise ValueError
        return date.fromisoformat(raw)
    except ValueError:
        message = _("Write the date as year-month-day, such as 2026-11-21.")
        raise _wrong_field("date", message) from None


def _centre_of(code: str) -> Centre:
    centre = centre_by_code(code)
    if centre is None:
        raise _wrong_field("centre", _("There is no such service centre."))
    return centre


def _wrong_field(field: str, message: str, code: str = "unknown") -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field, code, message)])


def _document(found: Ticket) -> dict[str, Any]:
    return queries.ticket_document(found, now=system_clock())
