"""How many stand before a visitor: by the contract, and as people are told."""

import pytest

from lopo.frontdesk import actions, queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_ticket,
    open_desk,
    service_of,
)
from lopo.organisation.api import Centre

pytestmark = pytest.mark.django_db


def told(ticket: Ticket, clock: Clockwork) -> tuple[int, int]:
    """(ahead by the contract, people before as the page says)."""
    fresh = Ticket.objects.select_related("centre", "counter").get(pk=ticket.pk)
    return queries.ahead_of(fresh, now=clock.now), queries.people_before(fresh, now=clock.now)


def room_of(numbers: str) -> tuple[Centre, Clockwork, list[Ticket]]:
    centre, clock = make_centre(counters=3), Clockwork()
    return centre, clock, [make_ticket(centre=centre, queue=q, clock=clock) for q in numbers]


def opened(centre: Centre, clock: Clockwork, counter: str, queues: str | None) -> None:
    services = [service_of(centre, queue).code for queue in queues] if queues else None
    open_desk(centre=centre, counter=counter, services=services, clock=clock)


def test_nobody_of_another_counters_queue_stands_before_me() -> None:
    centre, clock, numbers = room_of("AABAAB")
    opened(centre, clock, "1", "A")
    opened(centre, clock, "2", "B")
    assert told(numbers[-1], clock) == (5, 1)
    assert told(numbers[2], clock) == (2, 0)


def test_where_one_counter_serves_both_everybody_before_me_counts() -> None:
    centre, clock, numbers = room_of("AABAAB")
    opened(centre, clock, "1", "A")
    opened(centre, clock, "2", None)
    assert told(numbers[-1], clock) == (5, 5)


def test_without_an_open_counter_for_me_both_say_the_same() -> None:
    centre, clock, numbers = room_of("AAB")
    assert told(numbers[-1], clock) == (2, 2)
    opened(centre, clock, "1", "A")
    assert told(numbers[-1], clock) == (2, 2)


def test_who_was_sent_to_one_counter_waits_for_that_one() -> None:
    centre, clock, numbers = room_of("ABB")
    opened(centre, clock, "1", "A")
    opened(centre, clock, "2", None)
    desk = open_desk(centre=centre, counter="3", clock=clock)
    call = actions.call_next_ticket(desk=desk, clock=clock)
    assert call.ticket == numbers[0]
    target = centre.counters.get(code="2")
    actions.transfer_to_counter(desk=desk, counter=target, clock=clock)
    assert told(numbers[0], clock) == (0, 0)
    assert told(numbers[1], clock) == (1, 1)
