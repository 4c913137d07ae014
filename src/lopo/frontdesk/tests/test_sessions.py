"""Opening and closing a counter: one officer, one counter, known services."""

import pytest
from django.db import IntegrityError, transaction

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import CounterBusy, CounterTaken
from lopo.frontdesk.models import CounterSession
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    close_session,
    events_of,
    make_centre,
    make_desk,
    make_ticket,
    open_desk,
    open_session,
    service_of,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change
from lopo.kernel.errors import FieldRefusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("services", [[], ["X-SVC"], ["A", ""], ["A-SVC", "Z"]])
def test_a_counter_does_not_open_for_what_it_does_not_serve(services: list[str]) -> None:
    desk = make_desk(centre=make_centre())
    with nothing_changes(), pytest.raises(FieldRefusal) as refusal:
        open_session(desk, services=services)
    assert refusal.value.errors[0].field == "services"
    assert not any("\n" in error.message for error in refusal.value.errors)


def test_a_service_of_another_centre_is_unknown_here() -> None:
    elsewhere = service_of(make_centre()).code
    with pytest.raises(FieldRefusal):
        open_session(make_desk(centre=make_centre()), services=[elsewhere])


def test_a_service_of_a_queue_the_counter_does_not_serve_is_refused() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    desk.counter.queues.remove(centre.queues.get(code="B"))
    with pytest.raises(FieldRefusal):
        open_session(desk, services=[service_of(centre, "B").code])
    session = open_session(desk)
    assert session.serves == [service_of(centre, "A").code]


def test_a_counter_taken_by_another_officer_stays_theirs() -> None:
    centre = make_centre()
    open_desk(centre=centre)
    other = make_desk(centre=centre)
    for attempt in (open_session, close_session):
        with nothing_changes(), pytest.raises(CounterTaken):
            attempt(other)


def test_an_officer_sits_at_one_counter_only() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre)
    second = make_desk(centre=centre, counter="2", officer=desk.officer)
    with nothing_changes(), pytest.raises(CounterTaken) as refusal:
        open_session(second)
    assert refusal.value.extra["counter"] == "1"
    close_session(desk)
    assert open_session(second).state == "OPEN"


def test_an_officer_of_two_centres_sits_at_one_of_them() -> None:
    desk = open_desk(centre=make_centre())
    elsewhere = make_desk(centre=make_centre(), officer=desk.officer)
    with nothing_changes(), pytest.raises(CounterTaken):
        open_session(elsewhere)


def test_even_a_race_lost_between_two_centres_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two centres have two locks; the last word is the database's, spoken as a rule."""
    desk = open_desk(centre=make_centre())
    elsewhere = make_desk(centre=make_centre(), officer=desk.officer)
    monkeypatch.setattr(
        actions.sessions,
        "_seat_of",
        lambda counter, officer: CounterSession(counter=counter, officer=officer),
    )
    with nothing_changes(), pytest.raises(CounterTaken) as refusal, transaction.atomic():
        open_session(elsewhere)
    assert refusal.value.extra["counter"] == desk.counter.code


def test_a_counter_is_not_closed_with_a_visitor_at_it() -> None:
    centre = make_centre()
    make_ticket(centre=centre)
    desk = open_desk(centre=centre)
    actions.call_next_ticket(desk=desk, clock=Clockwork())
    with nothing_changes(), pytest.raises(CounterBusy):
        close_session(desk)


@pytest.mark.parametrize("field", ["counter", "officer"])
def test_the_database_itself_refuses_a_second_seat(field: str) -> None:
    centre = make_centre()
    desk, other = open_desk(centre=centre), make_desk(centre=centre, counter="2")
    seat = {"counter": other.counter, "officer": other.officer}
    seat[field] = getattr(desk, field)
    with pytest.raises(IntegrityError), transaction.atomic():
        CounterSession.objects.create(opened_at=MORNING, **seat)


def test_opening_and_closing_are_one_change_each() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    with one_change(centre, "session.opened"):
        session = open_session(desk)
    with one_change(centre, "session.closed"):
        closed = close_session(desk)
    assert closed is not None
    assert closed.closed_at is not None
    assert closed.closed_at > session.opened_at
    assert [e["counter"] for e in events_of(centre)] == ["1", "1"]
    verified(centre)


def test_opening_twice_and_closing_twice_change_nothing() -> None:
    desk = make_desk(centre=make_centre())
    first = open_session(desk)
    with nothing_changes():
        assert open_session(desk).pk == first.pk
    close_session(desk)
    with nothing_changes():
        assert close_session(desk) is None


def test_opening_again_for_other_services_changes_them_in_the_record_too() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre)
    only = service_of(centre, "B").code
    with one_change(centre, "session.opened"):
        open_session(desk, services=[only])
    assert CounterSession.objects.get().serves == [only]
    make_ticket(centre=centre, queue="A")
    make_ticket(centre=centre, queue="B")
    called = actions.call_next_ticket(desk=desk, clock=Clockwork())
    assert called.ticket.label == "B-001"
    verified(centre)


def test_services_are_kept_sorted_and_once() -> None:
    centre = make_centre()
    a, b = (service_of(centre, queue).code for queue in "AB")
    session = open_session(make_desk(centre=centre), services=[b, a, b])
    assert session.serves == session.services == sorted([a, b])


def test_a_counter_for_everything_says_so() -> None:
    session = open_session(make_desk(centre=make_centre()))
    assert session.services is None
    assert session.serves is None


def test_another_officer_may_follow_at_the_same_counter() -> None:
    centre = make_centre()
    close_session(open_desk(centre=centre))
    open_desk(centre=centre)
    assert verbs_of(centre) == ["session.opened", "session.closed", "session.opened"]
    verified(centre)
