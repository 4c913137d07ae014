"""A room changes while people are in it: what somebody waits for cannot be taken away."""

from collections.abc import Callable
from typing import Any

import pytest

from lopo.catalogue.api import Offering, offerings_of, service_by_code
from lopo.frontdesk import actions
from lopo.frontdesk.actions.premises import (
    add_counter,
    add_queue,
    change_counter,
    change_facts,
    change_queue,
    give_service,
    move_service,
    put_in_order,
    restore_place,
    retire_counter,
    retire_queue,
    stop_service,
)
from lopo.frontdesk.actions.refusals import NotAtCounter, SessionClosed, StillNeeded
from lopo.frontdesk.models import Line, Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    events_of,
    make_centre,
    make_desk,
    make_ticket,
    offering_of,
    open_desk,
    open_session,
    verified,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import Centre, Counter, Queue, counter_of, counters_of, queue_of

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": SYSTEM, "clock": Clockwork()}


def counter_at(centre: Centre, code: str = "1") -> Counter:
    found = counter_of(centre, code)
    assert found is not None
    found.centre = centre
    return found


def queue_at(centre: Centre, code: str = "A") -> Queue:
    found = queue_of(centre, code)
    assert found is not None
    found.centre = centre
    return found


def give_up(ticket: Ticket) -> None:
    actions.give_up(ticket=ticket, actor=SYSTEM, clock=Clockwork())


# Refused while somebody needs it


def test_an_open_counter_is_not_archived_and_a_closed_one_is() -> None:
    desk = open_desk(centre=make_centre())
    with pytest.raises(StillNeeded, match=desk.counter.name):
        retire_counter(counter=desk.counter, **BY)
    actions.close_session(
        counter=desk.counter, officer=desk.officer, actor=desk.actor, clock=Clockwork()
    )
    retire_counter(counter=desk.counter, **BY)
    assert counter_of(desk.counter.centre, desk.counter.code) is None


def test_a_paused_counter_is_as_good_as_open() -> None:
    desk = open_desk(centre=make_centre())
    actions.pause_session(
        counter=desk.counter, officer=desk.officer, paused=True, actor=desk.actor,
        clock=Clockwork(),
    )  # fmt: skip
    with pytest.raises(StillNeeded):
        retire_counter(counter=desk.counter, **BY)


def test_the_last_counter_of_a_queue_stays_while_somebody_waits_for_it() -> None:
    centre = make_centre(queues="AB")
    for code in ("2", "3"):
        if counter_of(centre, code) is not None:
            retire_counter(counter=counter_at(centre, code), **BY)
    ticket = make_ticket(centre=centre, queue="A")
    with pytest.raises(StillNeeded, match=ticket.service.name):
        retire_counter(counter=counter_at(centre), **BY)
    with pytest.raises(StillNeeded, match=ticket.service.name):
        change_counter(counter=counter_at(centre), name="Meja 1", queues=["B"], **BY)
    assert {queue.code for queue in counter_at(centre).queues.all()} == {"A", "B"}
    give_up(ticket)
    change_counter(counter=counter_at(centre), name="Meja satu", queues=["B"], **BY)
    assert [queue.code for queue in counter_at(centre).queues.all()] == ["B"]


def test_a_queue_is_archived_only_when_it_is_empty_and_nothing_uses_it() -> None:
    centre = make_centre(queues="AB")
    ticket = make_ticket(centre=centre, queue="A")
    with pytest.raises(StillNeeded):
        retire_queue(queue=queue_at(centre), **BY)
    give_up(ticket)
    with pytest.raises(StillNeeded, match=ticket.service.name):
        retire_queue(queue=queue_at(centre), **BY)
    moved = offering_of(centre, "A")
    move_service(offering=moved, queue_code="B", **BY)
    retire_queue(queue=queue_at(centre), **BY)
    assert queue_of(centre, "A") is None


