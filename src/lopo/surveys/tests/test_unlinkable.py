"""An attacker holds the whole database, with what PostgreSQL keeps about its rows, and the logs.

Visitors are served one after the other and answer by their links, each in a way of their own, so
that we could say whose ballot is whose. The attacker may know every visitor, their ticket and the
order in which they answered; they must not do better than somebody who guesses.
"""

import hashlib
import itertools
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest import mock

import pytest
from conftest import as_owner
from django.apps import apps
from django.db import IntegrityError, connection, connections, models, transaction
from django.test import override_settings

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.organisation.api import Centre
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Circumstances, Earlier, Said, opening
from lopo.surveys.models import (
    Ballot,
    Participation,
    Remark,
    RespondentCount,
    SealedBallot,
    SpentLink,
    SurveyInvitation,
)
from lopo.surveys.rules import current_period

from .builders import ALL, PROFILE, all_of, asked_at, counted, quarter_ends, rows_of, served, vote
from .papers import checked

pytestmark = pytest.mark.django_db(transaction=True)
VISITORS = 12
FIVE = 5
# Of twelve in random order one lies right by luck on average; six or more once in 1,600 tries.
TOO_MANY = 6


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


def place_of(ballot: dict[str, Any]) -> int:
    """Whose it really is."""
    return sum((mark - 1) << bit for bit, mark in enumerate(ballot["answers"]))


def rightly_guessed(ballots: list[dict[str, Any]]) -> int:
    """How many lie where they would lie in the order of coming, either way round."""
    found = [place_of(ballot) for ballot in ballots]
    straight = sum(place == number for number, place in enumerate(found))
    return max(straight, sum(place == number for number, place in enumerate(found[::-1])))


def alone(box: tuple[str, ...]) -> int:
    """How many ballots share what they are told by, and the act that wrote them, with too few."""
    groups = Counter(tuple(row[name] for name in box) for row in rows_of("surveys_ballot", "id"))
    return sum(count for count in groups.values() if count < FIVE)


TOLD_BY = (
    "instrument_id", "centre_id", "agency_id", "unit_id", "service_id", "quarter", "not_asked",
    "xmin",
)  # fmt: skip


def a_quarter(centre: Centre, *, day: date = date(2026, 8, 12)) -> None:
    """Many small services: two voices here, seven there, and one nobody else asked for."""
    counts = {"A": 13, "B": 7, "C": 3, "D": 2, "E": 1}
    ballots = [
        Earlier(About(centre, service_of(centre, queue)), Said(all_of(3)), day, "LINK")
        for queue, count in counts.items()
        for _voice in range(count)
    ]
    actions.bring_in(asked=asked_at(Clockwork()), ballots=ballots, today=Clockwork()().date())


def test_no_ballot_is_alone_with_the_visit_it_came_from() -> None:
    centre = make_centre(queues="ABCDE", counters=2)
    a_quarter(centre)
    assert Ballot.objects.count() == 26
    assert alone(TOLD_BY) == 0
    told = Counter(Ballot.objects.values_list("service", flat=True))
    often = (service_of(centre, queue).pk for queue in "AB")
    assert told == dict(zip([*often, None], (13, 7, 6), strict=True)), "what is rare has no name"


def test_opened_without_waiting_for_others_they_would_be_alone() -> None:
    """The control: each ballot kept as it was said."""
    centre = make_centre(queues="ABCDE")
    nobody_waits = mock.patch.object(opening, "gathered", side_effect=lambda some, _least: some)
    with without_the_database_guard(), nobody_waits:
        a_quarter(centre)
        assert alone(TOLD_BY) == 6


@contextmanager
def without_the_database_guard() -> Iterator[None]:
    """The trigger sleeps; only the owner of the schema could do this."""
    owners = connections.create_connection("default")
    owners.settings_dict = {**connection.settings_dict, **as_owner()}
    try:
        with owners.cursor() as owner:
            owner.execute("ALTER TABLE surveys_ballot DISABLE TRIGGER surveys_ballot_among_others")
        yield
    finally:
        connection.close()
        with owners.cursor() as owner:
            owner.execute("ALTER TABLE surveys_ballot ENABLE TRIGGER surveys_ballot_among_others")
        owners.close()


def test_the_database_takes_no_ballot_that_is_alone() -> None:
    centre = make_centre()
    a_quarter(make_centre(queues="ABCDE"))
    one = Ballot.objects.all()[:1].get()
    with pytest.raises(IntegrityError, match="among as many others"), transaction.atomic():
        Ballot.objects.create(
            instrument=one.instrument,
            centre=centre,
            agency=one.agency,
            service=one.service,
            quarter=one.quarter,
            answers=one.answers,
            answered=one.answered,
            total=one.total,
        )


def test_those_who_wait_longest_are_not_those_who_left_something_out() -> None:
    centre = make_centre()
    vote(centre, {**all_of(3), "U9": None})
    for _voice in range(12):
        vote(centre)
    waiting = rows_of("surveys_sealedballot", "xmin::text::bigint")
    # Five were opened with the tenth; what stayed was sealed anew, all at once.
    assert [len(list(some)) for _x, some in itertools.groupby(waiting, lambda r: r["xmin"])] == [
        6, 1, 1,
    ]  # fmt: skip


