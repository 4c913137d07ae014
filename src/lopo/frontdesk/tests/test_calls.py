"""At the counter: calling by the policy, serving, and what a counter may not do."""

from collections.abc import Callable
from typing import Any

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import (
    CounterBusy,
    CounterTaken,
    QueueEmpty,
    SessionClosed,
    WrongState,
)
from lopo.frontdesk.models import Call, NumberSeries, Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    call_numbers,
    events_of,
    make_centre,
    make_desk,
    make_ticket,
    open_desk,
    service_of,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db
Verb = Callable[..., Call]
EVERY_VERB: tuple[Verb, ...] = (
    actions.call_next_ticket,
    actions.recall_ticket,
    actions.start_service,
    actions.finish_service,
    actions.finish_and_call,
    actions.mark_no_show,
)
AFTER_A_CALL = EVERY_VERB[1:]
NOT_WHILE_CALLED = (actions.finish_service, actions.finish_and_call)
NOT_WHILE_SERVING = (actions.recall_ticket, actions.start_service, actions.mark_no_show)


def name_of(value: Any) -> str:
    return str(getattr(value, "__name__", ""))


@pytest.mark.parametrize("verb", EVERY_VERB, ids=name_of)
def test_a_closed_counter_does_nothing(verb: Verb) -> None:
    centre = make_centre()
    make_ticket(centre=centre)
    desk = make_desk(centre=centre)
    with nothing_changes(), pytest.raises(SessionClosed):
        verb(desk=desk, clock=Clockwork())


@pytest.mark.parametrize("verb", EVERY_VERB, ids=name_of)
def test_nobody_acts_at_the_counter_of_another_officer(verb: Verb) -> None:
    centre = make_centre()
    make_ticket(centre=centre)
    open_desk(centre=centre)
    intruder = make_desk(centre=centre)
    with nothing_changes(), pytest.raises(CounterTaken):
        verb(desk=intruder, clock=Clockwork())


@pytest.mark.parametrize("verb", AFTER_A_CALL, ids=name_of)
def test_without_a_visitor_nothing_can_be_done_to_one(verb: Verb) -> None:
    centre = make_centre()
    make_ticket(centre=centre)
    desk = open_desk(centre=centre)
    with nothing_changes(), pytest.raises(WrongState):
        verb(desk=desk, clock=Clockwork())


@pytest.mark.parametrize("verb", NOT_WHILE_CALLED, ids=name_of)
def test_a_visitor_who_has_only_been_called_cannot_be_finished(verb: Verb) -> None:
    desk = with_visitor()
    with nothing_changes(), pytest.raises(WrongState) as refusal:
        verb(desk=desk, clock=Clockwork())
    assert refusal.value.extra["state"] == "CALLED"


@pytest.mark.parametrize("verb", NOT_WHILE_SERVING, ids=name_of)
def test_a_visitor_being_served_is_not_called_again_or_missed(verb: Verb) -> None:
    desk = with_visitor(served=True)
    with nothing_changes(), pytest.raises(WrongState) as refusal:
        verb(desk=desk, clock=Clockwork())
    assert refusal.value.extra["state"] == "SERVING"


@pytest.mark.parametrize("served", [False, True])
def test_nobody_is_called_while_someone_is_at_the_counter(served: bool) -> None:
    desk = with_visitor(served=served)
    make_ticket(centre=desk.counter.centre)
    with nothing_changes(), pytest.raises(CounterBusy):
        actions.call_next_ticket(desk=desk, clock=Clockwork())


def test_an_empty_queue_is_refused() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre)
    with nothing_changes(), pytest.raises(QueueEmpty):
        actions.call_next_ticket(desk=desk, clock=Clockwork())


def test_a_session_calls_only_what_it_serves() -> None:
    centre = make_centre()
    make_ticket(centre=centre, queue="A")
    desk = open_desk(centre=centre, services=[service_of(centre, "B").code])
    with nothing_changes(), pytest.raises(QueueEmpty):
        actions.call_next_ticket(desk=desk, clock=Clockwork())


def test_nobody_who_gave_up_is_called() -> None:
    centre = make_centre()
    actions.give_up(ticket=make_ticket(centre=centre), actor=VISITOR, clock=Clockwork())
    desk = open_desk(centre=centre)
    with pytest.raises(QueueEmpty):
        actions.call_next_ticket(desk=desk, clock=Clockwork())


