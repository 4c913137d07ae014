"""A check that has never failed proves nothing: the guards of the further verbs, one by one.

As in ``test_mutants.py``: every walk is clean as the product stands, and goes red as soon as one
guard is taken away. What only matters when processes race is in ``tests/concurrency``.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, calls, days, moves, numbers, sessions
from lopo.frontdesk.actions.hold import Hold
from lopo.frontdesk.models import Call, CarryOver, Deed, Ticket
from lopo.frontdesk.rules import Waiting, services_in
from lopo.frontdesk.tests.machine import EARLY, FrontDesk
from lopo.frontdesk.tests.test_mutants import Step, called, goes_red, opened, served, take
from lopo.frontdesk.tests.test_state_machine import make_machine
from lopo.kernel.clock import Clock
from lopo.ledger.api import Line as LedgerLine

pytestmark = pytest.mark.django_db
# The package names the act as it names the module.
undoing: Any = import_module("lopo.frontdesk.actions.undo")


def parked(room: FrontDesk) -> None:
    room.part(which=0, verb="park_ticket")


def came_back(room: FrontDesk) -> None:
    room.come_back(n=0)


def opened_beside(room: FrontDesk) -> None:
    room.open(which=1, only="")


def closed_beside(room: FrontDesk) -> None:
    room.close(which=1)


def called_beside(room: FrontDesk) -> None:
    room.call(which=1)


def sent_on(room: FrontDesk) -> None:
    room.send_to_a_service(which=0, queue="B")


def sent_beside(room: FrontDesk) -> None:
    room.send_to_the_other_counter(which=0)


def added(room: FrontDesk) -> None:
    room.add_a_service(which=0, queue="B")


def undone(room: FrontDesk) -> None:
    room.take_back(which=0)


def rested(room: FrontDesk) -> None:
    room.rest(which=0, paused=True)


def missed(room: FrontDesk) -> None:
    room.wait_in_vain(which=0)


def exception(room: FrontDesk) -> None:
    room.call_out_of_order(which=0, n=1)


def decided(room: FrontDesk) -> None:
    room.decide_on_those_left_over(reason="Listrik padam")


def midnight(room: FrontDesk) -> None:
    room.it_is_almost_midnight()
    room.time_passes(seconds=46)
    room.the_worker_looks_at_the_clock()
    room.the_tickets_keep_their_word()  # and gets to know the new ones
    assert Ticket.objects.filter(centre=room.centre).exclude(carried_from=None).count() == 3


def came(room: FrontDesk) -> None:
    for n in range(len(room.acked)):
        room.arrive(n=n)


def later(seconds: int) -> Step:
    return lambda room: room.time_passes(seconds=seconds)


def looked_at_the_clock(room: FrontDesk) -> None:
    room.the_worker_looks_at_the_clock()


early = take(early=True)
PARKING: tuple[Step, ...] = (take(), opened, called, parked, came_back, called)
RUNS: tuple[Step, ...] = (
    *(early, early, early, take(), opened, called, served, called, undone, called, served, called),
)
ARRIVALS: tuple[Step, ...] = (take(), take("B"), opened, called, later(1), sent_on, called)
TWICE: tuple[Step, ...] = (take(), opened, called, missed, came_back, called, missed, came_back)
BOUND: tuple[Step, ...] = (take(), opened, opened_beside, called, sent_beside, called)
CLOSING: tuple[Step, ...] = (*BOUND, closed_beside, called)
RESTING: tuple[Step, ...] = (take(), opened, rested, called)
LATE: tuple[Step, ...] = (take(), opened, called, later(46), undone)
TOUCHED: tuple[Step, ...] = (take(), opened, called, parked, came_back, undone)
ADDING: tuple[Step, ...] = (take(), opened, called, later(46), added, parked, called)
AFAR: tuple[Step, ...] = (
    *(take(present=False), take(), opened, called, undone, later(1_860), looked_at_the_clock),
)
EXCEPTION: tuple[Step, ...] = (take(), take(), opened, exception, served, called)
SEATED_TWICE: tuple[Step, ...] = (take(), take(), opened, called, parked, called, undone, undone)
CARRYING: tuple[Step, ...] = (
    *(take(), take(present=False), early, opened, called, parked, decided, midnight),
    *(take("B"), came, opened, called, served, called),
)
WALKS: tuple[Sequence[Step], ...] = (
    *(PARKING, RUNS, ARRIVALS, TWICE, BOUND, CLOSING, RESTING, LATE, TOUCHED, ADDING, AFAR),
    *(EXCEPTION, SEATED_TWICE),
    CARRYING,
)


@pytest.mark.parametrize("steps", WALKS)
def test_as_the_product_stands_every_walk_is_clean(steps: Sequence[Step]) -> None:
    make_machine().walk(*steps)


def nothing(*_: Any, **__: Any) -> None:
    """A guard taken away."""


# --- I-1 ---


def test_mutant_1_a_transfer_that_prints_another_number_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = moves._transfer

    def rename(hold: Hold, desk: Desk, call: Call, *rest: Any, **more: Any) -> None:
        real(hold, desk, call, *rest, **more)
        Ticket.objects.filter(pk=call.ticket.pk).update(label="B-001")

    monkeypatch.setattr(moves, "_transfer", rename)
    goes_red(take(), opened, called, sent_on, because="I-1: an acknowledged ticket changed")


# --- I-4 ---


def test_mutant_4_an_undo_that_does_not_look_whether_the_counter_is_free_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last deed is the newest: only a forgotten one could seat two; an index stops it."""

    def forget_the_call(room: FrontDesk) -> None:
        Deed.objects.filter(verb="call").delete()

    def sit_down(hold: Hold, desk: Desk, deed: Deed) -> Any:
        return undoing._stand_again(hold, desk, deed)

    monkeypatch.setattr(undoing, "_sit_down_again", sit_down)
    steps = (*SEATED_TWICE[:-2], forget_the_call, undone)
    goes_red(*steps, because="one_ticket_at_a_counter", error=IntegrityError)


