"""Twenty browsers send one link of the survey at the same moment, in four processes."""

import pytest

from lopo.frontdesk.tests.builders import Clockwork
from lopo.kernel.clock import system_clock
from lopo.surveys.models import Ballot
from lopo.surveys.tests.builders import served, vote
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, *, without: str = "") -> list[Outcome]:
    """Everybody presses "Kirim penilaian"."""
    ticket = served(clock=Clockwork(system_clock()))
    orders = [{"centre": ticket.centre.code, "token": ticket.token} for _ in range(PEOPLE)]
    return crowd.race("answer_survey", orders, without=without)


def check_once(outcomes: list[Outcome]) -> None:
    """One voice for one visit, and everybody else is told kindly."""
    assert [o.error for o in outcomes if o.error] == []
    assert sorted(o.answer for o in outcomes) == ["counted"] + ["link-spent"] * (PEOPLE - 1)
    assert Ballot.objects.count() == 1


def test_one_link_counts_once_however_many_send_it(crowd: Crowd) -> None:
    check_once(all_at_once(crowd))


def test_who_only_looks_whether_it_was_used_counts_it_again(crowd: Crowd) -> None:
    outcomes = all_at_once(crowd, without="the key of a spent link")
    with pytest.raises(AssertionError):
        check_once(outcomes)
    assert Ballot.objects.count() > 1


def test_twenty_links_at_once_are_twenty_voices(crowd: Crowd) -> None:
    first = served(clock=Clockwork(system_clock()))
    tickets = [
        first,
        *(served(first.centre, clock=Clockwork(system_clock())) for _ in range(PEOPLE - 1)),
    ]
    vote(first.centre, 1, clock=system_clock)
    orders = [{"centre": one.centre.code, "token": one.token} for one in tickets]
    outcomes = crowd.race("answer_survey", orders)
    assert [o.answer for o in outcomes] == ["counted"] * len(tickets)
    assert Ballot.objects.count() == len(tickets) + 1
