"""What one person of the crowd does; runs in a thread of a process of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from lopo.catalogue.api import note_missed_search
from lopo.foundation import idempotency
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, premises
from lopo.frontdesk.actions.refusals import QueueEmpty
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import local_date, ticket_by_token
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.actor import VISITOR, Actor
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.notifications.actions import send_letters as send_due_letters
from lopo.organisation.api import Centre, centre_by_code, counter_of
from lopo.paperwork import actions as paperwork
from lopo.paperwork.queries import form_of
from lopo.people import actions as people
from lopo.people.api import user_by_username
from lopo.people.tests.builders import PASSWORD
from lopo.surveys import actions as surveys
from lopo.surveys.queries import batch_of, items_of, version_of
from lopo.surveys.tests.builders import answer
from tests.concurrency.crowd import Outcome

MOST_TRIES = 5


def attempt(job: Callable[..., Any], start: Any, arguments: dict[str, Any]) -> Outcome:
    """Get everything ready, wait for the others, then go."""
    try:
        centre = centre_by_code(arguments.pop("centre"))
        assert centre is not None
        go = job(centre=centre, **arguments)
        start.wait(timeout=30)
        return Outcome(answer=go())
    except Exception as problem:
        return Outcome(error=f"{type(problem).__name__}: {problem}")
    finally:
        connection.close()


def patiently(act: Callable[[], Any]) -> Any:
    """Ask again after a lock timeout, as every client does after a 503."""
    for _ in range(MOST_TRIES):
        try:
            return act()
        except OperationalError as problem:
            if getattr(problem.__cause__, "sqlstate", "") != "55P03":
                raise
    raise TimeoutError("the line was never free")


def issue(*, centre: Centre, queue: str, early: bool = False) -> Callable[[], Any]:
    """Take a number in the room."""
    offering = offering_of(centre, queue)

    def act() -> str:
        ticket = actions.issue_ticket(
            centre=centre,
            offering=offering,
            channel="RECEPTION",
            priority="LANSIA" if early else None,
            present=True,
            actor=VISITOR,
            clock=system_clock,
        )
        return ticket.label

    return lambda: patiently(act)


def issue_once(*, centre: Centre, queue: str, key: str, now: datetime) -> Callable[[], Any]:
    """Take a number under a key, as the HTTP API does."""
    take = issue(centre=centre, queue=queue)

    def act() -> tuple[int, str, bytes]:
        return idempotency.keep_once(
            scope="anonymous POST /api/v1/tickets",
            key=key,
            fingerprint=b"the same body",
            now=now,
            act=lambda: (201, {"number": take()}),
        )

    return lambda: patiently(act)


def desk_of(centre: Centre, counter: str, officer: str) -> Desk:
    """An officer at a counter, found by their names."""
    place, user = counter_of(centre, counter), user_by_username(officer)
    assert place is not None
    assert user is not None
    place.centre = centre
    return Desk(counter=place, officer=user, actor=Actor(id=f"user:{user.pk}"))


def call_all(*, centre: Centre, counter: str, officer: str, most: int) -> Callable[[], Any]:
    """Call, start and finish one visitor after the other until nobody waits, or ``most``."""
    desk = desk_of(centre, counter, officer)

    def act() -> list[str]:
        called: list[str] = []
        while True:
            try:
                call = patiently(lambda: actions.call_next_ticket(desk=desk, clock=system_clock))
            except QueueEmpty:
                break
            called.append(call.ticket.label)
            if len(called) == most:
                break
            patiently(lambda: actions.start_service(desk=desk, clock=system_clock))
            patiently(lambda: actions.finish_service(desk=desk, clock=system_clock))
        return called

    return act


def stop_service(*, centre: Centre, queue: str) -> Callable[[], Any]:
    """No longer give the service of a queue."""
    offering = offering_of(centre, queue)

    def act() -> str:
        premises.stop_service(offering=offering, actor=VISITOR, clock=system_clock)
        return "stopped"

    return act


def issue_or_stop(*, centre: Centre, queue: str, stops: bool) -> Callable[[], Any]:
    """Most take a number for a service; somebody takes the service away."""
    return (stop_service if stops else issue)(centre=centre, queue=queue)


def verb(*, centre: Centre, act: str, **facts: Any) -> Callable[[], Any]:
    """One verb, once: "done", or the code of what the rules said to it."""
    go = VERBS[act](centre, **facts)

    def once() -> str:
        try:
            go()
        except Refusal as refusal:
            return refusal.code
        return "done"

    return lambda: patiently(once)


def _at_desk(name: str) -> Callable[..., Callable[[], Any]]:
    def ready(centre: Centre, *, counter: str, officer: str) -> Callable[[], Any]:
        desk = desk_of(centre, counter, officer)
        return lambda: getattr(actions, name)(desk=desk, clock=system_clock)

    return ready


def _close(centre: Centre, *, counter: str, officer: str) -> Callable[[], Any]:
    desk = desk_of(centre, counter, officer)
    return lambda: actions.close_session(
        counter=desk.counter, officer=desk.officer, actor=desk.actor, clock=system_clock
    )


def _send(centre: Centre, *, counter: str, officer: str, to: str) -> Callable[[], Any]:
    desk, there = desk_of(centre, counter, officer), counter_of(centre, to)
    assert there is not None
    return lambda: actions.transfer_to_counter(desk=desk, counter=there, clock=system_clock)


def _return(_centre: Centre, *, token: str, at: datetime | None = None) -> Callable[[], Any]:
    ticket = ticket_by_token(token)
    assert ticket is not None
    clock = (lambda: at) if at else system_clock
    return lambda: actions.return_to_line(ticket=ticket, actor=VISITOR, clock=clock)


def _midnight(centre: Centre, *, at: datetime) -> Callable[[], Any]:
    return lambda: actions.follow_the_clock(centre=centre, clock=lambda: at)


VERBS: dict[str, Callable[..., Callable[[], Any]]] = {
    "call": _at_desk("call_next_ticket"),
    "start": _at_desk("start_service"),
    "finish": _at_desk("finish_service"),
    "park": _at_desk("park_ticket"),
    "undo": _at_desk("undo"),
    "close": _close,
    "send": _send,
    "return": _return,
    "midnight": _midnight,
}


def accept_invitation(*, centre: Centre, link: str, username: str) -> Callable[[], Any]:
    """Open an account with an invitation's link."""

    def act() -> str:
        return people.accept_invitation(
            token=link, username=username, password=PASSWORD, clock=system_clock
        ).username

    return act


