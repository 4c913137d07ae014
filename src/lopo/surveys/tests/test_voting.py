"""One visit, one voice, and nobody learns whose."""

import pytest
from django.db import IntegrityError, connection, transaction

from lopo.catalogue.api import standard_on
from lopo.frontdesk import actions as desk_actions
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_ticket,
    open_desk,
    service_of,
)
from lopo.kernel.errors import FieldRefusal
from lopo.surveys import actions
from lopo.surveys.models import (
    Ballot,
    Band,
    Instrument,
    Item,
    Participation,
    Remark,
    SurveyInvitation,
    Turnout,
)
from lopo.surveys.rules import current_period

from .builders import PROFILE, all_of, answer, counted, outcome_of, served, vote

pytestmark = pytest.mark.django_db


def test_nobody_answers_before_they_are_served() -> None:
    with pytest.raises(actions.LinkUnknown):
        answer(make_ticket())


def test_a_link_is_used_once() -> None:
    ticket = served()
    answer(ticket)
    with pytest.raises(actions.LinkSpent):
        answer(ticket, 1)
    assert counted() == 1


def test_a_link_runs_out_after_a_week() -> None:
    ticket = served()
    answer(ticket, clock=Clockwork().forward(days=7))
    other = served()
    with pytest.raises(actions.LinkUnknown):
        answer(other, clock=Clockwork().forward(days=8))


def test_a_refused_answer_does_not_spend_the_link() -> None:
    ticket = served()
    with pytest.raises(FieldRefusal):
        answer(ticket, 5)
    answer(ticket)


def test_a_finish_taken_back_takes_the_invitation_back() -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock.forward(seconds=1))
    desk_actions.call_next_ticket(desk=desk, clock=clock.forward(seconds=1))
    desk_actions.start_service(desk=desk, clock=clock.forward(seconds=1))
    desk_actions.finish_service(desk=desk, clock=clock.forward(seconds=1))
    desk_actions.undo(desk=desk, clock=clock.forward(seconds=1))
    with pytest.raises(actions.LinkUnknown):
        answer(ticket)
    assert Turnout.objects.get().served == 0


@pytest.mark.parametrize("wrong", [{"U1": 0}, {"U1": 5}, {"U10": 3}, {}, {"U1": None}], ids=str)
def test_only_what_is_asked_is_answered_on_its_scale(wrong: dict[str, int | None]) -> None:
    with pytest.raises(FieldRefusal):
        vote(make_centre(), wrong)


def test_a_profile_says_only_what_may_be_said() -> None:
    with pytest.raises(FieldRefusal):
        vote(make_centre(), 4, profile={"GENDER": "X"})
    with pytest.raises(FieldRefusal):
        vote(make_centre(), 4, profile={"NAME": "L"})


def test_what_was_not_answered_is_not_counted_as_nothing() -> None:
    centre = make_centre()
    vote(centre, {**all_of(4), "U9": None})
    outcome = outcome_of("SKM", current_period(Clockwork()().date()), centre=centre)
    assert outcome is not None
    assert str(outcome.value) == "100.00"
    assert outcome.elements[8].mean is None


def test_a_remark_stands_apart_from_its_ballot() -> None:
    centre = make_centre()
    for _voice in range(9):
        vote(centre, 4, remark="Ruang tunggu panas", profile=PROFILE)
    assert not Remark.objects.exists()
    vote(centre, 4, remark="Ruang tunggu panas", profile=PROFILE)
    assert Remark.objects.count() == Ballot.objects.count() == 5
    assert {one.quarter.day for one in Remark.objects.all()} == {1}
    assert {field.name for field in Remark._meta.fields}.isdisjoint({"day", "counter", "answers"})


def test_an_answered_questionnaire_never_changes() -> None:
    vote(make_centre())
    instrument = Instrument.objects.get()
    for change in (
        lambda: Item.objects.filter(code="U1").update(question="Puas?"),
        lambda: Item.objects.filter(code="U1").delete(),
        lambda: Instrument.objects.filter(pk=instrument.pk).update(highest=5),
        lambda: Band.objects.filter(grade="A").update(lowest=80),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_database_refuses_a_ballot_off_the_scale() -> None:
    centre = make_centre()
    for _voice in range(10):
        vote(centre)
    for column, value in (
        ("answers", "'{5,4,4,4,4,4,4,4,4}'"),
        ("answers", "'{4}'"),
        ("total", "1"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE surveys_ballot SET {column} = {value}")


def test_what_follows_from_a_link_is_deleted_when_it_ends() -> None:
    answer(served())
    actions.forget_ended(Clockwork().forward(days=7)().date())
    assert SurveyInvitation.objects.count() == 1
    actions.forget_ended(Clockwork().forward(days=8)().date())
    assert SurveyInvitation.objects.count() == 0


def test_a_voice_is_counted_with_what_it_is_about_and_under_which_version() -> None:
    ticket = served()
    answer(ticket)
    came = Participation.objects.get()
    assert (came.service_id, came.centre_id) == (ticket.service_id, ticket.centre_id)
    assert (came.counter_id, came.channel, came.ballots) == (ticket.counter_id, "LINK", 1)
    assert came.standard_id is not None
    assert came.standard_id == ticket.standard_id


def test_at_a_counter_it_is_the_version_that_holds_that_day() -> None:
    centre = make_centre()
    vote(centre)
    held = standard_on(service_of(centre), Clockwork()().date())
    assert held is not None
    assert Participation.objects.get().standard_id == held.pk


def test_what_leaves_an_answer_out_is_not_opened_while_the_quarter_runs() -> None:
    centre = make_centre()
    for _voice in range(9):
        vote(centre, {**all_of(3), "U9": None})
    for _voice in range(9):
        vote(centre, 4)
    assert not Ballot.objects.exists()
    vote(centre, 4)
    assert list(Ballot.objects.values_list("answered", flat=True)) == [9] * 5
