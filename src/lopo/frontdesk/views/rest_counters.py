"""Counters in HTTP API v1: sessions, calls and what follows a call (API.md §7)."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.security import HttpBearer
from pydantic import Field

from lopo.foundation.idempotency import KEY_PARAMETER, answer_once
from lopo.foundation.rest import In, answers
from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call
from lopo.kernel.clock import system_clock
from lopo.people.api import Principal, principal_of

from .rest_shapes import CallOut, SessionOut


class StaffToken(HttpBearer):
    """Only staff acts at counters; asked before the body is looked at."""

    def __call__(self, request: HttpRequest) -> Principal:
        """The principal, or 401."""
        principal = principal_of(request)
        permissions.staff(principal)
        return principal

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Never reached: the whole header is read by ``principal_of``."""


router = Router(tags=["counters"], auth=StaffToken())
VERBS = {
    "recall": actions.recall_ticket,
    "start": actions.start_service,
    "no-show": actions.mark_no_show,
}


class SessionIn(In):
    """Open a counter for some services (null: all it is configured for), or close it."""

    open: bool
    services: list[Annotated[str, Field(min_length=1, max_length=40)]] | None = None


class NothingIn(In):
    """An empty object."""


class FinishIn(In):
    """What follows at once: ``call`` calls the next visitor in the same act."""

    then: Literal["call"] | None = None


def _desk(request: HttpRequest, centre: str, counter: str) -> Desk:
    principal = principal_of(request)
    return permissions.desk_of(principal, permissions.centre_or_404(centre), counter)


def _once(request: HttpRequest, act: Any) -> HttpResponse:
    scope = principal_of(request).scope
    return answer_once(request, scope=scope, now=system_clock(), act=act)


def call_document(call: Call) -> dict[str, Any]:
    """The called ticket with the id under which screens announce it."""
    document = queries.ticket_document(call.ticket, now=system_clock())
    return {**document, "announcement_id": call.announcement_id}


@router.post(
    "/centres/{centre}/counters/{counter}/session",
    response=answers(200, SessionOut),
    summary="Open or close a counter",
    openapi_extra=KEY_PARAMETER,
)
def session(request: HttpRequest, centre: str, counter: str, payload: SessionIn) -> HttpResponse:
    """200 the counter's state and services."""
    desk = _desk(request, centre, counter)

    def act() -> tuple[int, Any]:
        if payload.open:
            opened = actions.open_session(
                counter=desk.counter,
                officer=desk.officer,
                services=payload.services,
                actor=desk.actor,
                clock=system_clock,
            )
            return 200, _session_document(counter, "OPEN", opened.services)
        actions.close_session(
            counter=desk.counter, officer=desk.officer, actor=desk.actor, clock=system_clock
        )
        return 200, _session_document(counter, "CLOSED", None)

    return _once(request, act)


def _session_document(counter: str, state: str, services: list[str] | None) -> dict[str, Any]:
    return {"counter": counter, "state": state, "services": services}


@router.post(
    "/centres/{centre}/counters/{counter}/calls",
    response=answers(201, CallOut),
    summary="Call the next visitor",
    openapi_extra=KEY_PARAMETER,
)
def call_next(
    request: HttpRequest, centre: str, counter: str, payload: NothingIn | None = None
) -> HttpResponse:
    """201 the ticket whose turn it is by the published policy."""
    desk = _desk(request, centre, counter)

    def act() -> tuple[int, Any]:
        return 201, call_document(actions.call_next_ticket(desk=desk, clock=system_clock))

    return _once(request, act)


@router.post(
    "/centres/{centre}/counters/{counter}/current/finish",
    response=answers(200, CallOut),
    summary="Served",
    openapi_extra=KEY_PARAMETER,
)
def finish(
    request: HttpRequest, centre: str, counter: str, payload: FinishIn | None = None
) -> HttpResponse:
    """200 the served ticket; with ``then: call`` the newly called one."""
    desk = _desk(request, centre, counter)

    def act() -> tuple[int, Any]:
        then_call = payload is not None and payload.then == "call"
        verb = actions.finish_and_call if then_call else actions.finish_service
        return 200, call_document(verb(desk=desk, clock=system_clock))

    return _once(request, act)


def _simple_verb(name: str) -> Any:
    """An endpoint for one verb without parameters, in the words of API.md."""

    def view(
        request: HttpRequest, centre: str, counter: str, payload: NothingIn | None = None
    ) -> HttpResponse:
        desk = _desk(request, centre, counter)
        return _once(
            request, lambda: (200, call_document(VERBS[name](desk=desk, clock=system_clock)))
        )

    view.__name__ = f"current_{name.replace('-', '_')}"
    return view


for _name in VERBS:
    router.post(
        f"/centres/{{centre}}/counters/{{counter}}/current/{_name}",
        response=answers(200, CallOut),
        summary=f"The visitor at the counter: {_name}",
        openapi_extra=KEY_PARAMETER,
    )(_simple_verb(_name))