def test_a_sheet_of_paper_is_not_opened_by_the_act_that_counts_it() -> None:
    batch, second = checked(make_centre(), (4,) * 10)
    actions.confirm_batch(batch=batch, officer=second, clock=Clockwork())
    assert (counted(), Ballot.objects.count()) == (10, 0)
    assert actions.open_what_waits(Clockwork()) == FIVE
    writers = {row["xmin"] for row in rows_of("surveys_ballot", "id")}
    assert writers.isdisjoint(row["xmin"] for row in rows_of("surveys_paperbatch", "id"))


def test_no_order_of_the_ballots_is_the_order_of_the_visitors() -> None:
    a_morning()
    quarter_ends()
    for order in ("ctid", "xmin::text::bigint, ctid", "id", "cmin::text::int, ctid"):
        ballots = rows_of("surveys_ballot", order)
        assert len(ballots) == VISITORS
        assert rightly_guessed(ballots) < TOO_MANY, f"ordered by {order}"


def test_opened_in_the_order_they_came_they_would_lie_in_it() -> None:
    """The control: one after the other, as each was said."""
    with (
        mock.patch.object(opening, "WRITE", opening.WRITE.replace("ORDER BY random()", "")),
        mock.patch.object(opening, "opened_now", return_value=0),
        mock.patch.object(
            opening, "gathered", side_effect=lambda some, _least: sorted(some, key=_in_order)
        ),
    ):
        a_morning()
        quarter_ends()
    assert rightly_guessed(rows_of("surveys_ballot", "ctid")) == VISITORS


def _in_order(one: Any) -> int:
    return place_of({"answers": one.answers})


def test_ballots_opened_together_come_from_one_act_five_at_least() -> None:
    a_morning()
    (ballots, remarks) = (rows_of(f"surveys_{name}", "id") for name in ("ballot", "remark"))
    assert len(ballots) == len(remarks) == FIVE
    assert len({row["xmin"] for row in (*ballots, *remarks)}) == 1
    assert len({row["xmin"] for row in rows_of("surveys_respondentcount", "id")}) == 1
    quarter_ends()
    assert len({row["xmin"] for row in rows_of("surveys_ballot", "id")}) == 1
    assert alone(TOLD_BY) == 0


def test_remarks_lie_in_no_order_either() -> None:
    a_morning()
    quarter_ends()
    for order in ("ctid", "id"):
        texts = [row["text"] for row in rows_of("surveys_remark", order)]
        assert len(texts) == VISITORS
        right = sum(text == f"Saran {number}" for number, text in enumerate(texts))
        assert right < TOO_MANY


def test_no_value_of_a_ballot_stands_in_the_rows_of_one_visitor() -> None:
    a_morning()
    shared = {"instrument", "centre", "agency", "unit", "service"}
    told = {field.name for field in Ballot._meta.get_fields()}
    links = {f.name for f in Ballot._meta.get_fields() if f.is_relation}
    assert links == shared, "a ballot leads to what many share, and to nothing else"
    assert told - shared == {"id", "quarter", "answers", "answered", "total", "not_asked"}
    keys = {str(row["id"]) for row in rows_of("surveys_ballot", "id")}
    others = [model for model in apps.get_models() if model is not Ballot]
    for model in others:
        if model._meta.managed and model._meta.db_table.split("_")[0] != "procrastinate":
            for row in rows_of(f'"{model._meta.db_table}"', "1"):
                said = {str(value) for value in row.values()}
                assert keys.isdisjoint(said), model


def test_who_took_part_is_counted_without_a_word_of_what_they_said() -> None:
    a_morning()
    fields = {field.name for field in Participation._meta.fields}
    assert fields == {
        "id", "instrument", "centre", "agency", "unit", "service", "standard", "counter",
        "channel", "day", "ballots", "from_staff_network", "from_known_device",
    }  # fmt: skip
    assert counted() == VISITORS
    tally = rows_of("surveys_countertally", "id")[0]
    with override_settings(BALLOT_SECRET="another installation"):
        assert queries.patterns_at(asked_at(Clockwork()).instrument, *_span(), [_counter()]) == {
            _counter(): {}
        }
    assert {name for name in tally if name not in {"xmin", "ctid", "id"}} == {
        "quarter", "sealed", "counter_id", "instrument_id",
    }  # fmt: skip
    (found,) = queries.patterns_at(
        asked_at(Clockwork()).instrument, *_span(), [_counter()]
    ).values()
    assert sum(found.values()) == VISITORS


def _span() -> tuple[date, date]:
    period = current_period(Clockwork()().date())
    return period.first, period.last


def _counter() -> int:
    counter = Participation.objects.values_list("counter", flat=True).distinct().get()
    assert counter is not None
    return counter


def test_nothing_leads_to_a_ballot() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                assert field.related_model not in {
                    Ballot, SealedBallot, Remark, RespondentCount,
                }, field  # fmt: skip
    for model in (Ballot, SealedBallot, Remark):
        assert not [f for f in model._meta.fields if isinstance(f, models.DateTimeField)]


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
    quarter_ends()
    quarters = {row["quarter"] for row in rows_of("surveys_respondentcount", "id")}
    assert quarters == {current_period(Clockwork()().date()).first}
