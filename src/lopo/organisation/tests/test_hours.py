"""Changing when a centre is open: what holds at once, what is refused, what stays on record."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from lopo.foundation import bus
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.actions import (
    DaySpec,
    HoursSpec,
    NotClosedForNow,
    Quota,
    SeasonIsOver,
    add_holiday,
    change_intake,
    change_weekly_hours,
    close_for_now,
    decide_exception,
    declare_holiday,
    end_season,
    load_holidays,
    plan_season,
    reopen,
    withdraw_exception,
    withdraw_holiday,
)
from lopo.organisation.actions.places import PastIsSettled
from lopo.organisation.api import Centre, OpenState, opening
from lopo.organisation.events import OpeningChanged
from lopo.organisation.models import (
    Closure,
    Holiday,
    HoursException,
    Queue,
    Scope,
    Season,
    SeasonHours,
    WeeklyHours,
)

from .builders import OFFICE_HOURS, make_centre

pytestmark = pytest.mark.django_db
HEAD = Actor(id="user:7")
WITA = ZoneInfo("Asia/Makassar")
MONDAY = date(2026, 11, 23)
TEN = datetime(2026, 11, 23, 10, 0, 40, tzinfo=WITA)


def at(clock: str, day: date = MONDAY) -> datetime:
    """A moment on the wall clock in Kupang."""
    hour, minute = clock.split(".")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=WITA)


def ten() -> datetime:
    return TEN


def make_office(**facts: Any) -> Centre:
    return make_centre(hours=OFFICE_HOURS, **facts)


def close(centre: Centre, until: str = "11.15", reason: str = "Gempa: gedung diperiksa") -> Closure:
    return close_for_now(centre=centre, until=at(until), reason=reason, actor=HEAD, clock=ten)


def except_(centre: Centre, first: date, last: date | None = None, **facts: Any) -> HoursException:
    facts.setdefault("hours", None)
    return decide_exception(
        centre=centre,
        starts_on=first,
        ends_on=last or first,
        reason="Pelantikan di aula",
        actor=HEAD,
        clock=ten,
        **facts,
    )


def plan(centre: Centre, first: date, last: date, **facts: Any) -> Season:
    facts.setdefault("hours", [DaySpec(480, 900, (720, 750), weekdays=range(5))])
    return plan_season(
        centre=centre,
        name="Ramadan",
        starts_on=first,
        ends_on=last,
        legal_basis="Perpres 21/2023 pasal 4",
        actor=HEAD,
        clock=ten,
        **facts,
    )


# Refusals first


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("10.00", "Waktu buka kembali harus sesudah sekarang."),
        ("09.00", "Waktu buka kembali harus sesudah sekarang."),
    ],
)
def test_a_closure_that_would_be_over_already_is_refused(until: str, said: str) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        close(make_office(), until)
    assert refusal.value.message == said


def test_a_closure_of_more_than_a_month_is_an_exception() -> None:
    with pytest.raises(FieldRefusal, match="pengecualian"):
        close_for_now(
            centre=make_office(),
            until=TEN + timedelta(days=32),
            reason="Renovasi",
            actor=HEAD,
            clock=ten,
        )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 121])
def test_a_closure_has_a_reason_that_fits_a_tv(reason: str) -> None:
    with pytest.raises(FieldRefusal):
        close(make_office(), reason=reason)


def test_a_second_closure_is_refused_while_the_first_runs() -> None:
    centre = make_office()
    close(centre)
    with pytest.raises(FieldRefusal) as refusal:
        close(centre, "12.00")
    assert refusal.value.errors[0].message == "Pusat layanan ini sudah tutup sementara."
    close(make_office(), "12.00")  # another centre is another matter


def test_a_centre_that_is_not_closed_cannot_be_reopened() -> None:
    with pytest.raises(NotClosedForNow):
        reopen(centre=make_office(), actor=HEAD, clock=ten)


@pytest.mark.parametrize(
    "act",
    [
        except_,
        lambda centre, day: plan(centre, day, MONDAY),
        lambda centre, day: change_weekly_hours(
            centre=centre, hours=OFFICE_HOURS, valid_from=day, actor=HEAD, clock=ten
        ),
        lambda centre, day: add_holiday(
            day=day,
            name="HUT",
            legal_basis="SE",
            centre=centre,
            scope=Scope.CENTRE,
            actor=HEAD,
            clock=ten,
        ),
    ],
    ids=["exception", "season", "weekly hours", "holiday"],
)
def test_the_past_is_not_rewritten(act: Callable[[Centre, date], Any]) -> None:
    with pytest.raises(FieldRefusal, match="sudah lewat"):
        act(make_office(), MONDAY - timedelta(days=1))


def test_seasons_and_exceptions_of_a_centre_never_overlap() -> None:
    centre = make_office()
    plan(centre, MONDAY, MONDAY + timedelta(days=9))
    except_(centre, MONDAY, MONDAY + timedelta(days=2))
    with pytest.raises(FieldRefusal) as refusal:
        plan(centre, MONDAY + timedelta(days=9), MONDAY + timedelta(days=12))
    assert refusal.value.errors[0].message == "Musim lain sudah berlaku pada sebagian hari itu."
    with pytest.raises(FieldRefusal) as refusal:
        except_(centre, MONDAY + timedelta(days=2))
    assert "Pengecualian lain" in refusal.value.errors[0].message


@pytest.mark.parametrize(
    "hours",
    [DaySpec(900, 480), DaySpec(480, 480), DaySpec(480, 900, (470, 500)), DaySpec(480, 1500)],
)
def test_hours_that_do_not_add_up_are_refused(hours: DaySpec) -> None:
    with pytest.raises(FieldRefusal):
        except_(make_office(), MONDAY, hours=hours)
    season_hours = DaySpec(hours.opens, hours.closes, hours.pause, weekdays=[0])
    with pytest.raises(FieldRefusal):
        plan(make_office(), MONDAY, MONDAY, hours=[season_hours])


def test_a_season_without_any_hours_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(FieldRefusal):
        plan(make_office(), MONDAY, MONDAY, hours=[])
    assert not Season.objects.exists()


# The database says no by itself


@pytest.mark.parametrize(
    "broken",
    [
        lambda c: Closure(centre=c, starts_at=TEN, ends_at=TEN, reason="x", closed_by="x"),
        lambda c: Closure(
            centre=c, starts_at=TEN, ends_at=TEN + timedelta(hours=1), reason="", closed_by="x"
        ),
        lambda c: Closure(
            centre=c,
            starts_at=TEN,
            ends_at=TEN + timedelta(hours=1),
            reopened_at=TEN + timedelta(hours=2),
            reason="x",
            closed_by="x",
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x", opens_minute=480
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x", break_starts_minute=480
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1), reason="x"
        ),
        lambda c: Season(
            centre=c, name="x", starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1), legal_basis=""
        ),
        lambda c: Holiday(date=MONDAY, name="x", kind="REGIONAL", legal_basis="x"),
        lambda c: Holiday(
            date=MONDAY, name="x", kind="REGIONAL", legal_basis="x", province="53", centre=c
        ),
        lambda c: Holiday(date=MONDAY, name="x", kind="NATIONAL", legal_basis="x", province="53"),
    ],
)
def test_a_broken_row_does_not_get_into_the_database(broken: Callable[[Centre], Any]) -> None:
    row = broken(make_office())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "row",
    [
        lambda c: Closure(
            centre=c, starts_at=TEN, ends_at=TEN + timedelta(hours=1), reason="x", closed_by="x"
        ),
        lambda c: HoursException(centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x"),
        lambda c: Season(
            centre=c, name="x", starts_on=MONDAY, ends_on=MONDAY, legal_basis="Perpres"
        ),
        lambda c: Holiday(date=MONDAY, name="x", kind="REGIONAL", legal_basis="x", centre=c),
    ],
    ids=["closure", "exception", "season", "holiday"],
)
def test_two_at_the_same_time_do_not_get_into_the_database(row: Callable[[Centre], Any]) -> None:
    centre = make_office()
    row(centre).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(centre).save()
    row(make_office()).save()


# What holds


def test_a_closure_is_true_everywhere_at_once_and_ends_by_itself() -> None:
    centre = make_office()
    assert opening(centre, TEN).issuing
    close(centre)
    answer = opening(centre, TEN)
    assert (answer.state, answer.refusal_code) == (OpenState.CLOSED, "closed")
    assert answer.reason_code == "temporary-closure"
    assert answer.reason == ("Tutup sementara: Gempa: gedung diperiksa. Buka lagi pukul 11.15 WITA")
    assert answer.until == at("11.15")
    assert opening(centre, at("11.15")).issuing


def test_a_closure_over_the_end_of_the_day_says_on_which_day_it_opens() -> None:
    centre = make_office()
    close(centre, "18.00", "Banjir")
    assert opening(centre, TEN).reason == (
        "Tutup sementara: Banjir. Buka lagi Selasa, 24 November 2026 pukul 08.00 WITA"
    )


def test_reopening_early_holds_at_once_and_says_who() -> None:
    centre = make_office()
    close(centre)
    twenty_past = TEN + timedelta(minutes=20)
    closure = reopen(centre=centre, actor=HEAD, clock=lambda: twenty_past)
    assert opening(centre, twenty_past).issuing
    assert opening(centre, at("10.10")).state is OpenState.CLOSED
    assert (closure.closed_by, closure.reopened_by) == ("user:7", "user:7")
    close_for_now(  # and it can be closed again, in the very minute
        centre=centre, until=at("11.00"), reason="Lagi", actor=HEAD, clock=lambda: twenty_past
    )
    assert not opening(centre, twenty_past).issuing


def test_a_closure_taken_back_within_its_first_minute_never_was() -> None:
    centre = make_office()
    close(centre)
    reopen(centre=centre, actor=HEAD, clock=ten)
    assert opening(centre, TEN).issuing
    close(centre)


def test_others_hear_of_a_closure_in_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[OpeningChanged] = []
    monkeypatch.setattr(bus, "_subscribers", {OpeningChanged: [heard.append]})
    centre = make_office()
    close(centre)
    assert heard == [OpeningChanged(centre_id=centre.pk, at=TEN)]


def test_an_exception_opens_a_holiday_with_its_own_hours_and_says_why() -> None:
    centre = make_office(observes_holidays=True)
    declare_holiday(day=MONDAY, name="Libur", kind="NATIONAL", legal_basis="Keppres", actor=SYSTEM)
    assert opening(centre, TEN).reason_code == "holiday"
    except_(centre, MONDAY, hours=DaySpec(540, 720))
    assert opening(centre, TEN).reason == "Buka sampai 12.00 WITA (Pelantikan di aula)"
    assert opening(centre, at("13.00")).state is OpenState.CLOSED


def test_an_exception_closes_an_ordinary_day() -> None:
    centre = make_office()
    except_(centre, MONDAY)
    answer = opening(centre, TEN)
    assert (answer.reason_code, answer.refusal_code) == ("exception", "closed")
    assert answer.reason == (
        "Tutup: Pelantikan di aula. Buka lagi Selasa, 24 November 2026 pukul 08.00 WITA"
    )


def test_an_exception_taken_back_stays_on_record_with_who_did_it() -> None:
    centre = make_office()
    exception = except_(centre, MONDAY)
    withdraw_exception(exception=exception, actor=HEAD, clock=ten)
    assert opening(centre, TEN).issuing
    assert HoursException.objects.get().withdrawn_by == "user:7"
    with pytest.raises(SeasonIsOver):
        withdraw_exception(exception=exception, actor=HEAD, clock=ten)
    except_(centre, MONDAY)  # its days are free again


def test_an_exception_that_runs_keeps_the_days_it_has_held() -> None:
    centre = make_office()
    exception = except_(centre, MONDAY, MONDAY + timedelta(days=4))
    wednesday = at("10.00", MONDAY + timedelta(days=2))
    withdraw_exception(exception=exception, actor=HEAD, clock=lambda: wednesday)
    assert opening(centre, wednesday).issuing
    assert opening(centre, TEN).reason_code == "exception"


def test_a_season_replaces_the_week_and_ends_from_the_next_day_on() -> None:
    centre = make_office()
    season = plan(centre, MONDAY, MONDAY + timedelta(days=20))
    assert opening(centre, at("15.10")).state is OpenState.CLOSED
    tomorrow = MONDAY + timedelta(days=1)
    assert opening(centre, at("12.15", tomorrow)).state is OpenState.BREAK
    end_season(season=season, actor=HEAD, clock=ten)
    assert opening(centre, at("15.10")).state is OpenState.CLOSED
    assert opening(centre, at("15.10", tomorrow)).state is OpenState.OPEN
    assert Season.objects.get().ends_on == MONDAY


def test_a_season_that_has_not_begun_is_taken_back_whole_and_one_that_is_over_stays() -> None:
    centre = make_office()
    ahead = plan(centre, MONDAY + timedelta(days=7), MONDAY + timedelta(days=9))
    end_season(season=ahead, actor=HEAD, clock=ten)
    assert not SeasonHours.objects.exists()
    past = plan(centre, MONDAY, MONDAY)
    with pytest.raises(SeasonIsOver):
        end_season(season=past, actor=HEAD, clock=lambda: TEN + timedelta(days=1))


def test_the_friday_break_keeps_a_legal_basis_of_its_own() -> None:
    centre = make_office()
    friday = HoursSpec(
        [4], 450, 990, [(690, 780)], "Perpres 21/2023 pasal 4 ayat (1)", "ayat (5) huruf a"
    )
    change_weekly_hours(centre=centre, hours=[friday], valid_from=MONDAY, actor=HEAD)
    hours = WeeklyHours.objects.get(centre=centre, weekday=4, valid_to=None)
    pause = centre.breaks.get(weekday=4, valid_to=None)
    assert hours.legal_basis == "Perpres 21/2023 pasal 4 ayat (1)"
    assert pause.legal_basis == "ayat (5) huruf a"
    assert opening(centre, at("11.45", MONDAY + timedelta(days=4))).reason == (
        "Istirahat sampai 13.00 WITA"
    )


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


# Cuti bersama and Ramadan of 2026 and 2027. 2026: SKB Menteri Agama 1497/2025, Menteri
# Ketenagakerjaan 2/2025, Menteri PANRB 5/2025. 2027: as our calendar library has it; where it
# says "perkiraan" the decree decides and the row is corrected.

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


# Numbers and quotas


def intake(centre: Centre, **facts: Any) -> Centre:
    known: dict[str, Any] = {
        "cut_off_minutes": 0,
        "issue_during_break": True,
        "observes_holidays": False,
        "quota": Quota(),
        "queues": {},
    }
    return change_intake(centre=centre, actor=HEAD, clock=ten, **{**known, **facts})


def test_a_cut_off_holds_at_once_and_leaves_the_room_open() -> None:
    centre = intake(make_office(), cut_off_minutes=330)
    assert opening(centre, at("10.00")).refusal_code == "past-cut-off"
    assert opening(centre, at("10.00")).state is OpenState.OPEN
    assert opening(centre, at("09.59")).issuing


def test_quotas_are_those_of_the_queues_named_of_this_centre_only() -> None:
    centre, other = make_office(), make_office()
    intake(centre, queues={"A": Quota(room=5, remote=0)})
    quotas = Queue.objects.filter(centre=centre).values_list("daily_quota", "remote_daily_quota")
    assert list(quotas) == [(5, 0), (None, None)]
    assert not Queue.objects.filter(centre=other).exclude(daily_quota=None).exists()


@pytest.mark.parametrize("facts", [{"cut_off_minutes": 1440}, {"quota": Quota(room=1, remote=2)}])
def test_a_policy_that_cannot_hold_is_refused_whole(facts: dict[str, Any]) -> None:
    centre = make_office()
    with pytest.raises(FieldRefusal):
        intake(centre, queues={"A": Quota(room=5)}, **facts)
    assert not Queue.objects.exclude(daily_quota=None).exists()
