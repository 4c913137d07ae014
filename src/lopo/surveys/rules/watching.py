"""What about the voices of a counter is worth a look. Pure; never an accusation.

Every rule compares a published threshold with counts. What is found stays counted: it asks a
supervisor to look, and says nothing about anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

DAYS_TO_COMPARE = 5
MOST_DAYS = 30
PERCENT = 100
STEP = 5
ANSWERS_TO_REPEAT = 5


@dataclass(frozen=True, slots=True)
class Day:
    """The voices of a counter on a day: all, those that anybody at it could give, the served."""

    day: date
    voices: int
    at_counter: int
    served: int


@dataclass(frozen=True, slots=True)
class Full:
    """A day with more voices than there should be.

    ``limit``: above what, or None where it is more than were served.
    """

    day: date
    voices: int
    limit: int | None
    served: int


def full_days(days: Iterable[Day], *, times: Decimal, least: int) -> list[Full]:
    """The days of one counter that are too full, the newest first.

    Either more voices at the counter than people were served (links are not counted there: each
    was given with a visit), or more than the median of the days before and ``times`` their median
    absolute deviation, at least ``least``.
    """
    found: list[Full] = []
    before: list[int] = []
    for one in sorted(days, key=lambda day: day.day):
        if one.at_counter > one.served:
            found.append(Full(one.day, one.at_counter, None, one.served))
        else:
            limit = usual_limit(before[-MOST_DAYS:], times)
            if limit is not None and one.voices >= least and one.voices > limit:
                found.append(Full(one.day, one.voices, int(limit), one.served))
        before.append(one.voices)
    return found[::-1]


def usual_limit(before: Sequence[int], times: Decimal) -> Decimal | None:
    """Up to how many voices a day is like those before it; None with too few to compare.

    Days that are all alike have no spread: one voice is taken for it, so that two are no burst.
    """
    if len(before) < DAYS_TO_COMPARE:
        return None
    middle = median(before)
    spread = median(abs(one - middle) for one in before)
    return Decimal(str(middle)) + times * Decimal(str(max(spread, 1)))


Pattern = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """How the questionnaires of a counter look: shares in per cent, of ``voices`` of them."""

    voices: int
    straight: Decimal
    alike: Decimal
    top: Decimal


def habit_of(patterns: Mapping[Pattern, int], *, highest: int) -> Habit:
    """The shares of a counter: all answers alike, the commonest questionnaire, all the best.

    Whoever answered fewer than five questions is not counted among those alike.
    """
    voices = sum(patterns.values())
    straight = sum(count for one, count in patterns.items() if is_straight(one))
    top = sum(count for one, count in patterns.items() if is_straight(one) and highest in one)
    most = max(patterns.values(), default=0)
    return Habit(voices, _share(straight, voices), _share(most, voices), _share(top, voices))


def is_straight(answers: Pattern) -> bool:
    """Whether every answer is the same, of at least five."""
    given = [one for one in answers if one is not None]
    return len(given) >= ANSWERS_TO_REPEAT and len(set(given)) == 1


def others_top(of: Mapping[int, Habit], counter: int) -> Decimal | None:
    """The share of all-best questionnaires at all other counters together; None without any."""
    others = [habit for key, habit in of.items() if key != counter]
    voices = sum(habit.voices for habit in others)
    if not voices:
        return None
    return sum((habit.top * habit.voices for habit in others), Decimal()) / voices


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part * PERCENT) / whole if whole else Decimal()


def share_of(part: int, whole: int) -> Decimal:
    """A part in per cent; of nothing 0."""
    return _share(part, whole)


def down_to_five(count: int) -> int:
    """A count as it is told where it must not be compared: rounded down to a multiple of five."""
    return count // STEP * STEP


def roughly(share: Decimal) -> int:
    """A share as it is told: the nearest five per cent."""
    return int((share + Decimal("2.5")) // STEP * STEP)
