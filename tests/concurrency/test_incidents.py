"""What went wrong at the neighbours, kept as regression tests (RELIABILITY §2, 1-3).

The controls, in which a guard is taken away and the check fails, are in ``test_calling.py``,
``test_issuing.py`` and ``test_verbs.py``.
"""

from typing import Any

import pytest

from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.tests.builders import make_centre, make_ticket, open_desk
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from tests.concurrency.crowd import PEOPLE, Crowd
from tests.concurrency.test_issuing import check_record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def waiting_room(*, visitors: int, counters: int) -> tuple[Centre, list[dict[str, Any]]]:
    centre = make_centre(queues="A", counters=max(2, counters))
    for _ in range(visitors):
        make_ticket(centre=centre, clock=system_clock)
    desks = [
        open_desk(centre=centre, counter=str(n + 1), clock=system_clock) for n in range(counters)
    ]
    return centre, [
        {
            "centre": centre.code,
            "act": "call",
            "counter": desk.counter.code,
            "officer": desk.officer.username,
        }
        for desk in desks
    ]


def test_incident_1_the_same_visitor_is_not_invited_by_two_officers(crowd: Crowd) -> None:
    """A neighbour waits a second between clicks; ours may all click at once."""
    centre, deeds = waiting_room(visitors=1, counters=PEOPLE)
    outcomes = [outcome.answer for outcome in crowd.race("verb", deeds)]
    assert sorted(outcomes) == ["done", *["queue-empty"] * (PEOPLE - 1)]
    assert Call.objects.filter(ended_at=None).count() == 1
    check_record(centre)


def test_incident_2_no_number_is_given_twice_even_after_some_were_given_up(crowd: Crowd) -> None:
    """A neighbour counts rows, so a number that was given up is given again."""
    centre = make_centre(queues="A")
    for _ in range(3):
        make_ticket(centre=centre, clock=system_clock)
    Ticket.objects.filter(number=2).update(state="CANCELLED")
    orders = [{"centre": centre.code, "queue": "A"} for _ in range(PEOPLE)]
    numbers = [outcome.answer for outcome in crowd.race("issue", orders)]
    assert sorted(numbers) == [f"A-{n:03d}" for n in range(4, PEOPLE + 4)]


def test_incident_3_a_double_call_is_one_call_and_finishing_ends_that_one(crowd: Crowd) -> None:
    """A neighbour's double click made two active rows, and "done" then closed both."""
    centre, [deed] = waiting_room(visitors=PEOPLE, counters=1)
    outcomes = [o.answer for o in crowd.race("verb", [dict(deed) for _ in range(PEOPLE)])]
    assert sorted(outcomes) == [*["counter-busy"] * (PEOPLE - 1), "done"]
    for act in ("start", "finish"):
        outcomes = [
            o.answer for o in crowd.race("verb", [{**deed, "act": act} for _ in range(PEOPLE)])
        ]
        assert sorted(outcomes) == ["done", *["wrong-state"] * (PEOPLE - 1)]
    states = list(Ticket.objects.values_list("state", flat=True))
    assert (states.count("DONE"), states.count("WAITING")) == (1, PEOPLE - 1)
    check_record(centre)
