"""The link of a visit by e-mail: on one's own wish, a few times at most."""

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import Clockwork, make_ticket
from lopo.kernel.clock import system_clock
from lopo.notifications.models import Letter
from lopo.notifications.rules import open_sealed
from lopo.surveys import actions

from .builders import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest() -> Ticket:
    return served(clock=Clockwork(system_clock()))


@pytest.fixture
def office(settings: Settings) -> None:
    """A mail server is named; nothing is sent to it here."""
    settings.MAIL_SERVER = {"host": "surat.example", "port": 25}
    settings.MAIL_FROM = "Lopo <layanan@contoh.go.id>"


def address_of(ticket: Ticket) -> str:
    return f"/survei/kunjungan/{ticket.token}/surat/"


def test_without_a_mail_server_nobody_is_offered_a_letter(client: Client, guest: Ticket) -> None:
    assert client.get(address_of(guest)).status_code == 404
    assert client.post(address_of(guest), {"to": "maria@contoh.id"}).status_code == 404
    assert "surat/" not in client.get(f"/tiket/{guest.token}/").content.decode()


@pytest.mark.usefixtures("office")
def test_who_was_not_served_or_writes_no_address_gets_no_letter(
    client: Client, guest: Ticket
) -> None:
    waiting = make_ticket(clock=Clockwork(system_clock()))
    assert client.get(address_of(waiting)).status_code == 404
    for wrong in ("", "maria", "a@b\n.id", "maria@contoh.id\x00", "x" * 300 + "@contoh.id"):
        answer = client.post(address_of(guest), {"to": wrong})
        assert answer.status_code == 422, wrong
    assert client.post(address_of(guest)).status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("office")
def test_the_link_goes_to_whoever_asks_for_it_and_no_more_than_three_times(
    client: Client, guest: Ticket
) -> None:
    assert address_of(guest) in client.get(f"/tiket/{guest.token}/").content.decode()
    for _time in range(3):
        answer = client.post(address_of(guest), {"to": " maria@contoh.id "})
        assert (answer.status_code, answer["Location"]) == (303, f"/tiket/{guest.token}/")
    assert client.post(address_of(guest), {"to": "maria@contoh.id"}).status_code == 429
    letter = Letter.objects.all()[0]
    assert Letter.objects.count() == 3
    assert open_sealed(letter.address, configured.LETTER_KEY) == "maria@contoh.id"
    body = open_sealed(letter.body, configured.LETTER_KEY)
    assert f"/survei/isi/{actions.key_of_ticket(guest.token)}/?pesan=1" in body


@pytest.mark.usefixtures("office")
def test_a_link_that_was_used_is_sent_to_nobody(client: Client, guest: Ticket) -> None:
    key = actions.key_of_ticket(guest.token)
    actions.decline_invitation(key=key, clock=system_clock)
    assert client.post(address_of(guest), {"to": "maria@contoh.id"}).status_code == 409
    assert not Letter.objects.exists()