def confirm_batch(*, centre: Centre, batch: int) -> Callable[[], Any]:
    """Let a checked batch of paper count."""
    found = batch_of(centre, batch)
    assert found is not None
    assert found.checked_by is not None
    officer = found.checked_by

    def act() -> int:
        return int(
            patiently(
                lambda: surveys.confirm_batch(batch=found, officer=officer, clock=system_clock)
            )
        )

    return act


def search_in_vain(*, centre: Centre, text: str) -> Callable[[], Any]:
    """Look for something that is nowhere."""
    day = local_date(centre, system_clock())
    return lambda: note_missed_search(text=text, day=day)


def seal_draft(*, centre: Centre, service: str) -> Callable[[], Any]:
    """Seal a form nobody has used before."""
    form = form_of(service)
    assert form is not None

    def act() -> str:
        seal, _until = paperwork.seal_draft(form=form, answers={"nama": "Ana"}, clock=system_clock)
        return seal.human

    return act


def answer_survey(*, centre: Centre, token: str) -> Callable[[], Any]:
    """Answer by the link of a visit: "counted", or the code of what the rules said to it."""

    def act() -> str:
        try:
            answer(ticket_by_token(token) or Ticket(), clock=system_clock)
        except Refusal as refusal:
            return refusal.code
        return "counted"

    return act


def open_ballots(*, centre: Centre) -> Callable[[], Any]:
    """Open what may be opened, as a worker does; how many ballots."""
    return lambda: surveys.open_what_waits(system_clock)


def send_letters(*, centre: Centre, server: dict[str, Any]) -> Callable[[], Any]:
    """Send the letters that are due, as a worker does."""
    settings.MAIL_SERVER, settings.MAIL_FROM = server, "layanan@contoh.go.id"
    return lambda: send_due_letters(clock=system_clock)


def change_plan(*, centre: Centre, code: str, text: str) -> Callable[[], Any]:
    """Bring another text of a plan, or (none) exempt an item of it as it stands now."""
    plan = version_of(code, 1)
    assert plan is not None
    item = items_of(plan)[0]

    def act() -> str:
        try:
            if text:
                surveys.import_instruments(raw=text.encode(), clock=system_clock)
            else:
                surveys.exempt_item(
                    item=item,
                    agency=centre.host_agency,
                    service=None,
                    reason="Gratis",
                    legal_basis="Pergub",
                    valid_from=plan.valid_from,
                    valid_until=None,
                    clock=system_clock,
                )
        except Refusal as refusal:
            return refusal.code
        return "done"

    return lambda: patiently(act)


def withdraw_plan(*, centre: Centre, code: str) -> Callable[[], Any]:
    """Withdraw a plan that was seen."""
    plan = version_of(code, 1)
    assert plan is not None
    return lambda: patiently(
        lambda: surveys.withdraw_instrument(instrument=plan, clock=system_clock)
    )
