"""What is worth a look, by published limits: never too much, never too little, never a name."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.surveys.rules.checking import Reading, differences, sample_size, settled
from lopo.surveys.rules.opening import opened_now
from lopo.surveys.rules.watching import (
    DAYS_TO_COMPARE,
    Day,
    down_to_five,
    full_days,
    habit_of,
    is_straight,
    others_top,
    roughly,
    share_of,
    usual_limit,
)

FIRST = date(2026, 10, 1)
TIMES = Decimal(3)
counts = st.lists(st.integers(0, 60), max_size=40)
answers = st.lists(st.integers(1, 4) | st.none(), min_size=9, max_size=9).map(tuple)
habits = st.dictionaries(answers, st.integers(1, 30), max_size=8)


def days(voices: list[int], *, served: int = 1000) -> list[Day]:
    return [
        Day(FIRST + timedelta(days=number), count, 0, served) for number, count in enumerate(voices)
    ]


def test_a_quiet_counter_with_one_wild_day_is_seen() -> None:
    found = full_days(days([4, 5, 4, 6, 5, 30]), times=TIMES, least=10)
    assert [(one.day, one.voices, one.limit) for one in found] == [
        (FIRST + timedelta(days=5), 30, 8)
    ]


def test_more_voices_at_the_counter_than_people_served_are_seen_at_once() -> None:
    found = full_days([Day(FIRST, 4, 4, 3)], times=TIMES, least=10)
    assert (found[0].limit, found[0].voices, found[0].served) == (None, 4, 3)


def test_links_of_earlier_visits_are_no_stuffing() -> None:
    assert full_days([Day(FIRST, 9, 0, 0)], times=TIMES, least=10) == []


@given(st.integers(0, 60), st.integers(0, 40))
def test_a_counter_that_is_always_alike_is_never_seen(count: int, length: int) -> None:
    assert full_days(days([count] * length), times=TIMES, least=1) == []


@given(counts, st.integers(1, 30))
def test_what_is_seen_is_above_its_limit_and_large_enough(voices: list[int], least: int) -> None:
    for one in full_days(days(voices), times=TIMES, least=least):
        assert one.limit is not None
        assert one.voices > one.limit
        assert one.voices >= least


@given(st.lists(st.integers(0, 60), max_size=DAYS_TO_COMPARE - 1))
def test_a_new_counter_is_not_compared(voices: list[int]) -> None:
    assert usual_limit(voices, TIMES) is None


@given(st.lists(st.integers(0, 60), min_size=DAYS_TO_COMPARE, max_size=30), st.integers(61, 5000))
def test_one_wild_day_among_those_before_does_not_hide_the_next(
    voices: list[int], wild: int
) -> None:
    """Median and median distance are robust: one outlier moves the limit within what was seen."""
    limit = usual_limit([*voices, wild], TIMES)
    assert limit is not None
    assert limit <= max(voices) + TIMES * max(max(voices) - min(voices), 1)


@given(habits)
def test_shares_are_shares(patterns: dict[tuple[int | None, ...], int]) -> None:
    habit = habit_of(patterns, highest=4)
    assert habit.voices == sum(patterns.values())
    for share in (habit.straight, habit.alike, habit.top):
        assert 0 <= share <= 100
    assert habit.top <= habit.straight


@pytest.mark.parametrize(
    ("given_answers", "straight"),
    [
        ((4,) * 9, True),
        ((4,) * 8 + (3,), False),
        ((3,) * 5 + (None,) * 4, True),
        ((3,) * 4 + (None,) * 5, False),
        ((None,) * 9, False),
    ],
    ids=str,
)
def test_straight_lines_need_five_answers(
    given_answers: tuple[int | None, ...], straight: bool
) -> None:
    assert is_straight(given_answers) is straight


@given(st.dictionaries(st.integers(1, 6), habits.map(lambda one: habit_of(one, highest=4))))
def test_the_others_are_all_but_this_one(of: dict[int, object]) -> None:
    for counter in of:
        share = others_top(of, counter)  # type: ignore[arg-type]
        assert share is None or 0 <= share <= 100


@given(st.integers(0, 10_000))
def test_what_is_told_roughly_is_near(count: int) -> None:
    assert 0 <= count - down_to_five(count) < 5
    share = share_of(count, 10_000)
    assert abs(roughly(share) - share) <= Decimal("2.5")


@pytest.mark.parametrize(
    ("sheets", "again"), [(0, 0), (1, 1), (10, 10), (11, 10), (50, 10), (51, 11), (300, 60)]
)
def test_how_many_sheets_are_entered_again(sheets: int, again: int) -> None:
    assert sample_size(sheets) == again


CODES = [f"U{number}" for number in range(1, 10)]
readings = st.builds(
    Reading,
    answers.map(list),
    st.dictionaries(st.sampled_from(["GENDER", "AGE"]), st.sampled_from(["L", "P"])),
    st.integers(1, 3),
)


@given(readings, readings, st.data())
def test_settled_is_one_of_two_readings_at_every_place(
    first: Reading, second: Reading, data: st.DataObject
) -> None:
    gaps = differences(CODES, first, second)
    choices = {gap.key: data.draw(st.booleans()) for gap in gaps}
    right = settled(CODES, first, second, choices)
    assert differences(CODES, first, settled(CODES, first, second, {})) == []
    left = {gap.key for gap in differences(CODES, second, right)}
    assert left == {key for key, takes_second in choices.items() if not takes_second}


@given(st.integers(0, 500), st.integers(1, 20))
def test_ballots_open_in_whole_steps_and_another_step_stays_back(pending: int, step: int) -> None:
    opened = opened_now(pending, step)
    assert opened % step == 0
    assert opened == 0 or step <= pending - opened < 2 * step
