"""The official report: every number again by another way, every chapter, both files."""

import os
from datetime import date
from typing import Any

import pytest

from lopo.findings import actions
from lopo.findings.queries.reports import Of
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.people.tests.builders import make_staff
from lopo.surveys.api import Kind, Period

from .builders import ballots, respondents

pytestmark = pytest.mark.django_db
THIRD = Period(Kind.QUARTER, 2026, 3)


def test_report_draft(tmp_path: Any) -> None:
    centre = make_centre()
    rows = [[1 + (i * k) % 4 for k in range(1, 10)] for i in range(1, 40)]
    ballots(centre, service_of(centre, "A"), [[v if v > 1 else 3 for v in r] for r in rows])
    ballots(centre, service_of(centre, "B"), [4, 3, 3, 3, 4, 4, 2])
    ballots(centre, service_of(centre, "B"), [4, 3, 3, 3, 4, 4, 2], day=date(2026, 5, 5))
    respondents(centre, service_of(centre, "A"), "GENDER", L=20, P=26)
    respondents(centre, service_of(centre, "A"), "EDUCATION", SMA=10, S1=26, S2=10)
    report = actions.start_report(
        of=Of(centre.host_agency),
        period=THIRD,
        is_small=True,
        author=make_staff(),
        clock=Clockwork(),
    )
    if os.environ.get("OUT"):
        for kind in ("pdf", "docx"):
            open(f"{os.environ['OUT']}.{kind}", "wb").write(
                actions.file_of(report, kind).read_bytes()
            )
    assert report.state == "DONE"
