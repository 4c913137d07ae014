"""Replaying a day from its public record: was every call the one the policy makes?

Input is the document of ``GET /api/v1/centres/{centre}/ledger`` (API.md §8), nothing else: no
database, no trust in who hands it over. Everyone with the file comes to the same findings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .order import (
    TRANSITIONS,
    Policy,
    Waiting,
    is_passed_over,
    next_in_line,
    run_after,
    services_in,
    state_after,
)

VERBS = {
    "ticket.called": "call",
    "ticket.recalled": "recall",
    "ticket.started": "start",
    "ticket.finished": "finish",
    "ticket.missed": "no-show",
    "ticket.lapsed": "lapse",
    "ticket.cancelled": "cancel",
}
CLAIMS = {verb: after for verbs in TRANSITIONS.values() for verb, after in verbs.items()}
AT_A_COUNTER = frozenset({"CALLED", "SERVING"})
END_OF_DAY = "end-of-day"


@dataclass(frozen=True, slots=True)
class Finding:
    """One event that does not fit (an offender), or is a recorded exception."""

    seq: int
    number: str | None
    counter: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class Step:
    """A state a number came to: at which counter, when, and why if out of order."""

    state: str
    counter: str | None
    at: datetime
    reason: str = ""


@dataclass
class Place:
    """A number as its events tell of it."""

    number: str
    queue: str
    service: str
    head_start: int
    issued_at: datetime
    seq: int
    arrived_at: datetime | None = None
    state: str = "WAITING"
    counter: str | None = None
    passed_over: bool = False
    steps: list[Step] = field(default_factory=list)

    def intervals(self) -> list[tuple[str, str | None, datetime, datetime | None]]:
        """(state, counter, from, until) of every state that does not end the number's way."""
        ends: list[datetime | None] = [step.at for step in self.steps[1:]]
        return [
            (step.state, step.counter, step.at, end)
            for step, end in zip(self.steps, [*ends, None], strict=True)
            if TRANSITIONS[step.state]
        ]

    def calls(self) -> list[tuple[str | None, str, datetime, datetime | None]]:
        """(counter, reason, from, until) of every stay at a counter, from its call on."""
        found: list[tuple[str | None, str, datetime, datetime | None]] = []
        for step in self.steps:
            if step.state == "CALLED":
                found.append((step.counter, step.reason, step.at, None))
            elif step.state not in AT_A_COUNTER and found and found[-1][3] is None:
                found[-1] = (*found[-1][:3], step.at)
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
        )


