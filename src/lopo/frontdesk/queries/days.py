"""A day as it is published, and whether it holds together."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lopo.frontdesk.models import Call, Interval, PolicyInForce, Ticket
from lopo.frontdesk.rules import Finding, Replay, replay
from lopo.kernel.codes import proof_of
from lopo.ledger import api as ledger
from lopo.organisation.api import Centre

from .lines import policy_document

FORMAT = "lopo-day/1"


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
    """What the verification of one day found."""

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
    try:
        return _verify(document)[0]
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise ValueError(f"damaged {FORMAT} document: {problem}") from problem


def _verify(document: dict[str, Any]) -> tuple[Verdict, Replay]:
    events = document["events"]
    verdict = Verdict(str(document["centre"]), str(document["service_date"]), events=len(events))
    for event in events:
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
    document = day_document(centre, day)
    verdict, found = _verify(document)
    for event in ledger.audited_events(centre.code, day):
        for problem in event.problems:
            verdict.offenders.append(_finding(event.public, problem))
    leaves = {e["seq"]: e["leaf"] for e in document["events"]}
    rows = Ticket.objects.filter(centre=centre, service_date=day).order_by("issued_seq")
    for ticket in rows:
        for problem in _ticket_problems(ticket, found, leaves):
            verdict.offenders.append(Finding(ticket.issued_seq, ticket.label, None, problem))
    for number in sorted(set(found.places) - {t.label for t in rows}):
        place = found.places[number]
        verdict.offenders.append(Finding(place.seq, number, None, "the ticket is gone"))
    _compare_times(verdict, centre, day)
    return verdict


def _ticket_problems(ticket: Ticket, found: Replay, leaves: dict[Any, str]) -> Iterator[str]:
    """Where a ticket's row says something else than its events."""
    place = found.places.get(ticket.label)
    if place is None:
        yield "the ticket has no event of issue"
        return
    if place.state != ticket.state:
        yield f"the ticket is {ticket.state}, its events say {place.state}"
    if (place.seq, place.service, place.head_start, place.issued_at, place.arrived_at) != (
        ticket.issued_seq,
        ticket.service_code,
        ticket.head_start,
        ticket.issued_at,
        ticket.arrived_at,
    ):
        yield "the ticket does not say what its events say"
    leaf = leaves.get(ticket.issued_seq)
    if leaf is None or proof_of(bytes.fromhex(leaf)) != ticket.proof:
        yield "the proof on the slip is not that of the event"


def _compare_times(verdict: Verdict, centre: Centre, day: date) -> None:
    """Intervals of a ticket follow each other without gap or overlap; calls end with them."""
    rows = Interval.objects.filter(ticket__centre=centre, ticket__service_date=day)
    last: dict[int, Any] = {}
    for pk, label, seq, started, ended in rows.order_by(
        "ticket_id", "started_at", "pk"
    ).values_list("ticket_id", "ticket__label", "ticket__issued_seq", "started_at", "ended_at"):
        if pk in last and last[pk] != started:
            verdict.offenders.append(Finding(seq, label, None, "its intervals do not meet"))
        last[pk] = ended
    open_calls = Call.objects.filter(centre=centre, service_date=day, ended_at=None)
    for call in open_calls.exclude(ticket__state__in=["CALLED", "SERVING"]):
        verdict.offenders.append(
            Finding(call.ticket.issued_seq, call.ticket.label, None, "a call that never ended")
        )


def _finding(event: dict[str, Any], problem: str) -> Finding:
    seq = event.get("seq")
    place = seq if isinstance(seq, int) else 0
    return Finding(place, event.get("number"), event.get("counter"), problem)
