"""Twenty presses on "Let the batch count" at the same moment, in four processes."""

import pytest

from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.surveys.models import PaperForm
from lopo.surveys.tests.builders import counted
from lopo.surveys.tests.papers import checked
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    """Everybody presses."""
    batch, _second = checked(centre, clock=system_clock)
    arguments = [{"centre": centre.code, "batch": batch.pk} for _press in range(PEOPLE)]
    return crowd.race("confirm_batch", arguments, without=without)


def check(outcomes: list[Outcome]) -> None:
    """Each hears of three voices, and three there are."""
    assert {one.answer for one in outcomes} == {3}
    assert counted() == 3
    assert not PaperForm.objects.exists()


def test_a_batch_counts_once_however_many_press_at_once(crowd: Crowd) -> None:
    check(all_at_once(crowd, make_centre()))


def test_without_the_lock_the_check_fails(crowd: Crowd) -> None:
    outcomes = all_at_once(crowd, make_centre(), without="the lock on a batch")
    with pytest.raises(AssertionError):
        check(outcomes)
