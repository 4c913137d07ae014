"""``./lopo verify`` names a release that its line in the survey's record does not tell of."""

from datetime import timedelta
from typing import Any

import pytest

from lopo.findings.models import Report
from lopo.findings.queries.reports import Of
from lopo.frontdesk.queries import verify_records
from lopo.frontdesk.tests.builders import MORNING
from lopo.organisation.tests.builders import make_agency

from .test_releases import released


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bent", "problem"),
    [
        ({"code": "LOPO-2222-2222"}, "no line says report.released"),
        ({"period": "2026-tw1"}, "no table says report.released"),
        ({"released_at": MORNING - timedelta(days=40)}, "no line says report.released"),
        ({"released_by": None, "released_at": None}, "no table says report.released"),
    ],
)
def test_a_release_that_was_bent_afterwards_is_named(bent: dict[str, Any], problem: str) -> None:
    of = Of(make_agency())
    released(of, said="Satu")
    last = released(of, said="Dua", days=1)
    (record,) = verify_records()
    assert (record.events, record.offenders) == (2, [])
    Report.objects.filter(pk=last.pk).update(**bent)
    (record,) = verify_records()
    assert any(problem in one.problem for one in record.offenders)
