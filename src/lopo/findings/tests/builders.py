"""Builders for stories of results: many ballots at once, as they lie in the box."""

from datetime import date

from lopo.catalogue.api import Service
from lopo.organisation.api import Centre
from lopo.surveys import actions
from lopo.surveys.actions import About, Earlier, Said
from lopo.surveys.models import Instrument, RespondentCount
from lopo.surveys.queries import asked_about
from lopo.surveys.rules import current_period

LAST_QUARTER = date(2026, 8, 12)  # over on the Monday of the other builders
TODAY = date(2026, 11, 23)
ITEMS = tuple(f"U{number}" for number in range(1, 10))


def ballots(
    centre: Centre,
    service: Service,
    answers: list[int] | list[list[int | None]],
    *,
    day: date = LAST_QUARTER,
) -> None:
    """Ballots about a service as they came on a day: a number each (every item alike), or nine.

    Nothing is closed: that the quarter is over by now, the worker has not noticed yet.
    """
    rows = [[one] * 9 if isinstance(one, int) else one for one in answers]
    asked = asked_about("SKM", day)
    assert asked is not None
    about = About(centre, service)
    some = [Earlier(about, Said(dict(zip(ITEMS, row, strict=True))), day, "LINK") for row in rows]
    actions.bring_in(asked=asked, ballots=some, today=day)


def respondents(
    centre: Centre, service: Service, field: str, day: date = LAST_QUARTER, **counts: int
) -> None:
    """What so many said of themselves."""
    RespondentCount.objects.bulk_create(
        RespondentCount(
            instrument=Instrument.objects.get(code="SKM", valid_until=None),
            centre=centre,
            agency=service.agency,
            unit=service.unit,
            quarter=current_period(day).first,
            field=field,
            option=option,
            count=count,
        )
        for option, count in counts.items()
    )
