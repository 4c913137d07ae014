"""Counters in HTTP API v1: sessions, calls and what follows a call (API.md §7)."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.security import HttpBearer
from pydantic import Field

from lopo.foundation.idempotency import KEY_PARAMETER, answer_once
from lopo.foundation.rest import In, answers, read_json
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.people.api import principal_of

from .rest_shapes import CallOut, SessionOut, TicketOut


class StaffToken(HttpBearer):
    """Only staff acts at counters of their centre; asked before a field of the body is judged.

    ``may`` refuses what takes a right of its own.
    """

    def __init__(self, may: Callable[[HttpRequest, Desk], None] | None = None) -> None:
        super().__init__()
        self._may = may

    def __call__(self, request: HttpRequest) -> Desk:
        """The desk of the address; 401 without a token, 404 for others, 403 without the right."""
        found = request.resolver_match.kwargs if request.resolver_match else {}
        desk = permissions.desk_at(principal_of(request), found["centre"], found["counter"])
        if self._may is not None:
            self._may(request, desk)
        return desk

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Never reached: the whole header is read by ``principal_of``."""


def _may_call(request: HttpRequest, desk: Desk) -> None:
    """Whoever names a number or a reason calls out of order, whatever else is in the body."""
    wanted = read_json(request.body) if request.body.strip() else {}
    named = wanted if isinstance(wanted, dict) else {}
    if named.get("token") is not None or named.get("reason") is not None:
        permissions.may_call_out_of_order(principal_of(request), desk.counter.centre)


router = Router(tags=["counters"], auth=StaffToken())
Code = Annotated[str, Field(min_length=1, max_length=40)]
Endpoint = Callable[..., HttpResponse]
VERBS = {
    "recall": actions.recall_ticket,
    "start": actions.start_service,
    "no-show": actions.mark_no_show,
    "park": actions.park_ticket,
}


class SessionIn(In):
    """Open a counter for some services (null: all it is configured for), close or pause it.

    Either ``open`` or ``paused``.
    """

    open: bool | None = None
    paused: bool | None = None
    services: list[Code] | None = None


class CallIn(In):
    """Nothing: the next by the policy. A token with a reason: out of order."""

    token: Code | None = None
    reason: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class TransferIn(In):
    """Where the visitor goes: to another service, or to one other counter."""

    service: Code | None = None
    counter: Code | None = None


class AddIn(In):
    """What else the visitor needs."""

    service: Code


class NothingIn(In):
    """An empty object."""


class FinishIn(In):
    """What follows at once: ``call`` calls the next visitor in the same act."""

    then: Literal["call"] | None = None


def _verb(
    path: str, summary: str, status: int, shape: Any, **more: Any
) -> Callable[[Endpoint], Endpoint]:
    """What all endpoints of a counter share: where they are, their key, how they refuse."""
    return router.post(
        f"/centres/{{centre}}/counters/{{counter}}/{path}",
        response=answers(status, shape),
        summary=summary,
        openapi_extra=KEY_PARAMETER,
        **more,
    )


def _desk(request: HttpRequest) -> Desk:
    """What ``StaffToken`` found."""
    desk: Desk = request.auth  # type: ignore[attr-defined]
    return desk


def _exactly_one(**wishes: object) -> None:
    """Refuse a body that names none of these fields, or several."""
    given = [name for name, value in wishes.items() if value is not None]
    if len(given) == 1:
        return
    message = _("Send exactly one of: %(names)s.") % {"names": ", ".join(wishes)}
    code = "too-many" if given else "missing"
    raise FieldRefusal(message, [FieldError(name, code, message) for name in given or wishes])


def _once(request: HttpRequest, act: Any) -> HttpResponse:
    scope = principal_of(request).scope
    return answer_once(request, scope=scope, now=system_clock(), act=act)


def call_document(call: Call) -> dict[str, Any]:
    """The called ticket with the id under which screens announce it."""
    document = queries.ticket_document(call.ticket, now=system_clock())
    return {**document, "announcement_id": call.announcement_id}


