"""Twenty workers in four processes find the same letters due at the same moment."""

import pytest
from pytest_django import Settings

from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.clock import system_clock
from lopo.notifications.models import Letter
from lopo.notifications.tests.builders import Clockwork
from lopo.notifications.tests.post_office import open_office, write
from tests.concurrency.crowd import PEOPLE, Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, settings: Settings, *, letters: int, without: str = "") -> list[str]:
    """Everybody sends what is due; the Message-IDs that the mail server took."""
    centre = make_centre()
    with open_office() as office:
        settings.MAIL_SERVER, settings.MAIL_FROM = office.address, "layanan@contoh.go.id"
        for _number in range(letters):
            write(Clockwork(system_clock()))
        orders = [{"centre": centre.code, "server": office.address} for _ in range(PEOPLE)]
        outcomes = crowd.race("send_letters", orders, without=without)
        assert [outcome.error for outcome in outcomes] == [""] * PEOPLE
        return [letter["Message-ID"] for letter in office.letters]


def test_every_letter_is_sent_once_however_many_send(crowd: Crowd, settings: Settings) -> None:
    taken = all_at_once(crowd, settings, letters=5)
    assert len(taken) == len(set(taken)) == 5
    assert set(Letter.objects.values_list("state", "tries")) == {("SENT", 1)}


def test_without_the_claim_a_letter_is_sent_more_than_once(
    crowd: Crowd, settings: Settings
) -> None:
    """The control."""
    taken = all_at_once(crowd, settings, letters=1, without="the claim on a letter")
    assert len(taken) > 1
    assert len(set(taken)) == 1
