"""A day as it is published, and whether it holds together."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lopo.foundation.transactions import one_moment
from lopo.frontdesk.models import PolicyInForce
from lopo.frontdesk.rules import Finding, Replay, replay
from lopo.frontdesk.rules.places import time_of
from lopo.ledger import api as ledger
from lopo.organisation.api import Centre

from .evidence import Witness, compare
from .lines import policy_document

FORMAT = "lopo-day/1"
EVENT_FIELDS = frozenset(
    {
        *("seq", "at", "verb", "number", "queue", "service", "head_start_minutes", "present"),
        *("counter", "session_services", "reason", "leaf"),
    }
)


def policies_of_day(centre: Centre, day: date) -> list[dict[str, Any]]:
    """The policies of a day with the event from which each held."""
    rows = PolicyInForce.objects.filter(centre=centre, service_date=day).select_related("policy")
    return [
        {"from_seq": row.from_seq, **_without_text(policy_document(row.policy))}
        for row in rows.order_by("from_seq")
    ]


def _without_text(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "text"}


def day_document(centre: Centre, day: date) -> dict[str, Any]:
    """The public record of a day, free of personal data (API.md §8)."""
    return {
        "format": FORMAT,
        "centre": centre.code,
        "service_date": day.isoformat(),
        "zone": centre.zone,
        "policies": policies_of_day(centre, day),
        "events": ledger.day_events(centre.code, day),
    }


@dataclass
class Verdict:
    """What the verification of one day found; without a day, of a whole record."""

    centre: str
    service_date: str
    events: int = 0
    tickets: int = 0
    offenders: list[Finding] = field(default_factory=list)
    exceptions: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; recorded exceptions are not wrong."""
        return not self.offenders

    def document(self) -> dict[str, Any]:
        """The verdict as JSON."""
        return {"clean": self.clean, **asdict(self)}


def verify_bundle(document: dict[str, Any]) -> Verdict:
    """Verify a published day from its document alone; ValueError when it is not one."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} document")
    for part in ("policies", "events"):
        if not isinstance(document.get(part), list):
            raise ValueError(f"damaged {FORMAT} document: {part} is not a list")
    try:
        return _verify(document)[0]
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise ValueError(f"damaged {FORMAT} document: {problem}") from problem


def _verify(document: dict[str, Any]) -> tuple[Verdict, Replay]:
    events = document["events"]
    verdict = Verdict(str(document["centre"]), str(document["service_date"]), events=len(events))
    if not all(isinstance(event, dict) for event in events):
        raise ValueError("an event is not an object")
    for event in events:
        if set(event) != EVENT_FIELDS:
            odd = ", ".join(sorted(set(event) ^ EVENT_FIELDS))
            verdict.offenders.append(_finding(event, f"fields too many or missing: {odd}"))
        if not _is_hashed(event):
            verdict.offenders.append(_finding(event, "the leaf is not the hash of the event"))
    found = replay(document)
    verdict.tickets = len(found.places)
    verdict.offenders += found.offenders
    verdict.exceptions += found.exceptions
    return verdict, found


def _is_hashed(event: dict[str, Any]) -> bool:
    leaf = event.get("leaf")
    try:
        return ledger.leaf_of(event).hex() == leaf
    except ValueError:  # a spelling that no honest event has
        return False


def verify_day(centre: Centre, day: date) -> Verdict:
    """Verify a day as it lies in the database: record, replay and rows must agree."""
    with one_moment():
        return _verify_rows(centre, day)


def _verify_rows(centre: Centre, day: date) -> Verdict:
    document = day_document(centre, day)
    verdict, found = _verify(document)
    audited = ledger.audited_events(centre.code, day)
    for event in audited:
        for problem in event.problems:
            verdict.offenders.append(_finding(event.public, problem))
    witness = Witness(
        leaves={event.seq: event.public["leaf"] for event in audited},
        subjects={event.seq: event.subject for event in audited},
        seats=[
            (event.seq, verb, time_of(event.public), str(event.public["counter"]), event.actor)
            for event in audited
            if (verb := str(event.public.get("verb"))).startswith("session.") and not event.problems
        ],
    )
    verdict.offenders += compare(centre, day, found, witness)
    return verdict


def verify_records() -> list[Verdict]:
    """Verify what is recorded beside the days of centres, each record whole."""
    with one_moment():
        return [_verify_record(stream) for stream in ledger.vouched_streams()]


def _verify_record(stream: str) -> Verdict:
    count, doubts = ledger.audit_stream(stream)
    offenders = [
        Finding(one.seq, one.name, None, f"{one.day}: {one.problem}" if one.day else one.problem)
        for one in doubts
    ]
    return Verdict(stream, "", events=count, offenders=offenders)


def _finding(event: dict[str, Any], problem: str) -> Finding:
    seq = event.get("seq")
    place = seq if isinstance(seq, int) else 0
    return Finding(place, event.get("number"), event.get("counter"), problem)
