"""Changing when a centre is open: what holds at once, what is refused, what stays on record."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

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
    plan_season,
    reopen,
    withdraw_exception,
)
from lopo.organisation.api import Centre, OpenState, opening
from lopo.organisation.events import OpeningChanged
from lopo.organisation.models import (
    Closure,
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