def test_finish_and_call_does_neither_when_nobody_waits() -> None:
    desk = with_visitor(served=True)
    with nothing_changes(), pytest.raises(QueueEmpty):
        actions.finish_and_call(desk=desk, clock=Clockwork())
    assert Ticket.objects.get().state == "SERVING"


def test_finish_and_call_does_both_as_one_change() -> None:
    desk = with_visitor(served=True)
    centre = desk.counter.centre
    make_ticket(centre=centre)
    with one_change(centre, "ticket.finished", "ticket.called"):
        call = actions.finish_and_call(desk=desk, clock=Clockwork())
    assert call.ticket.label == "A-002"
    assert [t.state for t in Ticket.objects.order_by("number")] == ["DONE", "CALLED"]
    assert Call.objects.filter(ended_at=None).count() == 1
    verified(centre)


def with_visitor(*, served: bool = False) -> Desk:
    centre = make_centre()
    make_ticket(centre=centre)
    desk = open_desk(centre=centre)
    actions.call_next_ticket(desk=desk, clock=Clockwork())
    if served:
        actions.start_service(desk=desk, clock=Clockwork())
    return desk


def test_every_step_at_the_counter_is_one_change() -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre)
    desk, clock = open_desk(centre=centre), Clockwork()
    for act, verb in (
        (actions.call_next_ticket, "ticket.called"),
        (actions.recall_ticket, "ticket.recalled"),
        (actions.start_service, "ticket.started"),
        (actions.finish_service, "ticket.finished"),
    ):
        with one_change(centre, verb):
            act(desk=desk, clock=clock.forward(seconds=10))
    assert states_of(ticket) == ["WAITING", "CALLED", "SERVING", "DONE"]
    verified(centre)


def test_a_call_remembers_counter_session_and_moment() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock, services=[service_of(centre).code])
    call = actions.call_next_ticket(desk=desk, clock=clock)
    event = events_of(centre)[-1]
    assert event["at"] == call.called_at.isoformat(timespec="microseconds")
    assert (event["counter"], event["number"]) == ("1", "A-001")
    assert event["session_services"] == [service_of(centre).code]
    assert call.ticket.counter == desk.counter
    assert call.announced_at == call.last_counted_at == call.called_at


def test_every_announcement_has_an_id_of_its_own() -> None:
    desk, clock = with_visitor(), Clockwork()
    seen = {Call.objects.get().announcement_id}
    for _ in range(3):
        seen.add(actions.recall_ticket(desk=desk, clock=clock.forward(seconds=1)).announcement_id)
    assert len(seen) == 4


def test_visitors_are_called_by_the_policy_over_all_queues() -> None:
    centre, clock = make_centre(queues="AB"), Clockwork()
    for queue, priority in [
        ("A", None),
        ("B", None),
        ("A", "LANSIA"),
        ("A", "HAMIL"),
        ("A", "ANAK"),
    ]:
        make_ticket(centre=centre, queue=queue, priority=priority, clock=clock.forward(minutes=1))
    desk = open_desk(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 5) == ["A-002", "A-003", "A-001", "A-004", "B-001"]
    assert NumberSeries.objects.get(queue__code="A").priority_run == 1
    verified(centre)


def test_a_head_start_ends_where_the_published_minutes_end() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    make_ticket(centre=centre, priority="LANSIA", clock=clock.forward(minutes=31))
    desk = open_desk(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 2) == ["A-001", "A-002"]


def test_the_run_of_a_queue_is_shared_by_all_counters() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    for _ in range(3):
        make_ticket(centre=centre, priority="LANSIA", clock=clock)
    one, two = (open_desk(centre=centre, counter=c, clock=clock) for c in "12")
    called = [call_numbers(desk, clock, 1)[0] for desk in (one, two, one, two)]
    assert called == ["A-002", "A-003", "A-001", "A-004"]
    verified(centre)


def test_two_counters_serve_at_once_and_the_record_agrees() -> None:
    centre, clock = make_centre(), Clockwork()
    for queue in "ABAB":
        make_ticket(centre=centre, queue=queue, clock=clock)
    one, two = (open_desk(centre=centre, counter=c, clock=clock) for c in "12")
    for desk in (one, two):
        actions.call_next_ticket(desk=desk, clock=clock)
    for desk in (two, one):
        actions.start_service(desk=desk, clock=clock)
        actions.finish_and_call(desk=desk, clock=clock)
    assert verbs_of(centre).count("ticket.called") == 4
    assert verified(centre).tickets == 4
