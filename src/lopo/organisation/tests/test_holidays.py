"""Holidays of everyone, a province and one centre; Ramadan and cuti bersama of 2026 and 2027."""

from datetime import date, timedelta

import pytest

from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.actions import (
    DaySpec,
    add_holiday,
    declare_holiday,
    load_holidays,
    plan_season,
    withdraw_holiday,
)
from lopo.organisation.actions.places import PastIsSettled
from lopo.organisation.api import Centre, OpenState, opening
from lopo.organisation.models import Holiday, Scope

from .test_hours import HEAD, MONDAY, TEN, at, make_office, ten

pytestmark = pytest.mark.django_db


# Holidays of a region


def regional(centre: Centre, *, province: bool) -> Holiday:
    return add_holiday(
        day=MONDAY,
        name="HUT Provinsi",
        legal_basis="Kepgub",
        centre=centre,
        scope=Scope.PROVINCE if province else Scope.CENTRE,
        actor=HEAD,
        clock=ten,
    )


def test_a_holiday_of_a_province_holds_there_only() -> None:
    kupang, ende, denpasar = (
        make_office(observes_holidays=True, province=code) for code in ("53", "53", "51")
    )
    nowhere = make_office(observes_holidays=True)
    regional(kupang, province=True)
    reasons = [opening(centre, TEN).reason_code for centre in (kupang, ende, denpasar, nowhere)]
    assert reasons == ["holiday", "holiday", "open", "open"]


def test_a_holiday_of_one_centre_holds_there_only() -> None:
    here, there = (make_office(observes_holidays=True, province="53") for _ in range(2))
    regional(here, province=False)
    assert opening(here, TEN).reason.startswith("Hari libur: HUT Provinsi.")
    assert opening(there, TEN).issuing


def test_a_centre_without_a_province_has_no_holiday_of_one() -> None:
    with pytest.raises(FieldRefusal):
        regional(make_office(), province=True)


def test_the_national_holiday_names_a_day_that_is_both() -> None:
    centre = make_office(observes_holidays=True)
    regional(centre, province=False)
    declare_holiday(
        day=MONDAY, name="Hari Raya", kind="NATIONAL", legal_basis="Keppres", actor=SYSTEM
    )
    assert opening(centre, TEN).reason.startswith("Hari libur: Hari Raya.")


def test_a_holiday_is_taken_back_until_its_day_is_over() -> None:
    centre = make_office(observes_holidays=True)
    holiday = regional(centre, province=False)
    with pytest.raises(PastIsSettled):
        withdraw_holiday(holiday=holiday, today=MONDAY + timedelta(days=1), actor=HEAD)
    withdraw_holiday(holiday=holiday, today=MONDAY, actor=HEAD)
    assert opening(centre, TEN).issuing


# Holidays, cuti bersama and Ramadan of 2026 and 2027 as the joint decrees have them: SKB Menteri
# Agama 1497/2025, Menteri Ketenagakerjaan 2/2025, Menteri PANRB 5/2025 (signed 19 September 2025),
# and 1205/2026, 3/2026, 2/2026 (signed 15 September 2026).

NATIONAL = {
    2026: [
        *("01-01", "01-16", "02-17", "03-19", "03-21", "03-22", "04-03", "04-05", "05-01"),
        *("05-14", "05-27", "05-31", "06-01", "06-16", "08-17", "08-25", "12-25"),
    ],
    2027: [
        *("01-01", "01-05", "02-06", "03-08", "03-10", "03-11", "03-26", "03-28", "05-01"),
        *("05-06", "05-17", "05-20", "06-01", "06-06", "08-15", "08-17", "12-25", "12-26"),
    ],
}
CUTI_BERSAMA = {
    2026: ["02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24"],
    2027: ["02-05", "03-09", "03-12", "03-15", "03-25", "05-18", "05-19", "12-24"],
}


