"""Many ballots at once: those of the demonstration, or of years before there was Lopo."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lopo.foundation.transactions import one_transaction
from lopo.organisation.api import Agency
from lopo.surveys.models import (
    Ballot,
    BallotBox,
    Population,
    Remark,
    RespondentCount,
    Turnout,
)
from lopo.surveys.queries import Asked, policy_on
from lopo.surveys.rules import Kind, opened_now, period_of

from .boxes import About, Said, first_of_quarter

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Earlier:
    """A ballot of an earlier day."""

    about: About
    said: Said
    day: date
    channel: str


@dataclass(frozen=True, slots=True)
class Served:
    """How many were served with something on an earlier day, and how many would not be asked."""

    about: About
    day: date
    served: int
    declined: int = 0


def bring_in(*, asked: Asked, ballots: Sequence[Earlier], today: date) -> None:
    """Put ballots of earlier days into their boxes, whole or not at all, in random order."""
    mixed = random.SystemRandom().sample(ballots, len(ballots))
    with one_transaction():
        boxes = {(one.about.centre.pk, one.day) for one in mixed}
        BallotBox.objects.bulk_create(
            [BallotBox(centre_id=centre, day=day) for centre, day in sorted(boxes)],
            ignore_conflicts=True,
        )
        rows = _opened([_ballot(asked, one) for one in mixed], today)
        Ballot.objects.bulk_create(rows, batch_size=BATCH)
        _count_respondents(asked, mixed)
        Remark.objects.bulk_create([_remark(asked, one) for one in mixed if one.said.remark])


def note_turnouts(served: Sequence[Served]) -> None:
    """How many were served on earlier days."""
    Turnout.objects.bulk_create(
        [
            Turnout(
                centre=one.about.centre,
                agency_id=one.about.service.agency_id,
                unit_id=one.about.service.unit_id,
                service=one.about.service,
                counter=one.about.counter,
                day=one.day,
                served=one.served,
                declined=one.declined,
            )
            for one in served
        ],
        batch_size=BATCH,
    )


def declare_population(*, agency: Agency, people: int, source: str, valid_from: date) -> None:
    """How many people an agency serves, from a day on; declared again, it is declared anew."""
    Population.objects.update_or_create(
        agency=agency, valid_from=valid_from, defaults={"people": people, "source": source}
    )


def _ballot(asked: Asked, one: Earlier) -> Ballot:
    given = [one.said.answers.get(item.code) for item in asked.items]
    marks = [value for value in given if value is not None]
    return Ballot(
        instrument=asked.instrument,
        centre=one.about.centre,
        agency_id=one.about.service.agency_id,
        unit_id=one.about.service.unit_id,
        service=one.about.service,
        standard=one.about.standard,
        counter=one.about.counter,
        channel=one.channel,
        day=one.day,
        answers=given,
        answered=len(marks),
        total=sum(marks),
    )


def _opened(rows: list[Ballot], today: date) -> list[Ballot]:
    """Of finished quarters all is shown; of the running one whole steps of each service."""
    first, step = period_of(Kind.QUARTER, today).first, policy_on(today).step
    waiting: dict[tuple[int, int], list[Ballot]] = {}
    for row in rows:
        if row.day < first:
            row.is_open = True
        elif None not in row.answers:
            waiting.setdefault((row.centre_id, row.service_id), []).append(row)
    for some in waiting.values():
        for row in some[: opened_now(len(some), step)]:
            row.is_open = True
    return rows


def _count_respondents(asked: Asked, ballots: Sequence[Earlier]) -> None:
    counts: Counter[tuple[int, int, int | None, date, str, str]] = Counter()
    for one in ballots:
        service = one.about.service
        place = (one.about.centre.pk, service.agency_id, service.unit_id, first_of_quarter(one.day))
        # Unlike a single ballot: all rows come from one transaction, none needs to hide another.
        for field, option in one.said.profile.items():
            counts[(*place, field, option)] += 1
    RespondentCount.objects.bulk_create(
        [
            RespondentCount(
                instrument=asked.instrument,
                centre_id=centre,
                agency_id=agency,
                unit_id=unit,
                day=day,
                field=field,
                option=option,
                count=count,
            )
            for (centre, agency, unit, day, field, option), count in counts.items()
        ],
        batch_size=BATCH,
    )


def _remark(asked: Asked, one: Earlier) -> Remark:
    return Remark(
        instrument=asked.instrument,
        centre=one.about.centre,
        agency_id=one.about.service.agency_id,
        unit_id=one.about.service.unit_id,
        service=one.about.service,
        month=one.day.replace(day=1),
        text=one.said.remark,
        is_open=True,
    )
