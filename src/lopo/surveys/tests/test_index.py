"""The index as the regulation computes it: boundary values, and another way to the same number."""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.surveys.rules.index import Band, converted, grade_of, half_up, mean_of, result_of
from lopo.surveys.rules.sampling import Spread, enough_of, interval_of

UNSUR = tuple(f"U{number}" for number in range(1, 10))
BANDS = (
    Band("A", "Sangat baik", Decimal("88.31")),
    Band("B", "Baik", Decimal("76.61")),
    Band("C", "Kurang baik", Decimal("65.00")),
    Band("D", "Tidak baik", Decimal("25.00")),
)
tallies = st.dictionaries(
    st.sampled_from(UNSUR),
    st.dictionaries(st.integers(1, 4), st.integers(0, 400), max_size=4),
)


@pytest.mark.parametrize(
    ("index", "value", "grade"),
    [
        ("4", "100.00", "A"),
        ("1", "25.00", "D"),
        ("3.5324", "88.31", "A"),
        ("3.532", "88.30", "B"),
        ("3.0644", "76.61", "B"),
        ("3.0641", "76.60", "C"),
        ("2.6", "65.00", "C"),
        ("2.5998", "65.00", "C"),
        ("2.5996", "64.99", "D"),
    ],
)
def test_rounded_first_then_graded(index: str, value: str, grade: str) -> None:
    shown = half_up(converted(Fraction(index), highest=4))
    assert shown == Decimal(value)
    band = grade_of(shown, BANDS)
    assert band is not None
    assert band.grade == grade


def test_below_every_band_there_is_no_grade() -> None:
    assert grade_of(Decimal("24.99"), BANDS) is None


def test_who_did_not_answer_is_not_a_zero() -> None:
    assert mean_of({4: 3}) == 4
    assert mean_of({}) is None
    assert mean_of({1: 0}) is None


def test_an_element_nobody_answered_neither_lowers_nor_raises() -> None:
    found = result_of({"U1": {4: 10}, "U2": {2: 10}}, UNSUR)
    assert found.index == 3
    assert found.weight == Fraction(1, 2)
    assert [one.count for one in found.elements] == [10, 10, 0, 0, 0, 0, 0, 0, 0]


def test_an_element_that_does_not_apply_is_left_out() -> None:
    every = {code: {4 if code == "U4" else 3: 5} for code in UNSUR}
    assert result_of(every, UNSUR).index == Fraction(28, 9)
    assert result_of(every, [code for code in UNSUR if code != "U4"]).index == 3


def test_of_no_answers_there_is_no_index() -> None:
    assert result_of({}, UNSUR).index is None
    assert result_of({}, UNSUR).weakest() == ()


def test_the_weakest_come_first_and_equal_ones_in_their_order() -> None:
    found = result_of({"U3": {1: 1}, "U1": {2: 1}, "U2": {2: 1}, "U9": {4: 1}}, UNSUR)
    assert [one.code for one in found.weakest()] == ["U3", "U1", "U2"]


@given(tallies)
def test_exact_whatever_is_answered(counted: dict[str, dict[int, int]]) -> None:
    """Another way: every answer on its own, in Python's fractions, nothing counted."""
    found = result_of(counted, UNSUR)
    means = []
    for code in UNSUR:
        answers = [v for v, times in counted.get(code, {}).items() for _one in range(times)]
        if answers:
            means.append(Fraction(sum(answers), len(answers)))
    if not means:
        assert found.index is None
        return
    assert found.index == sum(means) / len(means)
    assert 1 <= found.index <= 4


@given(st.fractions(min_value=0, max_value=100))
def test_rounding_half_up_as_by_hand(value: Fraction) -> None:
    by_hand = Decimal(value.numerator * 10**40 // value.denominator).scaleb(-40)
    exact = Fraction(by_hand) == value
    shown = half_up(value)
    assert abs(Fraction(shown) - value) <= Fraction(1, 200)
    if exact:
        assert shown == by_hand.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("population", "sample"),
    [
        (0, 0), (1, 1), (10, 10), (20, 19), (30, 28), (50, 44), (100, 80), (150, 108), (200, 132),
        (250, 152), (300, 169), (400, 196), (500, 217), (750, 254), (1000, 278), (1500, 306),
        (2000, 322), (3000, 341), (5000, 357), (10_000, 370), (13_686, 374), (20_000, 377),
        (50_000, 381), (1_000_000, 384),
    ],
)  # fmt: skip
def test_the_table_of_krejcie_and_morgan(population: int, sample: int) -> None:
    assert enough_of(population) == sample


def test_an_interval_needs_two_and_narrows_to_nothing_when_everybody_answered() -> None:
    some = {1: Spread(4, 3 + 3 + 4 + 4, 50), 2: Spread(6, 6 * 3 + 8 * 3, 36 * 3 + 64 * 3)}
    assert interval_of({9: Spread(1, 27, 27**2)}, population=9, lowest=1, highest=4) is None
    wide = interval_of(some, population=None, lowest=1, highest=4)
    narrow = interval_of(some, population=20, lowest=1, highest=4)
    none = interval_of(some, population=10, lowest=1, highest=4)
    assert wide is not None
    assert narrow is not None
    assert none is not None
    assert wide.low < narrow.low < 3.5 < narrow.high < wide.high
    assert none.low == none.high == 3.5


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=9), min_size=2, max_size=30))
def test_an_interval_out_of_sums_is_that_of_the_single_ballots(ballots: list[list[int]]) -> None:
    spreads: dict[int, Spread] = {}
    for one in ballots:
        known = spreads.get(len(one), Spread())
        spreads[len(one)] = known + Spread(1, sum(one), sum(one) ** 2)
    scores = [Fraction(sum(one), len(one)) for one in ballots]
    mean = sum(scores, Fraction(0)) / len(scores)
    variance = sum((one - mean) ** 2 for one in scores) / (len(scores) - 1)
    error = 1.959963984540054 * math.sqrt(variance / len(scores))
    found = interval_of(spreads, population=None, lowest=1, highest=4)
    assert found is not None
    assert found.low == max(1, float(mean) - error)
    assert found.high == min(4, float(mean) + error)
