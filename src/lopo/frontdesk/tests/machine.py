"""Everything that may happen at a front desk, in any order, on the real database.

Hypothesis chooses the steps; the real acts take them; after each step the invariants of
RELIABILITY §5 (1-7, 12 and 13) are read from the tables by code that shares nothing with the acts.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from lopo.foundation import idempotency
from lopo.frontdesk import actions, queries
from lopo.frontdesk.models import Call, CarryOver, Interval, Line, Ticket
from lopo.frontdesk.tests.builders import Clockwork, offering_of
from lopo.frontdesk.tests.officers import Officers, acknowledgement, some
from lopo.kernel.actor import VISITOR
from lopo.kernel.errors import Refusal

ZONE = "Asia/Makassar"
# 07.30 in Kupang: the day is an hour and a half older there than in UTC, which sleeps yet.
EARLY = datetime(2026, 11, 22, 23, 30, tzinfo=timezone.utc)
# What may become of a ticket between two looks, the end of the day included (API.md §5).
PATHS = {
    "WAITING": {"CALLED", "CANCELLED", "MISSED"},
    "CALLED": {"SERVING", "MISSED", "PARKED", "WAITING"},
    "SERVING": {"DONE", "MISSED", "PARKED", "WAITING"},
    "PARKED": {"WAITING", "MISSED"},
    "MISSED": {"WAITING"},
}
FINAL = {"DONE", "CANCELLED"}


class FrontDesk(Officers):
    """One centre, two counters, any number of visitors and days."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clockwork(EARLY)
        self.answers: dict[str, tuple[int, str, bytes]] = {}
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
                machine.times_run_forward_and_meet()
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
            return 201, acknowledgement(ticket)

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
        for token, ticket in rows.items():
            if ticket.carried_from_id:  # nobody asked for it: the old link leads to it
                self.acked.setdefault(token, acknowledgement(ticket))
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
            assert acknowledgement(row) == said, "I-1: an acknowledged ticket changed"

    def numbers_are_unique_without_gaps(self, rows: list[Ticket]) -> None:
        series = defaultdict(list)
        for ticket in rows:
            letter = ticket.label.partition("-")[0]
            series[letter, ticket.service_date].append(ticket.number)
        for numbers in series.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), "I-2: duplicate or gap"

    def states_follow_the_contract(self, rows: dict[str, Ticket]) -> None:
        for token, ticket in rows.items():
            before = self.states.get(token, "WAITING")
            lawful = ticket.state == before or ticket.state in reachable(before)
            assert lawful, f"I-6: {before} became {ticket.state}"
            self.states[token] = ticket.state

    @invariant()
    def times_run_forward_and_meet(self) -> None:
        """I-13: no interval ends before it began; at most one is open, and only while it counts."""
        spans = defaultdict(list)
        rows = Interval.objects.filter(ticket__centre=self.centre).order_by("started_at", "pk")
        for mine_of, started_at, ended_at in rows.values_list("ticket", "started_at", "ended_at"):
            assert ended_at is None or ended_at >= started_at, "I-13: time ran backwards"
            spans[mine_of].append((started_at, ended_at))
        for ticket in Ticket.objects.filter(centre=self.centre):
            mine = spans[ticket.pk]
            is_open = [ends for _starts, ends in mine].count(None)
            goes_on = ticket.state in {"WAITING", "CALLED", "SERVING", "PARKED"}
            assert is_open == int(goes_on), f"I-13: {is_open} open intervals of {ticket.state}"
            for (_from, ended), (started, _until) in pairwise(mine):
                assert (ended or started + timedelta(1)) <= started, "I-13: two intervals at once"

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
        named = 0
        try:
            for day in self.dates:
                verdict = queries.verify_day(self.centre, day)
                assert verdict.clean, f"I-5: {verdict.offenders}"
                # A clock that jumped is told of, too: test_local_clock has how often.
                told = [one for one in verdict.exceptions if "clock jumped" not in one.problem]
                named += len(told)
            assert named == self.exceptions + self.decisions_carried_out(), (
                "I-5: calls out of order and decisions are named, each and no other"
            )
        finally:
            self.forget()

    def decisions_carried_out(self) -> int:
        done = CarryOver.objects.filter(centre=self.centre, carried_at__isnull=False)
        return done.filter(tickets__carried_to__isnull=False).distinct().count()

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
