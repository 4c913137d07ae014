"""What officers may do at their counters in the state machine, and what is expected of it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call, Line, Ticket
from lopo.frontdesk.tests.builders import Clockwork, close_session, offering_of, open_session
from lopo.frontdesk.tests.test_order import naive_next
from lopo.kernel.actor import VISITOR
from lopo.organisation.api import Centre

counters, some = st.integers(0, 1), st.integers(0, 30)
OUT_OF_ORDER = "Keadaan darurat"
# What a visitor was told when the number was given; a transfer changes none of it.
ACKNOWLEDGED = ("token", "label", "proof", "number", "channel")
VERB_OF = {
    "recall_ticket": "recall",
    "start_service": "start",
    "finish_service": "finish",
    "mark_no_show": "no-show",
    "park_ticket": "park",
    "transfer_to_service": "transfer",
    "transfer_to_counter": "transfer",
    "add_service": "add",
}


def acknowledgement(ticket: Ticket) -> dict[str, Any]:
    """What was promised when the number was given."""
    said = {name: getattr(ticket, name) for name in ACKNOWLEDGED}
    return {**said, "service_date": ticket.service_date.isoformat()}


class Officers(RuleBasedStateMachine):
    """Two officers at two counters; the machine that is built on this knows visitors and time."""

    centre: ClassVar[Centre]
    desks: ClassVar[list[Desk]]
    attempt: Callable[..., Any]
    ticket: Callable[[int], Ticket]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clockwork()
        self.acked: dict[str, dict[str, Any]] = {}
        self.states: dict[str, str] = {}
        self.history: dict[tuple[Any, str], dict[int, bool]] = defaultdict(dict)
        # Per desk: what was done, newest last, and how the ticket stood before.
        self.done: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
        self.missed_before: set[int] = set()
        self.at_desk: dict[int, int] = {}
        self.state_here: dict[int, str] = {}
        self.exceptions = 0

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
        self.remember_who_is_here(which)
        call = self.attempt(lambda: getattr(actions, name)(desk=desk, clock=self.clock))
        if call is None:
            return
        ticket = call.ticket
        assert ticket.label == expected, f"called {ticket.label}, it was {expected} turn"
        self.history[ticket.service_date, ticket.queue_code][call.pk] = ticket.head_start > 0
        if name == "finish_and_call":
            self.done[which].append(("finish", self.at_desk[which], "SERVING"))
        self.done[which].append(("call", ticket.pk, "WAITING"))

    def whose_turn(self, desk: Desk) -> str | None:
        line = Line.objects.filter(centre=self.centre).first()
        if line is None:
            return None
        present = queries.waiters(self.centre, line.service_date).present
        serves = self.serves(desk)
        mine = [
            w
            for w in present
            if (serves is None or w.service in serves) and w.bound_to in (None, desk.counter.code)
        ]
        history = defaultdict(
            list,
            {
                queue: [early for _pk, early in sorted(calls.items())]
                for (day, queue), calls in self.history.items()
                if day == line.service_date
            },
        )
        chosen = naive_next(mine, history, 2)
        return Ticket.objects.get(pk=chosen.ticket).label if chosen else None

    @staticmethod
    def serves(desk: Desk) -> list[str] | None:
        session = actions.sessions.open_session_at(desk.counter)
        return session.serves if session else []

    @rule(which=counters, verb=st.sampled_from(["recall_ticket", "start_service"]))
    def attend(self, which: int, verb: str) -> None:
        self.do(which, verb)

    @rule(which=counters, verb=st.sampled_from(["finish_service", "mark_no_show", "park_ticket"]))
    def part(self, which: int, verb: str) -> None:
        self.do(which, verb)

    def do(self, which: int, verb: str, **more: Any) -> Any:
        """A verb of the officer on the visitor at the desk; remembered when it worked."""
        self.remember_who_is_here(which)
        desk = self.desks[which]
        found = self.attempt(lambda: getattr(actions, verb)(desk=desk, clock=self.clock, **more))
        if found is not None:
            pk = found.pk if verb == "add_service" else self.at_desk[which]
            before = "" if verb == "add_service" else self.state_here[which]
            self.done[which].append((VERB_OF[verb], pk, before))
        return found

    def remember_who_is_here(self, which: int) -> None:
        call = Call.objects.filter(counter=self.desks[which].counter, ended_at=None).first()
        self.at_desk[which] = call.ticket_id if call else 0
        self.state_here[which] = call.ticket.state if call else ""

    @rule(which=counters, queue=st.sampled_from("AB"))
    def send_to_a_service(self, which: int, queue: str) -> None:
        offered = offering_of(self.centre, queue)
        self.do(which, "transfer_to_service", offering=offered)

    @rule(which=counters)
    def send_to_the_other_counter(self, which: int) -> None:
        self.do(which, "transfer_to_counter", counter=self.desks[1 - which].counter)

    @rule(which=counters, queue=st.sampled_from("AB"))
    def add_a_service(self, which: int, queue: str) -> None:
        offered = offering_of(self.centre, queue)
        added = self.do(which, "add_service", offering=offered)
        if added is not None:
            self.acked[added.token] = acknowledgement(added)

    @precondition(lambda self: self.acked)
    @rule(n=some)
    def come_back(self, n: int) -> None:
        ticket = self.ticket(n)
        was_missed = ticket.state == "MISSED"
        back = self.attempt(
            lambda: actions.return_to_line(ticket=ticket, actor=VISITOR, clock=self.clock)
        )
        if back is not None and was_missed:
            assert ticket.pk not in self.missed_before, "came back twice after missing the call"
            self.missed_before.add(ticket.pk)

    @precondition(lambda self: self.acked)
    @rule(which=counters, n=some)
    def call_out_of_order(self, which: int, n: int) -> None:
        self.remember_who_is_here(which)
        desk, ticket = self.desks[which], self.ticket(n)
        call = self.attempt(
            lambda: actions.call_out_of_order(
                desk=desk, ticket=ticket, reason=OUT_OF_ORDER, clock=self.clock
            )
        )
        if call is not None:
            self.exceptions += 1
            self.done[which].append(("call", ticket.pk, "WAITING"))

    @rule(which=counters, paused=st.booleans())
    def rest(self, which: int, paused: bool) -> None:
        desk = self.desks[which]
        self.attempt(
            lambda: actions.pause_session(
                counter=desk.counter,
                officer=desk.officer,
                paused=paused,
                actor=desk.actor,
                clock=self.clock,
            )
        )

    @rule(reason=st.sampled_from(["", "Listrik padam"]))
    def decide_on_those_left_over(self, reason: str) -> None:
        if reason:
            decided: dict[str, Any] = {"officer": self.desks[0].officer, "reason": reason}
            self.attempt(
                lambda: actions.decide_carry_over(centre=self.centre, clock=self.clock, **decided)
            )
        else:
            self.attempt(lambda: actions.withdraw_carry_over(centre=self.centre, clock=self.clock))

    @rule(which=counters)
    def take_back(self, which: int) -> None:
        """Only the last thing done here, and it leads exactly to where that came from."""
        desk = self.desks[which]
        last = Call.objects.filter(counter=desk.counter, ended_at=None).first()
        ticket = self.attempt(lambda: actions.undo(desk=desk, clock=self.clock))
        if ticket is None:
            return
        verb, pk, before = self.done[which].pop()
        after = "CANCELLED" if verb == "add" else before
        found = Ticket.objects.get(pk=pk)
        assert (ticket.pk, found.state) == (pk, after), f"undo of {verb} led to {found.state}"
        self.states[found.token] = found.state
        if verb == "call" and last is not None:
            for calls in self.history.values():
                calls.pop(last.pk, None)

    @rule(which=counters)
    def wait_in_vain(self, which: int) -> None:
        for _ in range(2):
            self.clock.forward(seconds=46)
            self.attend(which, "recall_ticket")
        self.part(which, "mark_no_show")