@pytest.mark.parametrize("year", [2026, 2027])
def test_collective_leave_is_what_the_decree_says_and_closes_the_room(year: int) -> None:
    load_holidays(years=[year], actor=SYSTEM)
    days = Holiday.objects.filter(kind=Holiday.Kind.COLLECTIVE_LEAVE).order_by("date")
    assert [f"{day:%m-%d}" for day in days.values_list("date", flat=True)] == CUTI_BERSAMA[year]
    centre = make_office(observes_holidays=True)
    for holiday in days:
        answer = opening(centre, at("10.00", holiday.date))
        assert (answer.state, answer.reason_code) == (OpenState.CLOSED, "holiday")
        assert holiday.name in answer.reason


@pytest.mark.parametrize("year", [2026, 2027])
def test_national_holidays_are_those_of_the_decree_and_name_it(year: int) -> None:
    load_holidays(years=[year], actor=SYSTEM)
    days = Holiday.objects.filter(kind=Holiday.Kind.NATIONAL).order_by("date")
    assert [f"{day:%m-%d}" for day in days.values_list("date", flat=True)] == NATIONAL[year]
    assert not Holiday.objects.filter(name__contains="perkiraan").exists()
    number = {2026: "1497 Tahun 2025", 2027: "1205 Tahun 2026"}[year]
    assert all(number in holiday.legal_basis for holiday in Holiday.objects.all())


def test_a_year_without_its_decree_keeps_its_estimates_and_says_so() -> None:
    load_holidays(years=[2028], actor=SYSTEM)
    estimated = Holiday.objects.filter(name__endswith=" (perkiraan)")
    assert estimated.exists()
    assert not estimated.filter(legal_basis__contains="Nomor 1205").exists()


def test_once_the_decree_is_signed_an_estimate_takes_its_name_and_a_correction_stays() -> None:
    lebaran, adha = date(2027, 3, 10), date(2027, 5, 17)
    for day, name in ((lebaran, "Hari Raya Idul Fitri (perkiraan)"), (adha, "Iduladha 1448 H")):
        declare_holiday(day=day, name=name, kind="NATIONAL", legal_basis="Keppres", actor=SYSTEM)
    load_holidays(years=[2027], actor=SYSTEM)
    found = {day: Holiday.objects.get(date=day, kind="NATIONAL") for day in (lebaran, adha)}
    assert found[lebaran].name == "Hari Raya Idul Fitri"
    assert "Nomor 1205 Tahun 2026" in found[lebaran].legal_basis
    assert (found[adha].name, found[adha].legal_basis) == ("Iduladha 1448 H", "Keppres")


@pytest.mark.parametrize(
    ("starts", "ends", "workday", "friday", "leave"),
    [
        ("2026-02-19", "2026-03-20", "2026-02-23", "2026-02-27", "2026-03-18"),
        ("2027-02-08", "2027-03-09", "2027-02-09", "2027-02-12", "2027-03-09"),
    ],
    ids=["1447 H", "1448 H"],
)
def test_ramadan_keeps_its_own_hours_its_friday_break_and_its_holidays(
    starts: str, ends: str, workday: str, friday: str, leave: str
) -> None:
    begin = date.fromisoformat(starts)
    load_holidays(years=[begin.year], actor=SYSTEM)
    centre = make_office(observes_holidays=True)
    plan_season(
        centre=centre,
        name="Ramadan",
        starts_on=begin,
        ends_on=date.fromisoformat(ends),
        hours=[
            DaySpec(480, 900, (720, 750), weekdays=range(4)),
            DaySpec(480, 930, (690, 750), weekdays=[4]),
        ],
        legal_basis="Perpres 21/2023 pasal 4 ayat (2), (4) dan (6)",
        actor=HEAD,
        clock=lambda: at("08.00", date(2026, 1, 5)),
    )
    day, prayer = date.fromisoformat(workday), date.fromisoformat(friday)
    assert opening(centre, at("07.59", day)).state is OpenState.CLOSED
    assert opening(centre, at("08.00", day)).reason == (
        "Buka sampai 15.00 WITA, istirahat 12.00–12.30"
    )
    assert opening(centre, at("15.00", day)).state is OpenState.CLOSED
    assert opening(centre, at("11.30", prayer)).reason == "Istirahat sampai 12.30 WITA"
    assert opening(centre, at("15.29", prayer)).state is OpenState.OPEN
    assert opening(centre, at("10.00", date.fromisoformat(leave))).reason_code == "holiday"
