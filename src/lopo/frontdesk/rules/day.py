"""The state of a day while it is replayed: what holds after the events seen so far."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .order import AT_A_COUNTER, Policy, run_of, services_in
from .places import Deed, Finding, Place, finding, seq_of, time_of

END_OF_DAY = "end-of-day"
ADDED_TO = "added-to "
CARRIED_OVER = "carried-over {number} of {day}: {reason}"
CARRIED = re.compile(r"carried-over (\S+) of (\d{4}-\d{2}-\d{2}): (.+)")
CHANGES_SERVICE = frozenset({"ticket.transferred"})


def ends_the_day(event: Mapping[str, Any]) -> bool:
    """Whether the day ended by this event; the reason of a call is an officer's own words."""
    return event.get("reason") == END_OF_DAY and event.get("verb") != "ticket.called"


@dataclass
class Day:
    """The state of the day after the events seen so far, and what did not fit."""

    policies: list[Mapping[str, Any]]
    zone: ZoneInfo
    day: date
    offenders: list[Finding] = field(default_factory=list)
    exceptions: list[Finding] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    sessions: dict[str, frozenset[str] | None] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    # Per queue: (seq, head start) of its policy calls that were not taken back, in order.
    policy_calls: dict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    last_numbers: dict[str, int] = field(default_factory=dict)
    # (day, reason) of every decision by which numbers were carried into this day.
    decisions: dict[tuple[str, str], int] = field(default_factory=dict)
    has_begun: bool = False
    seq: int = 0
    at: datetime | None = None

    @property
    def states(self) -> dict[str, str]:
        """The state of every number after the last event."""
        return {number: place.state for number, place in self.places.items()}

    @property
    def runs(self) -> dict[str, int]:
        """Per queue: how many of its last policy calls in a row had a head start."""
        return {
            queue: run_of(head_start for _seq, head_start in reversed(calls))
            for queue, calls in self.policy_calls.items()
        }

    def blame(self, event: Mapping[str, Any], problem: str) -> None:
        """Name ``event`` as one that does not fit."""
        self.offenders.append(finding(event, problem))

    def _keep_time(self, event: Mapping[str, Any]) -> None:
        seq = seq_of(event)
        if seq != self.seq + 1:
            self.blame(event, f"seq {event.get('seq')} follows {self.seq}")
        self.seq = seq or self.seq + 1
        at = time_of(event)
        if self.at is not None and at <= self.at:
            self.blame(event, "time does not move forward")
        self.at = at
        is_over = at.astimezone(self.zone).date() > self.day
        if is_over != ends_the_day(event):
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

    def _place(self, event: Mapping[str, Any]) -> Place | None:
        place = self.places.get(str(event["number"]))
        if place is None:
            self.blame(event, "this number was never given out")
            return None
        if not self._tells_of(event, place) and event["verb"] not in CHANGES_SERVICE:
            self.blame(event, "queue, service and head start are not those of the number")
        return place

    def _tells_of(self, event: Mapping[str, Any], place: Place) -> bool:
        said = (event["queue"], event["service"], event["head_start_minutes"])
        return said == (place.queue, place.service, place.head_start)

    def _unbind(self, counter: str, serves: frozenset[str] | None) -> None:
        """Who was sent to a counter that cannot serve them may be called anywhere again."""
        for place in self.places.values():
            is_bound = place.state == "WAITING" and place.counter == counter
            if is_bound and not services_in(serves, place.service):
                place.counter = None

    def _serves(self, counter: str | None, service: str) -> bool:
        return counter in self.sessions and services_in(self.sessions[counter], service)

    def _at_counter(self, counter: str) -> list[Place]:
        return [p for p in self.places.values() if p.counter == counter and p.state in AT_A_COUNTER]
