"""``./lopo verify`` compares the survey's record with its tables, and names who bent either."""

import json
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from lopo.frontdesk.queries import verify_records
from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.frontdesk.tests.sabotage import owner_session
from lopo.organisation.api import Centre
from lopo.surveys import actions
from lopo.surveys.models import PaperBatch, Remark

from .papers import checked, checker, opened, submitted
from .test_recording import remark_of

RECORD = "lopo.surveys"


def verify(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("lopo_verify", *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def done_with() -> Centre:
    """Paper counted, refused and given up, and two remarks hidden: five lines."""
    centre, clock = make_centre(), Clockwork()
    batch, second = checked(centre, (4, 3, None))
    actions.confirm_batch(batch=batch, officer=second, clock=clock)
    refused = submitted(centre)
    actions.reject_batch(batch=refused, reason="Beda", officer=checker(centre), clock=clock)
    given_up = opened(centre)
    actions.discard_batch(
        batch=given_up, reason="Salah buka", officer=given_up.entered_by, clock=clock
    )
    for _ in range(2):
        actions.hide_remark(
            remark=remark_of(centre), reason="Menyebut nama", officer=second, clock=clock
        )
    return centre


def batches(now: str, **change: object) -> Callable[[], object]:
    return lambda: PaperBatch.objects.filter(state=now).update(**change)


def one_remark() -> Remark:
    found = Remark.objects.first()
    assert found is not None
    return found


def bring_back_a_remark() -> None:
    Remark.objects.filter(pk=one_remark().pk).update(hidden_reason="", hidden_by=None)


def hide_one_unseen() -> None:
    one = one_remark()
    one.pk = None
    one._state.adding = True
    one.save(force_insert=True)


FORGED_ROWS = (
    (batches("COUNTED", ballots=3), "2026-001: 2026-11-23: no line says paper.counted"),
    (batches("COUNTED", ballots=3), "no table says paper.counted"),
    (batches("COUNTED", sheets=2), "no line says paper.counted"),
    (batches("COUNTED", day=date(2026, 9, 30)), "no line says paper.counted"),
    (batches("COUNTED", decided_on=date(2026, 11, 1)), "no line says paper.counted"),
    (batches("COUNTED", state="REJECTED", reason="x"), "no line says paper.rejected"),
    (batches("REJECTED", checked_by=None), "no line says paper.given-up"),
    (lambda: PaperBatch.objects.filter(number=3).delete(), "no table says paper.given-up"),
    (bring_back_a_remark, "no table says remark.hidden"),
    (hide_one_unseen, "2026-tw4: no line says remark.hidden"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("forge", "problem"), FORGED_ROWS)
def test_a_row_that_was_bent_afterwards_is_named(forge: Callable[[], object], problem: str) -> None:
    done_with()
    forge()
    code, said = verify()
    assert code == 1
    assert problem in said


FORGED_LINES = (
    ("UPDATE ledger_event SET payload = replace(payload, '\"sheets\":3', '\"sheets\":9')", "leaf"),
    ("UPDATE ledger_event SET actor = 'user:0' WHERE seq = 1", "no line says paper.counted"),
    ("UPDATE ledger_event SET service_date = '2026-11-29' WHERE seq = 5", "a line before it"),
    ("DELETE FROM ledger_event WHERE seq = 2", "#3 paper:"),
    ("DELETE FROM ledger_event WHERE seq = 5", "2026-tw4: no line says remark.hidden"),
    ("DELETE FROM ledger_event", "no line says paper.rejected"),
)


@pytest.mark.django_db(transaction=True)
def test_a_record_bent_by_the_owner_of_the_database_is_named() -> None:
    done_with()
    assert verify()[0] == 0
    for statement, problem in FORGED_LINES:
        with owner_session() as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute("CREATE TEMP TABLE kept AS SELECT * FROM ledger_event")
            owner.execute(statement)
            code, said = verify()
            owner.execute("DELETE FROM ledger_event")
            owner.execute("INSERT INTO ledger_event SELECT * FROM kept")
        assert (code, problem in said) == (1, True), (statement, said)
    # The control: as it was, nothing is named.
    assert verify()[0] == 0


@pytest.mark.django_db
def test_an_honest_record_is_clean_and_told_beside_the_days() -> None:
    done_with()
    code, said = verify()
    assert code == 0
    assert said.endswith(f"{RECORD}: 5 events\n{RECORD}: clean\n")
    (whole,) = [one for one in json.loads(verify("--json")[1]) if one["centre"] == RECORD]
    assert (whole["clean"], whole["events"], whole["service_date"]) == (True, 5, "")


@pytest.mark.django_db
def test_who_asks_for_one_centre_is_told_of_its_days_only() -> None:
    centre = done_with()
    assert RECORD not in verify("--centre", centre.code)[1]


@pytest.mark.django_db
def test_a_house_that_did_nothing_with_its_survey_is_told_nothing_of_it() -> None:
    checked(make_centre())
    assert RECORD not in verify()[1]


@pytest.mark.django_db
def test_few_statements_however_many_batches(django_assert_max_num_queries: object) -> None:
    for _ in range(2):
        done_with()
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert all(one.clean for one in verify_records())