@_verb("session", "Open or close a counter", 200, SessionOut)
def session(request: HttpRequest, centre: str, counter: str, payload: SessionIn) -> HttpResponse:
    """200 the counter's state and services."""
    desk = _desk(request)

    def act() -> tuple[int, Any]:
        _exactly_one(open=payload.open, paused=payload.paused)
        if payload.services is not None and not payload.open:
            message = _("Services are chosen when a counter opens.")
            raise FieldRefusal(message, [FieldError("services", "not-here", message)])
        seat: dict[str, Any] = {
            "counter": desk.counter,
            "officer": desk.officer,
            "actor": desk.actor,
        }
        if payload.paused is not None:
            session = actions.pause_session(**seat, paused=payload.paused, clock=system_clock)
        elif payload.open:
            session = actions.open_session(**seat, services=payload.services, clock=system_clock)
        else:
            actions.close_session(**seat, clock=system_clock)
            return 200, _session_document(counter, "CLOSED", None)
        return 200, _session_document(counter, session.state, session.services)

    return _once(request, act)


def _session_document(counter: str, state: str, services: list[str] | None) -> dict[str, Any]:
    return {"counter": counter, "state": state, "services": services}


@_verb("calls", "Call the next visitor", 201, CallOut, auth=StaffToken(_may_call))
def call_next(
    request: HttpRequest, centre: str, counter: str, payload: CallIn | None = None
) -> HttpResponse:
    """201 the ticket whose turn it is by the published policy; or the one named, for a reason."""
    desk, wanted = _desk(request), payload or CallIn()

    def act() -> tuple[int, Any]:
        if wanted.token is None and wanted.reason is None:
            return 201, call_document(actions.call_next_ticket(desk=desk, clock=system_clock))
        ticket, reason = permissions.exception_of(desk, wanted.token, wanted.reason)
        call = actions.call_out_of_order(
            desk=desk, ticket=ticket, reason=reason, clock=system_clock
        )
        return 201, call_document(call)

    return _once(request, act)


@_verb("current/finish", "Served", 200, CallOut)
def finish(
    request: HttpRequest, centre: str, counter: str, payload: FinishIn | None = None
) -> HttpResponse:
    """200 the served ticket; with ``then: call`` the newly called one."""
    desk = _desk(request)

    def act() -> tuple[int, Any]:
        then_call = payload is not None and payload.then == "call"
        verb = actions.finish_and_call if then_call else actions.finish_service
        return 200, call_document(verb(desk=desk, clock=system_clock))

    return _once(request, act)


@_verb("current/transfer", "Send the visitor on", 200, CallOut)
def transfer(request: HttpRequest, centre: str, counter: str, payload: TransferIn) -> HttpResponse:
    """200 the ticket, waiting again since its original arrival."""
    desk = _desk(request)

    def act() -> tuple[int, Any]:
        _exactly_one(service=payload.service, counter=payload.counter)
        if payload.service is not None:
            offered = permissions.offering_or_422(desk.counter.centre, payload.service)
            call = actions.transfer_to_service(desk=desk, offering=offered, clock=system_clock)
        else:
            target = permissions.counter_or_422(desk.counter.centre, payload.counter or "")
            call = actions.transfer_to_counter(desk=desk, counter=target, clock=system_clock)
        return 200, call_document(call)

    return _once(request, act)


@_verb("current/add", "One more number for the visitor", 201, TicketOut)
def add(request: HttpRequest, centre: str, counter: str, payload: AddIn) -> HttpResponse:
    """201 a second ticket of the same visit, with the same arrival."""
    desk = _desk(request)

    def act() -> tuple[int, Any]:
        offered = permissions.offering_or_422(desk.counter.centre, payload.service)
        ticket = actions.add_service(desk=desk, offering=offered, clock=system_clock)
        return 201, queries.ticket_document(ticket, now=system_clock())

    return _once(request, act)


@_verb("current/undo", "Take back this counter's last verb", 200, TicketOut)
def undo(
    request: HttpRequest, centre: str, counter: str, payload: NothingIn | None = None
) -> HttpResponse:
    """200 the ticket as it stands again; 409 ``too-late`` after ten seconds."""
    desk = _desk(request)

    def act() -> tuple[int, Any]:
        ticket = actions.undo(desk=desk, clock=system_clock)
        return 200, queries.ticket_document(ticket, now=system_clock())

    return _once(request, act)


def _simple_verb(name: str) -> Any:
    """An endpoint for one verb without parameters, in the words of API.md."""

    def view(
        request: HttpRequest, centre: str, counter: str, payload: NothingIn | None = None
    ) -> HttpResponse:
        desk = _desk(request)
        return _once(
            request, lambda: (200, call_document(VERBS[name](desk=desk, clock=system_clock)))
        )

    view.__name__ = f"current_{name.replace('-', '_')}"
    return view


for _name in VERBS:
    _verb(f"current/{_name}", f"The visitor at the counter: {_name}", 200, CallOut)(
        _simple_verb(_name)
    )