@dataclass
class Replay:
    """The state of the day after the events seen so far, and what did not fit."""

    policies: list[Mapping[str, Any]]
    zone: ZoneInfo
    day: date
    offenders: list[Finding] = field(default_factory=list)
    exceptions: list[Finding] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    at: datetime | None = None

    @property
    def states(self) -> dict[str, str]:
        """The state of every number after the last event."""
        return {number: place.state for number, place in self.places.items()}

    def blame(self, event: Mapping[str, Any], problem: str) -> None:
        """Name ``event`` as one that does not fit."""
        self.offenders.append(_finding(event, problem))

    def take(self, event: Mapping[str, Any]) -> None:
        """Replay one event; one that cannot be understood is an offender, not an accident."""
        try:
            self._keep_time(event)
            self._apply(event)
        except (KeyError, TypeError, ValueError, OverflowError) as problem:
            self.blame(event, f"cannot be read: {problem}")

    def _apply(self, event: Mapping[str, Any]) -> None:
        verb = str(event.get("verb"))
        match verb:
            case "ticket.issued":
                self._issued(event)
            case "ticket.arrived":
                self._arrived(event)
            case "session.opened":
                self._opened(event)
            case "session.closed":
                self._closed(event)
            case "session.paused" | "policy.changed":
                pass
            case _ if verb in VERBS:
                self._moved(event, VERBS[verb])
            case _:
                self.blame(event, f"unknown verb {verb}")

    def _keep_time(self, event: Mapping[str, Any]) -> None:
        seq = _seq(event)
        if seq != self.seq + 1:
            self.blame(event, f"seq {event.get('seq')} follows {self.seq}")
        self.seq = seq or self.seq + 1
        at = _at(event)
        if self.at is not None and at <= self.at:
            self.blame(event, "time does not move forward")
        self.at = at
        is_over = at.astimezone(self.zone).date() > self.day
        if is_over != (event.get("reason") == END_OF_DAY):
            self.blame(event, "the day was over" if is_over else "the day was not over")
        elif at.astimezone(self.zone).date() < self.day:
            self.blame(event, "the day had not begun")

    def _in_force(self) -> Mapping[str, Any]:
        known = [p for p in self.policies if int(p["from_seq"]) <= self.seq]
        if not known:
            raise KeyError("no policy is in force")
        return max(known, key=lambda p: int(p["from_seq"]))

    def _policy(self) -> Policy:
        return Policy(max_priority_in_a_row=int(self._in_force()["max_priority_in_a_row"]))

    def _issued(self, event: Mapping[str, Any]) -> None:
        number, queue, at = str(event["number"]), str(event["queue"]), _at(event)
        if number in self.places:
            self.blame(event, "this number was given out before")
        expected = self.last_numbers.get(queue, 0) + 1
        if number != f"{queue}-{expected:03d}":
            self.blame(event, f"the next number of queue {queue} is {expected}")
        self.last_numbers[queue] = expected
        head_start = int(event["head_start_minutes"])
        if head_start and head_start not in self._in_force()["head_start_minutes"].values():
            self.blame(event, f"no policy gives a head start of {head_start} minutes")
        self.places[number] = Place(
            number=number,
            queue=queue,
            service=str(event["service"]),
            head_start=head_start,
            issued_at=at,
            seq=int(event["seq"]),
            arrived_at=at if event["present"] else None,
            steps=[Step("WAITING", None, at)],
        )

    def _arrived(self, event: Mapping[str, Any]) -> None:
        place = self._place(event)
        if place is None:
            return
        if place.state != "WAITING" or place.arrived_at is not None:
            self.blame(event, f"cannot arrive while {place.state}")
        place.arrived_at = _at(event)

    def _opened(self, event: Mapping[str, Any]) -> None:
        self.sessions[str(event["counter"])] = _services(event)

    def _closed(self, event: Mapping[str, Any]) -> None:
        counter = str(event["counter"])
        if counter not in self.sessions:
            self.blame(event, "closes a counter that is not open")
        if self._at_counter(counter):
            self.blame(event, "closes a counter with a visitor at it")
        self.sessions.pop(counter, None)

    def _place(self, event: Mapping[str, Any]) -> Place | None:
        place = self.places.get(str(event["number"]))
        if place is None:
            self.blame(event, "this number was never given out")
            return None
        said = (event["queue"], event["service"], event["head_start_minutes"])
        if said != (place.queue, place.service, place.head_start):
            self.blame(event, "queue, service and head start are not those of the issue")
        return place

    def _at_counter(self, counter: str) -> list[Place]:
        return [p for p in self.places.values() if p.counter == counter and p.state in AT_A_COUNTER]

    def _moved(self, event: Mapping[str, Any], verb: str) -> None:
        place = self._place(event)
        if place is None:
            return
        after = state_after(place.state, verb)
        if after is None:
            self.blame(event, f"{verb} may not follow {place.state}")
            self._believe(event, place, CLAIMS[verb])
            return
        if verb == "call":
            self._called(event, place)
        elif place.state in AT_A_COUNTER and event["counter"] != place.counter:
            self.blame(event, f"the visitor is at counter {place.counter}")
        if verb == "lapse" and event.get("reason") != END_OF_DAY:
            self._lapsed(event, place)
        if after != place.state:
            reason = str(event.get("reason") or "") if verb == "call" else ""
            place.steps.append(Step(after, place.counter, _at(event), reason))
        place.state = after

    def _believe(self, event: Mapping[str, Any], place: Place, claimed: str) -> None:
        """Go on from what a wrong event claims: one gap must not put the whole day in doubt."""
        place.state = claimed
        place.counter = str(event["counter"]) if claimed in AT_A_COUNTER else place.counter
        place.steps.append(Step(claimed, place.counter, _at(event)))

    def _lapsed(self, event: Mapping[str, Any], place: Place) -> None:
        """During the day only a number from afar lapses, once somebody was called past it."""
        if place.arrived_at is not None:
            self.blame(event, "a visitor in the room lapsed")
        elif not place.passed_over:
            self.blame(event, "lapsed though nobody was called past it")

    def _called(self, event: Mapping[str, Any], place: Place) -> None:
        counter = str(event["counter"])
        if counter not in self.sessions:
            self.blame(event, f"counter {counter} is not open")
        if self._at_counter(counter):
            self.blame(event, f"counter {counter} has a visitor already")
        if place.arrived_at is None:
            self.blame(event, "called without being in the room")
        serves = self.sessions.get(counter)
        if counter in self.sessions and _services(event) != serves:
            self.blame(event, f"counter {counter} was opened for other services")
        self._compare(event, place, serves)
        self._pass_over(place, serves)
        place.counter = counter

    def _pass_over(self, called: Place, serves: Any) -> None:
        for other in self.places.values():
            absent = other.state == "WAITING" and other.arrived_at is None
            if absent and services_in(serves, other.service):
                other.passed_over |= is_passed_over(other.in_line(), called.in_line())

    def _compare(self, event: Mapping[str, Any], place: Place, serves: Any) -> None:
        eligible = [
            p.in_line()
            for p in self.places.values()
            if p.state == "WAITING" and p.arrived_at is not None and services_in(serves, p.service)
        ]
        if event.get("reason"):
            self.exceptions.append(_finding(event, f"out of order: {event['reason']}"))
            return
        turn = next_in_line(eligible, runs=self.runs, policy=self._policy())
        if turn is None or turn.ticket != place.number:
            whose = turn.ticket if turn else "nobody's"
            self.blame(event, f"called out of order: it was {whose} turn")
        run = self.runs.get(place.queue, 0)
        self.runs[place.queue] = run_after(run, head_start=place.head_start)


def _at(event: Mapping[str, Any]) -> datetime:
    at = datetime.fromisoformat(str(event["at"]))
    if at.tzinfo is None:
        raise ValueError("the time has no offset")
    return at


def _seq(event: Mapping[str, Any]) -> int:
    seq = event.get("seq")
    return seq if isinstance(seq, int) else 0


def _services(event: Mapping[str, Any]) -> frozenset[str] | None:
    services = event.get("session_services")
    return None if services is None else frozenset(services)


def _finding(event: Mapping[str, Any], problem: str) -> Finding:
    return Finding(_seq(event), event.get("number"), event.get("counter"), problem)


def replay(document: Mapping[str, Any]) -> Replay:
    """The findings on a published day; ``KeyError``/``ValueError`` when it is not one."""
    state = Replay(
        policies=list(document["policies"]),
        zone=ZoneInfo(document["zone"]),
        day=date.fromisoformat(document["service_date"]),
    )
    for event in document["events"]:
        state.take(event)
    return state
