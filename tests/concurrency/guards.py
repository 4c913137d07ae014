"""The guards a race relies on, and how to take each away in the processes of the crowd.

Where a race could be lost by luck alone, the saboteur makes everybody meet at the dangerous
moment, so that the control fails every time and not just often.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from threading import BrokenBarrierError
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.db.models import QuerySet

from lopo.catalogue.actions import missing
from lopo.catalogue.api import withdraw_offering
from lopo.foundation import idempotency
from lopo.foundation.rest import JSON, json_bytes
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, calls, line, numbers, premises, rows, tickets
from lopo.frontdesk.actions.hold import Hold
from lopo.frontdesk.actions.line import hold_line
from lopo.frontdesk.actions.refusals import QueueEmpty, QuotaFull, StillNeeded
from lopo.frontdesk.actions.sessions import seated
from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.rules import Waiting
from lopo.frontdesk.tests.test_mutants import COUNT_PLUS_ONE
from lopo.kernel.clock import Clock
from lopo.notifications.actions import mailing
from lopo.organisation.api import Centre
from lopo.organisation.queries import forget_opening_hours
from lopo.paperwork.actions import forms
from lopo.people import queries as people_queries
from lopo.people.actions import invitations
from lopo.surveys.actions import instruments, opening, paper_checks, voting
from lopo.surveys.models import PaperBatch
from lopo.surveys.queries import is_spent

Meet = Callable[[], None]
TOGETHER_SECONDS = 5
READ_BEFORE = """SELECT coalesce(max(count), 0) + 1 FROM catalogue_missedsearch, pg_sleep(0.2)
WHERE text = %(text)s"""


@contextmanager
def taken_away(name: str, barrier: Any) -> Iterator[None]:
    """Run a race without the guard of that name; with all guards when it is empty."""

    def meet() -> None:
        with suppress(BrokenBarrierError):  # somebody was stopped; the rest goes on
            barrier.wait(timeout=TOGETHER_SECONDS)

    with ExitStack() as stack:
        for target, attribute, replacement in SABOTAGE[name](meet):
            stack.enter_context(mock.patch.object(target, attribute, replacement))
        yield


def forget() -> None:
    """Nothing is kept between races."""
    forget_opening_hours()


def nothing(_meet: Meet) -> list[Any]:
    return []


def no_lock(_queryset: Any, **_: Any) -> Any:
    return _queryset


def the_lock(meet: Meet) -> list[Any]:
    """Acts read the line together and write it one after the other."""
    real = line._lock

    def read_together(centre: Centre, clock: Clock) -> Any:
        found = real(centre, clock)
        meet()
        return found

    return [(QuerySet, "select_for_update", no_lock), (line, "_lock", read_together)]


def the_lock_and_the_series(meet: Meet) -> list[Any]:
    """Numbers are counted, and nobody waits for anybody."""
    return [*the_lock(meet), (numbers, "_NEXT_NUMBER", COUNT_PLUS_ONE)]


def the_lock_and_the_state(meet: Meet) -> list[Any]:
    """Nobody waits for anybody, and a row is written whatever state it is in by now."""
    whatever = rows._MOVE.replace("AND state = %(before)s", "")
    return [*the_lock(meet), (rows, "_MOVE", whatever)]


def the_stamp_under_the_lock(meet: Meet) -> list[Any]:
    """Time is taken before the lock, as people do who pass ``now`` around."""

    @contextmanager
    def stamp_first(centre: Centre, *, clock: Clock) -> Iterator[Hold]:
        before = clock()
        meet()
        with transaction.atomic():
            held, _policies = line._lock(centre, clock)
            hold = Hold(centre=centre, line=held, at=before)
            yield hold
            hold.write()

    return [(tickets, "hold_line", stamp_first)]


def the_key(meet: Meet) -> list[Any]:
    """Look whether the key is known; if not, act; then remember. Nobody holds the key."""

    def look_then_act(
        *, scope: str, key: str, fingerprint: bytes, now: Any, act: Callable[[], Any]
    ) -> tuple[int, str, bytes]:
        with connection.cursor() as cursor:
            cursor.execute(idempotency._STORED, [scope, key])
            known = cursor.fetchone()
        meet()
        if known is not None:
            return known[1], known[2], bytes(known[3])
        status, value = act()
        body = json_bytes(value)
        with connection.cursor() as cursor:
            cursor.execute(idempotency._CLAIM, [scope, key, fingerprint, now])
        return status, JSON, body

    return [(idempotency, "keep_once", look_then_act)]


def the_look_under_the_lock(meet: Meet) -> list[Any]:
    """Select, then update: what two peers ship. The state is looked at before the lock."""

    def select_then_update(*, desk: Desk, clock: Clock) -> Call:
        waiting = Ticket.objects.filter(centre=desk.counter.centre, state="WAITING")
        ticket = waiting.order_by("arrived_at", "issued_seq").first()
        meet()
        if ticket is None:
            raise QueueEmpty("nobody waits")
        with hold_line(desk.counter.centre, clock=clock) as hold:
            session = seated(desk.counter, desk.officer)
            entry = hold.record(
                "ticket.called", actor=desk.actor, ticket=ticket, counter=desk.counter.code
            )
            Ticket.objects.filter(pk=ticket.pk).update(state="CALLED", counter=desk.counter)
            return Call.objects.create(
                ticket=ticket,
                session=session,
                counter=desk.counter,
                centre=hold.centre,
                queue_id=ticket.queue_id,
                service_date=hold.service_date,
                announcement_id=secrets.token_hex(8),
                called_at=entry.at,
                announced_at=entry.at,
                last_counted_at=entry.at,
            )

    return [(actions, "call_next_ticket", select_then_update)]


def the_queue_for_the_next(meet: Meet) -> list[Any]:
    """SKIP LOCKED: everybody picks the first one nobody else has in hand, then takes the line."""

    def skip_locked(*, desk: Desk, clock: Clock) -> Call:
        with transaction.atomic():
            free = Ticket.objects.filter(centre=desk.counter.centre, state="WAITING")
            picked = (
                free.order_by("arrived_at", "issued_seq")
                .select_for_update(skip_locked=True, of=("self",))
                .first()
            )
            meet()
            with hold_line(desk.counter.centre, clock=clock) as hold:
                session = seated(desk.counter, desk.officer)
                return _call_picked(hold, session, desk, picked)

    return [(actions, "call_next_ticket", skip_locked)]


def _call_picked(hold: Hold, session: Any, desk: Desk, picked: Ticket | None) -> Call:
    def the_picked_one(eligible: list[Waiting], **_: Any) -> Waiting | None:
        return next((w for w in eligible if picked and w.ticket == picked.pk), None)

    # The line is held: only this thread of all processes is between here and the commit.
    with mock.patch.object(calls, "next_in_line", the_picked_one):
        return calls._call_next(hold, session, desk)


def the_lock_on_an_invitation(meet: Meet) -> list[Any]:
    """Everybody looks whether the link is unused, then everybody uses it."""
    real = people_queries.invitation_from_token

    def look_together(raw: str, *, hold: bool = False) -> Any:
        found = real(raw)
        meet()
        return found

    return [(invitations, "invitation_from_token", look_together)]


def the_lock_on_a_form(meet: Meet) -> list[Any]:
    """Everybody sees that the form was never used and takes its number; then everybody keeps it."""
    real = forms._next_number

    def look_then_keep(service: Any) -> int:
        number = real(service)
        meet()
        return number

    return [(forms, "_lock", nothing), (forms, "_next_number", look_then_keep)]


def the_quota_in_the_number(meet: Meet) -> list[Any]:
    """How many are left is looked at first; then everybody who saw one left takes one."""
    real = tickets.issue_ticket
    unguarded = numbers._NEXT_NUMBER.split("WHERE %(quota)s::bigint IS NULL")[0] + "RETURNING last"

    def look_then_take(**asked: Any) -> Ticket:
        queue = asked["offering"].queue
        given = Ticket.objects.filter(queue=queue).count()
        meet()
        if given >= queue.daily_quota:
            raise QuotaFull("all given out")
        return real(**asked)

    return [(actions, "issue_ticket", look_then_take), (numbers, "_NEXT_NUMBER", unguarded)]


def the_need_under_the_lock(meet: Meet) -> list[Any]:
    """Who needs a service is looked at before the lock, and whether it is given not at all."""
    issue = tickets.issue_ticket
    unguarded = numbers._NEXT_NUMBER.replace("AND o.archived_at IS NULL", "")

    def look_then_stop(*, offering: Any, actor: Any, clock: Clock) -> None:
        waits = Ticket.objects.filter(service=offering.service, state="WAITING").exists()
        meet()
        if waits:
            raise StillNeeded("somebody waits")
        withdraw_offering(offering=offering, actor=actor, clock=clock)

    def seen_before(**asked: Any) -> Ticket:
        meet()
        return issue(**asked)

    return [
        (premises, "stop_service", look_then_stop),
        (actions, "issue_ticket", seen_before),
        (numbers, "_NEXT_NUMBER", unguarded),
    ]


def the_counting_in_one_statement(_meet: Meet) -> list[Any]:
    """The count is read before it is written, as everybody else does at that moment."""
    read_first = missing._COUNT.replace("%(text)s, 1,", f"%(text)s, ({READ_BEFORE}),").replace(
        "m.count + 1", "excluded.count"
    )
    return [(missing, "_COUNT", read_first)]


def the_key_of_a_spent_link(meet: Meet) -> list[Any]:
    """Everybody looks whether the link was used, then everybody uses it."""
    real = voting._spend

    def look_then_spend(key: str, valid_until: date) -> bool:
        was_spent = is_spent(key)
        meet()
        real(key, valid_until)
        return not was_spent

    return [(voting, "_spend", look_then_spend)]


def the_claim_on_a_letter(meet: Meet) -> list[Any]:
    """Everybody sees that nobody is sending, and which letter is next; then everybody sends it."""
    look, send = mailing._next_due, mailing._send

    def look_together(now: Any) -> Any:
        found = look(now)
        if found is not None:
            meet()
        return found

    def send_together(letter: Any) -> Any:
        meet()
        return send(letter)

    return [
        (mailing, "_one_at_a_time", lambda: None),
        (mailing, "_next_due", look_together),
        (mailing, "_send", send_together),
    ]


def the_lock_on_a_batch(meet: Meet) -> list[Any]:
    """Everybody sees that the batch waits, and then counts it."""

    def look(batch: PaperBatch) -> PaperBatch:
        found = PaperBatch.objects.get(pk=batch.pk)
        meet()
        return found

    return [(paper_checks, "hold", look)]


def the_lock_on_a_box(meet: Meet) -> list[Any]:
    """Nobody waits for the box; everybody chooses what to open, then everybody opens it."""
    open_them = opening._open

    def open_together(instrument_id: int, quarter: date, ballots: Iterable[Any]) -> None:
        chosen = list(ballots)
        meet()
        open_them(instrument_id, quarter, chosen)

    return [
        (opening, "lock_box", lambda _centre, _quarter: None),
        (opening, "_open", open_together),
    ]


def the_lock_on_questionnaires(meet: Meet) -> list[Any]:
    """Nobody waits: everybody comes together where they would, and then changes the same plan."""
    return [(instruments, "one_at_a_time", meet)]


SABOTAGE: dict[str, Callable[[Meet], list[Any]]] = {
    "": nothing,
    "the lock": the_lock,
    "the lock and the series": the_lock_and_the_series,
    "the lock and the state": the_lock_and_the_state,
    "the stamp under the lock": the_stamp_under_the_lock,
    "the key": the_key,
    "the look under the lock": the_look_under_the_lock,
    "the quota in the number": the_quota_in_the_number,
    "the need under the lock": the_need_under_the_lock,
    "the queue for the next": the_queue_for_the_next,
    "the lock on an invitation": the_lock_on_an_invitation,
    "the counting in one statement": the_counting_in_one_statement,
    "the lock on a form": the_lock_on_a_form,
    "the key of a spent link": the_key_of_a_spent_link,
    "the claim on a letter": the_claim_on_a_letter,
    "the lock on a batch": the_lock_on_a_batch,
    "the lock on a box": the_lock_on_a_box,
    "the lock on questionnaires": the_lock_on_questionnaires,
}
