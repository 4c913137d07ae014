"""What an officer might try for a friend, and why it does not work (RELIABILITY §4, T1 and T2)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast, problem_of

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import TooSoon
from lopo.frontdesk.models import Call
from lopo.frontdesk.tests.attending import Attended, attended
from lopo.frontdesk.tests.builders import call_numbers, make_ticket, verified
from lopo.organisation.api import Centre

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def leaving_no_trace() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- T1: calling a friend first ---


def test_t1_no_page_and_no_address_calls_the_friend_an_officer_names() -> None:
    """Whatever is sent along, an officer's call is the policy's; naming somebody takes a right."""
    cast = Cast()
    first, friend = cast.number(), cast.number()
    cast.opened()
    for body in (
        {"token": friend["token"], "reason": "Teman"},
        {"token": friend["token"]},
        {"reason": "Teman"},
    ):
        problem_of(cast.petugas.post(cast.counter("calls"), body), 403, "forbidden")
    for name in ("number", "ticket", "visitor", "seq"):
        answer = cast.petugas.post(cast.counter("calls"), {name: friend["token"]})
        problem_of(answer, 422, "invalid")
    called = cast.petugas.post(cast.counter("calls") + f"?token={friend['token']}")
    assert called.json()["token"] == first["token"]


def test_t1_every_act_that_calls_goes_through_the_policy_or_the_right() -> None:
    """Two acts choose by the policy; the third records an exception. There is no fourth."""
    calling = {name for name in actions.__all__ if "call" in name} - {"recall_ticket"}
    assert calling == {"call_next_ticket", "finish_and_call", "call_out_of_order"}


# --- T2: games with transfers, recalls and no-shows ---


@FEW
@given(gaps=st.lists(st.floats(0.1, 120), max_size=8), wait=st.floats(0, 200))
def test_t2_nobody_is_marked_absent_before_the_calls_and_the_time(
    gaps: list[float], wait: float
) -> None:
    """However the recalls are spread, absence takes three calls, each 45 s after the last one."""
    with leaving_no_trace():
        room = attended()
        last, counted = Call.objects.get().called_at, 1
        for gap in gaps:
            call = actions.recall_ticket(desk=room.desk, clock=room.clock.forward(seconds=gap))
            if call.announced_at - last >= timedelta(seconds=45):
                last, counted = call.announced_at, counted + 1
        room.clock.forward(seconds=wait)
        if counted >= 3:
            assert actions.mark_no_show(desk=room.desk, clock=room.clock).ticket.state == "MISSED"
        else:
            with pytest.raises(TooSoon):
                actions.mark_no_show(desk=room.desk, clock=room.clock)


def set_aside(room: Attended) -> None:
    room.park()
    room.back()


def miss(room: Attended) -> None:
    room.miss()
    room.back()


def send(room: Attended) -> None:
    room.send("A" if room.now().queue_code == "B" else "B")


def send_there_and_back(room: Attended) -> None:
    send(room)
    room.call()
    send(room)


def start_and_send(room: Attended) -> None:
    room.start()
    send(room)


def take_back(room: Attended) -> None:
    set_aside(room)
    room.call()
    room.undo()


DETOURS: tuple[Callable[[Attended], None], ...] = (
    *(set_aside, miss, send_there_and_back, take_back, start_and_send),
)


@FEW
@given(detours=st.lists(st.sampled_from(DETOURS), max_size=4))
def test_t2_no_detour_moves_a_visitor_forward_or_back(
    detours: list[Callable[[Attended], None]],
) -> None:
    """Set aside, missed, sent on, taken back: in line again where the arrival put them."""
    with leaving_no_trace():
        room = attended()
        for _ in range(2):
            room.newcomer()
        for n, detour in enumerate(detours):
            if detour is miss and miss in detours[:n]:
                continue  # only once
            detour(room)
            assert room.call().pk == room.ticket.pk
        room.start()
        room.finish()
        assert call_numbers(room.desk, room.clock, 2) == ["A-002", "A-003"]
        verified(room.centre)


def test_t2_sending_a_friend_to_ones_own_colleague_gains_nothing() -> None:
    room = attended()
    other = room.another()
    early = make_ticket(centre=room.centre, clock=room.clock)
    friend = room.newcomer()
    room.send("B")
    room.call()
    room.send(other)
    assert call_numbers(other, room.clock, 3) == ["A-001", early.label, friend.label]
    verified(room.centre)


def exceptions_of(centre: Centre) -> list[str]:
    return [found.problem for found in verified(centre).exceptions]


def test_t1_every_call_that_is_not_the_policys_has_an_event_that_says_why() -> None:
    room = attended(served=True)
    room.finish()
    room.newcomer()
    friend = room.newcomer()
    actions.call_out_of_order(desk=room.desk, ticket=friend, reason="Teman", clock=room.clock)
    assert exceptions_of(room.centre) == ["out of order: Teman"]
