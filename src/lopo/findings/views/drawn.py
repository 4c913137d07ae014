"""A result as its page draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from lopo.findings.queries import Shown, Value
from lopo.findings.rules import Point, along, chart_of
from lopo.surveys.api import Band, Element, Outcome, period_name

from .words import period_short

SHADES = ("scale__a", "scale__b", "scale__c", "scale__d")
NEAR_AN_END = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A grade on the scale: where it begins and how wide it is, in percent; the best first."""

    band: Band
    x: str
    width: str
    shade: str


def lowest_of(outcome: Outcome) -> Decimal:
    """The converted value when everybody chose the lowest answer: 25 of a scale from 1 to 4."""
    return Decimal(outcome.instrument.lowest) * 100 / outcome.instrument.highest


def scale_of(outcome: Outcome) -> dict[str, Any]:
    """The grades side by side, and the mark of the value."""
    lowest, end, steps = lowest_of(outcome), Decimal(100), []
    # A questionnaire with more grades than there are shades: the lowest look alike.
    for band, shade in zip(outcome.bands, chain(SHADES, repeat(SHADES[-1])), strict=False):
        start = Decimal(along(band.lowest, lowest))
        width = Decimal(along(end, lowest)) - start
        steps.append(Step(band, f"{start:.2f}", f"{width:.2f}", shade))
        end = band.lowest
    assert outcome.value is not None
    mark = along(outcome.value, lowest)
    anchor = "middle"
    if float(mark) > 100 - NEAR_AN_END:
        anchor = "end"
    elif float(mark) < NEAR_AN_END:
        anchor = "start"
    return {"steps": steps[::-1], "mark": mark, "anchor": anchor}


def elements_of(outcome: Outcome) -> dict[str, Any]:
    """Each element with its bar, and where the best grade begins."""
    lowest, best = lowest_of(outcome), outcome.bands[0] if outcome.bands else None
    return {
        "best": best,
        "tick": along(best.lowest, lowest) if best else "",
        "elements": [_bar(one, lowest, best) for one in outcome.elements],
    }


def _bar(one: Element, lowest: Decimal, best: Band | None) -> dict[str, Any]:
    return {
        "name": one.item.name,
        "code": one.item.code,
        "value": one.value,
        "grade": one.grade,
        "width": along(one.value, lowest) if one.value is not None else "0",
        "is_best": best is not None and one.grade is not None and one.grade.grade == best.grade,
    }


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter of the trend."""

    one: Value
    short: str
    name: str
    x: str
    point: Point | None
    is_last: bool


def trend_of(shown: Shown) -> dict[str, Any] | None:
    """Eight quarters as a line; None when fewer than two have a value."""
    known = [one for one in shown.trend if one.value is not None]
    if len(known) <= 1:
        return None
    best = _best(shown)
    chart = chart_of([one.value for one in shown.trend], best.lowest if best else None)
    columns = [
        Column(one, period_short(one.period), period_name(one.period), x, point, one == known[-1])
        for one, x, point in zip(shown.trend, chart.columns, chart.points, strict=True)
    ]
    return {"chart": chart, "columns": columns, "best": best, "text": _trend_text(known)}


def _best(shown: Shown) -> Band | None:
    frame = shown.world.frame(shown.period, shown.subject)
    return frame.bands[0] if frame and frame.bands else None


def _trend_text(known: Sequence[Value]) -> str:
    first, last = known[0], known[-1]
    assert first.value is not None
    assert last.value is not None
    told = {
        "from": half_text(first.value),
        "first": period_name(first.period),
        "to": half_text(last.value),
        "last": period_name(last.period),
    }
    if last.value > first.value:
        return _("The index rose from %(from)s in %(first)s to %(to)s in %(last)s.") % told
    if last.value < first.value:
        return _("The index fell from %(from)s in %(first)s to %(to)s in %(last)s.") % told
    return _("The index was %(from)s in %(first)s and in %(last)s alike.") % told


def half_text(value: Decimal) -> str:
    """87,42 as people here write it."""
    return str(localize(value))
