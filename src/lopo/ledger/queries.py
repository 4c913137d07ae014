"""Reading the ledger: a day as it is published, and what does not fit its hash."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from .models import Event
from .rules import Doubt, StoredEvent, Vouched, doubts_about, leaf_of_payload

Told = Callable[[], Iterable[Vouched]]
# Who writes a stream says what its tables tell, when it starts.
_vouching: dict[str, list[Told]] = {}


def vouch_for(stream: str, told: Told) -> None:
    """Let ``told`` say what the lines of a stream have to say; several may write one stream."""
    _vouching.setdefault(stream, []).append(told)


def vouched_streams() -> list[str]:
    """The streams somebody vouches for."""
    return sorted(_vouching)


def audit_stream(stream: str) -> tuple[int, list[Doubt]]:
    """How many lines a stream has, all its days together, and what does not fit.

    To be read at one moment: an act between two reads would look like a forgery.
    """
    rows = Event.objects.filter(stream=stream).order_by("service_date", "seq")
    lines = [_audited(row) for row in rows]
    told = (one for source in _vouching.get(stream, []) for one in source())
    return len(lines), doubts_about(lines, told)


def last_seq(stream: str, service_date: date) -> int:
    """The number of the day's last event, 0 without one; who adds to it holds the stream's lock."""
    rows = Event.objects.filter(stream=stream, service_date=service_date)
    return int(rows.aggregate(last=Max("seq"))["last"] or 0)


def day_events(stream: str, service_date: date) -> list[dict[str, Any]]:
    """The public events of a day in order, each with its ``leaf``."""
    rows = Event.objects.filter(stream=stream, service_date=service_date).order_by("seq")
    return [
        {**(_read(payload) or {"seq": seq}), "leaf": bytes(leaf).hex()}
        for seq, payload, leaf in rows.values_list("seq", "payload", "leaf")
    ]


def _read(payload: str) -> dict[str, Any] | None:
    """The public event; None when somebody has damaged it, so that the rest stays readable."""
    try:
        public = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return public if isinstance(public, dict) else None


def audited_events(stream: str, service_date: date) -> list[StoredEvent]:
    """The events of a day with every disagreement between row, payload and hash."""
    rows = Event.objects.filter(stream=stream, service_date=service_date).order_by("seq")
    return [_audited(row) for row in rows]


def _audited(row: Event) -> StoredEvent:
    problems = []
    if leaf_of_payload(row.payload.encode("utf-8")) != bytes(row.leaf):
        problems.append("leaf does not match the event")
    public = _read(row.payload)
    if public is None:
        public, problems = {"seq": row.seq}, [*problems, "payload is not a JSON object"]
    for name, stored in (
        ("seq", row.seq),
        ("verb", row.verb),
        ("at", row.at.isoformat(timespec="microseconds")),
    ):
        if public.get(name) != stored:
            problems.append(f"{name} of the row is not the {name} of the event")
    full = {**public, "leaf": bytes(row.leaf).hex()}
    return StoredEvent(
        row.seq, row.subject, row.actor, full, tuple(problems), row.service_date, row.at
    )
