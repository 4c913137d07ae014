"""Giving up on a visitor takes the published calls, at least the published time apart."""

from datetime import datetime

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import TooSoon
from lopo.frontdesk.models import Call
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_ticket,
    open_desk,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of

pytestmark = pytest.mark.django_db


def called(*, calls: int = 3, interval: int = 45) -> tuple[Desk, Clockwork]:
    centre, clock = make_centre(no_show_calls=calls, no_show_interval_seconds=interval), Clockwork()
    make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    return desk, clock


def recall(desk: Desk, clock: Clockwork, *, after: float) -> Call:
    return actions.recall_ticket(desk=desk, clock=clock.forward(seconds=after))


def too_soon(desk: Desk, clock: Clockwork) -> TooSoon:
    with nothing_changes(), pytest.raises(TooSoon) as refusal:
        actions.mark_no_show(desk=desk, clock=clock)
    return refusal.value


def test_one_call_is_not_enough_and_the_refusal_says_when_it_will_be() -> None:
    desk, clock = called()
    first = Call.objects.get().called_at
    refusal = too_soon(desk, clock)
    moment = datetime.fromisoformat(refusal.extra["no_show_at"])
    assert (moment - first).total_seconds() == 90
    assert refusal.extra["calls_missing"] == 2


def test_time_alone_is_not_enough() -> None:
    desk, clock = called()
    too_soon(desk, clock.forward(hours=1))


def test_recalls_in_haste_are_announced_but_not_counted() -> None:
    desk, clock = called()
    before = Call.objects.get().announcement_id
    for _ in range(5):
        call = recall(desk, clock, after=5)
        assert call.counted_calls == 1
    assert call.announcement_id != before
    assert call.announced_at > call.last_counted_at
    too_soon(desk, clock)


def test_a_recall_counts_from_the_last_counted_one() -> None:
    desk, clock = called()
    recall(desk, clock, after=44)
    assert recall(desk, clock, after=1.1).counted_calls == 2
    assert recall(desk, clock, after=44).counted_calls == 2
    assert recall(desk, clock, after=1.1).counted_calls == 3


def test_the_promised_moment_keeps_its_word() -> None:
    desk, clock = called()
    recall(desk, clock, after=50)
    moment = datetime.fromisoformat(too_soon(desk, clock).extra["no_show_at"])
    clock.now = moment
    assert actions.recall_ticket(desk=desk, clock=clock).counted_calls == 3
    assert actions.mark_no_show(desk=desk, clock=clock).ticket.state == "MISSED"


def test_after_the_counted_calls_a_no_show_is_one_change_and_frees_the_counter() -> None:
    desk, clock = called()
    centre, ticket = desk.counter.centre, Call.objects.get().ticket
    recall(desk, clock, after=45.001)
    recall(desk, clock, after=45.001)
    with one_change(centre, "ticket.missed"):
        call = actions.mark_no_show(desk=desk, clock=clock)
    assert call.ended_at == call.ticket.changed_at
    assert states_of(ticket) == ["WAITING", "CALLED", "MISSED"]
    make_ticket(centre=centre, clock=clock)
    assert actions.call_next_ticket(desk=desk, clock=clock).ticket.label == "A-002"
    verified(centre)


def test_a_practice_centre_learns_it_in_two_seconds() -> None:
    desk, clock = called(interval=1)
    for _ in range(2):
        too_soon(desk, clock)
        recall(desk, clock, after=1.001)
    assert actions.mark_no_show(desk=desk, clock=clock).ticket.state == "MISSED"


def test_where_one_call_suffices_no_second_is_asked_for() -> None:
    desk, clock = called(calls=1)
    assert actions.mark_no_show(desk=desk, clock=clock).ticket.state == "MISSED"


def test_a_clock_that_jumps_back_counts_nothing_early() -> None:
    desk, clock = called()
    recall(desk, clock, after=-3600)
    assert recall(desk, clock, after=30).counted_calls == 1
    too_soon(desk, clock)
