"""Sheets of paper: one enters, another checks, all of a batch counts or nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    open_desk,
    service_of,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import Role, assign
from lopo.people.rules import PERMISSIONS, Permission
from lopo.surveys import actions
from lopo.surveys.actions import Said, paper
from lopo.surveys.models import (
    Exemption,
    Item,
    PaperBatch,
    PaperCheck,
    PaperForm,
    Participation,
    RespondentCount,
)
from lopo.surveys.rules import current_period

from .builders import (
    PROFILE,
    all_of,
    counted,
    outcome_of,
    profiles_so_far,
    remarks_so_far,
    said_so_far,
    vote,
)
from .papers import checked, checker, enter, enter_again, opened, submitted, typist

pytestmark = pytest.mark.django_db


def test_who_only_serves_at_a_counter_handles_no_paper() -> None:
    for permission in (Permission.ENTER_PAPER, Permission.CHECK_PAPER, Permission.SEE_SURVEY):
        assert permission not in PERMISSIONS[Role.COUNTER_OFFICER]
    assert Permission.CHECK_PAPER not in PERMISSIONS[Role.RECEPTIONIST]


def test_a_day_that_has_not_come_is_refused() -> None:
    centre = make_centre()
    with pytest.raises(FieldRefusal):
        actions.open_batch(
            centre=centre,
            day=Clockwork()().date() + timedelta(days=1),
            sheets=3,
            officer=typist(centre),
            clock=Clockwork(),
        )


def test_a_day_before_the_questionnaire_is_refused() -> None:
    centre = make_centre()
    with pytest.raises(FieldRefusal):
        actions.open_batch(
            centre=centre,
            day=Clockwork()().date().replace(year=2016),
            sheets=3,
            officer=typist(centre),
            clock=Clockwork(),
        )


@pytest.mark.parametrize("sheets", [-1, 0, 301])
def test_a_batch_has_sheets_but_not_a_mountain_of_them(sheets: int) -> None:
    with pytest.raises(FieldRefusal):
        opened(make_centre(), sheets=sheets)


def test_a_day_whose_report_is_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = make_centre()
    batch, second = checked(centre)
    monkeypatch.setattr(paper, "_closed_by", [lambda _centre, _day: True])
    with pytest.raises(actions.BatchTooLate):
        opened(centre)
    with pytest.raises(actions.BatchTooLate):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    assert counted() == 0


def test_nobody_handles_what_was_said_about_their_own_counter() -> None:
    centre, clock = make_centre(), Clockwork()
    desk = open_desk(centre=centre, clock=clock)
    assign(user=desk.officer, role=Role.RECEPTIONIST, centre=centre, actor=SYSTEM)
    with pytest.raises(actions.OwnCounter):
        actions.open_batch(
            centre=centre,
            day=clock().date(),
            sheets=3,
            officer=desk.officer,
            clock=clock.forward(days=30),
            counter=desk.counter,
        )


@pytest.mark.parametrize("wrong", [{"U1": 0}, {"U1": 5}, {"U10": 1}], ids=str)
def test_a_sheet_answers_what_is_asked_on_its_scale(wrong: dict[str, int | None]) -> None:
    batch = opened(make_centre())
    with pytest.raises(FieldRefusal):
        actions.enter_form(
            batch=batch, number=1, said=Said(wrong), service=None, officer=batch.entered_by
        )


@pytest.mark.parametrize(
    "said",
    [
        Said({"U1": 4}, {"GENDER": "X"}),
        Said({"U1": 4}, {"NAME": "L"}),
        Said({"U1": 4}, remark="a" * 1001),
    ],
    ids=["option", "field", "length"],
)
def test_a_sheet_says_only_what_may_be_said(said: Said) -> None:
    batch = opened(make_centre())
    with pytest.raises(FieldRefusal):
        actions.enter_form(batch=batch, number=1, said=said, service=None, officer=batch.entered_by)


@pytest.mark.parametrize("number", [0, 4])
def test_there_is_no_sheet_beyond_those_that_were_counted(number: int) -> None:
    batch = opened(make_centre())
    with pytest.raises(FieldRefusal):
        enter(batch, [4], first=number)


def test_one_person_enters_a_batch() -> None:
    centre = make_centre()
    batch = opened(centre)
    with pytest.raises(actions.OtherHands):
        actions.enter_form(
            batch=batch, number=1, said=Said(all_of(4)), service=None, officer=typist(centre)
        )


def test_a_batch_is_handed_over_whole() -> None:
    batch = opened(make_centre())
    enter(batch, [4, 4])
    with pytest.raises(actions.BatchIncomplete):
        actions.submit_batch(batch=batch, officer=batch.entered_by, clock=Clockwork())
    with pytest.raises(FieldRefusal):
        actions.change_sheets(batch=batch, sheets=1, officer=batch.entered_by)
    actions.change_sheets(batch=batch, sheets=2, officer=batch.entered_by)
    actions.submit_batch(batch=batch, officer=batch.entered_by, clock=Clockwork())
    with pytest.raises(actions.BatchMoved):
        enter(batch, [1])


def test_whoever_entered_does_not_check() -> None:
    centre = make_centre()
    batch = submitted(centre)
    assign(user=batch.entered_by, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    with pytest.raises(actions.SamePerson):
        enter_again(batch, [4, 3, 2], batch.entered_by)
    with pytest.raises(actions.SamePerson):
        actions.confirm_batch(batch=batch, officer=batch.entered_by, clock=Clockwork())


def test_the_database_wants_two_persons_too() -> None:
    batch = submitted(make_centre())
    for change in (
        {"checked_by": batch.entered_by},
        {"state": "COUNTED", "ballots": 3, "decided_on": batch.day},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperBatch.objects.filter(pk=batch.pk).update(**change)


def test_a_batch_has_one_checker() -> None:
    centre = make_centre()
    batch, _second = checked(centre)
    with pytest.raises(actions.OtherHands):
        actions.confirm_batch(batch=batch, officer=checker(centre), clock=Clockwork())


def test_nothing_counts_before_the_sample_was_entered_again() -> None:
    centre = make_centre()
    batch, second = submitted(centre), checker(centre)
    with pytest.raises(actions.BatchIncomplete):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    enter_again(batch, [4, 3, 1], second)
    with pytest.raises(actions.BatchIncomplete):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    assert counted() == 0


def test_differences_are_settled_one_by_one() -> None:
    centre = make_centre()
    batch, second = submitted(centre), checker(centre)
    enter_again(batch, [4, 3, 1], second)
    batch.refresh_from_db()
    assert batch.differences == 9
    choices = dict.fromkeys(all_of(1), False) | {"U1": True}
    with pytest.raises(FieldRefusal):
        actions.settle_form(
            batch=batch,
            number=3,
            takes_second={"U1": True},
            officer=second,
            clock=Clockwork(),
        )
    actions.settle_form(
        batch=batch, number=3, takes_second=choices, officer=second, clock=Clockwork()
    )
    assert PaperForm.objects.get(number=3).answers == [1, 2, 2, 2, 2, 2, 2, 2, 2]
    assert actions.confirm_batch(batch=batch, officer=second, clock=Clockwork()) == 3


def test_a_batch_goes_into_the_box_of_its_day_and_only_its_counts_stay() -> None:
    centre, clock = make_centre(), Clockwork()
    batch = opened(centre, sheets=3, clock=clock)
    actions.enter_form(
        batch=batch,
        number=1,
        said=Said({**all_of(4), "U9": None}, PROFILE, "Ruang tunggu panas"),
        service=None,
        officer=batch.entered_by,
    )
    enter(batch, [3, None], first=2)
    actions.submit_batch(batch=batch, officer=batch.entered_by, clock=clock)
    batch.refresh_from_db()
    second = checker(centre)
    for number, said in (
        (1, Said({**all_of(4), "U9": None}, PROFILE)),
        (2, Said(all_of(3), {"GENDER": "P"})),
        (3, Said({})),
    ):
        assert not actions.reenter_form(
            batch=batch, number=number, said=said, service=None, officer=second, clock=clock
        )
    later = clock.forward(days=2)
    assert actions.confirm_batch(batch=batch, officer=second, clock=later) == 2
    came = Participation.objects.values_list("day", "channel", "ballots")
    assert sorted(came) == [(batch.day, "PAPER", 2)]
    assert not PaperForm.objects.exists()
    assert not PaperCheck.objects.exists()
    assert remarks_so_far() == ["Ruang tunggu panas"]
    assert [one["GENDER"] for one in profiles_so_far()] == ["P", "P"]
    assert not RespondentCount.objects.exists()
    batch.refresh_from_db()
    assert (batch.ballots, batch.sheets, batch.state) == (2, 3, "COUNTED")
    outcome = outcome_of("SKM", current_period(batch.day), centre=centre)
    assert outcome is not None
    assert outcome.elements[8].count == 1


def test_confirmed_twice_it_counts_once() -> None:
    batch, second = checked(make_centre())
    for _again in range(2):
        assert actions.confirm_batch(batch=batch, officer=second, clock=Clockwork()) == 3
    assert counted() == 3


def test_a_batch_counts_whole_or_not_at_all() -> None:
    batch, second = checked(make_centre())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_paperform SET answers = '{4}' WHERE number = 3")
    with pytest.raises(ValueError, match="zip"):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    assert counted() == 0


def test_what_does_not_apply_to_a_service_is_not_counted() -> None:
    centre = make_centre()
    Exemption.objects.create(
        item=Item.objects.get(code="U4"),
        service=service_of(centre),
        reason="Gratis",
        legal_basis="Pergub",
        valid_from=Clockwork()().date(),
    )
    batch, second = checked(centre, (4, 4, 4))
    actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    assert {one[3] for one in said_so_far()} == {None}


def test_a_sheet_that_ticks_only_what_does_not_apply_says_nothing() -> None:
    """Neither a voice without an answer, nor one of the five that hide each other."""
    centre, clock = make_centre(), Clockwork()
    batch, second = checked(centre, (4, 3, 2, 1, 4), clock=clock)
    item = Item.objects.get(instrument=batch.instrument, code="U4")
    Exemption.objects.create(
        item=item,
        service=batch.service,
        reason="Gratis",
        legal_basis="Pergub",
        valid_from=batch.day,
    )
    batch.paperforms.filter(number__gte=3).update(answers=[None, None, None, 4, *[None] * 5])
    later = Clockwork().forward(days=100)
    with pytest.raises(actions.BatchTooLate):
        actions.confirm_batch(batch=batch, officer=second, clock=later)
    assert actions.confirm_batch(batch=batch, officer=second, clock=clock) == 2
    assert counted() == len(said_so_far()) == 2
    assert all(any(answers) for answers in said_so_far())


def test_a_rejected_batch_says_why_and_forgets_its_sheets() -> None:
    batch, second = checked(make_centre())
    with pytest.raises(FieldRefusal):
        actions.reject_batch(batch=batch, reason=" \x00 ", officer=second, clock=Clockwork())
    actions.reject_batch(batch=batch, reason="Lembar 2 robek", officer=second, clock=Clockwork())
    batch.refresh_from_db()
    assert (batch.state, batch.reason) == ("REJECTED", "Lembar 2 robek")
    assert not PaperForm.objects.exists()
    with pytest.raises(actions.BatchMoved):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())


def test_whoever_opened_a_batch_by_mistake_gives_it_up() -> None:
    centre = make_centre()
    batch = opened(centre)
    enter(batch, [4])
    actions.discard_batch(
        batch=batch, reason="Salah tanggal", officer=batch.entered_by, clock=Clockwork()
    )
    assert not PaperForm.objects.exists()
    assert opened(centre).number == 2


def test_a_question_few_sheets_answer_does_not_go_into_a_quarter_that_has_ended() -> None:
    """The number of its answers is shown: one more would tell what one person said."""
    centre, clock = make_centre(), Clockwork()
    batch, second = checked(centre, (4, 3, 2, 1, 4), clock=clock)
    batch.paperforms.filter(number__gte=2).update(answers=[*[3] * 8, None])
    later = Clockwork().forward(days=100)
    with pytest.raises(actions.BatchTooLate):
        actions.confirm_batch(batch=batch, officer=second, clock=later)
    batch.paperforms.filter(number=1).update(answers=[*[3] * 8, None])
    assert actions.confirm_batch(batch=batch, officer=second, clock=later) == 5


def test_single_sheets_do_not_go_into_a_quarter_that_has_ended() -> None:
    """Its results are shown whole: before and after would tell what one person said."""
    centre, clock = make_centre(), Clockwork()
    few, second = checked(centre, (4, 3, 2, 1), clock=clock)
    later = Clockwork().forward(days=100)
    with pytest.raises(actions.BatchTooLate):
        actions.confirm_batch(batch=few, officer=second, clock=later)
    enough, second = checked(centre, (4, 3, 2, 1, 1), clock=clock)
    assert actions.confirm_batch(batch=enough, officer=second, clock=later) == 5


def test_large_batches_are_checked_by_a_sample_nobody_knows_beforehand() -> None:
    centre = make_centre()
    batch = submitted(centre, [4] * 12)
    assert len(batch.sample) == 10
    second = checker(centre)
    left_out = next(number for number in range(1, 13) if number not in batch.sample)
    with pytest.raises(FieldRefusal):
        actions.reenter_form(
            batch=batch,
            number=left_out,
            said=Said(all_of(4)),
            service=None,
            officer=second,
            clock=Clockwork(),
        )


def test_whoever_has_the_whole_database_cannot_tell_sheets_from_other_voices() -> None:
    """What the sheets said lies sealed like every other voice, and nothing else of them is left."""
    centre, clock = make_centre(), Clockwork()
    vote(centre, 2, clock=clock)
    batch, second = checked(centre, clock=clock)
    actions.confirm_batch(batch=batch, officer=second, clock=clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT octet_length(sealed)) FROM"
                       " surveys_sealedballot")  # fmt: skip
        assert cursor.fetchone() == (4, 1)
        cursor.execute("SELECT count(*) FROM surveys_ballot")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM surveys_paperform, surveys_papercheck")
        assert cursor.fetchone() == (0,)
    kept = {field.name for field in PaperBatch._meta.fields}
    assert not {name for name in kept if name.endswith("_at")}
