"""Replaying a day from its public record: was every call the one the policy makes?

Input is the document of ``GET /api/v1/centres/{centre}/ledger`` (API.md §8), nothing else: no
database, no trust in who hands it over. Everyone with the file comes to the same findings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .day import ADDED_TO, CARRIED, END_OF_DAY, Day, ends_the_day
from .order import (
    AT_A_COUNTER,
    TRANSITIONS,
    UNDOABLE,
    is_eligible,
    is_passed_over,
    may_be_undone,
    next_in_line,
    services_in,
    state_after,
)
from .places import Deed, Place, Step, finding, seq_of, services_of, time_of

VERBS = {
    "ticket.called": "call",
    "ticket.recalled": "recall",
    "ticket.started": "start",
    "ticket.finished": "finish",
    "ticket.missed": "no-show",
    "ticket.parked": "park",
    "ticket.returned": "return",
    "ticket.transferred": "transfer",
    "ticket.lapsed": "lapse",
    "ticket.cancelled": "cancel",
}
# What may come before the first visitor of a day; an issue is looked at more closely.
BEFORE_THE_DAY = frozenset({"ticket.issued", "policy.changed", "clock.stepped"})
POLICY = re.compile(r"v\d+")  # the version of an order policy, published with the day
CLAIMS = {verb: after for verbs in TRANSITIONS.values() for verb, after in verbs.items()}


@dataclass
class Replay(Day):
    """A day judged event by event."""

    def take(self, event: Mapping[str, Any]) -> None:
        """Replay one event; one that cannot be understood is an offender, not an accident."""
        try:
            self._keep_time(event)
            self._apply(event)
        except (KeyError, TypeError, ValueError, OverflowError) as problem:
            self.blame(event, f"cannot be read: {problem}")

    def _apply(self, event: Mapping[str, Any]) -> None:
        verb = str(event.get("verb"))
        if verb not in BEFORE_THE_DAY:
            self.has_begun = True
        match verb:
            case "ticket.issued":
                self._issued(event)
            case "ticket.arrived":
                self._arrived(event)
            case "call.undone":
                self._undone(event)
            case "policy.changed" | "clock.stepped":
                self._noted(event)
            case _ if verb.startswith("session."):
                self._seated(event, verb)
            case _ if verb in VERBS:
                self._moved(event, VERBS[verb])
            case _:
                self.blame(event, f"unknown verb {verb}")

    def _noted(self, event: Mapping[str, Any]) -> None:
        """What moves nobody: the new policy stands in the document.

        A wrong clock is told, and so are rules of the room that change once the day has begun.
        """
        if event["verb"] == "clock.stepped":
            self.exceptions.append(finding(event, f"the clock jumped: {event['reason']}"))
        elif self.has_begun and not POLICY.fullmatch(str(event["reason"])):
            problem = f"the rules of the room changed: {event['reason']}"
            self.exceptions.append(finding(event, problem))

    # --- numbers ---

    def _issued(self, event: Mapping[str, Any]) -> None:
        number, queue, at = str(event["number"]), str(event["queue"]), time_of(event)
        if number in self.places:
            self.blame(event, "this number was given out before")
        expected = self.last_numbers.get(queue, 0) + 1
        if number != f"{queue}-{expected:03d}":
            self.blame(event, f"the next number of queue {queue} is {expected}")
        self.last_numbers[queue] = expected
        head_start = int(event["head_start_minutes"])
        place = Place(
            number=number,
            queue=queue,
            service=str(event["service"]),
            head_start=head_start,
            issued_at=at,
            seq=int(event["seq"]),
            touched_at=at,
            arrived_at=at if event["present"] else None,
            steps=[Step("WAITING", None, at)],
        )
        self._for_a_reason(event, place)
        self.places[number] = place

    def _for_a_reason(self, event: Mapping[str, Any], place: Place) -> None:
        """Most numbers are taken for no reason but the visitor's own; two kinds tell theirs."""
        reason = str(event.get("reason") or "")
        carried = CARRIED.fullmatch(reason)
        if carried:
            self._carried(event, place, carried)
        else:
            self.has_begun = True
        if reason and not carried:
            self._added(event, place)
            return
        given = self._in_force()["head_start_minutes"].values() if place.head_start else ()
        if place.head_start and place.head_start not in given:
            self.blame(event, f"no policy gives a head start of {place.head_start} minutes")

    def _carried(self, event: Mapping[str, Any], place: Place, told: re.Match[str]) -> None:
        """A number left over on an earlier day, by a decision: an exception, named once."""
        number, day, reason = told.groups()
        if event["present"] is not False or event["counter"] is not None:
            self.blame(event, "nobody is in the room when a day begins")
        if self.has_begun:
            self.blame(event, "carried over into a day that had begun")
        if date.fromisoformat(day) >= self.day:
            self.blame(event, f"{day} was not over")
        place.carried_from = f"{number} of {day}"
        if any(place.carried_from == other.carried_from for other in self.places.values()):
            self.blame(event, f"{place.carried_from} was carried over before")
        if (day, reason) not in self.decisions:
            self.decisions[day, reason] = seq_of(event)
            self.exceptions.append(finding(event, f"carried over from {day}: {reason}"))

    def _added(self, event: Mapping[str, Any], place: Place) -> None:
        """One more number for the visitor at a counter: it stands where that one stood."""
        counter, reason = str(event["counter"]), str(event["reason"])
        first = self.places.get(reason.removeprefix(ADDED_TO))
        if first is None or not reason.startswith(ADDED_TO):
            self.blame(event, "added to a number that was never given out")
            return
        if first not in self._at_counter(counter):
            self.blame(event, f"{first.number} is not at counter {counter}")
        if (event["head_start_minutes"], event["present"]) != (first.head_start, True):
            self.blame(event, f"{first.number} has another head start, or is not here")
        place.arrived_at = first.arrived_at
        self.deeds[counter].append(Deed.before("add", event, place))

    def _arrived(self, event: Mapping[str, Any]) -> None:
        place = self._place(event)
        if place is None:
            return
        if place.state != "WAITING" or place.arrived_at is not None:
            self.blame(event, f"cannot arrive while {place.state}")
        place.touched_at = time_of(event)
        # Who was carried over stands at the beginning of the day, once they are here.
        place.arrived_at = place.issued_at if place.carried_from else place.touched_at

    # --- counters ---

    def _seated(self, event: Mapping[str, Any], verb: str) -> None:
        counter = str(event["counter"])
        if verb != "session.opened" and counter not in self.sessions:
            self.blame(event, f"{verb.removeprefix('session.')} though it is not open")
        match verb:
            case "session.opened":
                self.sessions[counter] = services_of(event)
                self.paused.discard(counter)
                self._unbind(counter, self.sessions[counter])
            case "session.paused":
                self.paused.add(counter)
            case "session.closed":
                self._closed(event, counter)
            case _:
                self.blame(event, f"unknown verb {verb}")

    def _closed(self, event: Mapping[str, Any], counter: str) -> None:
        if self._at_counter(counter):
            self.blame(event, "closes a counter with a visitor at it")
        self.sessions.pop(counter, None)
        self.paused.discard(counter)
        self.deeds.pop(counter, None)
        self._unbind(counter, frozenset())

    # --- changes ---

    def _moved(self, event: Mapping[str, Any], verb: str) -> None:
        place = self._place(event)
        if place is None:
            return
        deed = Deed.before(verb, event, place)
        after = state_after(place.state, verb)
        if after is None:
            self.blame(event, f"{verb} may not follow {place.state}")
            self._believe(event, place, CLAIMS[verb])
            return
        where = place.counter
        self._look(event, place, verb)
        if verb in UNDOABLE and not ends_the_day(event):
            self.deeds[str(place.counter if verb == "call" else where)].append(deed)
        if after == "WAITING":
            place.counter = event["counter"] if verb == "transfer" else None
        reason = str(event.get("reason") or "") if verb == "call" else ""
        place.goes_to(after, time_of(event), reason=reason, is_call=verb == "call")

    def _look(self, event: Mapping[str, Any], place: Place, verb: str) -> None:
        """What else must be so before ``verb``."""
        match verb:
            case "call":
                self._called(event, place)
            case "transfer":
                self._transferred(event, place)
            case "return":
                self._returned(event, place)
            case "lapse" if event.get("reason") != END_OF_DAY:
                self._lapsed(event, place)
            case _ if place.state in AT_A_COUNTER and event["counter"] != place.counter:
                self.blame(event, f"the visitor is at counter {place.counter}")

    def _believe(self, event: Mapping[str, Any], place: Place, claimed: str) -> None:
        """Go on from what a wrong event claims: one gap must not put the whole day in doubt."""
        place.counter = str(event["counter"]) if claimed in AT_A_COUNTER else place.counter
        place.steps.append(
            Step(claimed, place.counter, time_of(event), is_call=claimed == "CALLED")
        )
        place.state, place.touched_at = claimed, time_of(event)

    def _lapsed(self, event: Mapping[str, Any], place: Place) -> None:
        """During the day only a number from afar lapses, once somebody was called past it."""
        if place.arrived_at is not None:
            self.blame(event, "a visitor in the room lapsed")
        elif not place.passed_over_by:
            self.blame(event, "lapsed though nobody was called past it")

    def _returned(self, event: Mapping[str, Any], place: Place) -> None:
        if place.state == "MISSED":
            if place.has_returned:
                self.blame(event, "came back a second time after missing the call")
            place.has_returned = True
        if place.arrived_at is None:
            place.arrived_at = time_of(event)
        place.passed_over_by.clear()

    def _transferred(self, event: Mapping[str, Any], place: Place) -> None:
        counter, service = event["counter"], str(event["service"])
        if event["head_start_minutes"] != place.head_start:
            self.blame(event, "a transfer changes no head start")
        if (counter is None) == (service == place.service):
            self.blame(event, "goes to another service, or to one counter")
        if counter is not None:
            if counter not in self.sessions or counter == place.counter:
                self.blame(event, f"nobody can be sent to counter {counter}")
            elif not services_in(self.sessions[counter], service):
                self.blame(event, f"counter {counter} does not serve {service}")
        place.queue, place.service = str(event["queue"]), service

    def _called(self, event: Mapping[str, Any], place: Place) -> None:
        counter = str(event["counter"])
        serves = self.sessions.get(counter)
        if counter not in self.sessions or counter in self.paused:
            self.blame(event, f"counter {counter} is not open")
        elif services_of(event) != serves:
            self.blame(event, f"counter {counter} was opened for other services")
        if self._at_counter(counter):
            self.blame(event, f"counter {counter} has a visitor already")
        if place.arrived_at is None:
            self.blame(event, "called without being in the room")
        if event.get("reason"):
            self.exceptions.append(finding(event, f"out of order: {event['reason']}"))
        else:
            self._compare(event, place, serves)
            self._pass_over(event, place, serves)
        place.counter = counter

    def _pass_over(self, event: Mapping[str, Any], called: Place, serves: Any) -> None:
        for other in self.places.values():
            absent = other.state == "WAITING" and other.arrived_at is None
            absent = absent and other.carried_from is None
            wanted = absent and services_in(serves, other.service)
            if wanted and is_passed_over(other.in_line(), called.in_line()):
                other.passed_over_by.add(seq_of(event))

    def _compare(self, event: Mapping[str, Any], place: Place, serves: Any) -> None:
        eligible = [
            p.in_line()
            for p in self.places.values()
            if p.state == "WAITING"
            and p.arrived_at is not None
            and is_eligible(p.in_line(), serves=serves, counter=str(event["counter"]))
        ]
        turn = next_in_line(eligible, runs=self.runs, policy=self._policy())
        if turn is None or turn.ticket != place.number:
            whose = turn.ticket if turn else "nobody's"
            self.blame(event, f"called out of order: it was {whose} turn")
        self.policy_calls[place.queue].append((seq_of(event), place.head_start))

    # --- taking back ---

    def _undone(self, event: Mapping[str, Any]) -> None:
        counter, done = str(event["counter"]), self.deeds.get(str(event["counter"]))
        if counter not in self.sessions:
            self.blame(event, f"counter {counter} is not open")
        deed = done.pop() if done else None
        if deed is None or (deed.number, deed.verb) != (event["number"], event["reason"]):
            self.blame(event, "this was not the last thing done at the counter")
            return
        place = self.places[deed.number]
        if not may_be_undone(deed.at, time_of(event)):
            self.blame(event, "taken back later than ten seconds")
        if place.touched_at != deed.at:
            self.blame(event, "taken back though something else happened since")
        if any(other is not place for other in self._at_counter(counter)) and deed.verb != "add":
            self.blame(event, f"counter {counter} has a visitor already")
        self._restore(deed, place, time_of(event))
        if not self._tells_of(event, place):
            self.blame(event, "queue, service and head start are not those of the number")

    def _restore(self, deed: Deed, place: Place, at: datetime) -> None:
        if deed.verb == "add":
            place.goes_to("CANCELLED", at)
            return
        state, counter, queue, service, touched_at = deed.stood
        place.counter, place.queue, place.service = counter, queue, service
        if state == "WAITING" and not self._serves(counter, service):
            place.counter = None
        place.goes_to(state, at, takes_back=deed.verb == "call")
        place.touched_at = touched_at
        if deed.verb == "call":
            calls = self.policy_calls[deed.queue]
            self.policy_calls[deed.queue] = [call for call in calls if call[0] != deed.seq]
            for other in self.places.values():
                other.passed_over_by.discard(deed.seq)


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
