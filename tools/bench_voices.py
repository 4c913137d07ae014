"""What the index costs over many ballots: against one plain aggregate over the same rows.

The aggregate is what the question costs the database at least: nine means and a count. The index
asks how often every answer was given and how every ballot scored (for its interval), too. A ballot
is told against the bare insert of its row: the difference is what sealing it costs. A page is
looked at by a process that has looked before, by one that has just begun, and while ballots of
every service wait sealed.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

ROUNDS, BALLOT_ROUNDS = 5, 25
WAITING = 7
YEAR = 2025
FILL = """
INSERT INTO surveys_ballot (id, instrument_id, centre_id, agency_id, unit_id, service_id, quarter,
  answers, answered, total, not_asked)
SELECT gen_random_uuid(), %(instrument)s, %(centre)s, s.agency_id, s.unit_id, s.id,
  one.quarter, one.answers, 9, (SELECT sum(a) FROM unnest(one.answers) a), 0
FROM (
  SELECT n, date_trunc('quarter', DATE '2025-01-01' + (n %% 365))::date AS quarter,
    ARRAY(SELECT 2 + floor(random() * 3 + n * 0)::smallint FROM generate_series(1, 9)) AS answers
  FROM generate_series(1, %(ballots)s) n
) one
JOIN (SELECT id, agency_id, unit_id, row_number() OVER (ORDER BY id) - 1 AS place,
        count(*) OVER () AS all_of_them FROM catalogue_service) s
  ON s.place = one.n %% s.all_of_them
"""
AGGREGATE = (
    "SELECT count(*), "
    + ", ".join(f"avg(answers[{place}])" for place in range(1, 10))
    + " FROM surveys_ballot WHERE quarter BETWEEN %s AND %s"
)
TOOK_PART = """
INSERT INTO surveys_participation (instrument_id, centre_id, agency_id, unit_id, service_id,
  channel, day, ballots, from_staff_network, from_known_device)
SELECT instrument_id, centre_id, agency_id, unit_id, service_id, 'LINK', quarter + 7 * week,
  1 + count(*) / 12, 0, 0
FROM surveys_ballot, generate_series(0, 11) week
GROUP BY instrument_id, centre_id, agency_id, unit_id, service_id, quarter, week
"""
BARE = """
INSERT INTO surveys_sealedballot (id, instrument_id, centre_id, agency_id, unit_id, service_id,
  quarter, sealed)
SELECT gen_random_uuid(), instrument_id, centre_id, agency_id, unit_id, service_id, quarter, sealed
FROM surveys_sealedballot LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class VoiceCost:
    """One question: median milliseconds, against the plainest statement over the same rows."""

    name: str
    milliseconds: float
    plain_milliseconds: float
    to_plain: float


def voice_costs(ballots: int) -> list[VoiceCost]:
    """Fill the boxes of a year, then ask."""
    from lopo.catalogue.api import Service  # noqa: PLC0415
    from lopo.surveys.api import Kind, Period, ballots_of, count_by, rulebook_of  # noqa: PLC0415

    year = Period(Kind.YEAR, YEAR)
    frame = rulebook_of("SKM").frame(year.last)
    assert frame is not None
    centre = _centre()
    _run(FILL, {"instrument": frame.instrument.pk, "centre": centre.pk, "ballots": ballots})
    _run(TOOK_PART)
    _run("ANALYZE")
    service = Service.objects.order_by("pk")[0]

    def ask(*by: str, **where: Any) -> None:
        found = ballots_of(frame.instrument, year.first, year.last, **where)
        for counted in count_by(found, frame.instrument, frame.items, *by).values():
            frame.outcome(counted)

    days = [year.first, year.last]
    plain = _timed(partial(_run, AGGREGATE, days))
    of_one = _timed(partial(_run, f"{AGGREGATE} AND service_id = {int(service.pk)}", days))
    questions: list[tuple[str, Callable[[], object], float]] = [
        ("index of all", ask, plain),
        ("index of every service", partial(ask, "service_id"), plain),
        ("index of one service", partial(ask, service=service), of_one),
        ("result page, all", _page, plain),
        ("the same, a process that just began", _first_look, plain),
    ]
    costs = [_cost(name, _timed(question), against) for name, question, against in questions]
    one, bare = _ballots(centre, service, frame)
    waiting = _let_wait(centre, frame)
    running = _cost(f"result page, while {waiting} wait", _timed(partial(_page, "")), plain)
    return [*costs, running, _cost("a ballot, the 300th of its quarter", one, bare)]


