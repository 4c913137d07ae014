"""Ballots counted: everything an index needs, and no single ballot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from lopo.surveys.models import Ballot, Instrument, Item
from lopo.surveys.rules import Pattern

Key = tuple[Any, ...]


@dataclass
class Counted:
    """The ballots of one group.

    ``answers``: by item code, how often each value was given. ``scores``: how many ballots had
    which mean over what they answered, for the interval around the index.
    """

    ballots: int = 0
    answers: dict[str, Counter[int]] = field(default_factory=dict)
    scores: Counter[Fraction] = field(default_factory=Counter)

    def add(self, other: "Counted") -> None:
        """Count another group's ballots, too."""
        self.ballots += other.ballots
        for code, tally in other.answers.items():
            self.answers.setdefault(code, Counter()).update(tally)
        self.scores.update(other.scores)


def ballots_of(instrument: Instrument, first: date, last: date, **where: Any) -> "QuerySet[Ballot]":
    """The opened ballots of some quarters: ``centre``, ``agency``, ``service`` … narrow them.

    Practice centres are never counted.
    """
    found = Ballot.objects.filter(
        instrument=instrument, quarter__gte=first, quarter__lte=last, centre__is_practice=False
    )
    return found.filter(**where)


def count_by(
    found: "QuerySet[Ballot]", instrument: Instrument, items: Sequence[Item], *by: str
) -> dict[Key, Counted]:
    """Some ballots counted in groups, by the fields named; one statement, ungrouped without any.

    The rows that come back are as many as there are groups and different scores, however many
    ballots there are.
    """
    values = range(instrument.lowest, instrument.highest + 1)
    counts: dict[str, Any] = {
        f"a{place}_{value}": Count("pk", filter=Q(**{f"answers__{place}": value}))
        for place in range(len(items))
        for value in values
    }
    rows = found.values(*by, "answered", "total").annotate(ballots=Count("pk"), **counts).order_by()
    groups: dict[Key, Counted] = {}
    for row in rows:
        group = groups.setdefault(tuple(row[name] for name in by), Counted())
        group.ballots += row["ballots"]
        if row["answered"]:
            group.scores[Fraction(row["total"], row["answered"])] += row["ballots"]
        for place, item in enumerate(items):
            tally = group.answers.setdefault(item.code, Counter())
            for value in values:
                tally[value] += row[f"a{place}_{value}"]
    return groups


def counted_from(patterns: Mapping[Pattern, int], items: Sequence[Item]) -> Counted:
    """The same of ballots in memory: how often which questionnaire was filled in."""
    counted = Counted()
    for answers, count in patterns.items():
        given = [value for value in answers if value is not None]
        counted.ballots += count
        if given:
            counted.scores[Fraction(sum(given), len(given))] += count
        for item, value in zip(items, answers, strict=True):
            tally = counted.answers.setdefault(item.code, Counter())
            if value is not None:
                tally[value] += count
    return counted
