"""Photographs of what those who were served said: the result page, the screen, a service."""

from itertools import islice

import pytest

from lopo.findings.tests.builders import ballots, respondents
from lopo.findings.tests.others import FILE, MIXED, OVER, answered
from lopo.foundation.days import civil_date
from lopo.frontdesk.tests.builders import service_of
from lopo.kernel.clock import system_clock
from lopo.surveys.actions import import_instruments, point_at
from lopo.surveys.api import current_period
from tests.conftest import OpenWindow, Room
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.journeys.test_tv import screen

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
CONTENT: list[int | None] = [4, 3, 3, 4, 4, 3, 4, 3, 3]
LESS: list[int | None] = [3, 3, 2, 4, 3, 3, 3, 3, 2]


def eight_quarters(room: Room) -> None:
    """Voices of two years, a little more content each quarter; the last of them still runs."""
    today = civil_date(system_clock())
    for age, quarter in enumerate(islice(current_period(today).back(), 8)):
        day = min(quarter.last, today)
        rows = [CONTENT] * (30 - age) + [LESS] * (10 + 2 * age)
        ballots(room.centre, service_of(room.centre, "A"), rows, day=day)
        ballots(room.centre, service_of(room.centre, "B"), [CONTENT] * 12, day=day)
        ballots(room.centre, service_of(room.centre, "C"), [LESS] * 3, day=day)
        counts = {"GENDER": {"L": 22, "P": 29}, "WORK": {"PNS": 31, "PPPK": 16, "LAIN": 4}}
        for field, options in counts.items():
            respondents(room.centre, service_of(room.centre, "A"), field, day, **options)


def test_what_those_who_were_served_said(window: OpenWindow, room: Room, axe: Faults) -> None:
    desk, phone = window(DESKTOP), window(PHONE)
    address = f"/survei/pusat/{room.centre.code}/"
    assert desk.go(address) == 200
    photograph(desk, "survei-hasil-kosong", axe)
    eight_quarters(room)
    before = current_period(civil_date(system_clock())).before.spelled
    for visitor in (desk, phone):
        assert visitor.go(f"{address}?periode={before}") == 200
        photograph(visitor, "survei-hasil", axe)
    assert desk.go(f"/layanan/{service_of(room.centre, 'A').code}/") == 200
    photograph(desk, "survei-layanan", axe)
    import_instruments(raw=FILE.read_bytes(), clock=system_clock)
    answered(room.centre, MIXED * 3)
    for visitor in (desk, phone):
        assert visitor.go(f"{address}?periode={OVER}&kuesioner=SPAK") == 200
        photograph(visitor, "survei-hasil-spak", axe)


def test_the_screen_says_how_content_people_are(
    window: OpenWindow, room: Room, axe: Faults
) -> None:
    eight_quarters(room)
    point_at(centre=room.centre, counter=None)
    room.open_desk()
    for letter in "AABC":
        room.guest(letter)
    room.call_next()
    tv = screen(window, room)
    tv.page.wait_for_timeout(800)
    photograph(tv, "survei-layar", axe)
