"""Who was served under one version and answers under the next is counted and shown."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.test import Client

from lopo.findings import queries
from lopo.findings.queries import of_centre
from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.surveys.api import Kind, Period, key_of_ticket, rulebook_of
from lopo.surveys.queries import overview_of
from lopo.surveys.tests.builders import ALL, next_version, served

pytestmark = pytest.mark.django_db
LAST_DAY = datetime(2026, 12, 31, 3, 0, tzinfo=timezone.utc)
FIRST = Period(Kind.QUARTER, 2027, 1)


@pytest.mark.parametrize("is_new", [True, False], ids=["a new version", "control"])
def test_a_slip_of_the_old_year_is_counted_and_shown_in_the_new_one(
    client: Client, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    centre, clock = make_centre(), Clockwork(LAST_DAY)
    tickets = [served(centre, clock=clock) for _visitor in range(6)]
    if is_new:
        next_version(date(2027, 1, 1), U1="Mudahkah syaratnya?")
    clock.now = LAST_DAY + timedelta(days=2)
    monkeypatch.setattr("lopo.surveys.views.filling.system_clock", clock)
    for ticket in tickets:
        link = f"/survei/isi/{key_of_ticket(ticket.token)}/"
        assert client.post(link, dict.fromkeys(ALL, "4")).status_code == 303
    found = queries.shown(of_centre(centre), FIRST, clock().date())
    assert found.outcome is not None
    assert (found.ballots, found.outcome.instrument.version) == (6, 2 if is_new else 1)
    assert queries.shown(of_centre(centre), FIRST.before, clock().date()).ballots == 0
    frame = rulebook_of("SKM").frame(FIRST.last)
    assert frame is not None
    assert overview_of(centre, frame, FIRST).whole.voices == 6