# --- I-5: the order ---


def test_mutant_5_an_undo_that_does_not_restore_the_run_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undoing, "_count_run_again", nothing)
    goes_red(*RUNS, because="called A-004, it was A-002 turn")


def trust_the_call(self: FrontDesk, name: str, which: int) -> None:
    """The machine without its own eyes: the replay has to see it alone."""
    self.attempt(lambda: getattr(actions, name)(desk=self.desks[which], clock=self.clock))


def trust_the_undo(self: FrontDesk, which: int) -> None:
    self.attempt(lambda: actions.undo(desk=self.desks[which], clock=self.clock))


def test_mutant_5_the_replay_alone_notices_the_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "_count_run_again", nothing)
    monkeypatch.setattr(FrontDesk, "call_by", trust_the_call)
    monkeypatch.setattr(FrontDesk, "take_back", trust_the_undo)
    goes_red(*RUNS, because="I-5: .*called out of order: it was A-002 turn")


def test_mutant_5_a_transfer_that_changes_the_arrival_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = moves._transfer

    def arrive_anew(hold: Hold, desk: Desk, call: Call, *rest: Any, **more: Any) -> None:
        Ticket.objects.filter(pk=call.ticket.pk).update(arrived_at=hold.at)
        real(hold, desk, call, *rest, **more)

    monkeypatch.setattr(moves, "_transfer", arrive_anew)
    goes_red(*ARRIVALS, because="I-5: .*(called out of order|does not say what its events say)")


def test_mutant_5_an_added_number_that_arrives_now_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def arrive_now(ticket: Ticket, event: LedgerLine) -> None:
        ticket.issued_at = ticket.changed_at = ticket.arrived_at = event.at
        ticket.issued_seq = event.seq

    monkeypatch.setattr(moves, "recorded", arrive_now)
    goes_red(*ADDING, because="I-5: .*does not say what its events say")


