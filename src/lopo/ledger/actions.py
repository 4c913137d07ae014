"""Writing to the ledger: only ever at its end, only inside the act that it records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from lopo.kernel.actor import Actor
from lopo.kernel.canonical import canonical_json

from .models import Event
from .rules import leaf_of_payload


@dataclass(frozen=True, slots=True)
class Line:
    """One event about to be recorded; ``public`` is what everybody may read of it."""

    seq: int
    at: datetime
    verb: str
    subject: str
    actor: Actor
    public: dict[str, Any]
    payload: bytes
    leaf: bytes


def line(
    *, seq: int, at: datetime, verb: str, subject: str, actor: Actor, public: dict[str, Any]
) -> Line:
    """Spell and hash an event; nothing is written yet."""
    payload = canonical_json(public)
    return Line(seq, at, verb, subject, actor, public, payload, leaf_of_payload(payload))


def append(*, stream: str, service_date: date, lines: Sequence[Line]) -> None:
    """Write ``lines`` at the end of the day, in one statement, in the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside the transaction of the act")
    Event.objects.bulk_create(
        [
            Event(
                stream=stream,
                service_date=service_date,
                seq=entry.seq,
                at=entry.at,
                verb=entry.verb,
                subject=entry.subject,
                actor=entry.actor.id,
                payload=entry.payload.decode("utf-8"),
                leaf=entry.leaf,
            )
            for entry in lines
        ]
    )
