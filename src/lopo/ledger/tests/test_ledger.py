"""The record: written at its end only, inside the act, hashed so that anyone can check it."""

import hashlib
import json
from datetime import date, datetime, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lopo.kernel.actor import VISITOR
from lopo.ledger import api as ledger
from lopo.ledger.models import Event
from lopo.ledger.rules import leaf_of_payload

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)


def make_line(seq: int = 1, **facts: Any) -> ledger.Line:
    public = {
        "seq": seq,
        "at": AT.isoformat(timespec="microseconds"),
        "verb": "ticket.issued",
        "number": f"A-{seq:03d}",
        **facts,
    }
    return ledger.line(
        seq=seq, at=AT, verb="ticket.issued", subject="ticket:x", actor=VISITOR, public=public
    )


def append(*lines: ledger.Line) -> None:
    ledger.append(stream="bkd", service_date=DAY, lines=lines)


def test_a_number_in_the_record_is_never_given_twice() -> None:
    append(make_line(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(make_line(1))


def test_the_record_does_not_count_from_zero() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        append(make_line(0))


def test_what_cannot_be_spelled_one_way_is_not_recorded() -> None:
    with pytest.raises(ValueError, match="canonical"):
        make_line(1, weight=0.5)


@pytest.mark.django_db(transaction=True)
def test_the_record_is_refused_outside_the_transaction_of_an_act() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="inside the transaction"):
        append(make_line(1))
    assert not Event.objects.exists()


def test_several_lines_cost_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        append(make_line(1), make_line(2), make_line(3))


def test_a_day_is_read_in_order_and_days_and_places_do_not_mix() -> None:
    append(make_line(2), make_line(1))
    ledger.append(stream="mpp", service_date=DAY, lines=[make_line(1)])
    ledger.append(stream="bkd", service_date=date(2026, 11, 24), lines=[make_line(1)])
    assert [event["seq"] for event in ledger.day_events("bkd", DAY)] == [1, 2]


def test_the_leaf_is_the_hash_the_contract_names() -> None:
    append(make_line(1, service="Kenaikan pangkat é"))
    [event] = ledger.day_events("bkd", DAY)
    spelled = json.dumps(
        {k: v for k, v in event.items() if k != "leaf"},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    assert event["leaf"] == hashlib.sha256(b"\x00" + spelled).hexdigest()
    assert ledger.leaf_of(event).hex() == event["leaf"]


def test_the_leaf_does_not_depend_on_the_order_of_members_or_on_itself() -> None:
    event = {"a": 1, "b": "x"}
    assert ledger.leaf_of(event) == ledger.leaf_of({"b": "x", "a": 1, "leaf": "00"})
    assert ledger.leaf_of(event) != ledger.leaf_of({"a": 2, "b": "x"})
    assert ledger.leaf_of(event) == leaf_of_payload(b'{"a":1,"b":"x"}')


def test_an_honest_day_audits_clean() -> None:
    append(make_line(1), make_line(2))
    assert [event.problems for event in ledger.audited_events("bkd", DAY)] == [(), ()]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("leaf", b"\x00" * 32, "leaf does not match the event"),
        ("verb", "ticket.called", "verb of the row is not the verb of the event"),
        ("payload", "not json", "payload is not a JSON object"),
        ("payload", "[]", "payload is not a JSON object"),
        ("payload", '{"seq":1}', "leaf does not match the event"),
    ],
)
def test_each_disagreement_of_a_row_is_named(field: str, value: Any, problem: str) -> None:
    entry = make_line(1)
    row = {
        "verb": entry.verb,
        "payload": entry.payload.decode(),
        "leaf": entry.leaf,
        field: value,
    }
    Event.objects.create(
        stream="bkd", service_date=DAY, seq=1, at=AT, subject="ticket:x", actor="visitor", **row
    )
    [audited] = ledger.audited_events("bkd", DAY)
    assert problem in audited.problems
    assert len(ledger.day_events("bkd", DAY)) == 1
