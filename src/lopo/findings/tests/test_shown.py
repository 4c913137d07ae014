"""What may be shown of a subject, told by the ballots that lie in the boxes."""

from datetime import date, timedelta
from typing import Any

import pytest

from lopo.catalogue.tests.builders import make_service
from lopo.findings import queries
from lopo.findings.queries import Level, of_agency, of_centre, of_service, shown
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.organisation.tests.builders import make_agency
from lopo.surveys import actions
from lopo.surveys.api import Interval, Kind, Period
from lopo.surveys.models import Band, Instrument
from lopo.surveys.tests.builders import vote

from .builders import LAST_QUARTER, TODAY, ballots, respondents

pytestmark = pytest.mark.django_db
THIRD = Period(Kind.QUARTER, 2026, 3)
FOURTH = Period(Kind.QUARTER, 2026, 4)


def test_nothing_is_shown_of_four_voices() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 4)
    for subject in (queries.PROVINCE, of_centre(centre), of_agency(centre.host_agency)):
        found = queries.shown(subject, THIRD, TODAY)
        assert (found.outcome, found.detail, found.ballots) == (None, None, 0)


@pytest.fixture(autouse=True, params=["sealed still", "closed"])
def _before_and_after_the_quarter_is_closed(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every story twice: what is shown does not depend on whether the worker came by already."""
    real = queries.shown

    def closed_and_shown(*asked: Any, **more: Any) -> Any:
        actions.open_what_waits(Clockwork())
        return real(*asked, **more)

    if request.param == "closed":
        monkeypatch.setattr(queries, "shown", closed_and_shown)


def test_five_voices_are_shown() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4, 4, 3, 3, 3])
    found = queries.shown(of_service(service_of(centre)), THIRD, TODAY)
    assert found.outcome is not None
    assert (found.ballots, str(found.outcome.value)) == (5, "85.00")
    assert not found.is_partial


def test_a_small_service_takes_the_smallest_beside_it_along() -> None:
    centre = make_centre()
    big, small = service_of(centre, "A"), service_of(centre, "B")
    ballots(centre, big, [4] * 9)
    ballots(centre, small, [1] * 3)
    assert queries.shown(of_service(small), THIRD, TODAY).outcome is None
    assert queries.shown(of_service(big), THIRD, TODAY).outcome is None
    whole = queries.shown(of_centre(centre), THIRD, TODAY)
    assert whole.ballots == 12
    assert [one.value for one in whole.parts(Level.SERVICE)] == [None, None]


def test_a_small_agency_is_counted_at_the_centre_only() -> None:
    centre = make_centre()
    guest = make_service(agency=make_agency())
    ballots(centre, service_of(centre, "A"), [4] * 9)
    ballots(centre, service_of(centre, "B"), [4] * 6)
    ballots(centre, guest, [2] * 2)
    host = queries.shown(of_agency(centre.host_agency), THIRD, TODAY)
    assert (host.ballots, host.is_partial) == (9, True)
    assert queries.shown(of_agency(guest.agency), THIRD, TODAY).outcome is None
    assert queries.shown(of_centre(centre), THIRD, TODAY).ballots == 17


def test_a_longer_period_adds_up_what_its_quarters_show() -> None:
    centre = make_centre()
    service, other = service_of(centre, "A"), service_of(centre, "B")
    ballots(centre, service, [4] * 7, day=date(2026, 2, 3))
    ballots(centre, service, [2] * 3, day=date(2026, 5, 5))
    ballots(centre, other, [3] * 3, day=date(2026, 5, 5))
    half = Period(Kind.HALF, 2026, 1)
    assert queries.shown(of_service(service), half, TODAY).ballots == 7
    assert queries.shown(of_service(service), half, TODAY).is_partial
    assert queries.shown(of_centre(centre), half, TODAY).ballots == 13


def test_a_centre_with_too_few_is_not_in_the_sum_of_the_province_either() -> None:
    centre, small = make_centre(), make_centre()
    ballots(centre, service_of(centre), [4] * 8)
    ballots(small, service_of(small), [1] * 4)
    assert queries.shown(queries.PROVINCE, THIRD, TODAY).ballots == 8


def test_practice_is_never_shown() -> None:
    centre = make_centre(is_practice=True)
    ballots(centre, service_of(centre), [4] * 8)
    assert queries.shown(queries.PROVINCE, THIRD, TODAY).outcome is None
    assert queries.shown(of_centre(centre), THIRD, TODAY).outcome is None


def test_while_a_quarter_runs_the_index_moves_at_once_and_details_wait() -> None:
    centre = make_centre()
    for _voice in range(6):
        vote(centre, 4)
    found = queries.shown(of_centre(centre), FOURTH, TODAY)
    assert (found.ballots, found.detail) == (6, None)
    for _voice in range(6):
        vote(centre, 3)
    found = queries.shown(of_centre(centre), FOURTH, TODAY)
    assert found.detail is not None
    assert (found.ballots, found.detail.ballots) == (12, 5)
    assert queries.shown(of_service(service_of(centre)), FOURTH, TODAY).ballots == 5


def test_an_item_three_people_answered_is_not_shown_and_does_not_count() -> None:
    centre = make_centre()
    eight: list[int | None] = [4] * 8
    rows = [[*eight, 1 if one < 3 else None] for one in range(10)]
    ballots(centre, service_of(centre), rows)
    found = queries.shown(of_centre(centre), THIRD, TODAY)
    assert found.detail is not None
    assert found.detail.elements[8].mean is None
    assert str(found.detail.value) == "100.00"
    # Nothing of the three bad answers is in it: all others gave the best.
    assert found.detail.interval in (None, Interval(4.0, 4.0))


def test_the_grades_of_a_year_stay_when_the_bands_change() -> None:
    centre = make_centre()
    for day in (date(2024, 8, 5), LAST_QUARTER):
        ballots(centre, service_of(centre), [4] * 5 + [3] * 5, day=day)
    Band.objects.filter(grade="A").update(valid_until=date(2026, 6, 30))
    Band.objects.create(
        instrument_code="SKM",
        grade="A",
        name="Sangat baik",
        lowest="85.00",
        valid_from=date(2026, 7, 1),
        legal_basis="Peraturan baru",
    )
    old = queries.shown(of_centre(centre), Period(Kind.QUARTER, 2024, 3), TODAY).outcome
    new = queries.shown(of_centre(centre), THIRD, TODAY).outcome
    assert old is not None
    assert new is not None
    assert str(old.value) == str(new.value) == "87.50"
    assert [one.grade and one.grade.grade for one in (old, new)] == ["B", "A"]


def test_without_a_period_the_latest_with_something_is_shown() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 5)
    assert queries.shown(of_centre(centre), None, TODAY).period == THIRD
    for _voice in range(5):
        vote(centre, clock=Clockwork())
    assert queries.shown(of_centre(centre), None, TODAY).period == FOURTH


def test_few_of_a_kind_are_told_together() -> None:
    centre = make_centre()
    guest = make_service(agency=make_agency())
    ballots(centre, service_of(centre), [4] * 27)
    ballots(centre, guest, [4] * 9)
    respondents(centre, service_of(centre), "GENDER", L=20, P=7)
    respondents(centre, guest, "GENDER", L=6, P=3)
    early = queries.shown(of_centre(centre), THIRD, TODAY)
    actions.open_what_waits(Clockwork())
    if not early.world.readings[THIRD][0].is_closed:
        assert queries.profile_in(early.world, early.subject, THIRD) == []
    found = queries.shown(of_centre(centre), THIRD, TODAY)
    (gender,) = queries.profile_in(found.world, found.subject, THIRD)
    assert [(one.name, one.count) for one in gender.shares] == [
        ("Laki-laki", 20),
        ("Perempuan", 7),
        ("", 9),
    ]


def test_few_statements_whatever_is_shown(django_assert_num_queries: object) -> None:
    centre = make_centre()
    for quarter in range(1, 4):
        for letter in "AB":
            ballots(centre, service_of(centre, letter), [4] * 9, day=date(2026, quarter * 3, 1))
    # Five for how results are read, one for what waits, one for whether something changed, and two
    # for what did.
    actions.open_what_waits(Clockwork())
    for statements in (9, 7):
        with django_assert_num_queries(statements):  # type: ignore[operator]
            shown(of_centre(centre), Period(Kind.YEAR, 2026), TODAY)


def test_what_is_remembered_is_forgotten_with_the_next_ballot() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 6)
    assert queries.shown(of_centre(centre), THIRD, TODAY).ballots == 6
    ballots(centre, service_of(centre), [1])
    found = queries.shown(of_centre(centre), THIRD, TODAY)
    assert found.outcome is not None
    assert (found.ballots, str(found.outcome.value)) == (7, "89.29")


def test_the_first_voice_about_a_service_is_told_by_nothing_but_the_number_of_the_centre() -> None:
    centre = make_centre()
    quiet = of_service(service_of(centre, "B"))
    ballots(centre, service_of(centre, "A"), [4] * 12, day=date(2026, 11, 2))
    before = queries.shown(quiet, FOURTH, TODAY)
    vote(centre, 1, service=service_of(centre, "B"))
    after = queries.shown(quiet, FOURTH, TODAY)
    assert (before.is_partial, after.is_partial) == (False, False)
    there = queries.shown(of_centre(centre), FOURTH, TODAY)
    assert there.ballots == 13
    assert [one.subject.code for one in there.parts(Level.SERVICE)] == [
        service_of(centre, "A").code
    ]


def test_a_centre_whose_voices_are_not_opened_yet_stands_among_the_others() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 6, day=date(2026, 11, 2))
    found = queries.shown(queries.PROVINCE, FOURTH, TODAY).parts(Level.CENTRE)
    assert [(one.subject.code, one.ballots) for one in found] == [(centre.code, 6)]


def test_a_questionnaire_that_ended_inside_a_quarter_leaves_its_results() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 9)
    before = queries.shown(of_centre(centre), THIRD, TODAY)
    Instrument.objects.filter(code="SKM").update(valid_until=THIRD.last - timedelta(days=10))
    after = queries.shown(of_centre(centre), THIRD, TODAY)
    assert before.outcome is not None
    assert after.outcome is not None
    assert (after.ballots, after.outcome.value) == (9, before.outcome.value)
