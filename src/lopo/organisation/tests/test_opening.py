"""The one answer, as kiosk, web, counter, TV and API get it."""

from datetime import date, datetime, timezone

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lopo.kernel.actor import SYSTEM
from lopo.organisation.actions import HoursSpec, change_weekly_hours, load_holidays
from lopo.organisation.api import OpenState, opening
from lopo.organisation.models import Break, WeeklyHours

from .builders import OFFICE_HOURS, make_centre

pytestmark = pytest.mark.django_db


def utc(text: str) -> datetime:
    """A moment in UTC: WITA is eight hours later."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-11-23T01:00", "Buka sampai 15.30 WITA, istirahat 12.00–13.00"),
        ("2026-11-23T06:00", "Buka sampai 15.30 WITA"),
        ("2026-11-23T04:30", "Istirahat sampai 13.00 WITA"),
        ("2026-11-22T23:00", "Belum buka. Buka pukul 08.00 WITA"),
        ("2026-11-23T08:00", "Tutup. Buka lagi Selasa, 24 November 2026 pukul 08.00 WITA"),
        (
            "2026-11-23T07:15",
            "Nomor antrean hari ini sudah ditutup. Yang sudah menunggu dilayani sampai 15.30 WITA",
        ),
    ],
)
def test_the_reason_is_a_sentence_people_understand(at: str, reason: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS, cut_off_minutes=30)
    assert opening(centre, utc(at)).reason == reason


def test_christmas_and_its_collective_leave_are_closed_and_named() -> None:
    load_holidays(years=[2026, 2027], actor=SYSTEM)
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True)
    eve, christmas = (opening(centre, utc(f"2026-12-{day}T02:00")) for day in (24, 25))
    assert christmas.reason == (
        "Hari libur: Hari Raya Natal. Buka lagi Senin, 28 Desember 2026 pukul 08.00 WITA"
    )
    assert eve.reason.startswith("Hari libur: Cuti Bersama Hari Raya Natal.")
    assert (christmas.state, christmas.reason_code) == (OpenState.CLOSED, "holiday")


def test_a_centre_that_ignores_holidays_is_open_on_them() -> None:
    load_holidays(years=[2026], actor=SYSTEM)
    assert opening(make_centre(), utc("2026-12-25T02:00")).reason == "Buka 24 jam"


def test_the_reason_speaks_the_language_of_whoever_asks() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    with translation.override("en"):
        assert opening(centre, utc("2026-11-23T06:00")).reason == "Open until 15:30 WITA"


def test_machines_get_a_stable_code_for_why_no_number_is_issued() -> None:
    centre = make_centre(hours=OFFICE_HOURS, cut_off_minutes=30, issue_during_break=False)
    codes = [
        opening(centre, utc(f"2026-11-23T{clock}")).refusal_code
        for clock in ("01:00", "04:30", "07:15", "08:00")
    ]
    assert codes == [None, "closed", "past-cut-off", "closed"]


def test_an_archived_centre_is_closed_whatever_its_hours() -> None:
    centre = make_centre()
    centre.archived_at = utc("2026-01-01T00:00")
    answer = opening(centre, utc("2026-11-23T02:00"))
    assert (answer.state, answer.issuing, answer.until) == (OpenState.CLOSED, False, None)


def test_the_answer_costs_six_queries_cold_and_none_warm(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True)
    with django_assert_num_queries(6):
        opening(centre, utc("2026-11-23T02:00"))
    with django_assert_num_queries(0):
        opening(centre, utc("2026-11-23T02:00"))


def test_new_hours_are_seen_at_once_in_this_process() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    moment = utc("2026-11-24T10:00")
    assert opening(centre, moment).state is OpenState.CLOSED
    change_weekly_hours(
        centre=centre,
        hours=[HoursSpec(weekdays=range(7), opens=0, closes=1440)],
        valid_from=date(2026, 11, 24),
        actor=SYSTEM,
    )
    assert opening(centre, moment).state is OpenState.OPEN


def test_what_was_in_force_before_a_change_stays_on_record() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    before = opening(centre, utc("2026-11-23T02:00"))
    change_weekly_hours(
        centre=centre, hours=[HoursSpec([0], 600, 900)], valid_from=date(2026, 12, 1), actor=SYSTEM
    )
    assert opening(centre, utc("2026-11-23T02:00")) == before
    assert WeeklyHours.objects.filter(centre=centre, valid_to=date(2026, 11, 30)).count() == 5
    assert Break.objects.filter(centre=centre, valid_to=date(2026, 11, 30)).count() == 4
