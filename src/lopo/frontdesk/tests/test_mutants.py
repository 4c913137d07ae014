"""A check that has never failed proves nothing.

For every invariant the state machine watches, a walk that is clean as the product stands, and
goes red as soon as one guard is taken away. The guards that only matter when processes race
(the lock, the stamp under it, SKIP LOCKED) have their mutants in ``tests/concurrency``.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from lopo.foundation import idempotency
from lopo.foundation.rest import json_bytes
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, calls, changes, line, numbers, tickets
from lopo.frontdesk.actions.line import hold_line
from lopo.frontdesk.actions.sessions import seated
from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.rules import Waiting, state_after
from lopo.frontdesk.tests.machine import FrontDesk
from lopo.frontdesk.tests.sabotage import without_index
from lopo.frontdesk.tests.test_state_machine import make_machine
from lopo.kernel.clock import Clock

Step = Callable[[FrontDesk], object]


def take(queue: str = "A", *, early: bool = False, present: bool = True) -> Step:
    return lambda room: room.take_a_number(queue=queue, early=early, present=present)


def give_up(n: int) -> Step:
    return lambda room: room.give_up(n=n)


def opened(room: FrontDesk) -> None:
    room.open(which=0, only="")


def called(room: FrontDesk) -> None:
    room.call(which=0)


def served(room: FrontDesk) -> None:
    room.attend(which=0, verb="start_service")
    room.part(which=0, verb="finish_service")


def repeated(room: FrontDesk) -> None:
    room.repeat_a_request(n=0, queue="A")


NUMBERS = (take(), take(), give_up(0), take(), take("B"), repeated)
CALLS = (take(), take(early=True), take(), opened, called, served, called, called, served)
FINALS = (take(), take(), opened, called, give_up(0), served, give_up(0), give_up(1))
EARLY_MORNING = (take(), take(), opened, called, served)


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [NUMBERS, CALLS, FINALS, EARLY_MORNING])
def test_as_the_product_stands_every_walk_is_clean(steps: tuple[Step, ...]) -> None:
    make_machine().walk(*steps)


def goes_red(*steps: Step, because: str, error: type[Exception] = AssertionError) -> None:
    machine = make_machine()
    with pytest.raises(error, match=because):
        machine.walk(*steps)


@pytest.mark.django_db
def test_mutant_1_an_acknowledged_ticket_that_changes_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tidy_up(*, ticket: Ticket, actor: Any, clock: Clock) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(label="A-000")

    monkeypatch.setattr(actions, "give_up", tidy_up)
    goes_red(*NUMBERS, because="I-1: an acknowledged ticket changed")


@pytest.mark.django_db(transaction=True)
def test_mutant_1_an_acknowledged_ticket_that_vanishes_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def throw_away(*, ticket: Ticket, actor: Any, clock: Clock) -> None:
        ticket.intervals.all().delete()
        ticket.delete()

    monkeypatch.setattr(actions, "give_up", throw_away)
    goes_red(*NUMBERS, because="I-1: a ticket is gone")


# What two of three peers do: the next number is how many there are, and one more.
COUNT_PLUS_ONE = """
SELECT count(*) + 1 FROM frontdesk_ticket
WHERE queue_id = %(queue)s AND service_date = %(day)s AND state <> 'CANCELLED'
"""


@pytest.mark.django_db
def test_mutant_2_the_index_stops_a_number_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_NEXT_NUMBER", COUNT_PLUS_ONE)
    goes_red(*NUMBERS, because="one_ticket_per_number", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_2_without_the_index_the_number_given_twice_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "_NEXT_NUMBER", COUNT_PLUS_ONE)
    with without_index("one_ticket_per_number"):
        goes_red(*NUMBERS, because="I-2: duplicate or gap")


@pytest.mark.django_db
def test_mutant_2_a_gap_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    two_at_once = numbers._NEXT_NUMBER.replace("n.last + 1", "n.last + 2")
    monkeypatch.setattr(numbers, "_NEXT_NUMBER", two_at_once)
    goes_red(*NUMBERS, because="I-2: duplicate or gap")


@pytest.mark.django_db
def test_mutant_3_a_key_that_is_ignored_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def ignore_the_key(*, act: Callable[[], tuple[int, Any]], **_: Any) -> tuple[int, str, bytes]:
        status, value = act()
        return status, "application/json", json_bytes(value)

    monkeypatch.setattr(idempotency, "keep_once", ignore_the_key)
    goes_red(*NUMBERS, because="one key, two answers")


def call_without_looking(*, desk: Desk, clock: Clock) -> Call:
    with hold_line(desk.counter.centre, clock=clock) as hold:
        return calls._call_next(hold, seated(desk.counter, desk.officer), desk)


@pytest.mark.django_db
def test_mutant_4_the_index_stops_a_second_visitor_at_a_counter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "call_next_ticket", call_without_looking)
    goes_red(*CALLS, because="one_ticket_at_a_counter", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_4_without_the_first_index_the_second_one_stops_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "call_next_ticket", call_without_looking)
    with without_index("one_ticket_at_a_counter"):
        goes_red(*CALLS, because="one_active_call_per_counter", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_4_without_the_indexes_the_second_visitor_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "call_next_ticket", call_without_looking)
    with without_index("one_ticket_at_a_counter", "one_active_call_per_counter"):
        goes_red(*CALLS, because="I-4: two visitors at a counter")


def first_come_first(line_: list[Waiting], **_: Any) -> Waiting | None:
    return min(line_, key=lambda w: (w.arrived_at, w.seq), default=None)


@pytest.mark.django_db
def test_mutant_5_a_head_start_that_is_forgotten_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "next_in_line", first_come_first)
    goes_red(*CALLS, because="called A-001, it was A-002 turn")


@pytest.mark.django_db
def test_mutant_5_the_replay_alone_notices_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def call_and_trust(self: FrontDesk, name: str, which: int) -> None:
        act = getattr(actions, name)
        self.attempt(lambda: act(desk=self.desks[which], clock=self.clock))

    monkeypatch.setattr(calls, "next_in_line", first_come_first)
    monkeypatch.setattr(FrontDesk, "call_by", call_and_trust)
    goes_red(*CALLS, because="I-5: .*called out of order: it was A-002 turn")


@pytest.mark.django_db
def test_mutant_5_a_call_that_is_not_recorded_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def start_in_silence(*, desk: Desk, clock: Clock) -> None:
        Ticket.objects.filter(counter=desk.counter, state="CALLED").update(state="SERVING")

    monkeypatch.setattr(actions, "start_service", start_in_silence)
    goes_red(*CALLS, because="I-5: ")


@pytest.mark.django_db
def test_mutant_6_a_change_from_a_final_state_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lenient(state: str, verb: str) -> str | None:
        after = {"DONE": "CANCELLED"}.get(state) if verb == "cancel" else None
        return after or state_after(state, verb)

    monkeypatch.setattr(changes, "state_after", lenient)
    monkeypatch.setattr(tickets, "guard", lambda _hold, ticket, **_: changes.reread(ticket))
    goes_red(*FINALS, because="I-6: DONE became CANCELLED")


@pytest.mark.django_db
def test_mutant_6_the_replay_notices_a_change_the_contract_does_not_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lenient(state: str, verb: str) -> str | None:
        after = {"CALLED": "MISSED"}.get(state) if verb == "cancel" else None
        return after or state_after(state, verb)

    monkeypatch.setattr(changes, "state_after", lenient)
    monkeypatch.setattr(tickets, "guard", lambda _hold, ticket, **_: changes.reread(ticket))
    goes_red(*FINALS, because="cancel may not follow CALLED|I-4: calls and tickets disagree")


@pytest.mark.django_db
def test_mutant_12_the_date_of_the_server_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "local_date", lambda _centre, at: at.date())
    goes_red(*EARLY_MORNING, because="I-12: not the local date of issue")


@pytest.mark.django_db
def test_mutant_12_the_replay_alone_notices_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def remember_the_dates(self: FrontDesk) -> None:
        self.dates.update(Ticket.objects.values_list("service_date", flat=True))

    monkeypatch.setattr(line, "local_date", lambda _centre, at: at.date())
    monkeypatch.setattr(FrontDesk, "the_tickets_keep_their_word", remember_the_dates)
    goes_red(*EARLY_MORNING, because="I-5: .*the day was over")
