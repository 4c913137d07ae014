"""Which questionnaires somebody may choose between: only those of which something is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from lopo.surveys.api import SKM, Period, codes_answered

from .shown import Shown, quarters_to, value_in
from .worlds import world_around


@dataclass(frozen=True, slots=True)
class Other:
    """A questionnaire with something to show of the same subject.

    ``period``: the one that is looked at, or None where it has nothing of that one, but of one of
    the eight quarters up to it.
    """

    code: str
    name: str
    period: Period | None


def others_of(shown: Shown) -> list[Other]:
    """The other questionnaires one may turn to from a result, by name; SKM is none of them.

    That few have answered one is not told by a link: it is there with the first number that is.
    """
    first, last = _around(shown)
    known = {SKM, shown.world.code}
    found = codes_answered(first.first, last.last, beside=known, **shown.subject.where)
    codes = [code for code, voices in found.items() if voices >= shown.smallest]
    others = [one for code in codes for one in _other(shown, code)]
    return sorted(others, key=lambda one: (one.name, one.code))


def _around(shown: Shown) -> tuple[Period, Period]:
    """The earliest and the latest of the quarters a result is looked at among."""
    spans = [*quarters_to(shown.period, shown.world.today), shown.period]
    return min(spans, key=lambda one: one.first), max(spans, key=lambda one: one.last)


def _other(shown: Shown, code: str) -> Iterator[Other]:
    subject, period, today = shown.subject, shown.period, shown.world.today
    quarters = quarters_to(period, today)
    world = world_around(subject, {*quarters, *period.quarters}, today, code)
    instrument = world.instrument(period)
    known = [one for one in (period, *quarters) if value_in(world, subject, one).value is not None]
    if instrument is not None and known:
        yield Other(code, instrument.name, period if period in known else None)
