"""A record and the tables beside it say the same, or it is named where they do not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.ledger.rules import StoredEvent, Vouched, doubts_about

DAY = date(2026, 11, 23)


def line(seq: int = 1, *, day: date = DAY, **facts: Any) -> StoredEvent:
    public = {"seq": seq, "verb": "paper.counted", "batch": f"2026-{seq:03}", **facts}
    at = datetime.combine(day, time.min, tzinfo=UTC)
    return StoredEvent(seq, f"paper:{seq}", "user:7", public, (), day, at)


def told(seq: int = 1, *, day: date | None = DAY, **facts: Any) -> Vouched:
    whole = {"batch": f"2026-{seq:03}", **facts}
    return Vouched("paper.counted", f"paper:{seq}", "user:7", f"berkas {seq}", day, whole)


def problems(lines: list[StoredEvent], rows: list[Vouched]) -> list[str]:
    return [one.problem for one in doubts_about(lines, rows)]


NO_LINE = "no line says paper.counted as the table does"
NO_ROW = "no table says paper.counted as the line does"


def test_a_row_without_its_line_is_named() -> None:
    (doubt,) = doubts_about([line(1)], [told(1), told(2)])
    assert (doubt.seq, doubt.name, doubt.day, doubt.problem) == (0, "berkas 2", DAY, NO_LINE)


def test_a_line_that_no_table_says_is_named() -> None:
    (doubt,) = doubts_about([line(1), line(2)], [told(1)])
    assert (doubt.seq, doubt.name, doubt.day, doubt.problem) == (2, "paper:2", DAY, NO_ROW)


def test_a_line_that_says_more_than_the_table_is_named_unless_the_table_cannot_tell() -> None:
    said = line(1, unit="A")
    assert sorted(problems([said], [told(1)])) == sorted([NO_LINE, NO_ROW])
    assert problems([said], [replace(told(1), beside=frozenset(("unit",)))]) == []


def test_a_line_carried_to_another_day_is_named() -> None:
    carried = replace(line(1), day=DAY - timedelta(days=40))
    assert problems([carried], [replace(told(1), day=None)]) == [
        "the day of the row is not the day of the event"
    ]


@pytest.mark.parametrize(
    "other",
    [
        told(sheets=2),
        told(ballots=None),
        told(day=DAY + timedelta(days=2)),
        replace(told(), actor="user:8"),
        replace(told(), subject="paper:8"),
        replace(told(), verb="paper.rejected"),
    ],
)
def test_a_row_that_says_something_else_is_not_the_row_of_the_line(other: Vouched) -> None:
    assert len(problems([line(sheets=3)], [other])) == 2


def test_what_is_done_once_is_not_said_twice() -> None:
    twice = [line(1), replace(line(1), seq=2)]
    assert problems(twice, [told(1)]) == [NO_ROW]
    assert problems([line(1)], [told(1), told(1)]) == [NO_LINE]


def test_a_line_that_is_missing_is_named_by_the_one_after_it() -> None:
    assert problems([line(1), line(3)], [told(1), told(3)]) == ["a line before it is missing"]
    assert problems([line(2)], [told(2)]) == ["a line before it is missing"]


def test_a_damaged_line_is_named_whatever_stands_in_it() -> None:
    broken = replace(line(1), problems=("leaf does not match the event",))
    assert problems([broken], [told(1)]) == ["leaf does not match the event"]
    odd: tuple[Any, ...] = ([], {}, None, 3)
    for verb in odd:
        assert NO_LINE in problems([line(1, verb=verb)], [told(1)])


def test_every_day_counts_from_one_and_midnight_is_no_forgery() -> None:
    tomorrow = DAY + timedelta(days=1)
    lines = [line(1), line(1, day=tomorrow), line(2, day=tomorrow)]
    rows = [told(1), told(1), told(2, day=None)]
    assert problems(lines, rows) == []


@given(st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_there_is_no_doubt_exactly_if_both_say_the_same(some: set[int], others: set[int]) -> None:
    lines = [replace(line(one), seq=place) for place, one in enumerate(sorted(some), 1)]
    found = problems(lines, [told(one) for one in others])
    assert len(found) == len(some ^ others)
