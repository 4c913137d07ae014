"""The page of a ticket after the survey: nobody is asked again, and nobody learns what was said."""

import pytest
from django.test import Client

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork
from lopo.kernel.clock import system_clock
from lopo.surveys import actions

from .builders import answer, served

pytestmark = pytest.mark.django_db
OFFER, REFUSAL = "Nilai layanan yang Anda terima", "Tidak ingin menilai"
THANKS = "Tautan penilaian kunjungan ini sudah digunakan"


@pytest.fixture
def ticket() -> Ticket:
    """Somebody who was served just now."""
    return served(clock=Clockwork(system_clock()))


def page(client: Client, ticket: Ticket, part: str = "") -> str:
    answer = client.get(f"/tiket/{ticket.token}/{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def judge(ticket: Ticket) -> None:
    answer(ticket, clock=system_clock)


def decline(ticket: Ticket) -> None:
    actions.decline_invitation(key=actions.key_of_ticket(ticket.token), clock=system_clock)


@pytest.mark.parametrize("way", [judge, decline])
def test_who_has_used_the_link_is_thanked_and_not_asked_again(
    client: Client, ticket: Ticket, way: object
) -> None:
    assert callable(way)
    way(ticket)
    for part in ("", "kini/"):
        told = page(client, ticket, part)
        assert THANKS in told
        assert OFFER not in told
        assert REFUSAL not in told
        assert f"/survei/kunjungan/{ticket.token}/" not in told


def test_judging_and_declining_look_alike_on_the_ticket(client: Client, ticket: Ticket) -> None:
    other = served(clock=Clockwork(system_clock()))
    judge(ticket)
    decline(other)
    mine, theirs = page(client, ticket), page(client, other)
    assert mine.count(THANKS) == theirs.count(THANKS) == 1
    assert "tidak ingin" not in theirs.lower()


def test_who_has_not_judged_yet_is_asked(client: Client, ticket: Ticket) -> None:
    judge(served(clock=Clockwork(system_clock())))
    told = page(client, ticket)
    assert OFFER in told
    assert REFUSAL in told
    assert THANKS not in told


def test_a_page_that_asks_again_by_itself_notices_the_answer(
    client: Client, ticket: Ticket
) -> None:
    address = f"/tiket/{ticket.token}/kini/"
    before = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": before}).status_code == 304
    judge(ticket)
    assert client.get(address, headers={"If-None-Match": before}).status_code == 200
