"""Who could have answered: visits served, people declared, and what those who did said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from lopo.organisation.api import Centre
from lopo.surveys.models import (
    Instrument,
    Participation,
    Population,
    Remark,
    RespondentCount,
    Turnout,
)
from lopo.surveys.rules import Period


@dataclass(frozen=True, slots=True)
class Asking:
    """How many were served, and how many of them did not want to be asked."""

    served: int
    declined: int


def asking_in(period: Period, **where: Any) -> Asking:
    """The visits of a period, of a ``centre``, ``agency`` …; practice centres never."""
    found = Turnout.objects.filter(
        day__gte=period.first, day__lte=period.last, centre__is_practice=False, **where
    ).aggregate(served=Sum("served"), declined=Sum("declined"))
    return Asking(found["served"] or 0, found["declined"] or 0)


def voices_in_period(instrument: Instrument, period: Period, **where: Any) -> int:
    """How many took part in a period, whatever of it may be shown; practice centres never."""
    found = taking_part(instrument, period.first, period.last).filter(**where)
    return found.aggregate(n=Sum("ballots"))["n"] or 0


def voices_at(instrument: Instrument, period: Period, centre: Centre) -> int:
    """How many took part at a centre, also at one for practice."""
    found = Participation.objects.filter(
        instrument=instrument, centre=centre, day__gte=period.first, day__lte=period.last
    )
    return found.aggregate(n=Sum("ballots"))["n"] or 0


def taking_part(instrument: Instrument, first: date, last: date) -> "QuerySet[Participation]":
    """Who took part on some days, as counts; practice centres never."""
    return Participation.objects.filter(
        instrument=instrument, day__gte=first, day__lte=last, centre__is_practice=False
    )


def population_on(day: date, agency_id: int) -> Population | None:
    """How many people an agency said it serves, as of a day."""
    rows = Population.objects.filter(agency_id=agency_id, valid_from__lte=day)
    return rows.order_by("-valid_from").first()


def respondents_of(
    instruments: Sequence[Instrument], first: date, last: date, **where: Any
) -> "QuerySet[RespondentCount]":
    """What respondents said of themselves in some quarters; practice centres never."""
    return RespondentCount.objects.filter(
        instrument__in=instruments,
        quarter__gte=first,
        quarter__lte=last,
        centre__is_practice=False,
        **where,
    )


def remarks_opened(period: Period, **where: Any) -> int:
    """How many remarks of a period staff may read; hidden ones and practice centres never."""
    return Remark.objects.filter(
        quarter__gte=period.first,
        quarter__lte=period.last,
        hidden_reason="",
        centre__is_practice=False,
        **where,
    ).count()
