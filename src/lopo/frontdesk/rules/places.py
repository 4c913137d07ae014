"""What the events of a day tell of each number, kept while the day is replayed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .order import AT_A_COUNTER, TIMED, Waiting


@dataclass(frozen=True, slots=True)
class Finding:
    """One event that does not fit (an offender), or is a recorded exception."""

    seq: int
    number: str | None
    counter: str | None
    problem: str


def finding(event: Mapping[str, Any], problem: str) -> Finding:
    """What is wrong with ``event``, or worth telling of it."""
    return Finding(seq_of(event), event.get("number"), event.get("counter"), problem)


def seq_of(event: Mapping[str, Any]) -> int:
    """The place of an event in its day; 0 when it has none."""
    seq = event.get("seq")
    return seq if isinstance(seq, int) else 0


def time_of(event: Mapping[str, Any]) -> datetime:
    """When an event happened; ``ValueError`` without an offset."""
    at = datetime.fromisoformat(str(event["at"]))
    if at.tzinfo is None:
        raise ValueError("the time has no offset")
    return at


def services_of(event: Mapping[str, Any]) -> frozenset[str] | None:
    """What the session of an event serves; None is everything."""
    services = event.get("session_services")
    return None if services is None else frozenset(services)


@dataclass(frozen=True, slots=True)
class Step:
    """A state a number came to: at which counter, when, why if out of order, by a call or not.

    ``takes_back`` is whether it came there because its call was taken back.
    """

    state: str
    counter: str | None
    at: datetime
    reason: str = ""
    is_call: bool = False
    takes_back: bool = False


@dataclass
class Place:
    """A number as its events tell of it.

    ``counter`` is where it is or was; of one that waits, the only counter that may call it.
    ``touched_at`` is its last change, as if what was taken back had never been done.
    ``carried_from`` is the number and day it was carried over from.
    """

    number: str
    queue: str
    service: str
    head_start: int
    issued_at: datetime
    seq: int
    touched_at: datetime
    arrived_at: datetime | None = None
    state: str = "WAITING"
    counter: str | None = None
    has_returned: bool = False
    carried_from: str | None = None
    passed_over_by: set[int] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)

    def intervals(self) -> list[tuple[str, str | None, datetime, datetime | None]]:
        """(state, counter, from, until) of every state whose time is a visitor's time with us."""
        ends: list[datetime | None] = [step.at for step in self.steps[1:]]
        return [
            (step.state, step.counter, step.at, end)
            for step, end in zip(self.steps, [*ends, None], strict=True)
            if step.state in TIMED
        ]

    def calls(self) -> list[tuple[str | None, str, datetime, datetime | None]]:
        """(counter, reason, from, until) of every stay at a counter, from its call on."""
        found: list[tuple[str | None, str, datetime, datetime | None]] = []
        standing: list[int] = []  # the calls that were not taken back
        for step in self.steps:
            if step.is_call:
                standing.append(len(found))
                found.append((step.counter, step.reason, step.at, None))
                continue
            here = step.state in AT_A_COUNTER
            mine = [n for n in standing if not here or found[n][0] == step.counter]
            if mine and (here or found[mine[-1]][3] is None):
                # Still there, or there again by an undo; or gone.
                found[mine[-1]] = (*found[mine[-1]][:3], None if here else step.at)
            if step.takes_back and mine:
                standing.remove(mine[-1])
        return found

    def in_line(self) -> Waiting:
        """The visitor as the order sees them; who is absent stands where the issue put them."""
        return Waiting(
            self.number,
            self.queue,
            self.service,
            self.arrived_at or self.issued_at,
            self.head_start,
            self.seq,
            self.counter if self.state == "WAITING" else None,
        )

    def goes_to(self, state: str, at: datetime, **how: Any) -> None:
        """Come to ``state`` at the counter it has now; a state it has already is no step."""
        if state != self.state:
            self.steps.append(Step(state, self.counter, at, **how))
        self.state, self.touched_at = state, at


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done at a counter, and how the number stood before: it may be taken back."""

    verb: str
    number: str
    at: datetime
    seq: int
    queue: str
    stood: tuple[str, str | None, str, str, datetime]

    @classmethod
    def before(cls, verb: str, event: Mapping[str, Any], place: Place) -> "Deed":
        """The deed of ``event``, while ``place`` still stands as it did before."""
        stood = (place.state, place.counter, place.queue, place.service, place.touched_at)
        return cls(verb, place.number, time_of(event), seq_of(event), place.queue, stood)
