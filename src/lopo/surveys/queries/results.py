"""What ballots come to: the index of a group, its grade, each element, and how sure it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lopo.surveys import rules
from lopo.surveys.models import Instrument, Item
from lopo.surveys.rules import Interval

from .tallies import Counted


@dataclass(frozen=True, slots=True)
class Element:
    """One element (unsur): its mean (NRR), the same converted to 100, its weighted part, grade."""

    item: Item
    count: int
    mean: Fraction | None
    value: Decimal | None
    weighted: Fraction | None
    grade: rules.Band | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The index (IKM) of some ballots; ``value`` is converted, rounded half up, then graded.

    Nothing of it may be shown of fewer ballots than the policy says: that is for who shows it.
    """

    instrument: Instrument
    ballots: int
    elements: Sequence[Element]
    index: Fraction | None
    value: Decimal | None
    grade: rules.Band | None
    bands: Sequence[rules.Band]
    interval: Interval | None = None

    def weakest(self, count: int = 3) -> list[Element]:
        """The elements with the lowest means, the lowest first."""
        answered = [(one.mean, place, one) for place, one in enumerate(self.elements) if one.mean]
        return [one for _mean, _place, one in sorted(answered, key=lambda row: row[:2])[:count]]


@dataclass(frozen=True, slots=True)
class Frame:
    """How the ballots of a questionnaire are read on a day: its items and what grades are called.

    ``on``: the last day of the period a result is of; the grades of 2024 stay those of 2024.
    """

    instrument: Instrument
    items: Sequence[Item]
    bands: Sequence[rules.Band]
    exempt: Collection[str]

    def outcome(self, counted: Counted, *, population: int | None = None) -> Outcome:
        """What counted ballots come to."""
        scale = self.instrument
        applies = [item.code for item in self.items if item.code not in self.exempt]
        result = rules.result_of(counted.answers, applies)
        means = {one.code: one for one in result.elements}
        value = None
        if result.index is not None:
            value = rules.half_up(rules.converted(result.index, highest=scale.highest))
        interval = rules.interval_of(
            counted.spreads, population=population, lowest=scale.lowest, highest=scale.highest
        )
        return Outcome(
            instrument=scale,
            ballots=counted.ballots,
            elements=[
                self._element(item, means[item.code], result)
                for item in self.items
                if item.code in means
            ],
            index=result.index,
            value=value,
            grade=rules.grade_of(value, self.bands) if value is not None else None,
            bands=self.bands,
            interval=interval,
        )

    def _element(self, item: Item, found: rules.ElementResult, result: rules.Result) -> Element:
        if found.mean is None or result.weight is None:
            return Element(item, found.count, None, None, None, None)
        value = rules.half_up(rules.converted(found.mean, highest=self.instrument.highest))
        grade = rules.grade_of(value, self.bands)
        weighted = found.mean * result.weight
        return Element(item, found.count, found.mean, value, weighted, grade)
