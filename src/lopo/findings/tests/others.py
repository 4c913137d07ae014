"""Builders for stories of another questionnaire: SPAK as it is shipped, on its scale of six."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import connection

from lopo import surveys
from lopo.frontdesk.tests.builders import Clockwork, service_of
from lopo.organisation.api import Centre
from lopo.surveys import actions
from lopo.surveys.actions import About, Circumstances, Earlier, Said
from lopo.surveys.api import asked_about, current_period

from .builders import LAST_QUARTER, TODAY
from .test_reports import half_up

OVER = current_period(TODAY).before.spelled
FILE = Path(surveys.__file__).parent / "data" / "spak.json"
CODES = ("K1", "K2", "K3", "K4", "K5")
NAME = "Survei Persepsi Anti Korupsi"
MIXED: list[list[int | None]] = [
    [6, 5, 4, 6, 3],
    [5, 5, None, 6, 2],
    [6, 6, 6, 6, 6],
    [1, 4, 5, None, 5],
    [4, 5, 6, 6, 6],
]


def answered(
    centre: Centre, rows: list[list[int | None]], letter: str = "A", code: str = "SPAK"
) -> None:
    """Ballots of SPAK about a service, in the quarter that is over."""
    asked = asked_about(code, LAST_QUARTER)
    assert asked is not None
    about = About(centre, service_of(centre, letter))
    said = [Said(dict(zip(CODES, row, strict=True)), {}, "Tidak diminta apa pun.") for row in rows]
    came = [Earlier(about, one, LAST_QUARTER, "COUNTER") for one in said]
    actions.bring_in(asked=asked, ballots=came, today=TODAY)


def one_more(centre: Centre) -> None:
    """Somebody at a counter answers SPAK, by the real act."""
    clock = Clockwork()
    asked = asked_about("SPAK", clock().date())
    assert asked is not None
    actions.cast_ballot(
        about=About(centre, service_of(centre, "A")),
        asked=asked,
        said=Said(dict.fromkeys(CODES, 6)),
        circumstances=Circumstances("COUNTER"),
        clock=clock,
    )


def of_spak(centre: Centre) -> list[str]:
    """Every address that says something of SPAK at a centre."""
    pages = ["/survei/", f"/survei/pusat/{centre.code}/", f"/survei/bagian/pusat/{centre.code}/"]
    pages += [f"/survei/perangkat/{centre.host_agency.code}/"]
    pages += [f"/survei/layanan/{service_of(centre, letter).code}/" for letter in "AB"]
    pages += ["/survei/data/hasil.csv", "/survei/data/hasil.json"]
    program = f"/api/v1/surveys/results?instrument=SPAK&period={OVER}"
    return [
        *(f"{page}?kuesioner=SPAK&periode={OVER}" for page in pages),
        program,
        *(f"{program}&service={service_of(centre, letter).code}" for letter in "AB"),
    ]


def recomputed(quarter: str = "2026-07-01") -> dict[str, Any]:
    """From the rows as the database holds them, in whole fractions and by none of our rules."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.answers, i.highest FROM surveys_ballot b JOIN surveys_instrument i"
            " ON i.id = b.instrument_id WHERE i.code = 'SPAK' AND b.quarter = %s",
            [quarter],
        )
        rows = cursor.fetchall()
    means = []
    for place in range(len(CODES)):
        given = [answers[place] for answers, _highest in rows if answers[place] is not None]
        means.append(Fraction(sum(given), len(given)))
    highest = rows[0][1]
    return {
        "ballots": len(rows),
        "value": half_up(sum(means) / len(means) * 100 / highest),
        "elements": [half_up(one * 100 / highest) for one in means],
    }
