"""One more number for the visitor at the counter: the same visit, the same arrival."""

from datetime import datetime

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import NotAtCounter, PastCutOff, QuotaFull, WrongState
from lopo.frontdesk.models import Line, Ticket, Visit
from lopo.frontdesk.tests.attending import attended, without_queue
from lopo.frontdesk.tests.builders import call_numbers, events_of, make_centre, service_of, verified
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db


def test_a_service_without_a_queue_gives_no_number() -> None:
    room = attended()
    with nothing_changes(), pytest.raises(NotAtCounter):
        actions.add_service(desk=room.desk, offering=without_queue(room.centre), clock=room.clock)


@pytest.mark.parametrize("last", ["finish", "park", "miss"])
def test_nothing_is_added_for_who_has_left_the_counter(last: str) -> None:
    room = attended(served=last == "finish")
    getattr(room, last)()
    with nothing_changes(), pytest.raises(WrongState):
        room.add()


@pytest.mark.parametrize("served", [False, True])
def test_a_second_number_is_one_change_and_stands_where_the_visitor_stood(served: bool) -> None:
    room = attended(served=served, priority="DISABILITAS")
    first = room.now()
    with one_change(room.centre, "ticket.issued"):
        added = room.add()
    assert (added.visit_id, Visit.objects.count()) == (first.visit_id, 1)
    kept = ("arrived_at", "priority", "head_start", "channel", "service_date")
    assert [getattr(added, name) for name in kept] == [getattr(first, name) for name in kept]
    assert (added.label, added.state, added.counter) == ("B-001", "WAITING", None)
    assert added.token != first.token
    assert added.issued_at > first.issued_at
    assert states_of(added) == ["WAITING"]
    assert room.now().state == ("SERVING" if served else "CALLED")
    verified(room.centre)


def test_the_record_tells_at_which_counter_and_to_which_number_it_was_added() -> None:
    room = attended()
    added = room.add()
    event = events_of(room.centre)[-1]
    assert (event["verb"], event["number"], event["counter"]) == ("ticket.issued", "B-001", "1")
    assert (event["reason"], event["present"]) == ("added-to A-001", True)
    assert event["service"] == service_of(room.centre, "B").code
    assert event["seq"] == added.issued_seq


def test_it_is_called_before_who_came_after_the_visitor() -> None:
    room = attended(served=True)
    room.newcomer("B")
    room.newcomer("A")
    assert room.add().label == "B-002"
    room.finish()
    assert call_numbers(room.desk, room.clock, 3) == ["B-002", "B-001", "A-002"]
    verified(room.centre)


def closing_soon() -> Centre:
    centre = make_centre(hours=OFFICE_HOURS, cut_off_minutes=60)
    return centre


def test_neither_the_cut_off_nor_the_quota_stops_who_is_in_the_room() -> None:
    room = attended(centre=closing_soon())
    room.clock.now = datetime.fromisoformat("2026-11-23T15:00+08:00")
    with pytest.raises(PastCutOff):
        room.newcomer("B")
    assert room.add().label == "B-001"
    room = attended(centre=make_centre(daily_quota=1))
    with pytest.raises(QuotaFull):
        room.newcomer("B")
    assert room.add().label == "B-001"
    assert Line.objects.get(centre=room.centre).room_issued == 2
    verified(room.centre)


def test_the_added_number_goes_its_own_way() -> None:
    room = attended(served=True)
    room.add()
    room.add("A")
    room.finish()
    assert call_numbers(room.desk, room.clock, 2) == ["B-001", "A-002"]
    assert set(Ticket.objects.values_list("state", flat=True)) == {"DONE"}
    verified(room.centre)
