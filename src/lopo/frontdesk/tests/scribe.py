"""Writes a published day by hand, line by line, honest or not; no database."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

from lopo.frontdesk.queries import Verdict, verify_bundle
from lopo.ledger import api as ledger

OPENING = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)
NEXT_DAY = datetime(2026, 11, 23, 16, 0, tzinfo=timezone.utc)  # midnight in Kupang
Document = dict[str, Any]


class Scribe:
    """A day of one centre; every method adds the event an honest act would add."""

    def __init__(self, *, in_a_row: int = 2, head_start: int = 30) -> None:
        self.at = OPENING
        self.events: list[dict[str, Any]] = []
        self.issued: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, list[str] | None] = {}
        self.policies: list[dict[str, Any]] = [
            {
                "from_seq": 1,
                "version": 1,
                "head_start_minutes": {"LANSIA": head_start, "HAMIL": head_start},
                "max_priority_in_a_row": in_a_row,
            }
        ]

    def wait(self, **delta: float) -> "Scribe":
        self.at += timedelta(**delta)
        return self

    def write(self, verb: str, **facts: Any) -> "Scribe":
        self.at += timedelta(seconds=1)
        event = {
            "seq": len(self.events) + 1,
            "at": self.at.isoformat(timespec="microseconds"),
            "verb": verb,
            **dict.fromkeys(("number", "queue", "service", "head_start_minutes", "present")),
            **dict.fromkeys(("counter", "session_services", "reason")),
            **facts,
        }
        self.events.append({**event, "leaf": ledger.leaf_of(event).hex()})
        return self

    def issue(self, number: str, *, head_start: int = 0, present: bool = True) -> "Scribe":
        queue = number.partition("-")[0]
        facts = {
            "number": number,
            "queue": queue,
            "service": f"{queue}-SVC",
            "head_start_minutes": head_start,
            "present": present,
        }
        self.issued[number] = facts
        return self.write("ticket.issued", **facts)

    def of(self, number: str, verb: str, **facts: Any) -> "Scribe":
        return self.write(f"ticket.{verb}", **{**self.issued[number], **facts})

    def arrive(self, number: str) -> "Scribe":
        self.issued[number]["present"] = True
        return self.of(number, "arrived")

    def open(self, counter: str, services: list[str] | None = None) -> "Scribe":
        self.sessions[counter] = services
        return self.write("session.opened", counter=counter, session_services=services)

    def close(self, counter: str, **facts: Any) -> "Scribe":
        return self.write("session.closed", counter=counter, **facts)

    def call(self, number: str, counter: str = "1", **facts: Any) -> "Scribe":
        serves = {"session_services": self.sessions.get(counter), **facts}
        return self.of(number, "called", counter=counter, **serves)

    def send(self, number: str, *, queue: str | None = None, to: str | None = None) -> "Scribe":
        """On to another service, or to one counter."""
        if queue is not None:
            self.issued[number] = {**self.issued[number], "queue": queue, "service": f"{queue}-SVC"}
        return self.of(number, "transferred", counter=to)

    def add(self, number: str, to: str, counter: str = "1", **facts: Any) -> "Scribe":
        """One more number for who is at the counter."""
        queue, first = number.partition("-")[0], self.issued[to]
        self.issued[number] = {
            **first,
            **{"number": number, "queue": queue, "service": f"{queue}-SVC", "present": True},
            **facts,
        }
        told = {"counter": counter, "reason": f"added-to {to}"}
        return self.write("ticket.issued", **{**self.issued[number], **told, **facts})

    def undo(self, number: str, verb: str, counter: str = "1", **facts: Any) -> "Scribe":
        """Taken back at ``counter``; the facts are those of the number as it stands again."""
        told = {"counter": counter, "reason": verb}
        return self.write("call.undone", **{**self.issued[number], **told, **facts})

    def pause(self, counter: str = "1") -> "Scribe":
        serves = self.sessions.get(counter)
        return self.write("session.paused", counter=counter, session_services=serves)

    def serve(self, number: str, counter: str = "1") -> "Scribe":
        self.call(number, counter)
        self.of(number, "started", counter=counter)
        return self.of(number, "finished", counter=counter)

    @property
    def document(self) -> Document:
        return {
            "format": "lopo-day/1",
            "centre": "bkd",
            "service_date": "2026-11-23",
            "zone": "Asia/Makassar",
            "policies": self.policies,
            "events": self.events,
        }

    @property
    def verdict(self) -> Verdict:
        return verify_bundle(self.document)


def an_honest_day() -> Scribe:
    """Two counters, priority, a number from afar, a no-show, a rest that lapses at midnight."""
    day = Scribe().open("1").open("2", ["B-SVC"])
    day.issue("A-001").issue("A-002").issue("A-003", head_start=30).issue("B-001")
    day.issue("A-004", present=False).issue("B-002", present=False).issue("A-005", present=False)
    day.serve("A-003").serve("A-001").call("B-001", "2")
    day.of("B-001", "recalled", counter="2").of("B-001", "missed", counter="2")
    day.issue("A-006").arrive("A-004").serve("A-002").serve("A-006")
    day.of("A-005", "lapsed").of("B-002", "cancelled").issue("A-007").call("A-004")
    day.at = NEXT_DAY
    over = {"reason": "end-of-day"}
    day.of("A-004", "missed", counter="1", **over).of("A-007", "lapsed", **over)
    return day.close("1", **over).close("2", **over)


def rehash(events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a clever forger does: leaves that fit the forged events."""
    return [{**event, "leaf": ledger.leaf_of(event).hex()} for event in events]


def renumber(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The forger counts the events anew as well."""
    return rehash({**event, "seq": seq} for seq, event in enumerate(events, start=1))


def forged(change: Callable[[list[dict[str, Any]]], Any]) -> Verdict:
    """The verdict on an honest day after ``change`` and with all leaves computed anew."""
    day = an_honest_day()
    events = [dict(event) for event in day.events]
    changed = change(events)
    document = {**day.document, "events": rehash(events if changed is None else changed)}
    return verify_bundle(document)
