"""The index of satisfaction, exactly as the regulation computes it. Pure.

PermenPANRB 14/2017: for each element (unsur) the mean of its answers (nilai rata-rata, NRR); the
weighted sum with equal weights (1/9 of nine, 1/x where some do not apply) is the index on the
scale of the answers, and times 25 the converted value. Everything is a fraction until it is shown:
only then it is rounded, half up, to two decimals, and only then compared with the bands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

CENTS = 100
Tally = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade (mutu): its letter, what it says, and the lowest converted value that earns it."""

    grade: str
    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element: how many answered it, and their mean (None: nobody did)."""

    code: str
    count: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """The elements that apply, and the index over those that were answered (None: none was)."""

    elements: tuple[ElementResult, ...]
    index: Fraction | None
    weight: Fraction | None

    def weakest(self, count: int = 3) -> tuple[ElementResult, ...]:
        """The elements with the lowest means, the lowest first; equal ones in their order."""
        answered = [one for one in self.elements if one.mean is not None]
        return tuple(sorted(answered, key=_mean)[:count])


def _mean(one: ElementResult) -> Fraction:
    assert one.mean is not None
    return one.mean


def mean_of(tally: Tally) -> Fraction | None:
    """The mean of answers counted by value; who did not answer is not counted, never as 0."""
    count = sum(tally.values())
    if not count:
        return None
    return Fraction(sum(value * times for value, times in tally.items()), count)


def result_of(tallies: Mapping[str, Tally], applies: Iterable[str]) -> Result:
    """The result over the elements that apply, in their order.

    ``tallies`` counts the answers of each element by value. An element that applies but that
    nobody answered has no mean; the weight is 1/x of those that have one, so that a gap in the
    answers neither lowers nor raises the index.
    """
    elements = tuple(_element(code, tallies.get(code, {})) for code in applies)
    means = [one.mean for one in elements if one.mean is not None]
    if not means:
        return Result(elements, None, None)
    weight = Fraction(1, len(means))
    return Result(elements, sum(means, Fraction(0)) * weight, weight)


def _element(code: str, tally: Tally) -> ElementResult:
    return ElementResult(code, sum(tally.values()), mean_of(tally))


def converted(index: Fraction, *, highest: int) -> Fraction:
    """The index on a scale whose highest answer is 100: times 25 where answers go from 1 to 4."""
    return index * Fraction(100, highest)


def half_up(value: Fraction) -> Decimal:
    """Rounded half up to two decimals, from the exact fraction; values are never negative."""
    cents = (value.numerator * CENTS * 2 + value.denominator) // (value.denominator * 2)
    return Decimal(cents).scaleb(-2)


def grade_of(value: Decimal, bands: Sequence[Band]) -> Band | None:
    """The band a rounded value lies in; None below the lowest one."""
    earned = [band for band in bands if band.lowest <= value]
    return max(earned, key=lambda band: band.lowest, default=None)
