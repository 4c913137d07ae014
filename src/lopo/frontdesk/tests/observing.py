"""What an act did, seen from outside: rows, record, revision and notification."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from lopo.foundation.models import StoredAnswer
from lopo.frontdesk.models import (
    Call,
    CarryOver,
    CounterSession,
    Deed,
    Interval,
    Line,
    NumberSeries,
    PolicyInForce,
    Ticket,
    Visit,
)
from lopo.frontdesk.rules import TIMED
from lopo.ledger.models import Event
from lopo.organisation.api import Centre

TABLES: tuple[type[Model], ...] = (
    Ticket,
    Visit,
    Call,
    Interval,
    CounterSession,
    CarryOver,
    Deed,
    NumberSeries,
    PolicyInForce,
    Line,
    Event,
    StoredAnswer,
)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the front desk and its record."""
    return {
        model.__name__: [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in model._default_manager.order_by("pk").values_list()
        ]
        for model in TABLES
    }


_COUNTED = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {model._meta.db_table})" for model in TABLES
)


def counted() -> list[Any]:
    """How many rows there are of each kind, and where every line stands: cheap to ask often."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        counts = cursor.fetchone()
    return [counts, *Line.objects.order_by("pk").values_list("pk", "rev", "seq")]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """A refusal leaves every row as it was."""
    before = everything()
    yield
    assert everything() == before


def verbs_and_rev(centre: Centre) -> tuple[list[str], int]:
    verbs = Event.objects.filter(stream=centre.code).order_by("service_date", "seq")
    rev = Line.objects.filter(centre=centre).values_list("rev", flat=True).first()
    return list(verbs.values_list("verb", flat=True)), rev or 0


@contextmanager
def one_change(centre: Centre, *verbs: str) -> Iterator[None]:
    """One act: these events and no others, one revision more, one notification."""
    seen, rev = verbs_and_rev(centre)
    with CaptureQueriesContext(connection) as queries:
        yield
    seen_after, rev_after = verbs_and_rev(centre)
    assert seen_after[len(seen) :] == list(verbs)
    assert rev_after == rev + 1
    assert len([q for q in queries if "pg_notify" in q["sql"]]) == 1


def states_of(ticket: Ticket) -> list[str]:
    """The states a ticket went through, its intervals asserted to meet without gap or overlap."""
    rows = list(Interval.objects.filter(ticket=ticket).order_by("started_at", "pk"))
    assert rows[0].started_at == ticket.issued_at
    for one, following in pairwise(rows):
        assert one.ended_at == following.started_at
    ticket.refresh_from_db()
    final = ticket.state not in TIMED
    assert (rows[-1].ended_at is None) != final
    if final:
        assert rows[-1].ended_at == ticket.changed_at
    return [row.state for row in rows] + ([ticket.state] if final else [])
