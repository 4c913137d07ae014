"""Opening time and midnight are those of the place, wherever the server thinks it stands."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import Closed, PastCutOff
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_ticket, open_desk
from lopo.organisation.api import OpenState, opening
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db
WITA, WIT = "Asia/Makassar", "Asia/Jayapura"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture(
    params=["UTC", "Asia/Jakarta"], ids=["server in UTC", "server in WIB"], autouse=True
)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone the machine and Django believe in."""
    with monkeypatch.context() as patch, timezone.override(ZoneInfo(request.param)):
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def local(day: date, clock: str, zone: str) -> datetime:
    """A moment on the wall clock of a zone."""
    hour, minute = clock.split(".")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", [WITA, WIT])
def test_the_doors_open_at_eight_on_the_clock_of_the_place(zone: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS, zone=zone)
    before, sharp = (local(MONDAY, clock, zone) for clock in ("07.59", "08.00"))
    assert opening(centre, before).state is OpenState.CLOSED
    assert opening(centre, before).until == sharp
    assert opening(centre, sharp).issuing
    with pytest.raises(Closed):
        make_ticket(centre=centre, clock=Clockwork(before))
    assert make_ticket(centre=centre, clock=Clockwork(sharp)).label == "A-001"


@pytest.mark.parametrize("zone", [WITA, WIT])
def test_numbers_begin_again_at_midnight_of_the_place(zone: str) -> None:
    centre = make_centre(zone=zone)
    clock = Clockwork(local(MONDAY, "08.00", zone))
    make_ticket(centre=centre, clock=clock)
    clock.now = local(MONDAY, "23.59", zone)
    late = make_ticket(centre=centre, clock=clock)
    clock.now = local(TUESDAY, "00.01", zone)
    early = make_ticket(centre=centre, clock=clock)
    assert (late.label, late.service_date) == ("A-002", MONDAY)
    assert (early.label, early.service_date) == ("A-001", TUESDAY)


@pytest.mark.parametrize("zone", [WITA, WIT])
def test_a_night_that_is_closed_is_closed_on_both_sides_of_midnight(zone: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS, zone=zone)
    opens = local(TUESDAY, "08.00", zone)
    for day, clock in ((MONDAY, "23.59"), (TUESDAY, "00.01")):
        answer = opening(centre, local(day, clock, zone))
        assert (answer.state, answer.until) == (OpenState.CLOSED, opens)


def test_jayapura_opens_an_hour_before_kupang() -> None:
    kupang, jayapura = (make_centre(hours=OFFICE_HOURS, zone=zone) for zone in (WITA, WIT))
    at = local(MONDAY, "07.30", WITA)
    assert not opening(kupang, at).issuing
    assert opening(jayapura, at).issuing


@pytest.mark.parametrize("zone", [WITA, WIT])
def test_the_cut_off_refuses_new_numbers_and_serves_those_who_wait(zone: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS, zone=zone, cut_off_minutes=30)
    waiting = make_ticket(centre=centre, clock=Clockwork(local(MONDAY, "14.59", zone)))
    late = Clockwork(local(MONDAY, "15.00", zone))
    with pytest.raises(PastCutOff):
        make_ticket(centre=centre, clock=late)
    desk = open_desk(centre=centre, clock=late)
    assert actions.call_next_ticket(desk=desk, clock=late).ticket == waiting
