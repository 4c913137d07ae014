"""Periods in words."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.kernel.formats import MONTHS, language
from lopo.surveys.api import Kind, Period, period_name, period_of, period_spelled

HOW_MANY = {Kind.QUARTER: 8, Kind.HALF: 4, Kind.YEAR: 3}


def period_months(period: Period) -> str:
    """Juli–September 2026."""
    months = MONTHS[language(get_language())]
    return f"{months[period.first.month - 1]}–{months[period.last.month - 1]} {period.year}"


def period_short(period: Period) -> str:
    """III 26, under a drawing."""
    return f"{period.roman} {period.year % 100:02d}"


def periods_to_choose(chosen: Period, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Quarters, half-years and years up to today, and the one that is looked at."""
    groups = []
    names = {Kind.QUARTER: _("Quarters"), Kind.HALF: _("Half-years"), Kind.YEAR: _("Years")}
    for kind, count in HOW_MANY.items():
        found = list(_last(kind, today, count))
        if chosen.kind == kind and chosen not in found:
            found.append(chosen)
        groups.append((names[kind], [(one.spelled, period_name(one)) for one in found]))
    return groups


def periods_ended(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same of periods that are over only."""
    last = period_of(Kind.QUARTER, today).before
    return [
        (group, [one for one in options if _is_over(one[0], today)])
        for group, options in periods_to_choose(last, today)
    ]


def _is_over(spelled: str, today: date) -> bool:
    found = period_spelled(spelled)
    return found is not None and found.is_over(today)


def _last(kind: Kind, today: date, count: int) -> Iterator[Period]:
    return islice(period_of(kind, today).back(), count)
