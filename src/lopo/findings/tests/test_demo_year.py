"""The report of the demonstration's year, computed once more by somebody who knows only the law.

Another path through everything: rows as the database holds them, whole fractions, the sentences
of PermenPANRB 14/2017, and none of our rules.
"""

import io
import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from docx import Document

from lopo.findings import actions
from lopo.findings.models import Report
from lopo.findings.queries.reports import Of
from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.organisation.api import Centre
from lopo.people.tests.builders import make_staff
from lopo.publications.tests.reading import Paper
from lopo.surveys.actions import declare_population
from lopo.surveys.api import Kind, Period
from lopo.surveys.management.commands.lopo_demo_voices import fill

from .test_reports import half_up

pytestmark = pytest.mark.django_db
YEAR, TODAY = Period(Kind.YEAR, 2025), date(2026, 11, 26)
PEOPLE = 13686
GRADES = (("A", "88.31"), ("B", "76.61"), ("C", "65.00"), ("D", "25.00"))
# Cover, foreword and contents have pages of their own; of the others, so many letters each.
FRONT, LETTERS = 3, 600
Table = list[list[str]]


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows themselves."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def index_of(rows: Sequence[Sequence[int]]) -> Fraction:
    """IKM × 25: the mean of the nine means."""
    means = [Fraction(sum(row[place] for row in rows), len(rows)) for place in range(9)]
    return sum(means, Fraction(0)) / 9 * 25


def grade_of(value: str) -> str:
    return next(name for name, low in GRADES if Fraction(value.replace(",", ".")) >= Fraction(low))


def test_the_report_of_the_demonstrations_year_says_what_the_rows_say() -> None:
    centre = make_centre(queues="ABC", counters=6)
    fill(centre, 430, TODAY)
    declare_population(
        agency=centre.host_agency, people=PEOPLE, source="uji", valid_from=date(2024, 1, 1)
    )
    report = actions.start_report(
        of=Of(centre.host_agency),
        period=YEAR,
        is_small=True,
        author=make_staff(),
        clock=Clockwork(),
    )
    document = Document(io.BytesIO(actions.file_of(report, "docx").read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    paper = Paper(actions.file_of(report, "pdf").read_bytes())
    rows = asked(
        "SELECT answers, service_id FROM surveys_ballot WHERE centre_id = %s AND quarter BETWEEN"
        " '2025-01-01' AND '2025-12-31'",
        centre.pk,
    )
    ballots = [row[0] for row in rows]
    assert len(ballots) > 1000
    _elements_agree(tables, paper, ballots)
    _services_agree(tables, rows)
    _respondents_agree(tables, centre)
    _quarters_agree(paper, centre)
    _interval_agrees(paper, ballots)
    assert report.state == Report.State.DONE
    assert paper.says("sekurang-kurangnya 374")
    _no_page_is_nearly_empty(paper)


def _no_page_is_nearly_empty(paper: Paper) -> None:
    """Short chapters share a page; where one signs, something is said."""
    pages = [page.get_textpage().get_text_bounded() for page in paper.pages]
    for number, words in enumerate(pages):
        assert number < FRONT or len(words) > LETTERS, (number, words)
    (signed,) = [words for words in pages if "NIP:" in words]
    assert "Kesimpulan" in signed


def _elements_agree(tables: list[Table], paper: Paper, ballots: list[list[int]]) -> None:
    (found,) = [one for one in tables if one[0][0] == "Unsur" and "NRR" in one[0]]
    for place, row in enumerate(found[1:10]):
        mean = Fraction(sum(ballot[place] for ballot in ballots), len(ballots))
        value = half_up(mean * 25)
        told = [f"{len(ballots):,}".replace(",", "."), half_up(mean), "0,111", half_up(mean / 9, 3)]
        assert row[2:] == [*told, value, grade_of(value)]
        assert paper.says(" ".join([*told, value, grade_of(value)]))
    value = half_up(index_of(ballots))
    assert found[10][6:] == [value, grade_of(value)]
    assert paper.says(f"adalah {value}, dengan mutu pelayanan {grade_of(value)}")


def _services_agree(tables: list[Table], rows: list[tuple[Any, ...]]) -> None:
    (services,) = [one for one in tables if one[0][1] == "Layanan"]
    names = dict(asked("SELECT id, name FROM catalogue_service"))
    for row in services[1:]:
        own = [answers for answers, service in rows if names[service] == row[1]]
        value = half_up(index_of(own))
        assert row[2:] == [f"{len(own):,}".replace(",", "."), value, grade_of(value)]


def _respondents_agree(tables: list[Table], centre: Centre) -> None:
    (profile,) = [one for one in tables if one[0][0] == "Profil"]
    counted: Counter[str] = Counter()
    for option, count in asked(
        "SELECT option, sum(count) FROM surveys_respondentcount WHERE centre_id = %s AND quarter"
        " BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY option",
        centre.pk,
    ):
        counted[option] = int(count)
    told = {row[1]: row[2].replace(".", "") for row in profile[1:]}
    for said, option in (("Laki-laki", "L"), ("Perempuan", "P"), ("S1", "S1"), ("PNS", "PNS")):
        assert told[said] == str(counted[option])


def _quarters_agree(paper: Paper, centre: Centre) -> None:
    for first, last in (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30")):
        rows = asked(
            "SELECT answers FROM surveys_ballot WHERE centre_id = %s AND quarter BETWEEN %s AND %s",
            centre.pk,
            f"2025-{first}",
            f"2025-{last}",
        )
        assert paper.says(half_up(index_of([row[0] for row in rows])))


def _interval_agrees(paper: Paper, ballots: list[list[int]]) -> None:
    scores = [sum(ballot) / 9 * 25 for ballot in ballots]
    mean = sum(scores) / len(scores)
    spread = math.sqrt(sum((one - mean) ** 2 for one in scores) / (len(scores) - 1))
    share = math.sqrt((PEOPLE - len(scores)) / (PEOPLE - 1))
    error = 1.959964 * spread / math.sqrt(len(scores)) * share
    low, high = (f"{mean + sign * error:.2f}".replace(".", ",") for sign in (-1, 1))
    assert paper.says(f"antara {low} dan {high}")
