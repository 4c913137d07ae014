"""The voices of the demonstration: one day of them is worth a supervisor's look."""

from datetime import date

import pytest

from lopo.frontdesk.tests.builders import make_centre
from lopo.surveys.management.commands.lopo_demo_voices import GROUP, GROUP_DAYS_AGO, days_of, fill
from lopo.surveys.models import Ballot, SealedBallot
from lopo.surveys.queries import Looks, frame_of, looks_at
from lopo.surveys.rules import current_period

pytestmark = pytest.mark.django_db
TODAY, FIRST_OF_QUARTER = date(2026, 11, 26), date(2026, 10, 1)


def filled(each: int, today: date) -> Looks:
    centre = make_centre(queues="ABC", counters=6)
    fill(centre, each, today)
    frame = frame_of("SKM", today)
    assert frame is not None
    return looks_at(centre, frame, current_period(today))


@pytest.mark.parametrize("each", [240, 430])
def test_one_day_of_the_running_quarter_is_worth_a_look(each: int) -> None:
    found = filled(each, TODAY)
    (full,) = [one.full for one in found.full_days]
    assert full.day == list(days_of(current_period(TODAY), TODAY))[-GROUP_DAYS_AGO]
    assert full.limit is not None
    assert full.voices >= GROUP > full.limit
    assert not found.odd


def test_on_the_first_day_of_a_quarter_nothing_is_invented_for_it() -> None:
    assert filled(60, FIRST_OF_QUARTER).full_days == []
    for model in (Ballot, SealedBallot):
        assert not model.objects.filter(quarter=FIRST_OF_QUARTER).exists()