@pytest.mark.parametrize("then", ["waits", "is called", "is parked", "has just been missed"])
def test_a_service_is_given_as_long_as_somebody_may_still_be_served(then: str) -> None:
    centre, clock = make_centre(no_show_interval_seconds=1, no_show_calls=1), Clockwork()
    desk = open_desk(centre=centre, clock=clock)
    ticket = make_ticket(centre=centre, clock=clock)
    if then != "waits":
        actions.call_next_ticket(desk=desk, clock=clock)
    if then == "is parked":
        actions.park_ticket(desk=desk, clock=clock)
    if then == "has just been missed":
        actions.mark_no_show(desk=desk, clock=clock.forward(seconds=2))
    offer = offering_of(centre)
    with pytest.raises(StillNeeded, match=ticket.service.name):
        stop_service(offering=offer, actor=SYSTEM, clock=clock)
    if then == "has just been missed":
        clock.forward(minutes=centre.return_minutes + 1)
        stop_service(offering=offer, actor=SYSTEM, clock=clock)
        assert not [o for o in offerings_of(centre) if o.pk == offer.pk]


def test_a_service_that_stops_may_be_given_again() -> None:
    centre = make_centre()
    offer = offering_of(centre)
    stop_service(offering=offer, **BY)
    service = service_by_code(offer.service.code)
    assert service is not None
    assert service.code not in [o.service.code for o in offerings_of(centre)]
    again = give_service(centre=centre, service=service, queue_code="A", **BY)
    assert (again.pk, again.archived_at) == (offer.pk, None)
    assert offering_of(centre).pk == offer.pk


def test_a_letter_changes_only_before_the_first_number_of_the_day() -> None:
    centre = make_centre()
    change_queue(queue=queue_at(centre), code="K", name="Kartu", **BY)
    give_up(make_ticket(centre=centre, queue="K"))
    with pytest.raises(StillNeeded, match="K"):
        change_queue(queue=queue_at(centre, "K"), code="L", name="Kartu", **BY)
    renamed = change_queue(queue=queue_at(centre, "K"), code="K", name="Kartu dan surat", **BY)
    assert renamed.name == "Kartu dan surat"


def test_moving_a_service_to_a_queue_without_counters_leaves_nobody_behind() -> None:
    centre = make_centre(queues="A")
    add_queue(centre=centre, code="Z", name="Tanpa meja", **BY)
    ticket = make_ticket(centre=centre, queue="A")
    with pytest.raises(StillNeeded, match=ticket.service.name):
        move_service(offering=offering_of(centre), queue_code="Z", **BY)
    assert offering_of(centre).queue is not None
    give_up(ticket)
    move_service(offering=offering_of(centre), queue_code="Z", **BY)


def test_who_had_no_counter_before_is_no_reason_to_refuse_a_remedy() -> None:
    centre = make_centre(queues="A")
    make_ticket(centre=centre, queue="A")
    for counter in counters_of(centre):
        counter.queues.clear()
    change_counter(counter=counter_at(centre), name="Meja 1", queues=["A"], **BY)
    assert [queue.code for queue in counter_at(centre).queues.all()] == ["A"]


# What was read before the lock is looked at again under it


def test_a_number_for_a_service_that_stopped_meanwhile_is_refused() -> None:
    centre = make_centre()
    seen = offering_of(centre)
    stop_service(offering=offering_of(centre), **BY)
    with pytest.raises(NotAtCounter):
        take(centre, seen)
    assert not Ticket.objects.exists()


def test_a_number_for_a_queue_the_service_has_left_is_refused() -> None:
    centre = make_centre(queues="AB")
    seen = offering_of(centre)
    move_service(offering=offering_of(centre), queue_code="B", **BY)
    with pytest.raises(NotAtCounter):
        take(centre, seen)


def take(centre: Centre, offer: Offering) -> Ticket:
    return actions.issue_ticket(
        centre=centre, offering=offer, channel="RECEPTION", priority=None, present=True,
        actor=SYSTEM, clock=Clockwork(),
    )  # fmt: skip


def test_a_visitor_is_not_sent_on_to_a_service_that_stopped_meanwhile() -> None:
    centre = make_centre(queues="AB")
    make_ticket(centre=centre, queue="A")
    desk = open_desk(centre=centre)
    actions.call_next_ticket(desk=desk, clock=Clockwork())
    seen = offering_of(centre, "B")
    stop_service(offering=offering_of(centre, "B"), **BY)
    with pytest.raises(NotAtCounter):
        actions.transfer_to_service(desk=desk, offering=seen, clock=Clockwork())


def test_a_counter_that_was_archived_meanwhile_does_not_open() -> None:
    desk = make_desk(centre=make_centre())
    retire_counter(counter=counter_at(desk.counter.centre), **BY)
    with pytest.raises(SessionClosed):
        open_session(desk)


