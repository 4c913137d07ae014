"""An attacker holds the whole database, with what PostgreSQL keeps about its rows, and the logs.

Twelve visitors are served one after the other and answer by their links, each in a way of their
own, so that we could say whose ballot is whose. The attacker may know every visitor, their ticket
and the order in which they answered; they must not do better than somebody who guesses.
"""

import hashlib
import itertools
import logging
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection, models

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork, make_centre
from lopo.surveys import actions
from lopo.surveys.actions import Circumstances, Said, boxes
from lopo.surveys.models import Ballot, Remark, RespondentCount, SpentLink, SurveyInvitation

from .builders import ALL, PROFILE, asked_at, served

pytestmark = pytest.mark.django_db(transaction=True)
VISITORS = 12
# Of twelve in random order one lies right by luck on average; six or more once in 1,600 tries.
TOO_MANY = 6
KEPT_APART = """
INSERT INTO surveys_ballot (id, {columns}) SELECT gen_random_uuid(), %(instrument)s, %(centre)s,
  %(agency)s, %(unit)s, %(service)s, %(standard)s, %(counter)s, %(channel)s, %(day)s,
  %(answers)s::smallint[], %(answered)s, %(total)s, %(staff)s, %(device)s, false
"""


def of_their_own(place: int) -> dict[str, int | None]:
    """Answers only this visitor gives: their place in the line, written in ones and twos."""
    return {code: 1 + (place >> bit & 1) for bit, code in enumerate(ALL)}


def a_morning() -> list[Ticket]:
    """Everybody is served, then everybody answers in that order."""
    centre, clock = make_centre(), Clockwork()
    tickets = [served(centre, clock=clock) for _ in range(VISITORS)]
    for place, ticket in enumerate(tickets):
        actions.answer_invitation(
            key=actions.key_of_ticket(ticket.token),
            asked=asked_at(clock),
            said=Said(of_their_own(place), PROFILE, f"Saran {place}"),
            circumstances=Circumstances("LINK"),
            clock=clock.forward(minutes=1),
        )
    return tickets


