"""Twenty browsers send one link of the survey at the same moment, in four processes."""

import pytest

from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.kernel.clock import system_clock
from lopo.surveys import actions
from lopo.surveys.tests.builders import counted, said_so_far, served, vote
from lopo.surveys.tests.papers import checked
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE, TEN, FIVE = 9, 10, 5


def all_at_once(crowd: Crowd, *, without: str = "") -> list[Outcome]:
    """Everybody presses "Kirim penilaian"."""
    ticket = served(clock=Clockwork(system_clock()))
    orders = [{"centre": ticket.centre.code, "token": ticket.token} for _ in range(PEOPLE)]
    return crowd.race("answer_survey", orders, without=without)


def check_once(outcomes: list[Outcome]) -> None:
    """One voice for one visit, and everybody else is told kindly."""
    assert [o.error for o in outcomes if o.error] == []
    assert sorted(o.answer for o in outcomes) == ["counted"] + ["link-spent"] * (PEOPLE - 1)
    assert counted() == 1


def test_one_link_counts_once_however_many_send_it(crowd: Crowd) -> None:
    check_once(all_at_once(crowd))


def test_who_only_looks_whether_it_was_used_counts_it_again(crowd: Crowd) -> None:
    outcomes = all_at_once(crowd, without="the key of a spent link")
    with pytest.raises(AssertionError):
        check_once(outcomes)
    assert counted() > 1


def test_twenty_links_at_once_are_twenty_voices(crowd: Crowd) -> None:
    """Twenty visitors of one service answer at once; from the first on some may be read."""
    first = served(clock=Clockwork(system_clock()))
    centre = first.centre
    others = (served(centre, clock=Clockwork(system_clock())) for _ in range(PEOPLE - 1))
    orders = [{"centre": centre.code, "token": one.token} for one in (first, *others)]
    for _voice in range(BEFORE):
        vote(centre, 1, clock=system_clock)
    outcomes = crowd.race("answer_survey", orders)
    assert [o.answer for o in outcomes] == ["counted"] * PEOPLE
    assert counted() == len(said_so_far()) == BEFORE + PEOPLE


def open_together(crowd: Crowd, *, without: str = "") -> list[Outcome]:
    """Workers look at once for what may be opened: five of the ten sheets that wait."""
    batch, second = checked(make_centre(), (4,) * TEN, clock=system_clock)
    actions.confirm_batch(batch=batch, officer=second, clock=system_clock)
    orders = [{"centre": batch.centre.code} for _ in range(PEOPLE)]
    return crowd.race("open_ballots", orders, without=without)


def check_opened(outcomes: list[Outcome]) -> None:
    """Every voice lies in the box once, sealed or opened."""
    assert sorted(o.answer for o in outcomes) == [0] * (PEOPLE - 1) + [FIVE]
    assert len(said_so_far()) == TEN


def test_workers_who_open_at_once_open_once(crowd: Crowd) -> None:
    check_opened(open_together(crowd))


def test_without_the_lock_on_the_box_some_are_opened_twice(crowd: Crowd) -> None:
    outcomes = open_together(crowd, without="the lock on a box")
    with pytest.raises(AssertionError):
        check_opened(outcomes)
    assert len(said_so_far()) > TEN