def test_a_counter_opens_with_the_queues_it_has_now() -> None:
    centre = make_centre(queues="AB")
    desk = make_desk(centre=centre)
    assert desk.counter.queues.count() == 2
    list(desk.counter.queues.all())
    change_counter(counter=counter_at(centre), name="Meja 1", queues=["B"], **BY)
    assert open_session(desk).serves == [offering_of(centre, "B").service.code]


# What the others see


@pytest.mark.parametrize(
    "change",
    [
        lambda c: add_counter(centre=c, code="9", name="Meja 9", queues=[], **BY),
        lambda c: change_counter(counter=counter_at(c), name="Loket 1", queues=[], **BY),
        lambda c: retire_counter(counter=counter_at(c), **BY),
        lambda c: add_queue(centre=c, code="Q", name="Baru", **BY),
        lambda c: change_queue(queue=queue_at(c), code="A", name="Lain", **BY),
        lambda c: stop_service(offering=offering_of(c), **BY),
        lambda c: put_in_order(centre=c, places=list(counters_of(c))[::-1], **BY),
        lambda c: change_facts(centre=c, name="Nama baru", **BY),
    ],
)
def test_every_change_moves_the_boards_and_not_the_record(
    change: Callable[[Centre], object],
) -> None:
    centre = make_centre()
    make_ticket(centre=centre, queue="B")
    before = Line.objects.get(centre=centre)
    change(centre)
    after = Line.objects.get(centre=centre)
    assert after.rev == before.rev + 1
    assert after.seq == before.seq
    verified(centre)


def test_a_refused_change_moves_nothing() -> None:
    desk = open_desk(centre=make_centre())
    before = Line.objects.get(centre=desk.counter.centre).rev
    with pytest.raises(StillNeeded):
        retire_counter(counter=desk.counter, **BY)
    assert Line.objects.get(centre=desk.counter.centre).rev == before
    assert counter_of(desk.counter.centre, desk.counter.code) is not None


def test_an_archived_counter_may_be_used_again_and_its_code_is_not_given_twice() -> None:
    centre = make_centre()
    counter = counter_at(centre)
    retire_counter(counter=counter, **BY)
    with pytest.raises(FieldRefusal):
        add_counter(centre=centre, code=counter.code, name="Lagi", queues=[], **BY)
    restore_place(place=counter, **BY)
    assert counter_of(centre, counter.code) == counter


def test_a_letter_that_changes_gives_no_day_before_a_bad_name() -> None:
    """Also where every number of the letter was sent on to another queue."""
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    actions.transfer_to_service(desk=desk, offering=offering_of(centre, "B"), clock=clock)
    clock.forward(days=1)
    change_queue(queue=queue_at(centre), code="Z", name="Lain", actor=SYSTEM, clock=clock)
    verified(centre)


def test_the_rules_of_the_room_do_not_bend_for_one_visitor_without_a_trace() -> None:
    """Longer for a friend to come back, and back again: both changes are named."""
    centre, clock = make_centre(no_show_calls=1, return_minutes=15), Clockwork()
    friend = make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    actions.mark_no_show(desk=desk, clock=clock)
    late: dict[str, Any] = {"actor": SYSTEM, "clock": clock.forward(hours=2)}
    change_facts(centre=centre, return_minutes=480, **late)
    friend.centre.refresh_from_db()
    actions.return_to_line(ticket=friend, **late)
    change_facts(centre=centre, return_minutes=15, name="Nama baru", **late)
    told = [one.problem for one in verified(centre).exceptions]
    assert told == [
        "the rules of the room changed: return_minutes 480",
        "the rules of the room changed: return_minutes 15",
    ]


def test_rules_changed_before_anybody_came_are_on_record_and_nobodys_exception() -> None:
    centre, clock = make_centre(return_minutes=15), Clockwork()
    rules = {"return_minutes": 20, "no_show_calls": 4}
    change_facts(centre=centre, actor=SYSTEM, clock=clock, **rules)
    make_ticket(centre=centre, clock=clock)
    (changed, _issued) = events_of(centre)
    assert changed["reason"] == "no_show_calls 4, return_minutes 20"
    assert verified(centre).exceptions == []
