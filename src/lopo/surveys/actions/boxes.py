"""The box of a centre's day: what goes in, and how it is shaken.

Whoever reads the whole database must not learn who said what, not even from what PostgreSQL keeps
about its rows: the transaction that wrote them (``xmin``) and where they lie (``ctid``). So every
ballot takes all ballots of its centre and day out and puts them back, under new random keys and in
random order, together with itself: they all come from the same transaction, whichever was first.
Remarks are shaken with those of their month, and counts of respondents all touched together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from lopo.catalogue.api import Service, Standard
from lopo.organisation.api import Centre, Counter
from lopo.surveys.models import Ballot, BallotBox
from lopo.surveys.queries import Asked, policy_on
from lopo.surveys.rules import Kind, opened_now, period_of

COLUMNS = (
    "instrument_id, centre_id, agency_id, unit_id, service_id, standard_id, counter_id, channel,"
    " day, answers, answered, total, from_staff_network, from_known_device, is_open"
)
SHAKE = f"""
WITH box AS (
  DELETE FROM surveys_ballot WHERE centre_id = %(centre)s AND day = %(day)s RETURNING {COLUMNS}
), filled AS (
  SELECT {COLUMNS} FROM box
  UNION ALL SELECT %(instrument)s, %(centre)s, %(agency)s, %(unit)s, %(service)s, %(standard)s,
    %(counter)s, %(channel)s, %(day)s, %(answers)s::smallint[], %(answered)s, %(total)s,
    %(staff)s, %(device)s, false
)
INSERT INTO surveys_ballot (id, {COLUMNS})
  SELECT gen_random_uuid(), {COLUMNS} FROM filled ORDER BY random()
"""  # noqa: S608 - the columns are ours
REMARKS = "id, instrument_id, centre_id, agency_id, unit_id, service_id, month, text, is_open"
HIDING = "hidden_reason, hidden_by_id"
SHAKE_REMARKS = f"""
WITH box AS (
  DELETE FROM surveys_remark WHERE centre_id = %(centre)s AND month = %(month)s
  RETURNING {REMARKS}, {HIDING}
), filled AS (
  SELECT {REMARKS}, {HIDING} FROM box
  UNION ALL SELECT gen_random_uuid(), %(instrument)s, %(centre)s, %(agency)s, %(unit)s,
    %(service)s, %(month)s, %(text)s, false, '', NULL::bigint
)
INSERT INTO surveys_remark ({REMARKS}, {HIDING})
  SELECT {REMARKS}, {HIDING} FROM filled ORDER BY random()
"""  # noqa: S608 - the columns are ours
COUNT = """
INSERT INTO surveys_respondentcount AS c
  (instrument_id, centre_id, agency_id, unit_id, day, field, option, count)
SELECT %(instrument)s, %(centre)s, %(agency)s, %(unit)s, %(day)s, one.field, one.option, one.said
  FROM unnest(%(fields)s::text[], %(options)s::text[], %(said)s::int[])
    AS one(field, option, said)
ON CONFLICT (centre_id, day, instrument_id, agency_id, unit_id, field, option)
  DO UPDATE SET count = c.count + excluded.count
"""


@dataclass(frozen=True, slots=True)
class About:
    """What a ballot is about: a service, given at a centre, perhaps at a counter."""

    centre: Centre
    service: Service
    counter: Counter | None = None
    standard: Standard | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A filled questionnaire: answers by item code, profile by field code, a remark.

    Who did not answer an item has no entry, or None: it is not counted, never as 0.
    """

    answers: Mapping[str, int | None]
    profile: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a ballot came: its channel, and what makes it worth a second look; never who."""

    channel: str
    from_staff_network: bool = False
    from_known_device: bool = False


def put_in(
    *, about: About, asked: Asked, said: Said, circumstances: Circumstances, day: date
) -> None:
    """Lock the box of a day, put one ballot in and shake it."""
    BallotBox.objects.bulk_create([BallotBox(centre=about.centre, day=day)], ignore_conflicts=True)
    BallotBox.objects.select_for_update().get(centre=about.centre, day=day)
    place = _place(about, asked)
    given = [said.answers.get(item.code) for item in asked.items]
    marks = [value for value in given if value is not None]
    ballot = {
        **place,
        "standard": about.standard.pk if about.standard else None,
        "counter": about.counter.pk if about.counter else None,
        "channel": circumstances.channel,
        "day": day,
        "answers": given,
        "answered": len(marks),
        "total": sum(marks),
        "staff": circumstances.from_staff_network,
        "device": circumstances.from_known_device,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHAKE, ballot)
        if said.remark:
            month = day.replace(day=1)
            cursor.execute(SHAKE_REMARKS, {**place, "month": month, "text": said.remark})
        counted_on = first_of_quarter(day)
        cursor.execute(COUNT, {**place, "day": counted_on, **_every_option(asked, said.profile)})


def _place(about: About, asked: Asked) -> dict[str, Any]:
    return {
        "instrument": asked.instrument.pk,
        "centre": about.centre.pk,
        "agency": about.service.agency_id,
        "unit": about.service.unit_id,
        "service": about.service.pk,
    }


def first_of_quarter(day: date) -> date:
    """Where what respondents say of themselves is counted: a day with one ballot tells nobody's."""
    return period_of(Kind.QUARTER, day).first


def _every_option(asked: Asked, profile: Mapping[str, str]) -> dict[str, list[Any]]:
    """Every option with 1 or 0: the rows of a day are all written, chosen or not."""
    every = [(one.code, option["code"]) for one in asked.profile for option in one.options]
    return {
        "fields": [code for code, _option in every],
        "options": [option for _code, option in every],
        "said": [int(profile.get(code) == option) for code, option in every],
    }


def open_some(*, about: About, asked: Asked, day: date) -> None:
    """Let what is shown in detail of this service grow, whole steps at a time.

    Ballots that leave an answer out wait until the period is over: else the mean of an item could
    grow by fewer answers than a step, and tell what one person said.
    """
    first = period_of(Kind.QUARTER, day).first
    waiting = Ballot.objects.filter(
        instrument=asked.instrument,
        centre=about.centre,
        service=about.service,
        day__gte=first,
        is_open=False,
        answered__gte=len(asked.shown),
    )
    count = opened_now(waiting.count(), policy_on(day).step)
    if count:
        chosen = waiting.order_by("?").values_list("pk", flat=True)[:count]
        Ballot.objects.filter(pk__in=list(chosen)).update(is_open=True)
