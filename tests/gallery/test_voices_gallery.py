"""Photographs of the survey for staff: typing a sheet, the overview, what is worth a look."""

from datetime import timedelta

import pytest

from lopo.frontdesk.api import local_date
from lopo.frontdesk.tests.builders import make_centre, make_officer, service_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role
from lopo.surveys import actions
from lopo.surveys.actions import About, Earlier, Said, Served
from lopo.surveys.queries import asked_about
from lopo.surveys.rules import current_period
from lopo.surveys.tests.builders import all_of
from lopo.surveys.tests.papers import opened
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def centre() -> Centre:
    """A counter with a quarter of voices behind it, one day of which was far too full."""
    here = make_centre()
    today = local_date(here, system_clock())
    before = current_period(today).before
    about = About(here, service_of(here), here.counters.get(code="1"))
    asked = asked_about("SKM", today)
    assert asked is not None
    ballots = [
        Earlier(about, Said(all_of(4)), before.first + timedelta(days=number), "COUNTER")
        for number in range(8)
        for _voice in range(20 if number == 7 else 4)
    ]
    actions.bring_in(asked=asked, ballots=ballots, today=today)
    actions.note_turnouts(
        [Served(about, before.first + timedelta(days=number), 12, 1) for number in range(8)]
    )
    return here


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
def test_a_sheet_is_typed_digit_by_digit(
    size: tuple[int, int], window: OpenWindow, axe: Faults, centre: Centre
) -> None:
    officer = make_officer(centre=centre, role=Role.RECEPTIONIST)
    batch = opened(centre, officer, sheets=12, clock=system_clock)
    desk = window(size)
    sits_at(desk, officer)
    assert desk.go(f"/petugas/survei/{centre.code}/kertas/{batch.pk}/lembar/1/") == 200
    for digit in "444344432":
        desk.page.keyboard.press(digit)
    desk.page.keyboard.press("2")
    assert desk.page.input_value("[name=U9]") == "3"
    assert desk.page.input_value("[name=GENDER]") == "2"
    photograph(desk, "survei-kertas-lembar", axe)


def test_what_a_supervisor_sees(window: OpenWindow, axe: Faults, centre: Centre) -> None:
    desk = window(DESKTOP)
    sits_at(desk, make_officer(centre=centre, role=Role.SUPERVISOR))
    quarter = current_period(local_date(centre, system_clock())).before.spelled
    assert desk.go(f"/petugas/survei/{centre.code}/?periode={quarter}") == 200
    photograph(desk, "survei-ringkasan", axe)
    assert desk.go(f"/petugas/survei/{centre.code}/perlu-dilihat/?periode={quarter}") == 200
    photograph(desk, "survei-perlu-dilihat", axe)
