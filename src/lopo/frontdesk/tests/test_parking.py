"""Setting a visitor aside: the counter is free, the place in line is kept."""

import pytest

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions.refusals import QueueEmpty, WrongState
from lopo.frontdesk.models import Call, NumberSeries
from lopo.frontdesk.tests.attending import attended
from lopo.frontdesk.tests.builders import events_of, verified
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("last", ["finish", "park", "miss"])
def test_who_has_left_the_counter_is_not_set_aside(last: str) -> None:
    room = attended(served=last == "finish")
    getattr(room, last)()
    with nothing_changes(), pytest.raises(WrongState):
        room.park()


@pytest.mark.parametrize("served", [False, True])
def test_a_visitor_called_or_being_served_is_set_aside_in_one_change(served: bool) -> None:
    room = attended(served=served)
    with one_change(room.centre, "ticket.parked"):
        ticket = room.park()
    assert (ticket.state, ticket.counter) == ("PARKED", room.desk.counter)
    assert states_of(ticket) == ["WAITING", "CALLED", *(["SERVING"] if served else []), "PARKED"]
    assert Call.objects.get().ended_at == ticket.changed_at
    event = events_of(room.centre)[-1]
    assert (event["number"], event["counter"], event["reason"]) == ("A-001", "1", None)
    verified(room.centre)


def test_who_was_set_aside_is_called_by_nobody_and_stands_in_no_line() -> None:
    room = attended()
    ticket = room.park()
    with nothing_changes():
        with pytest.raises(QueueEmpty):
            room.call()
        with pytest.raises(WrongState):
            actions.call_out_of_order(
                desk=room.desk, ticket=ticket, reason="Darurat", clock=room.clock
            )
        for act in (actions.give_up, actions.arrive):
            with pytest.raises(WrongState):
                act(ticket=ticket, actor=VISITOR, clock=room.clock)
    assert queries.waiting_counts(room.centre, ticket.service_date) == {}


def test_the_counter_is_free_for_the_next_and_the_run_goes_on() -> None:
    room = attended(priority="LANSIA")
    room.newcomer()
    room.park()
    assert NumberSeries.objects.get(queue__code="A").priority_run == 1
    assert room.call().label == "A-002"
    assert NumberSeries.objects.get(queue__code="A").priority_run == 0
    verified(room.centre)


def test_who_is_still_aside_at_the_end_of_the_day_is_missed_and_comes_back_no_more() -> None:
    room = attended()
    ticket = room.park()
    actions.follow_the_clock(centre=room.centre, clock=room.clock.forward(days=1))
    assert states_of(ticket) == ["WAITING", "CALLED", "PARKED", "MISSED"]
    assert events_of(room.centre)[-2]["verb"] == "ticket.lapsed"
    with nothing_changes(), pytest.raises(WrongState):
        room.back()
    verified(room.centre)