def _page(asked: str = f"periode={YEAR}") -> None:
    from django.test import Client  # noqa: PLC0415

    answer = Client().get(f"/survei/?{asked}")
    assert answer.status_code == 200, answer.status_code  # noqa: PLR2004


def _first_look() -> None:
    from lopo.findings.queries.counting import forget  # noqa: PLC0415

    forget()
    _page()


def _let_wait(centre: Any, frame: Any) -> int:
    """Sealed ballots of every service in the quarter that runs: so many at once are rare."""
    from lopo.catalogue.api import Service  # noqa: PLC0415
    from lopo.kernel.clock import system_clock  # noqa: PLC0415
    from lopo.surveys.actions.boxes import sealed_ballot  # noqa: PLC0415
    from lopo.surveys.api import current_period  # noqa: PLC0415
    from lopo.surveys.models import SealedBallot  # noqa: PLC0415
    from lopo.surveys.queries import Voice  # noqa: PLC0415

    quarter = current_period(system_clock().date()).first
    dice = random.Random(1)
    rows = [
        sealed_ballot(
            frame.instrument.pk,
            Voice(
                quarter,
                (centre.pk, one.agency_id, one.unit_id, one.pk),
                tuple(dice.randint(2, 4) for _item in frame.items),
            ),
        )
        for one in Service.objects.all()
        for _ballot in range(WAITING)
    ]
    SealedBallot.objects.bulk_create(rows, batch_size=2000)
    _run("ANALYZE surveys_sealedballot")
    return len(rows)


def _ballots(centre: Any, service: Any, frame: Any) -> tuple[float, float]:
    """A ballot put into a box of three hundred, and the bare insert of a sealed one."""
    from lopo.kernel.clock import system_clock  # noqa: PLC0415
    from lopo.surveys.api import (  # noqa: PLC0415
        About,
        Circumstances,
        Said,
        asked_about,
        cast_ballot,
    )

    today = system_clock().date()
    asked = asked_about("SKM", today)
    assert asked is not None
    said = Said(dict.fromkeys((item.code for item in frame.items), 3))
    vote = partial(
        cast_ballot,
        about=About(centre, service),
        asked=asked,
        said=said,
        circumstances=Circumstances("LINK"),
        clock=system_clock,
    )
    for _ballot in range(300 - BALLOT_ROUNDS):
        vote()
    return _timed(vote, BALLOT_ROUNDS), _timed(partial(_run, BARE), BALLOT_ROUNDS)


def _centre() -> Any:
    from lopo.kernel.actor import SYSTEM  # noqa: PLC0415
    from lopo.organisation.api import (  # noqa: PLC0415
        AROUND_THE_CLOCK,
        CentrePlan,
        CounterSpec,
        QueueSpec,
        list_agencies,
        set_up_centre,
    )

    agency = list_agencies().first()
    assert agency is not None
    plan = CentrePlan(
        code="bench",
        name="Pusat",
        host_agency=agency,
        zone="Asia/Makassar",
        queues=[QueueSpec("A", "A")],
        counters=[CounterSpec("1", "Meja 1")],
        hours=AROUND_THE_CLOCK,
    )
    return set_up_centre(plan=plan, valid_from=date(2025, 1, 1), actor=SYSTEM)


def _run(sql: str, values: Any = None) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.description:
            cursor.fetchall()


def _timed(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median milliseconds, warm."""
    run()
    took = []
    for _round in range(rounds):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def _cost(name: str, took: float, plain: float) -> VoiceCost:
    return VoiceCost(name, round(took, 2), round(plain, 2), round(took / plain, 1))


def as_data(costs: Sequence[VoiceCost]) -> list[dict[str, Any]]:
    """For programs."""
    return [asdict(one) for one in costs]


def told(costs: Sequence[VoiceCost], ballots: int) -> str:
    """For people."""
    lines = [
        f"{ballots} ballots of a year, against one plain statement over the same rows\n",
        f"{'question':<34}{'ms':>10}{'plain ms':>10}{'× plain':>9}",
    ]
    lines += [
        f"{one.name:<34}{one.milliseconds:>10.2f}{one.plain_milliseconds:>10.2f}"
        f"{one.to_plain:>9.1f}"
        for one in costs
    ]
    return "\n".join(lines)
