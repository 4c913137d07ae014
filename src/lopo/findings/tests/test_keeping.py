"""What a process keeps of opened ballots never tells a number that is not so any more."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.api import Service
from lopo.catalogue.tests.builders import make_service
from lopo.findings import queries
from lopo.findings.queries import Level, counting, of_agency, of_centre, of_service, worlds
from lopo.findings.queries.dividing import Group, Part, group_of, together
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency
from lopo.surveys import actions
from lopo.surveys.api import (
    Block,
    Counted,
    Kind,
    Path,
    Period,
    Size,
    fingerprints,
    sealed_of,
)
from lopo.surveys.models import Ballot, SealedBallot, SurveyPolicy
from lopo.surveys.tests.builders import vote
from lopo.surveys.tests.papers import checked

from .builders import TODAY, ballots

THIRD = Period(Kind.QUARTER, 2026, 3)
FOURTH = Period(Kind.QUARTER, 2026, 4)
YEAR = Period(Kind.YEAR, 2026)
DAYS = (date(2026, 5, 5), date(2026, 8, 12), date(2026, 11, 2))
Place = tuple[Centre, Service]


def everything(*centres: Centre, today: date = TODAY) -> list[Any]:
    """Every number that is shown of the province and some centres, to the last digit."""
    told: list[Any] = []
    for subject in (queries.PROVINCE, *map(of_centre, centres)):
        told += queries.published(subject, [*YEAR.quarters, YEAR], today)
        for period in (THIRD, FOURTH, YEAR):
            found = queries.shown(subject, period, today)
            told.append((found.outcome, found.detail, found.is_partial, found.trend))
            told += [found.parts(level) for level in tuple(Level)[1:]]
    return told


def kept_and_fresh(*centres: Centre) -> tuple[list[Any], list[Any]]:
    """What a process tells that has looked before, and what one tells that has just begun."""
    kept = everything(*centres)
    before = (dict(counting._opened), dict(counting._judged))
    counting.forget()
    fresh = everything(*centres)
    counting.forget()
    counting._opened.update(before[0])
    counting._judged.update(before[1])
    return kept, fresh


def some_places() -> tuple[list[Centre], list[Place]]:
    """Two centres; at the first two agencies are guests."""
    first, second = make_centre(), make_centre()
    guests = [make_service(agency=agency) for agency in (make_agency(), make_agency())]
    theirs = [(first, one) for one in (service_of(first, "A"), service_of(first, "B"), *guests)]
    return [first, second], [*theirs, (second, service_of(second, "A"))]


def something_happens(dice: Random, places: list[Place]) -> None:
    """Ballots come in, some incomplete; now and then the worker comes by."""
    centre, service = dice.choice(places)
    gaps = 0.0 if dice.random() < 0.7 else 0.1
    rows = [
        [None if dice.random() < gaps else dice.randint(2, 4) for _item in range(9)]
        for _ballot in range(dice.choice((1, 3, 5, 11)))
    ]
    ballots(centre, service, rows, day=dice.choice(DAYS))
    if dice.random() < 0.4:
        actions.open_what_waits(Clockwork())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_kept_is_what_would_be_counted_now_whatever_happens(seed: int) -> None:
    dice, (centres, places) = Random(seed), some_places()
    for _event in range(7):
        something_happens(dice, places)
        kept, fresh = kept_and_fresh(*centres)
        assert kept == fresh


@pytest.mark.django_db
def test_the_comparison_notices_a_keep_that_does_not_look_whether_something_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: a fingerprint that is always the same."""
    monkeypatch.setattr(
        counting, "fingerprints", lambda some: dict.fromkeys(fingerprints(some), (1, 1))
    )
    dice, (centres, places) = Random(1), some_places()
    seen = []
    for _event in range(7):
        something_happens(dice, places)
        seen.append(kept_and_fresh(*centres))
    assert any(kept != fresh for kept, fresh in seen)


@pytest.mark.django_db
def test_a_ballot_that_is_opened_is_seen_at_once() -> None:
    centre = make_centre()
    for _voice in range(10):
        vote(centre, 4)
    service = of_service(service_of(centre))
    assert queries.shown(service, FOURTH, TODAY).ballots == 5
    for _voice in range(5):
        vote(centre, 2)
        kept, fresh = kept_and_fresh(centre)
        assert kept == fresh
    assert queries.shown(service, FOURTH, TODAY).ballots == 10


@pytest.mark.django_db
def test_paper_that_comes_late_is_seen_at_once() -> None:
    centre, later = make_centre(), Clockwork().forward(days=100)
    ballots(centre, service_of(centre), [4] * 6, day=DAYS[2])
    actions.open_what_waits(later)
    batch, second = checked(centre, (1, 1, 1, 1, 1))
    before = queries.shown(of_centre(centre), FOURTH, later().date())
    actions.confirm_batch(batch=batch, officer=second, clock=later)
    waiting = queries.shown(of_centre(centre), FOURTH, later().date())
    actions.open_what_waits(later)
    opened = queries.shown(of_centre(centre), FOURTH, later().date())
    assert (before.ballots, waiting.ballots, opened.ballots) == (6, 11, 11)
    assert before.outcome != waiting.outcome == opened.outcome


@pytest.mark.django_db
def test_a_policy_that_grows_stricter_hides_at_once() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [4] * 6)
    ballots(centre, service_of(centre, "B"), [3] * 9)
    actions.open_what_waits(Clockwork())
    small = of_service(service_of(centre, "A"))
    assert queries.shown(small, THIRD, TODAY).ballots == 6
    SurveyPolicy.objects.create(
        valid_from=THIRD.first, smallest=8, step=8, link_days=7, legal_basis="Lebih ketat"
    )
    assert queries.shown(small, THIRD, TODAY).outcome is None
    assert queries.shown(of_centre(centre), THIRD, TODAY).ballots == 15


