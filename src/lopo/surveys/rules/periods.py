"""The periods of a survey: per three months, six months or a year (PermenPANRB 14/2017). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import islice
from typing import Final

SPELLED = re.compile(r"([0-9]{4})(?:-(tw|s)([1-4]))?")
MONTHS_A_YEAR = 12
LATELY = 9
ROMAN = ("I", "II", "III", "IV")


class Kind(str, Enum):
    """How long a period is."""

    QUARTER = "tw"
    HALF = "s"
    YEAR = ""

    @property
    def months(self) -> int:
        """Its length in months."""
        return _MONTHS[self]


_MONTHS: Final = {Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter (triwulan), a half (semester) or a whole year; ``number`` counts from 1."""

    kind: Kind
    year: int
    number: int = 1

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.number * self.kind.months
        after = date(self.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
        return after - timedelta(days=1)

    @property
    def spelled(self) -> str:
        """As in an address: `2026-tw3`, `2026-s1`, `2026`."""
        if self.kind == Kind.YEAR:
            return str(self.year)
        return f"{self.year}-{self.kind.value}{self.number}"

    @property
    def roman(self) -> str:
        """Its number as it is said: `III`."""
        return ROMAN[self.number - 1]

    @property
    def before(self) -> "Period":
        """The one of the same length that ended when this began."""
        return period_of(self.kind, self.first - timedelta(days=1))

    @property
    def quarters(self) -> "tuple[Period, ...]":
        """The quarters it is made of: the smallest periods anything is shown for."""
        first = (self.number - 1) * self.kind.months // Kind.QUARTER.months + 1
        count = self.kind.months // Kind.QUARTER.months
        return tuple(Period(Kind.QUARTER, self.year, first + n) for n in range(count))

    def is_over(self, today: date) -> bool:
        """Whether nothing can be added to it any more."""
        return self.last < today

    def back(self) -> "Iterator[Period]":
        """This one and those before it, without end."""
        period = self
        while True:
            yield period
            period = period.before


def period_of(kind: Kind, day: date) -> Period:
    """The period of this length a day lies in."""
    return Period(kind, day.year, (day.month - 1) // kind.months + 1)


def current_period(day: date) -> Period:
    """The quarter a day lies in."""
    return period_of(Kind.QUARTER, day)


def lately(day: date) -> list[Period]:
    """The quarters staff choose from: the one of a day and those of two years before."""
    return list(islice(current_period(day).back(), LATELY))


def period_spelled(text: str) -> Period | None:
    """The period an address names; None when it names none."""
    found = SPELLED.fullmatch(text)
    if found is None or not 2000 <= int(found[1]) <= 9998:  # noqa: PLR2004 - years with a date
        return None
    kind = Kind(found[2] or "")
    number = int(found[3] or 1)
    if number * kind.months > MONTHS_A_YEAR:
        return None
    return Period(kind, int(found[1]), number)
