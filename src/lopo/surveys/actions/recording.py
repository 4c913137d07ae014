"""What is done with a survey, in a stream of its own in the ledger: days, never hours."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from django.db import connection

from lopo.foundation.days import civil_date
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.ledger import api as ledger
from lopo.people.api import User
from lopo.surveys.models import PaperBatch
from lopo.surveys.queries import STREAM
from lopo.surveys.rules import Kind, period_of

STREAM_LOCK = 7_303


def note_in_ledger(
    verb: str, *, subject: str, facts: Mapping[str, Any], actor: Actor, clock: Clock
) -> None:
    """Write a line, the last thing an act does; gapless by day.

    A line knows its day and no hour: with an hour it would say when the ballots that were
    written in the same transaction came. It never holds what somebody said, wrote or is called.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STREAM_LOCK])
    day = civil_date(clock())
    at = datetime.combine(day, time.min, tzinfo=UTC)
    seq = ledger.last_seq(STREAM, day) + 1
    public = {"seq": seq, "at": at.isoformat(timespec="microseconds"), "verb": verb, **facts}
    entry = ledger.line(seq=seq, at=at, verb=verb, subject=subject, actor=actor, public=public)
    ledger.append(stream=STREAM, service_date=day, lines=[entry])


def note_batch(verb: str, batch: PaperBatch, officer: User, clock: Clock) -> None:
    """What became of a batch of paper: its number, how many sheets and voices, of which quarter."""
    unit = batch.service.unit if batch.service else None
    facts = {
        "centre": batch.centre.code,
        "batch": batch.label,
        "sheets": batch.sheets,
        "ballots": batch.ballots,
        "unit": unit.code if unit else None,
        "period": period_of(Kind.QUARTER, batch.day).spelled,
    }
    note_in_ledger(verb, subject=f"paper:{batch.pk}", facts=facts, actor=_by(officer), clock=clock)


def note_hiding(centre_code: str, period: str, officer: User, clock: Clock) -> None:
    """That a remark is not shown any more; never which, nor why."""
    note_in_ledger(
        "remark.hidden",
        subject=f"survey:{centre_code}",
        facts={"centre": centre_code, "period": period},
        actor=_by(officer),
        clock=clock,
    )


def _by(officer: User) -> Actor:
    return Actor(id=f"user:{officer.pk}")