def rows_of(table: str, order: str) -> list[dict[str, Any]]:
    """A table as somebody reads it who may read everything, in an order of their choice."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text::bigint AS xmin, ctid, * FROM {table} ORDER BY {order}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def place_of(ballot: dict[str, Any]) -> int:
    """Whose it really is."""
    return sum((mark - 1) << bit for bit, mark in enumerate(ballot["answers"]))


def rightly_guessed(ballots: list[dict[str, Any]]) -> int:
    """How many lie where they would lie in the order of coming, either way round."""
    found = [place_of(ballot) for ballot in ballots]
    straight = sum(place == number for number, place in enumerate(found))
    return max(straight, sum(place == number for number, place in enumerate(found[::-1])))


def test_no_order_of_the_ballots_is_the_order_of_the_visitors() -> None:
    a_morning()
    for order in ("ctid", "xmin::text::bigint, ctid", "id", "cmin::text::int, ctid"):
        ballots = rows_of("surveys_ballot", order)
        assert len(ballots) == VISITORS
        assert rightly_guessed(ballots) < TOO_MANY, f"ordered by {order}"


def test_ballots_that_are_not_shaken_lie_in_the_order_of_the_visitors() -> None:
    plain = KEPT_APART.format(columns=boxes.COLUMNS)
    nothing = mock.patch.object(boxes, "opened_now", return_value=0)
    with mock.patch.object(boxes, "SHAKE", plain), nothing:
        a_morning()
    assert rightly_guessed(rows_of("surveys_ballot", "xmin::text::bigint")) == VISITORS


def test_all_ballots_of_a_box_come_from_one_transaction() -> None:
    a_morning()
    assert len({row["xmin"] for row in rows_of("surveys_ballot", "id")}) == 1
    assert len({row["xmin"] for row in rows_of("surveys_remark", "id")}) == 1
    assert len({row["xmin"] for row in rows_of("surveys_respondentcount", "id")}) == 1


def test_remarks_lie_in_no_order_either() -> None:
    a_morning()
    for order in ("ctid", "id"):
        texts = [row["text"] for row in rows_of("surveys_remark", order)]
        right = sum(text == f"Saran {number}" for number, text in enumerate(texts))
        assert right < TOO_MANY


def test_no_value_of_a_ballot_stands_in_the_rows_of_one_visitor() -> None:
    a_morning()
    shared = {"instrument", "centre", "agency", "unit", "service", "standard", "counter"}
    told = {field.name for field in Ballot._meta.get_fields()}
    links = {f.name for f in Ballot._meta.get_fields() if f.is_relation}
    assert links == shared, "a ballot leads to what many share, and to nothing else"
    assert not [f for f in Ballot._meta.fields if isinstance(f, models.DateTimeField)]
    assert told - shared == {
        "id", "channel", "day", "answers", "answered", "total", "from_staff_network",
        "from_known_device", "is_open",
    }  # fmt: skip
    keys = {str(row["id"]) for row in rows_of("surveys_ballot", "id")}
    others = [model for model in apps.get_models() if model is not Ballot]
    for model in others:
        if model._meta.managed and model._meta.db_table.split("_")[0] != "procrastinate":
            for row in rows_of(f'"{model._meta.db_table}"', "1"):
                said = {str(value) for value in row.values()}
                assert keys.isdisjoint(said), model


def test_nothing_leads_to_a_ballot() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                assert field.related_model not in {Ballot, Remark, RespondentCount}, field


def test_invitations_do_not_tell_which_of_them_were_used() -> None:
    centre, clock = make_centre(), Clockwork()
    tickets = [served(centre, clock=clock) for _ in range(4)]
    before = rows_of("surveys_surveyinvitation", "hash")
    for ticket in tickets[:2]:
        actions.answer_invitation(
            key=actions.key_of_ticket(ticket.token),
            asked=asked_at(clock),
            said=Said(of_their_own(1)),
            circumstances=Circumstances("LINK"),
            clock=clock,
        )
    assert rows_of("surveys_surveyinvitation", "hash") == before, "not even their xmin"
    assert SurveyInvitation.objects.count() == 4
    invited = set(SurveyInvitation.objects.values_list("hash", flat=True))
    assert invited.isdisjoint(SpentLink.objects.values_list("hash", flat=True))


def test_a_link_does_not_follow_from_what_the_database_knows() -> None:
    ticket = a_morning()[0]
    known = {str(value) for row in rows_of("frontdesk_ticket", "id") for value in row.values()}
    ways: list[Callable[[str], str]] = [
        lambda text: hashed("invited:", text),
        lambda text: hashed("spent:", text),
        lambda text: hashed("", text),
    ]
    kept = set(SurveyInvitation.objects.values_list("hash", flat=True))
    kept |= set(SpentLink.objects.values_list("hash", flat=True))
    for text, way in itertools.product(known, ways):
        assert way(text) not in kept
    assert ticket.token in known


def hashed(prefix: str, text: str) -> str:
    """What somebody tries who knows how the hashes are made, but not the secret."""
    return hashlib.sha256(f"{prefix}{text}".encode()).hexdigest()


def test_neither_the_ledger_nor_the_log_tells_of_an_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = served(centre, clock=clock)
    before = rows_of("ledger_event", "id")
    with caplog.at_level(logging.DEBUG):
        actions.answer_invitation(
            key=actions.key_of_ticket(ticket.token),
            asked=asked_at(clock),
            said=Said(of_their_own(5), PROFILE, "Rahasia saya"),
            circumstances=Circumstances("LINK"),
            clock=clock,
        )
    assert rows_of("ledger_event", "id") == before
    ours = [one for one in caplog.records if not one.name.startswith("django.db")]
    text = "\n".join(one.getMessage() for one in ours)
    assert "Rahasia" not in text
    assert actions.key_of_ticket(ticket.token) not in text


def test_what_respondents_say_of_themselves_knows_the_quarter_only() -> None:
    a_morning()
    days = {row["day"] for row in rows_of("surveys_respondentcount", "id")}
    assert {(one.day, one.month % 3) for one in days} == {(1, 1)}
    (ballot_day,) = {row["day"] for row in rows_of("surveys_ballot", "id")}
    assert ballot_day not in days, "a day with one ballot would say whose it is"
