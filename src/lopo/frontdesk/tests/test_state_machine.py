"""Whatever people, officers and clocks do, the invariants hold (RELIABILITY §5: 1-6, 12).

And for each of them a mutant: the same machine with one guard taken away, which must go red.
``LOPO_HYPOTHESIS=deep`` looks much longer.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from lopo.foundation import idempotency
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, calls, changes, line, tickets
from lopo.frontdesk.actions.line import hold_line
from lopo.frontdesk.actions.sessions import seated
from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.rules import Waiting, state_after
from lopo.frontdesk.tests.builders import make_centre, make_desk
from lopo.frontdesk.tests.machine import ZONE, FrontDesk
from lopo.frontdesk.tests.sabotage import without_index
from lopo.kernel.clock import Clock

DEEP = os.environ.get("LOPO_HYPOTHESIS") == "deep"
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PROFILE = settings(
    max_examples=400 if DEEP else 20,
    stateful_step_count=60 if DEEP else 25,
    deadline=None,
    suppress_health_check=QUIET,
)
HUNT = settings(
    PROFILE,
    max_examples=100,
    stateful_step_count=30,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    print_blob=False,
    report_multiple_bugs=False,
)


def run(profile: settings) -> None:
    centre = make_centre(zone=ZONE)
    desks = [make_desk(centre=centre, counter=str(n)) for n in (1, 2)]
    machine = type("FrontDeskOfOneCentre", (FrontDesk,), {"centre": centre, "desks": desks})
    run_state_machine_as_test(machine, settings=profile)


def goes_red(*, because: str, error: type[Exception] = AssertionError) -> None:
    with pytest.raises(error, match=because):
        run(HUNT)


@pytest.mark.django_db
def test_whatever_happens_the_invariants_hold() -> None:
    run(PROFILE)


# --- the mutants ---


@pytest.mark.django_db
def test_mutant_1_a_lost_ticket_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that tidies up what was acknowledged."""

    def tidy_up(*, ticket: Ticket, actor: Any, clock: Clock) -> None:
        Ticket.objects.filter(pk=ticket.pk, state="WAITING").update(label="A-000")

    monkeypatch.setattr(actions, "give_up", tidy_up)
    goes_red(because="I-1: an acknowledged ticket changed")


COUNT_PLUS_ONE = """
SELECT count(*) + 1 FROM frontdesk_ticket
WHERE queue_id = %s AND service_date = %s AND state <> 'CANCELLED'
"""


@pytest.mark.django_db
def test_mutant_2_the_index_stops_numbers_that_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tickets, "_NEXT_NUMBER", COUNT_PLUS_ONE)
    goes_red(because="one_ticket_per_number", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_2_without_the_index_the_duplicate_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tickets, "_NEXT_NUMBER", COUNT_PLUS_ONE)
    with without_index("one_ticket_per_number"):
        goes_red(because="I-2: duplicate or gap")


@pytest.mark.django_db
def test_mutant_3_a_key_that_is_ignored_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def ignore_the_key(*, act: Callable[[], tuple[int, Any]], **_: Any) -> tuple[int, str, bytes]:
        status, value = act()
        return status, "application/json", idempotency.json_bytes(value)

    monkeypatch.setattr(idempotency, "keep_once", ignore_the_key)
    goes_red(because="one key, two answers")


def call_without_looking(*, desk: Desk, clock: Clock) -> Call:
    with hold_line(desk.counter.centre, clock=clock) as hold:
        return calls._call_next(hold, seated(desk.counter, desk.officer), desk)


@pytest.mark.django_db
def test_mutant_4_the_index_stops_a_second_visitor_at_a_counter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "call_next_ticket", call_without_looking)
    goes_red(because="one_ticket_at_a_counter", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_4_without_the_indexes_the_second_visitor_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "call_next_ticket", call_without_looking)
    with without_index("one_ticket_at_a_counter", "one_active_call_per_counter"):
        goes_red(because="I-4: two visitors at a counter")


@pytest.mark.django_db
def test_mutant_5_an_order_of_one_s_own_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def last_come_first(line: list[Waiting], **_: Any) -> Waiting | None:
        return max(line, key=lambda w: w.seq, default=None)

    monkeypatch.setattr(calls, "next_in_line", last_come_first)
    goes_red(because="it was .* turn")


@pytest.mark.django_db
def test_mutant_5_the_replay_alone_notices_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_head_start(line: list[Waiting], **_: Any) -> Waiting | None:
        return min(line, key=lambda w: (w.arrived_at, w.seq), default=None)

    monkeypatch.setattr(calls, "next_in_line", without_head_start)
    monkeypatch.setattr(FrontDesk, "call_by", call_and_trust)
    goes_red(because="I-5: .*called out of order")


def call_and_trust(self: FrontDesk, name: str, which: int) -> None:
    act = getattr(actions, name)
    self.attempt(lambda: act(desk=self.desks[which], clock=self.clock))


@pytest.mark.django_db
def test_mutant_6_a_change_from_a_final_state_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lenient(state: str, verb: str) -> str | None:
        return "CANCELLED" if verb == "cancel" else state_after(state, verb)

    def no_guard(_hold: Any, ticket: Ticket, **_: Any) -> Ticket:
        return changes.reread(ticket)

    monkeypatch.setattr(changes, "state_after", lenient)
    monkeypatch.setattr(tickets, "guard", no_guard)
    goes_red(because="I-6: .* became CANCELLED|I-4")


@pytest.mark.django_db
def test_mutant_12_the_date_of_the_server_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "local_date", lambda _centre, at: at.date())
    goes_red(because="I-12: not the local date")


@pytest.mark.django_db
def test_mutant_12_the_replay_alone_notices_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "local_date", lambda _centre, at: at.date())
    monkeypatch.setattr(FrontDesk, "the_tickets_keep_their_word", remember_the_dates)
    goes_red(because="I-5: .*the day was over")


def remember_the_dates(self: FrontDesk) -> None:
    self.dates.update(Ticket.objects.values_list("service_date", flat=True))
