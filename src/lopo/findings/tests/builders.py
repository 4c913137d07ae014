"""Builders for stories of results: many ballots at once, as they lie in the box."""

from datetime import date

from lopo.catalogue.api import Service
from lopo.organisation.api import Centre
from lopo.surveys.models import Ballot, Instrument, RespondentCount

LAST_QUARTER = date(2026, 8, 12)  # over on the Monday of the other builders
TODAY = date(2026, 11, 23)


def ballots(
    centre: Centre,
    service: Service,
    answers: list[int] | list[list[int | None]],
    *,
    day: date = LAST_QUARTER,
    is_open: bool = True,
) -> None:
    """Ballots about a service: a number each (every item alike), or nine answers each."""
    rows = [[one] * 9 if isinstance(one, int) else one for one in answers]
    instrument = Instrument.objects.get(code="SKM", valid_from__lte=day, valid_until=None)
    Ballot.objects.bulk_create(
        Ballot(
            instrument=instrument,
            centre=centre,
            agency=service.agency,
            unit=service.unit,
            service=service,
            channel=Ballot.Channel.LINK,
            day=day,
            answers=row,
            answered=sum(value is not None for value in row),
            total=sum(value or 0 for value in row),
            is_open=is_open,
        )
        for row in rows
    )


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
            day=day,
            field=field,
            option=option,
            count=count,
        )
        for option, count in counts.items()
    )
