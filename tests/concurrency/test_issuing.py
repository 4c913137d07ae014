"""Twenty people take a number at the same moment, in four processes."""

from collections import Counter
from datetime import date

import pytest

from lopo.frontdesk import queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre, make_ticket
from lopo.frontdesk.tests.sabotage import without_index
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, Quota, change_intake
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KEY = "0b1e6a52-7f0b-4f43-9d0e-5f2a6d1c9e77"


def a_centre() -> Centre:
    centre = make_centre(queues="A")
    make_ticket(centre=centre, clock=system_clock)
    return centre


def take_together(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    arguments = [{"centre": centre.code, "queue": "A", "early": n % 3 == 0} for n in range(PEOPLE)]
    return crowd.race("issue", arguments, without=without)


def check_numbers(centre: Centre, outcomes: list[Outcome]) -> None:
    """Everybody has a number, no number twice, none left out, and the record agrees."""
    assert [o.error for o in outcomes if o.error] == [], "somebody got no number"
    told = Counter(o.answer for o in outcomes)
    assert [number for number, times in told.items() if times > 1] == [], "a number twice"
    expected = {f"A-{n:03d}" for n in range(2, PEOPLE + 2)}
    assert set(told) == expected, "a gap"
    rows = Ticket.objects.filter(centre=centre).values_list("label", flat=True)
    assert set(rows) == expected | {"A-001"}, "what was told is not what is kept"
    check_record(centre)


def check_record(centre: Centre) -> None:
    verdict = queries.verify_day(centre, today(centre))
    assert verdict.clean, verdict.offenders


def today(centre: Centre) -> date:
    return queries.local_date(centre, system_clock())


def test_twenty_people_get_twenty_numbers(crowd: Crowd) -> None:
    centre = a_centre()
    check_numbers(centre, take_together(crowd, centre))


def test_even_when_they_are_the_first_of_all(crowd: Crowd) -> None:
    """No line, no number series yet: the rows themselves are raced for."""
    centre = make_centre(queues="A")
    outcomes = take_together(crowd, centre)
    assert sorted(o.answer for o in outcomes) == [f"A-{n:03d}" for n in range(1, PEOPLE + 1)]
    check_record(centre)


def test_without_the_lock_the_check_fails(crowd: Crowd) -> None:
    centre = a_centre()
    outcomes = take_together(crowd, centre, without="the lock")
    with pytest.raises(AssertionError, match="somebody got no number"):
        check_numbers(centre, outcomes)
    assert any("one_event_per_seq" in o.error for o in outcomes)


def test_numbers_that_are_counted_are_given_twice(crowd: Crowd) -> None:
    centre = a_centre()
    with without_index("one_ticket_per_number", "one_event_per_seq"):
        centre = a_centre()
        outcomes = take_together(crowd, centre, without="the lock and the series")
        with pytest.raises(AssertionError, match="a number twice"):
            check_numbers(centre, outcomes)


def test_a_stamp_taken_before_the_lock_accuses_honest_officers(crowd: Crowd) -> None:
    centre = a_centre()
    outcomes = take_together(crowd, centre, without="the stamp under the lock")
    with pytest.raises(AssertionError, match="time does not move forward"):
        check_numbers(centre, outcomes)


QUOTA = 7


def a_centre_with_a_quota() -> Centre:
    """One number of queue A is given out, six are left."""
    centre = a_centre()
    change_intake(
        centre=centre,
        cut_off_minutes=0,
        issue_during_break=True,
        observes_holidays=False,
        quota=Quota(),
        queues={"A": Quota(room=QUOTA)},
        actor=SYSTEM,
        clock=system_clock,
    )
    return centre


def check_quota(centre: Centre, outcomes: list[Outcome]) -> None:
    """As many numbers as the quota allows, in order; everybody else is refused for that reason."""
    given = sorted(o.answer for o in outcomes if not o.error)
    assert len(given) <= QUOTA - 1, "more numbers than the quota"
    assert given == [f"A-{n:03d}" for n in range(2, QUOTA + 1)]
    refused = {o.error.split(":")[0] for o in outcomes if o.error}
    assert refused == {"QuotaFull"}
    check_record(centre)


def test_a_queues_quota_is_never_passed_by_twenty_at_once(crowd: Crowd) -> None:
    centre = a_centre_with_a_quota()
    check_quota(centre, take_together(crowd, centre))


def test_a_quota_that_is_only_looked_at_is_passed(crowd: Crowd) -> None:
    centre = a_centre_with_a_quota()
    with pytest.raises(AssertionError, match="more numbers than the quota"):
        check_quota(centre, take_together(crowd, centre, without="the quota in the number"))


def take_with_one_key(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    arguments = [
        {"centre": centre.code, "queue": "A", "key": KEY, "now": system_clock()}
        for _ in range(PEOPLE)
    ]
    return crowd.race("issue_once", arguments, without=without)


def check_one_answer(centre: Centre, outcomes: list[Outcome]) -> None:
    """One key, one ticket, one answer, byte for byte."""
    assert [o.error for o in outcomes if o.error] == []
    assert len({o.answer for o in outcomes}) == 1, "one key, several answers"
    assert Ticket.objects.filter(centre=centre).count() == 2, "one key, several tickets"
    check_record(centre)


def test_twenty_repeats_of_one_request_are_one_request(crowd: Crowd) -> None:
    centre = a_centre()
    outcomes = take_with_one_key(crowd, centre)
    check_one_answer(centre, outcomes)
    assert outcomes[0].answer == (201, "application/json", b'{"number":"A-002"}')


def test_a_key_that_is_only_looked_at_lets_several_through(crowd: Crowd) -> None:
    centre = a_centre()
    with pytest.raises(AssertionError, match="several answers"):
        check_one_answer(centre, take_with_one_key(crowd, centre, without="the key"))
