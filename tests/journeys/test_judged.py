"""A voice is given: the page of the centre and the screen in the room move."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lopo.frontdesk.tests.builders import service_of
from lopo.kernel.clock import system_clock
from lopo.surveys.actions import point_at
from lopo.surveys.tests.builders import vote
from tests.conftest import OpenWindow, Room, too_wide
from tests.journeys.test_tv import CUT_OFF, TOO_SMALL, screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = (360, 780)


def voice(room: Room, answer: int) -> None:
    """Somebody in the room judges, now."""
    vote(room.centre, answer, service=service_of(room.centre, "A"), clock=system_clock)


def test_a_voice_moves_the_page_and_the_screen(
    window: OpenWindow, room: Room, axe: Callable[[Page], list[str]]
) -> None:
    point_at(centre=room.centre, counter=None)
    for _voice in range(4):
        voice(room, 4)
    phone, tv = window(PHONE), screen(window, room)
    assert phone.go(f"/survei/pusat/{room.centre.code}/") == 200
    phone.sees("Belum cukup suara")
    assert tv.page.locator(".liked").count() == 0
    phone.page.wait_for_timeout(800)  # the live streams stand
    voice(room, 4)
    phone.until("document.querySelector('.ikm__value')?.textContent === '100,00'")
    tv.until("document.querySelector('.liked__value')?.textContent === '100,00'")
    voice(room, 1)
    phone.until("document.querySelector('[data-ballots]').dataset.ballots === '6'")
    tv.until("document.querySelector('.liked__value').textContent === '87,50'")
    assert tv.page.evaluate(TOO_SMALL) == []
    assert tv.page.evaluate(CUT_OFF.replace(".door", ".door, .liked")) == []
    assert (too_wide(phone.page), axe(phone.page)) == (0, [])
