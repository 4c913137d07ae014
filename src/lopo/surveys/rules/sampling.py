"""How many answers are enough, and how sure an index is. Pure.

Krejcie and Morgan (1970), the table in the annex of PermenPANRB 14/2017:
S = χ²·N·P·(1 − P) / (d²·(N − 1) + χ²·P·(1 − P)) with χ² = 3,841 (95 %, one degree of freedom),
P = 0,5 and d = 0,05.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

CHI_SQUARE = Fraction(3841, 1000)
SPREAD = Fraction(1, 4)
PRECISION = Fraction(5, 100) ** 2
Z = 1.959963984540054  # 95 % of a normal distribution lie within ± Z


def enough_of(population: int) -> int:
    """How many of a population must answer, rounded to the nearest person; all of a handful."""
    if population <= 0:
        return 0
    needed = CHI_SQUARE * population * SPREAD
    sample = needed / (PRECISION * (population - 1) + CHI_SQUARE * SPREAD)
    return min(population, int(sample + Fraction(1, 2)))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far ballots lie apart that answered equally many items.

    How many they are, what the totals of their answers sum up to, and the squares of these totals:
    mean and spread follow exactly, however many ballots there are.
    """

    ballots: int = 0
    totals: int = 0
    squares: int = 0

    def __add__(self, other: "Spread") -> "Spread":
        return Spread(
            self.ballots + other.ballots, self.totals + other.totals, self.squares + other.squares
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """Between what the index of everybody lies, 95 times of 100."""

    low: float
    high: float


def interval_of(
    spreads: Mapping[int, Spread], *, population: int | None, lowest: int, highest: int
) -> Interval | None:
    """Around the mean score of ballots, by how many items they answered; None with fewer than two.

    The score of a ballot is the mean of what it answered.

    With a population the interval narrows as its share that answered grows, to nothing at all.
    """
    count = sum(one.ballots for one in spreads.values())
    if count <= 1:
        return None
    scores = sum(Fraction(one.totals, answered) for answered, one in spreads.items())
    mean = Fraction(scores, count)
    of_each = sum(Fraction(one.squares, answered**2) for answered, one in spreads.items())
    squares = of_each - scores * mean
    error = sqrt(squares / (count - 1) / count)
    if population is not None and population > 1:
        error *= sqrt(max(0, population - count) / (population - 1))
    middle = float(mean)
    return Interval(max(float(lowest), middle - Z * error), min(float(highest), middle + Z * error))