@pytest.mark.django_db
def test_even_what_changes_neither_their_number_nor_their_sum_is_seen() -> None:
    """No act does this; a hand in the database could."""
    centre = make_centre()
    row: list[int | None] = [4, 1, *[3] * 7]
    ballots(centre, service_of(centre), [row] * 5)
    actions.open_what_waits(Clockwork())
    before = queries.shown(of_centre(centre), THIRD, TODAY)
    Ballot.objects.filter(centre=centre).update(answers=[1, 4, *[3] * 7])
    after = queries.shown(of_centre(centre), THIRD, TODAY)
    assert before.detail is not None
    assert after.detail is not None
    first = [[str(one.mean) for one in each.elements[:2]] for each in (before.detail, after.detail)]
    assert first == [["4", "1"], ["1", "4"]]


@pytest.mark.django_db
def test_a_ballot_that_is_taken_away_is_not_told_any_more() -> None:
    centre = make_centre()
    ballots(centre, service_of(centre), [4] * 6)
    actions.open_what_waits(Clockwork())
    assert queries.shown(of_centre(centre), THIRD, TODAY).ballots == 6
    Ballot.objects.filter(pk=Ballot.objects.filter(centre=centre)[0].pk).delete()
    assert queries.shown(of_centre(centre), THIRD, TODAY).ballots == 5


@pytest.mark.django_db
def test_nothing_is_kept_of_what_lies_sealed() -> None:
    centre = make_centre()
    counting.forget()
    for day, answers in zip(DAYS[1:], ([4] * 14, [3] * 14), strict=True):
        ballots(centre, service_of(centre), answers, day=day)
    everything(centre)
    assert SealedBallot.objects.filter(centre=centre).exists()
    kept = {
        quarter: opened.whole.ballots
        for (_instrument, quarter, there), (_mark, opened) in counting._opened.items()
        if there == centre.pk
    }
    lying = {
        quarter: Ballot.objects.filter(centre=centre, quarter=quarter.first).count()
        for quarter in kept
    }
    assert kept == lying
    for _mark, opened in counting._opened.values():
        blocks = [one for group in opened._groups.values() for one in group.parts]
        assert sum(one.counted.ballots for one in blocks) <= opened.whole.ballots


@pytest.mark.django_db
def test_only_a_quarter_that_changed_is_counted_anew(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    centre = make_centre()
    for day in DAYS:
        ballots(centre, service_of(centre), [4] * 11, day=day)
    actions.open_what_waits(Clockwork())
    queries.shown(queries.PROVINCE, YEAR, TODAY)
    divided: list[int] = []

    def noted(*asked: Any) -> Group:
        divided.append(1)
        return group_of(*asked)

    monkeypatch.setattr(counting, "group_of", noted)
    monkeypatch.setattr(worlds, "group_of", noted)
    with django_assert_num_queries(7):
        queries.shown(queries.PROVINCE, YEAR, TODAY)
    assert divided == []
    ballots(centre, service_of(centre, "B"), [3] * 11, day=DAYS[2])
    # The quarter that runs asks nobody's participation: one statement more.
    with django_assert_num_queries(8):
        queries.shown(queries.PROVINCE, YEAR, TODAY)
    assert divided == [1]


@pytest.mark.django_db
def test_an_agency_says_the_same_by_itself_as_among_the_others_and_reads_nothing_that_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a running quarter it tells opened ballots only, so it does not read the others."""
    centre = make_centre()
    ballots(centre, service_of(centre, "A"), [4] * 13, day=DAYS[2])
    ballots(centre, service_of(centre, "B"), [2] * 8, day=DAYS[1])
    among = queries.shown(queries.PROVINCE, YEAR, TODAY).parts(Level.AGENCY)
    read: list[date] = []

    def noted(instrument: Any, first: date, last: date, **where: Any) -> Any:
        read.append(last)
        return sealed_of(instrument, first, last, **where)

    monkeypatch.setattr(counting, "sealed_of", noted)
    alone = queries.shown(of_agency(centre.host_agency), YEAR, TODAY)
    told = [(one.ballots, one.value) for one in among if one.subject == alone.subject]
    assert alone.outcome is not None
    assert told == [(alone.ballots, alone.outcome.value)]
    assert set(read) == {THIRD.last}


parts = st.lists(
    st.tuples(
        st.sampled_from([(1, a, u, s) for a in (1, 2) for u in (1, None) for s in (1, 2, None)]),
        st.integers(1, 4),
        st.integers(5, 9),
    ),
    max_size=8,
)
asked_places = st.tuples(*[st.sampled_from([1, 2, None])] * 4)


@given(parts, st.lists(st.tuples(asked_places, st.integers(0, 4)), min_size=1, max_size=6))
def test_the_sum_of_a_place_is_that_of_the_blocks_that_lie_in_it(
    found: list[tuple[Path, int, int]], asked: list[tuple[Path, int]]
) -> None:
    group = Group(
        tuple(
            Part(0, Block(path[:depth], frozenset({path}), Size(count)), Counted(count))
            for path, depth, count in found
        )
    )
    for place, depth in asked:
        inside = [one.counted for one in group.parts if one.block.lies_in(place[:depth])]
        told = group.of(place[:depth])
        assert (told or Counted()) == together(inside)
