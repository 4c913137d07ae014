"""One line in the ledger for every saving: a stream for each agency, beside those of centres."""

from datetime import datetime
from typing import Any

from lopo.foundation.days import civil_date
from lopo.kernel.actor import Actor
from lopo.ledger.api import append, day_events, line
from lopo.organisation.api import Agency


def record(*, agency: Agency, verb: str, facts: dict[str, Any], actor: Actor, at: datetime) -> None:
    """Write it down; the caller holds the row that every such act of the agency locks."""
    stream, day = f"agency:{agency.code}", civil_date(at)
    seq = len(day_events(stream, day)) + 1
    public = {
        "seq": seq,
        "verb": verb,
        "at": at.isoformat(timespec="microseconds"),
        "agency": agency.code,
        **facts,
    }
    entry = line(seq=seq, at=at, verb=verb, subject=stream, actor=actor, public=public)
    append(stream=stream, service_date=day, lines=[entry])
