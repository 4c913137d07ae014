"""Whether a record says what the tables beside it say, and the other way round. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

# The day of a centre and the day of the house may be two, and an act may last over midnight.
DAYS_APART = 1
# From noon, UTC, of its day no moment is farther anywhere on earth: half a day and 14 hours.
NOON, FROM_NOON = time(12), timedelta(hours=26)
EVERY_LINE = frozenset(("seq", "at", "verb", "leaf"))


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it lies in the database, with what its row says beside its payload."""

    seq: int
    subject: str
    actor: str
    public: dict[str, Any]
    problems: tuple[str, ...]
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a table says was done, and one line must say, too.

    ``name``: what it is called when no line says so. ``facts``: what the line says.
    ``beside``: what it says beside that and the table cannot tell (any more).
    ``day``: None where the table does not know it.
    """

    verb: str
    subject: str
    actor: str
    name: str
    day: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()

    def is_said_by(self, line: StoredEvent) -> bool:
        """Whether this is the line; of whom and by whom it is has been looked at already."""
        is_near = self.day is None or abs((line.day - self.day).days) <= DAYS_APART
        is_all = line.public.keys() <= EVERY_LINE | self.facts.keys() | self.beside
        return (
            is_near
            and is_all
            and all(
                name in line.public and line.public[name] == told
                for name, told in self.facts.items()
            )
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """What does not fit; ``seq`` is 0 without a line, ``day`` None where no day is known."""

    day: date | None
    seq: int
    name: str | None
    problem: str


def doubts_about(lines: Sequence[StoredEvent], told: Iterable[Vouched]) -> list[Doubt]:
    """Every line that is damaged, missing, or said by no table; every row without its line."""
    return [*_damaged(lines), *_missing(lines), *_unmatched(lines, told)]


def _damaged(lines: Sequence[StoredEvent]) -> Iterator[Doubt]:
    for line in lines:
        for problem in line.problems:
            yield _doubt(line, problem)
        if abs(datetime.combine(line.day, NOON, tzinfo=UTC) - line.at) > FROM_NOON:
            yield _doubt(line, "the day of the row is not the day of the event")


def _missing(lines: Sequence[StoredEvent]) -> Iterator[Doubt]:
    """Lines are counted from 1 on every day."""
    last: dict[date, int] = defaultdict(int)
    for line in sorted(lines, key=lambda one: (one.day, one.seq)):
        if line.seq != last[line.day] + 1:
            yield _doubt(line, "a line before it is missing")
        last[line.day] = line.seq


def _unmatched(lines: Sequence[StoredEvent], told: Iterable[Vouched]) -> Iterator[Doubt]:
    left: dict[tuple[str, str, str], list[StoredEvent]] = defaultdict(list)
    for line in lines:
        # A forged verb may be anything JSON can say.
        left[str(line.public.get("verb")), line.subject, line.actor].append(line)
    for row in told:
        same = left[row.verb, row.subject, row.actor]
        its_line = next((one for one in same if row.is_said_by(one)), None)
        if its_line is None:
            yield Doubt(row.day, 0, row.name, f"no line says {row.verb} as the table does")
        else:
            same.remove(its_line)
    for line in chain.from_iterable(left.values()):
        yield _doubt(line, f"no table says {line.public.get('verb')} as the line does")


def _doubt(line: StoredEvent, problem: str) -> Doubt:
    return Doubt(line.day, line.seq, line.subject, problem)