def anyone(visitor: Waiting, *, serves: Any, counter: str) -> bool:
    return services_in(serves, visitor.service)


def test_mutant_5_a_visitor_called_by_the_wrong_counter_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "is_eligible", anyone)
    goes_red(*BOUND, because="called A-001, it was None turn")


def test_mutant_5_the_replay_alone_notices_the_wrong_counter_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "is_eligible", anyone)
    monkeypatch.setattr(FrontDesk, "call_by", trust_the_call)
    goes_red(*BOUND, because="I-5: .*called out of order: it was nobody's turn")


def test_mutant_5_a_visitor_left_bound_to_a_closed_counter_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sessions, "_unbind", nothing)
    goes_red(*CLOSING[:-1], because="the ticket is of counter 2, its events say None")


def test_mutant_5_a_call_to_a_counter_that_rests_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sessions, "refuse_paused", nothing)
    goes_red(*RESTING, because="I-5: .*counter 1 is not open")


def test_mutant_5_an_exception_without_its_reason_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = actions.call_out_of_order

    def say_nothing(*, desk: Desk, ticket: Ticket, reason: str, clock: Clock) -> Call:
        return real(desk=desk, ticket=ticket, reason="", clock=clock)

    monkeypatch.setattr(actions, "call_out_of_order", say_nothing)
    goes_red(*EXCEPTION, because="I-5: .*called out of order: it was A-001 turn")


def test_mutant_5_a_lapse_for_a_call_that_was_taken_back_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undoing, "_look_again_who_was_passed_over", nothing)
    goes_red(*AFAR, because="I-5: .*lapsed though nobody was called past it")


def test_mutant_5_a_carried_number_that_is_present_before_anybody_is_here_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = numbers.new_ticket

    def in_the_room(hold: Hold, *rest: Any, **facts: Any) -> Ticket:
        return real(hold, *rest, **{**facts, "present": True})

    monkeypatch.setattr(days, "new_ticket", in_the_room)
    goes_red(*CARRYING, because="I-5: .*nobody is in the room when a day begins")


def test_mutant_5_a_carried_number_that_lapses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_everybody_over(absent: list[Waiting], *_: Any) -> None:
        overdue = Ticket.objects.filter(pk__in=[place.ticket for place in absent])
        overdue.update(passed_over_at=EARLY)

    monkeypatch.setattr(calls, "_mark_passed_over", pass_everybody_over)
    steps = (*CARRYING[:8], take("B"), opened, called, later(1_860), looked_at_the_clock)
    goes_red(*steps, because="I-5: .*lapsed though nobody was called past it")


def test_mutant_5_a_carry_over_that_nobody_decided_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def withdraw_after_all(room: FrontDesk) -> None:
        CarryOver.objects.update(reason="Kenalan")

    goes_red(*CARRYING, withdraw_after_all, because="I-5: .*nobody decided to carry over")


# --- I-6: which change may follow which ---


def test_mutant_6_an_undo_after_ten_seconds_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "may_be_undone", lambda _done_at, _at: True)
    goes_red(*LATE, because="taken back later than ten seconds")


def test_mutant_6_an_undo_of_what_has_moved_on_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_if_nothing_had_happened(ticket: Ticket) -> Any:
        return Deed.objects.filter(ticket=ticket, undone_at=None).latest("at").at

    monkeypatch.setattr(undoing, "_touched_at", as_if_nothing_had_happened)
    goes_red(*TOUCHED, because="taken back though something else happened since")


def test_mutant_6_a_missed_visitor_who_comes_back_twice_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moves, "_refuse_late", nothing)
    goes_red(*TWICE, because="came back twice after missing the call")


def test_mutant_6_the_replay_alone_notices_who_comes_back_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Blind(set[int]):
        def __contains__(self, _pk: object) -> bool:
            return False

    def close_the_eyes(room: FrontDesk) -> None:
        room.missed_before = Blind()

    monkeypatch.setattr(moves, "_refuse_late", nothing)
    goes_red(close_the_eyes, *TWICE, because="I-5: .*came back a second time")
