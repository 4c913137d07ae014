"""What is done with a survey is a line in the ledger; what was said in it never is."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.kernel.actor import Actor
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.ledger.api import audited_events, day_events
from lopo.people.tests.builders import make_staff
from lopo.surveys import actions, queries
from lopo.surveys.models import Instrument, PaperBatch, Remark

from .papers import checked, checker, opened, submitted

pytestmark = pytest.mark.django_db
DAY = Clockwork()().date()


def lines() -> list[dict[str, Any]]:
    return day_events(queries.STREAM, DAY)


def remark_of(centre: Any) -> Remark:
    service = service_of(centre)
    return Remark.objects.create(
        instrument=Instrument.objects.get(code="SKM", valid_until=None), centre=centre,
        agency=service.agency, unit=service.unit, service=service, quarter=date(2026, 10, 1),
        text="Bu X kasar",
    )  # fmt: skip


def test_a_batch_that_counted_is_a_line_once_however_often_one_presses() -> None:
    batch, second = checked(make_centre(), (4, 3, None))
    for _press in range(2):
        actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    (line,) = lines()
    del line["leaf"]
    assert line == {
        "seq": 1,
        "at": f"{DAY.isoformat()}T00:00:00.000000+00:00",
        "verb": "paper.counted",
        "centre": batch.centre.code,
        "batch": f"{DAY.year}-001",
        "sheets": 3,
        "ballots": 2,
        "unit": service_of(batch.centre).unit.code,
        "period": "2026-tw4",
    }


def test_a_batch_not_counted_says_who_let_it_go_and_not_why() -> None:
    centre = make_centre()
    given_up = opened(centre)
    actions.discard_batch(
        batch=given_up, reason="Salah buka", officer=given_up.entered_by, clock=Clockwork()
    )
    refused, second = submitted(centre), checker(centre)
    actions.reject_batch(
        batch=refused, reason="Terlalu banyak beda", officer=second, clock=Clockwork()
    )
    assert [(one["seq"], one["verb"], one["ballots"]) for one in lines()] == [
        (1, "paper.given-up", None),
        (2, "paper.rejected", None),
    ]
    rows = audited_events(queries.STREAM, DAY)
    assert [one.actor for one in rows] == [
        f"user:{given_up.entered_by_id}",
        f"user:{second.pk}",
    ]
    assert [one.problems for one in rows] == [(), ()]
    assert "beda" not in json.dumps(lines())


def test_what_is_refused_leaves_no_line() -> None:
    centre = make_centre()
    batch = submitted(centre)
    for officer, reason in ((batch.entered_by, "Saya sendiri"), (checker(centre), " ")):
        with pytest.raises(Refusal):
            actions.reject_batch(batch=batch, reason=reason, officer=officer, clock=Clockwork())
    with pytest.raises(Refusal):
        actions.confirm_batch(batch=batch, officer=checker(centre), clock=Clockwork())
    with pytest.raises(FieldRefusal):
        actions.hide_remark(
            remark=remark_of(centre), reason="", officer=checker(centre), clock=Clockwork()
        )
    assert lines() == []


def test_a_hidden_remark_is_a_line_that_tells_neither_the_remark_nor_the_reason() -> None:
    centre = make_centre()
    one, second = remark_of(centre), checker(centre)
    for reason in ("Menyebut nama", "Lain"):
        actions.hide_remark(remark=one, reason=reason, officer=second, clock=Clockwork())
    (line,) = lines()
    assert (line["verb"], line["centre"], line["period"]) == (
        "remark.hidden", centre.code, "2026-tw4",
    )  # fmt: skip
    (row,) = audited_events(queries.STREAM, DAY)
    told = json.dumps([row.public, row.subject])
    for secret in ("Bu X", "Menyebut nama", str(one.pk), second.username):
        assert secret not in told


def test_a_line_holds_no_answer_no_name_and_no_hour() -> None:
    centre = make_centre()
    batch, second = checked(centre)
    actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    (line,) = lines()
    at = datetime.fromisoformat(line["at"])
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
    assert set(line) == {
        "seq", "at", "verb", "centre", "batch", "sheets", "ballots", "unit", "period", "leaf",
    }  # fmt: skip
    told = json.dumps(line)
    for person in (batch.entered_by, second):
        assert person.username not in told
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM ledger_event WHERE stream = %s", [queries.STREAM])
        assert cursor.fetchall() == [(f"paper:{batch.pk}",)]
    assert PaperBatch.objects.get().decided_on == DAY


def test_nothing_is_noted_outside_the_act_it_belongs_to(transactional_db: Any) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.note_in_ledger(
            "remark.hidden",
            subject="survey:x",
            facts={},
            actor=Actor(id=f"user:{make_staff().pk}"),
            clock=Clockwork(),
        )
