"""What waits sealed, and when it is opened: never so that a few can be told apart."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import override_settings

from lopo.catalogue.api import Service
from lopo.catalogue.tests.builders import make_service
from lopo.foundation.sealing import NONCE_BYTES, seal
from lopo.frontdesk.tests.builders import Clockwork, make_centre, service_of
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Earlier, Said
from lopo.surveys.models import (
    Ballot,
    Item,
    Remark,
    RespondentCount,
    SealedBallot,
    SurveyPolicy,
)
from lopo.surveys.rules import SEAL_BLOCK, current_period

from .builders import all_of, asked_at, quarter_ends, rows_of, said_so_far, served, vote

pytestmark = pytest.mark.django_db
FIVE = 5
THIS_QUARTER = current_period(Clockwork()().date())
SPAN = (THIS_QUARTER.first, THIS_QUARTER.last)


def exempt(service: Service | None = None, *, since: date = date(2020, 1, 1)) -> None:
    Item.objects.get(code="U4").exemptions.create(
        service=service, reason="Gratis", legal_basis="Perda", valid_from=since
    )


def asked_of(service: Service, day: date) -> queries.Asked:
    asked = queries.asked_about("SKM", day, agency_id=service.agency_id, service_id=service.pk)
    assert asked is not None
    return asked


def voices_about(centre: Centre, queue: str, count: int, day: date, profile: str = "L") -> None:
    service = service_of(centre, queue)
    asked = asked_of(service, day)
    said = Said({item.code: 3 for item in asked.shown}, {"GENDER": profile})
    some = [Earlier(About(centre, service), said, day, "LINK")] * count
    actions.bring_in(asked=asked, ballots=some, today=day)


def test_what_was_not_asked_tells_nobody_apart() -> None:
    """Everybody can know which questions do not apply to a service; few are asked that."""
    centre, day = make_centre(queues="ABC"), date(2026, 8, 12)
    for queue in "BC":
        exempt(service_of(centre, queue))
    for queue, count in (("A", 7), ("B", 1)):
        voices_about(centre, queue, count, day)
    quarter_ends()
    assert (Ballot.objects.count(), SealedBallot.objects.count()) == (7, 1)
    voices_about(centre, "C", 4, day)
    quarter_ends()
    told = Counter(Ballot.objects.values_list("service", "not_asked"))
    assert told == {(service_of(centre, "A").pk, 0): 7, (None, 1 << 3): 5}


def test_a_question_that_ends_inside_a_quarter_tells_nobody_apart() -> None:
    centre, day = make_centre(), Clockwork()().date()
    exempt(since=day)
    voices_about(centre, "A", 9, day - timedelta(days=7))
    voices_about(centre, "A", 1, day)
    assert not Ballot.objects.exists()
    voices_about(centre, "A", 1, day - timedelta(days=7))
    assert list(Ballot.objects.values_list("not_asked", flat=True)) == [0] * FIVE


def test_what_few_said_of_themselves_is_told_with_others_only() -> None:
    """A guest agency with one voice: who it was does not follow from the centre's profile."""
    centre, day = make_centre(queues="ABC"), date(2026, 8, 12)
    guest = make_service(agency=make_agency())
    for queue, count in (("A", 3), ("B", 3), ("C", 5)):
        voices_about(centre, queue, count, day)
    asked, said = asked_of(guest, day), Said(all_of(3), {"GENDER": "P"})
    one = Earlier(About(centre, guest), said, day, "LINK")
    actions.bring_in(asked=asked, ballots=[one], today=day)
    assert not RespondentCount.objects.exists()
    quarter_ends()
    told = {
        (one.agency_id, one.unit_id, one.option): one.count for one in RespondentCount.objects.all()
    }
    people: Counter[int | None] = Counter()
    for (agency, _unit, _option), count in told.items():
        people[agency] += count
    assert all(count >= FIVE for count in people.values())
    assert guest.agency_id not in people


def test_a_rule_that_tightens_inside_a_quarter_stops_nobody() -> None:
    centre = make_centre()
    SurveyPolicy.objects.create(
        valid_from=date(2026, 12, 1), smallest=10, step=10, link_days=7, legal_basis="Pergub"
    )
    for _voice in range(19):
        vote(centre)
    assert not Ballot.objects.exists()
    vote(centre)
    assert Ballot.objects.count() == 10


def test_a_key_that_is_gone_for_a_moment_destroys_nothing() -> None:
    ticket = served()
    about = About(ticket.centre, ticket.service, ticket.counter)
    some = [Earlier(about, Said(all_of(3)), Clockwork()().date(), "LINK")] * 3
    asked, today = asked_at(Clockwork()), Clockwork()().date()
    actions.bring_in(asked=asked, ballots=some, today=today)
    with override_settings(BALLOT_SECRET="another installation"):
        actions.bring_in(asked=asked, ballots=some, today=today)
    assert ticket.counter_id is not None
    (found,) = queries.patterns_at(asked.instrument, *SPAN, [ticket.counter_id]).values()
    assert found == {(3,) * 9: 3}


def test_a_box_that_cannot_be_opened_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = make_centre(), make_centre()
    for centre in (bad, good):
        voices_about(centre, "A", 7, date(2026, 8, 12))
    for row in SealedBallot.objects.filter(centre=bad):
        content = [[9] * 9, 0, "", {}]
        nonce = b"0" * NONCE_BYTES
        row.sealed = seal(
            queries.key_in_use(),
            content,
            bound_to=queries.bound_to(row),
            nonce=nonce,
            block=SEAL_BLOCK,
        )
        row.save()
    quarter_ends()
    assert set(Ballot.objects.values_list("centre", flat=True)) == {good.pk}
    assert "cannot be opened" in caplog.text


def test_what_few_have_said_cannot_be_read() -> None:
    centre = make_centre()
    for value in (1, 2, 3, 4):
        vote(centre, value, remark="Rahasia")
    assert not Ballot.objects.exists()
    assert not Remark.objects.exists()
    held = rows_of("surveys_sealedballot", "id")
    assert {name for row in held for name in row} == {
        "xmin", "ctid", "id", "instrument_id", "centre_id", "agency_id", "unit_id", "service_id",
        "quarter", "sealed",
    }  # fmt: skip
    sealed = [bytes(row["sealed"]) for row in held]
    assert len({len(one) for one in sealed}) == 1, "a length tells nothing"
    assert all(b"Rahasia" not in one for one in sealed)
    with override_settings(BALLOT_SECRET="another installation"):
        assert queries.voices_in(SealedBallot.objects.all()) == []
    assert sorted(said_so_far()) == [(value,) * 9 for value in (1, 2, 3, 4)]


def test_a_sealed_ballot_opens_only_where_it_belongs() -> None:
    centre = make_centre(queues="AB")
    vote(centre)
    SealedBallot.objects.update(service=service_of(centre, "B"))
    assert queries.voices_in(SealedBallot.objects.all()) == []


def test_what_no_key_opens_stays_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    centre = make_centre()
    for _voice in range(4):
        vote(centre)
    SealedBallot.objects.update(sealed=b"x" * 300)
    for _voice in range(10):
        vote(centre)
    assert Ballot.objects.count() == FIVE
    quarter_ends()
    assert (Ballot.objects.count(), SealedBallot.objects.count()) == (10, 4)
    assert "cannot be opened" in caplog.text
