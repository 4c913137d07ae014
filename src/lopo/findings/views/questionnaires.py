"""Results of other questionnaires than the regulation's own, on the same pages."""

from collections import Counter
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from lopo.findings import queries
from lopo.findings.queries import Other, Shown
from lopo.surveys.api import SKM

from .answering import today


def also_of(shown: Shown) -> str:
    """What an address says of the questionnaire beside the period; nothing of SKM."""
    return _also(shown.world.code)


def _also(code: str) -> str:
    return "" if code == SKM else f"&kuesioner={quote(code, safe='')}"


def asked_in(shown: Shown) -> dict[str, Any]:
    """The questionnaire by its own name, its scale, and whether it is still asked."""
    instrument = shown.world.instrument(shown.period)
    assert instrument is not None
    day = today()
    is_asked = any(
        one.valid_from <= day and (one.valid_until is None or one.valid_until >= day)
        for one in shown.world.book.instruments
    )
    return {"other": instrument, "is_asked": is_asked}


def choices_of(shown: Shown) -> list[dict[str, Any]]:
    """The questionnaires to choose between; none where nothing but SKM has a result."""
    own, period = shown.world.code, shown.period
    found = queries.others_of(shown)
    if own == SKM and not found:
        return []
    instrument = shown.world.instrument(period)
    if own != SKM and instrument is not None:
        found.append(Other(own, instrument.name, period))
    skm = Other(SKM, _("Satisfaction survey"), period)
    names = Counter(one.name for one in (skm, *found))
    return [
        {
            # Those that are called alike are told apart by their codes.
            "name": one.name if names[one.name] == 1 else f"{one.name} ({one.code})",
            "href": _address(one),
            "is_data": one.code != SKM,
            "is_current": one.code == own,
        }
        for one in (skm, *sorted(found, key=lambda other: (other.name, other.code)))
    ]


def _address(one: Other) -> str:
    when = f"periode={one.period.spelled}" if one.period else ""
    return "?" + f"{when}{_also(one.code)}".removeprefix("&")
