"""Everything that may happen at a front desk, in any order, on the real database.

Hypothesis chooses the steps; the real acts take them; after each step the invariants of
RELIABILITY §5 (1-6 and 12) are read from the tables by code that shares nothing with the acts.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lopo.foundation import idempotency
from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call, Line, Ticket
from lopo.frontdesk.tests.builders import Clockwork, close_session, offering_of, open_session
from lopo.frontdesk.tests.test_order import naive_next
from lopo.kernel.actor import VISITOR
from lopo.kernel.errors import Refusal
from lopo.organisation.api import Centre

ZONE = "Asia/Makassar"
# 07.30 in Kupang: the day is an hour and a half older there than in UTC, which sleeps yet.
EARLY = datetime(2026, 11, 22, 23, 30, tzinfo=timezone.utc)
# What may become of a ticket between two looks, the end of the day included (API.md §5).
PATHS = {
    "WAITING": {"CALLED", "CANCELLED", "MISSED"},
    "CALLED": {"SERVING", "MISSED"},
    "SERVING": {"DONE", "MISSED"},
}
FINAL = {"DONE", "MISSED", "CANCELLED"}
counters, some = st.integers(0, 1), st.integers(0, 30)


class FrontDesk(RuleBasedStateMachine):
    """One centre, two counters, any number of visitors and days."""

    centre: ClassVar[Centre]
    desks: ClassVar[list[Desk]]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clockwork(EARLY)
        self.acked: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.states: dict[str, str] = {}
        self.history: dict[tuple[Any, str], list[bool]] = defaultdict(list)
        self.dates: set[Any] = set()
        self._example = transaction.atomic()
        self._example.__enter__()

    @classmethod
    def walk(cls, *steps: "Callable[[FrontDesk], object]") -> None:
        """Take these steps and no others, looking at every invariant after each."""
        machine = cls()
        try:
            for step in steps:
                step(machine)
                machine.the_tickets_keep_their_word()
                machine.a_counter_has_one_visitor_and_a_visitor_one_counter()
        except BaseException:
            machine.forget()
            raise
        machine.teardown()

    # --- what people do ---

    @rule(queue=st.sampled_from("AB"), early=st.booleans(), present=st.booleans())
    def take_a_number(self, queue: str, early: bool, present: bool) -> None:
        key = f"key-of-the-request-{len(self.answers)}"
        answer = self.ask(key, queue, early=early, present=present)
        if answer is not None:
            self.answers[key] = answer
            said = json.loads(answer[2])
            self.acked[said["token"]] = said

    def ask(
        self, key: str, queue: str, *, early: bool = False, present: bool = True
    ) -> tuple[int, str, bytes] | None:
        def act() -> tuple[int, Any]:
            ticket = actions.issue_ticket(
                centre=self.centre,
                offering=offering_of(self.centre, queue),
                channel="RECEPTION" if present else "WEB",
                priority="LANSIA" if early else None,
                present=present,
                actor=VISITOR,
                clock=self.clock,
            )
            names = ("token", "label", "service_code", "proof", "queue_code", "number")
            said = {name: getattr(ticket, name) for name in names}
            return 201, {**said, "service_date": ticket.service_date.isoformat()}

        answer: tuple[int, str, bytes] | None = self.attempt(
            lambda: idempotency.keep_once(
                scope="anonymous POST /tickets",
                key=key,
                fingerprint=b"x",
                now=self.clock(),
                act=act,
            )
        )
        return answer

    @precondition(lambda self: self.answers)
    @rule(n=some, queue=st.sampled_from("AB"))
    def repeat_a_request(self, n: int, queue: str) -> None:
        key = list(self.answers)[n % len(self.answers)]
        before = self.position()
        assert self.ask(key, queue) == self.answers[key], "one key, two answers"
        assert self.position() == before, "one key, two tickets"

    @precondition(lambda self: self.acked)
    @rule(n=some)
    def arrive(self, n: int) -> None:
        ticket = self.ticket(n)
        self.attempt(lambda: actions.arrive(ticket=ticket, actor=VISITOR, clock=self.clock))

    @precondition(lambda self: self.acked)
    @rule(n=some)
    def give_up(self, n: int) -> None:
        ticket = self.ticket(n)
        self.attempt(lambda: actions.give_up(ticket=ticket, actor=VISITOR, clock=self.clock))

    @rule(which=counters, only=st.sampled_from(["", "A", "B"]))
    def open(self, which: int, only: str) -> None:
        codes = [offering_of(self.centre, only).service.code] if only else None
        desk = self.desks[which]
        self.attempt(lambda: open_session(desk, clock=self.clock, services=codes))

    @rule(which=counters)
    def close(self, which: int) -> None:
        self.attempt(lambda: close_session(self.desks[which], clock=self.clock))

    @rule(which=counters)
    def call(self, which: int) -> None:
        self.call_by("call_next_ticket", which)

    @rule(which=counters)
    def finish_and_call(self, which: int) -> None:
        self.call_by("finish_and_call", which)

    def call_by(self, name: str, which: int) -> None:
        """Whoever is called must be whom a naive reading of the policy names."""
        desk = self.desks[which]
        expected = self.whose_turn(desk)
        call = self.attempt(lambda: getattr(actions, name)(desk=desk, clock=self.clock))
        if call is None:
            return
        ticket = call.ticket
        assert ticket.label == expected, f"called {ticket.label}, it was {expected} turn"
        self.history[ticket.service_date, ticket.queue_code].append(ticket.head_start > 0)

    def whose_turn(self, desk: Desk) -> str | None:
        line = Line.objects.filter(centre=self.centre).first()
        if line is None:
            return None
        present = queries.waiters(self.centre, line.service_date).present
        serves = self.serves(desk)
        mine = [w for w in present if serves is None or w.service in serves]
        history = defaultdict(
            list, {q: done for (day, q), done in self.history.items() if day == line.service_date}
        )
        chosen = naive_next(mine, history, 2)
        return Ticket.objects.get(pk=chosen.ticket).label if chosen else None

    @staticmethod
    def serves(desk: Desk) -> list[str] | None:
        session = actions.sessions.open_session_at(desk.counter)
        return session.serves if session else []

    @rule(which=counters, verb=st.sampled_from(["recall_ticket", "start_service"]))
    def attend(self, which: int, verb: str) -> None:
        self.attempt(lambda: getattr(actions, verb)(desk=self.desks[which], clock=self.clock))

    @rule(which=counters, verb=st.sampled_from(["finish_service", "mark_no_show"]))
    def part(self, which: int, verb: str) -> None:
        self.attempt(lambda: getattr(actions, verb)(desk=self.desks[which], clock=self.clock))

    @rule(which=counters)
    def wait_in_vain(self, which: int) -> None:
        for _ in range(2):
            self.clock.forward(seconds=46)
            self.attend(which, "recall_ticket")
        self.part(which, "mark_no_show")

    # --- what time does ---

    @rule(seconds=st.sampled_from([0, 1, 46, 600, 1_860, 10_800]))
    def time_passes(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)

    @rule(seconds=st.sampled_from([1, 90, 7_200]))
    def the_clock_jumps_back(self, seconds: int) -> None:
        self.clock.forward(seconds=-seconds)

    @rule()
    def it_is_almost_midnight(self) -> None:
        local = self.clock().astimezone(ZoneInfo(ZONE))
        night = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.clock.now = (night - timedelta(seconds=1)).astimezone(timezone.utc)

    @rule()
    def the_worker_looks_at_the_clock(self) -> None:
        actions.follow_the_clock(centre=self.centre, clock=self.clock)

    # --- helpers ---

    def attempt(self, act: Any) -> Any:
        """Do it; when a rule says no, nothing may have moved."""
        before = self.position()
        try:
            return act()
        except Refusal:
            assert self.position() == before, "a refusal moved the line"
            return None

    def position(self) -> tuple[int, int, Any]:
        line = Line.objects.filter(centre=self.centre).values_list("rev", "seq", "service_date")
        return line.first() or (0, 0, None)

    def ticket(self, n: int) -> Ticket:
        token = list(self.acked)[n % len(self.acked)]
        return Ticket.objects.select_related("centre").get(token=token)

    # --- what must always hold ---

    @invariant()
    def the_tickets_keep_their_word(self) -> None:
        rows = {t.token: t for t in Ticket.objects.filter(centre=self.centre)}
        self.nothing_acknowledged_changes(rows)
        self.numbers_are_unique_without_gaps(list(rows.values()))
        self.states_follow_the_contract(rows)
        for ticket in rows.values():
            local = ticket.issued_at.astimezone(ZoneInfo(ZONE)).date()
            assert ticket.service_date == local, "I-12: not the local date of issue"
            self.dates.add(ticket.service_date)

    def nothing_acknowledged_changes(self, rows: dict[str, Ticket]) -> None:
        assert set(rows) == set(self.acked), "I-1: a ticket is gone, or nobody was told of it"
        for token, said in self.acked.items():
            row = rows[token]
            now = {name: getattr(row, name) for name in said if name != "service_date"}
            now["service_date"] = row.service_date.isoformat()
            assert now == said, "I-1: an acknowledged ticket changed"

    def numbers_are_unique_without_gaps(self, rows: list[Ticket]) -> None:
        series = defaultdict(list)
        for ticket in rows:
            series[ticket.queue_code, ticket.service_date].append(ticket.number)
        for numbers in series.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), "I-2: duplicate or gap"

    def states_follow_the_contract(self, rows: dict[str, Ticket]) -> None:
        for token, ticket in rows.items():
            before = self.states.get(token, "WAITING")
            lawful = ticket.state == before or ticket.state in reachable(before)
            assert lawful, f"I-6: {before} became {ticket.state}"
            self.states[token] = ticket.state

    @invariant()
    def a_counter_has_one_visitor_and_a_visitor_one_counter(self) -> None:
        active = list(Call.objects.filter(ended_at=None).values_list("counter_id", "ticket_id"))
        assert len({c for c, _t in active}) == len(active), "I-4: two visitors at a counter"
        assert len({t for _c, t in active}) == len(active), "I-4: a visitor called twice"
        at_counters = Ticket.objects.filter(state__in=["CALLED", "SERVING"])
        places = at_counters.values_list("counter_id", "pk")
        assert sorted(places) == sorted(active), "I-4: calls and tickets disagree"

    def teardown(self) -> None:
        """I-5: every day replays; then the example leaves no trace."""
        try:
            for day in self.dates:
                verdict = queries.verify_day(self.centre, day)
                assert verdict.clean, f"I-5: {verdict.offenders}"
        finally:
            self.forget()

    def forget(self) -> None:
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)


def reachable(state: str) -> set[str]:
    """Every state that lawful changes lead to from ``state``."""
    found: set[str] = set()
    left = [state]
    while left:
        for after in PATHS.get(left.pop(), set()) - found:
            found.add(after)
            left.append(after)
    return found
