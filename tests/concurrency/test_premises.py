"""A service is taken away at the very moment at which people take numbers for it."""

import pytest

from lopo.catalogue.api import offerings_of
from lopo.frontdesk import queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 3


def race(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    """Nineteen take a number, one takes the service away; who is first differs."""
    arguments = [
        {"centre": centre.code, "queue": "A", "stops": n == PEOPLE // 2} for n in range(PEOPLE)
    ]
    return crowd.race("issue_or_stop", arguments, without=without)


def check(centre: Centre, outcomes: list[Outcome]) -> None:
    """Whoever has a number can be served; whoever has none was told why."""
    given = bool([offer for offer in offerings_of(centre) if offer.queue_id is not None])
    waiting = Ticket.objects.filter(centre=centre, state="WAITING").count()
    assert given or not waiting, f"{waiting} wait for a service that is no longer given"
    unexpected = [
        o.error for o in outcomes if o.error and not o.error.startswith(("NotAtCounter", "Still"))
    ]
    assert unexpected == []
    assert queries.verify_day(centre, queries.local_date(centre, system_clock())).clean


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_nobody_gets_a_number_for_a_service_that_is_gone(crowd: Crowd, _round: int) -> None:
    centre = make_centre(queues="A")
    check(centre, race(crowd, centre))


def test_a_need_that_is_looked_at_before_the_lock_leaves_people_behind(crowd: Crowd) -> None:
    centre = make_centre(queues="A")
    outcomes = race(crowd, centre, without="the need under the lock")
    with pytest.raises(AssertionError, match="no longer given"):
        check(centre, outcomes)
