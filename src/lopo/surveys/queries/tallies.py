"""Ballots counted: everything an index needs, and no single ballot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import BitXor
from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet, Sum
from django.db.models.functions import Cast

from lopo.surveys.models import Ballot, Instrument, Item
from lopo.surveys.rules import Pattern, Spread

Key = tuple[Any, ...]


@dataclass
class Counted:
    """The ballots of one group.

    ``answers``: by item code, how often each value was given. ``spreads``: by how many items they
    answered, how far the ballots lie apart, for the interval around the index.
    """

    ballots: int = 0
    answers: dict[str, Counter[int]] = field(default_factory=dict)
    spreads: dict[int, Spread] = field(default_factory=dict)

    def add(self, other: "Counted") -> None:
        """Count another group's ballots, too."""
        self.ballots += other.ballots
        for code, tally in other.answers.items():
            own = self.answers.get(code)
            if own is None:
                self.answers[code] = tally.copy()
                continue
            for value, count in tally.items():
                own[value] += count
        for answered, spread in other.spreads.items():
            self.spread(answered, spread)

    def spread(self, answered: int, more: Spread) -> None:
        """Count how far some more ballots lie apart that answered so many items."""
        self.spreads[answered] = self.spreads.get(answered, Spread()) + more


def ballots_of(instrument: Instrument, first: date, last: date, **where: Any) -> "QuerySet[Ballot]":
    """The opened ballots of some quarters: ``centre``, ``agency``, ``service`` … narrow them.

    Practice centres are never counted.
    """
    found = Ballot.objects.filter(
        instrument=instrument, quarter__gte=first, quarter__lte=last, centre__is_practice=False
    )
    return found.filter(**where)


def fingerprints(found: "QuerySet[Ballot]") -> dict[tuple[date, int], tuple[int, int]]:
    """By quarter and centre, what tells whether anything of the ballots there has changed.

    How many there are, and what every row of theirs hashes to, whole: what was written, changed or
    deleted since shows, whoever did it. One statement, and no ballot leaves the database.
    """
    row = Func(template="hash_record_extended(surveys_ballot.*, 0)", output_field=BigIntegerField())
    by = found.values_list("quarter", "centre").annotate(n=Count("pk"), hash=BitXor(row))
    return {(quarter, centre): (n, told) for quarter, centre, n, told in by.order_by()}


def count_by(
    found: "QuerySet[Ballot]", instrument: Instrument, items: Sequence[Item], *by: str
) -> dict[Key, Counted]:
    """Some ballots counted in groups, by the fields named; one statement, ungrouped without any.

    The rows that come back are as many as there are groups, and numbers of items answered in them,
    however many ballots there are.
    """
    values = range(instrument.lowest, instrument.highest + 1)
    total: Any = Cast(F("total"), BigIntegerField())
    sums: dict[str, Any] = {"n": Count("pk"), "totals": Sum(total), "squares": Sum(total * total)}
    counts: dict[str, Any] = {
        f"a{place}_{value}": Count("pk", filter=Q(**{f"answers__{place}": value}))
        for place in range(len(items))
        for value in values
    }
    rows = found.values_list(*by, "answered").annotate(**sums, **counts).order_by()
    groups: dict[Key, Counted] = {}
    for row in rows:
        answered, ballots, totals, squares, *given = row[len(by) :]
        each = zip(*[iter(given)] * len(values), strict=True)
        tallies = {
            item.code: Counter(dict(zip(values, some, strict=True)))
            for item, some in zip(items, each, strict=True)
        }
        spread = {answered: Spread(ballots, int(totals), int(squares))} if answered else {}
        groups.setdefault(row[: len(by)], Counted()).add(Counted(ballots, tallies, spread))
    return groups


def counted_from(patterns: Mapping[Pattern, int], items: Sequence[Item]) -> Counted:
    """The same of ballots in memory: how often which questionnaire was filled in."""
    counted = Counted(answers={item.code: Counter() for item in items} if patterns else {})
    tallies = list(counted.answers.values())
    for answers, count in patterns.items():
        given = [value for value in answers if value is not None]
        counted.ballots += count
        if given:
            total = sum(given)
            counted.spread(len(given), Spread(count, total * count, total * total * count))
        for tally, value in zip(tallies, answers, strict=True):
            if value is not None:
                tally[value] += count
    return counted
