"""What decides when several things speak about one day: override, holiday, weekly, cut-off."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.organisation.rules import (
    DayPlan,
    Exceptional,
    Layer,
    OpenState,
    Season,
    Shut,
    Span,
    Status,
    Timetable,
    Why,
    open_minutes,
    opening_state,
    plan_of,
)

from .test_rules import MONDAY, OFFICE, WITA, ZONES, local, spans

# Two weeks only, so that what is drawn meets.
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 29)

# Perpres 21/2023 art. 4: 37.5 hours a week from 07.30, breaks of 60 minutes and 90 on Fridays;
# in Ramadan 32.5 hours from 08.00, breaks of 30 minutes and 60 on Fridays.
WEEK = Timetable(
    zone=WITA,
    hours=[*(Span(day, 450, 960) for day in range(4)), Span(4, 450, 990)],
    breaks=[*(Span(day, 720, 780) for day in range(4)), Span(4, 690, 780)],
)
RAMADAN_HOURS = [*(Span(day, 480, 900) for day in range(4)), Span(4, 480, 930)]
RAMADAN_BREAKS = [*(Span(day, 720, 750) for day in range(4)), Span(4, 690, 750)]
RAMADAN_2026 = Season(
    date(2026, 2, 19), date(2026, 3, 20), "Ramadan 1447 H", RAMADAN_HOURS, RAMADAN_BREAKS
)
RAMADAN_2027 = Season(
    date(2027, 2, 8), date(2027, 3, 9), "Ramadan 1448 H", RAMADAN_HOURS, RAMADAN_BREAKS
)


def build(**facts: object) -> Timetable:
    """The office week, with more on top."""
    known = {"zone": WITA, "hours": OFFICE.hours, "breaks": OFFICE.breaks, "cut_off_minutes": 30}
    return Timetable(**{**known, **facts})  # type: ignore[arg-type]


def ask(day: date, clock: str, timetable: Timetable) -> Status:
    return opening_state(local(day, clock), timetable)


def test_an_exception_opens_the_room_on_a_holiday() -> None:
    festive = build(
        holidays={MONDAY: "Libur"},
        exceptions=[Exceptional(MONDAY, MONDAY, "Layanan SKCK massal", [(540, 720)])],
    )
    status = ask(MONDAY, "10.00", festive)
    assert (status.state, status.note) == (OpenState.OPEN, "Layanan SKCK massal")
    assert status.closes == local(MONDAY, "12.00")
    assert ask(MONDAY, "08.30", festive).until == local(MONDAY, "09.00")


def test_an_exception_without_hours_closes_an_ordinary_day_and_says_why() -> None:
    closed = build(exceptions=[Exceptional(MONDAY, MONDAY, "Pemadaman listrik")])
    status = ask(MONDAY, "10.00", closed)
    assert (status.state, status.why) == (OpenState.CLOSED, Why.EXCEPTION)
    assert status.note == "Pemadaman listrik"
    assert status.until == local(MONDAY + timedelta(days=1), "08.00")


def test_an_exception_replaces_the_breaks_too() -> None:
    busy = build(exceptions=[Exceptional(MONDAY, MONDAY, "Tanpa jeda", [(480, 930)])])
    assert ask(MONDAY, "12.30", busy).state is OpenState.OPEN


def test_a_holiday_closes_a_day_of_a_season() -> None:
    season = Season(MONDAY, MONDAY, "Ramadan", [Span(0, 480, 900)])
    both = build(seasons=[season], holidays={MONDAY: "Libur"})
    assert ask(MONDAY, "10.00", both).why is Why.HOLIDAY


def test_a_season_replaces_hours_and_breaks_and_gives_them_back() -> None:
    for ramadan, year in ((RAMADAN_2026, 2026), (RAMADAN_2027, 2027)):
        week = Timetable(zone=WITA, hours=WEEK.hours, breaks=WEEK.breaks, seasons=[ramadan])
        inside = ramadan.starts + timedelta(days=(7 - ramadan.starts.weekday()) % 7)
        assert inside.year == year
        assert ask(inside, "07.45", week).state is OpenState.CLOSED
        assert ask(inside, "12.15", week).state is OpenState.BREAK
        assert ask(inside, "12.30", week).state is OpenState.OPEN
        assert ask(inside, "15.00", week).state is OpenState.CLOSED
        after = ramadan.ends + timedelta(days=(7 - ramadan.ends.weekday()) % 7 or 7)
        assert ask(after, "07.45", week).state is OpenState.OPEN


def test_a_weekday_that_a_season_does_not_name_is_closed() -> None:
    season = Season(MONDAY, MONDAY + timedelta(days=6), "Musim", [Span(1, 480, 900)])
    assert ask(MONDAY, "10.00", build(seasons=[season])).state is OpenState.CLOSED


def test_the_friday_break_is_for_prayer_and_longer() -> None:
    friday = MONDAY + timedelta(days=4)
    assert ask(friday, "11.29", WEEK).state is OpenState.OPEN
    pause = ask(friday, "11.30", WEEK)
    assert (pause.state, pause.until) == (OpenState.BREAK, local(friday, "13.00"))
    assert ask(MONDAY, "11.30", WEEK).state is OpenState.OPEN


@pytest.mark.parametrize(
    ("timetable", "hours"),
    [(WEEK, 37.5), (Timetable(WITA, RAMADAN_HOURS, RAMADAN_BREAKS), 32.5)],
    ids=["ordinary", "Ramadan"],
)
def test_the_weeks_of_the_presidential_regulation_add_up(
    timetable: Timetable, hours: float
) -> None:
    week = [plan_of(MONDAY + timedelta(days=n), timetable) for n in range(7)]
    assert sum(open_minutes(plan) for plan in week) == hours * 60


def test_a_temporary_closure_holds_at_once_and_the_room_reopens_by_itself() -> None:
    shut = Shut(local(MONDAY, "10.00"), local(MONDAY, "11.15"), "Gempa: gedung diperiksa")
    closed = build(closures=[shut])
    assert ask(MONDAY, "09.59", closed).state is OpenState.OPEN
    status = ask(MONDAY, "10.00", closed)
    assert (status.state, status.issuing, status.why) == (OpenState.CLOSED, False, Why.CLOSURE)
    assert (status.note, status.until) == ("Gempa: gedung diperiksa", local(MONDAY, "11.15"))
    assert ask(MONDAY, "11.15", closed).issuing


def test_a_closure_beats_an_exception() -> None:
    open_anyway = [Exceptional(MONDAY, MONDAY, "Buka khusus", [(480, 930)])]
    shut = [Shut(local(MONDAY, "10.00"), local(MONDAY, "11.00"), "Banjir")]
    both = build(exceptions=open_anyway, closures=shut)
    assert ask(MONDAY, "10.30", both).why is Why.CLOSURE


def test_a_closure_over_closing_time_promises_the_next_opening_not_an_empty_room() -> None:
    closed = build(closures=[Shut(local(MONDAY, "14.00"), local(MONDAY, "20.00"), "Banjir")])
    assert ask(MONDAY, "15.00", closed).until == local(MONDAY + timedelta(days=1), "08.00")


def test_a_closure_ahead_ends_the_promise_of_the_open_room() -> None:
    ahead = build(closures=[Shut(local(MONDAY, "09.30"), local(MONDAY, "11.00"), "Rapat")])
    assert ask(MONDAY, "09.00", ahead).until == local(MONDAY, "09.30")


def test_a_closure_over_the_next_opening_moves_what_the_closed_room_promises() -> None:
    early = build(closures=[Shut(local(MONDAY, "07.00"), local(MONDAY, "10.15"), "Banjir")])
    assert ask(MONDAY, "06.00", early).until == local(MONDAY, "10.15")


def test_closures_that_touch_are_one() -> None:
    both = build(
        closures=[
            Shut(local(MONDAY, "10.00"), local(MONDAY, "11.00"), "Gempa"),
            Shut(local(MONDAY, "11.00"), local(MONDAY, "13.30"), "Gempa susulan"),
        ]
    )
    assert ask(MONDAY, "10.30", both).until == local(MONDAY, "13.30")


def test_a_season_and_an_exception_hold_on_their_first_and_last_day() -> None:
    last = MONDAY + timedelta(days=3)
    season = Season(MONDAY, last, "Ramadan", RAMADAN_HOURS, RAMADAN_BREAKS)
    special = Exceptional(MONDAY, last, "Rapat", [(480, 600)])
    for layer, timetable in (
        (Layer.SEASON, build(seasons=[season])),
        (Layer.EXCEPTION, build(exceptions=[special])),
    ):
        days = [MONDAY + timedelta(days=offset) for offset in (-1, 0, 3, 4)]
        held = [plan_of(day, timetable).layer is layer for day in days]
        assert held == [False, True, True, False]


def test_a_cut_off_stops_numbers_and_nothing_else() -> None:
    status = ask(MONDAY, "15.10", build())
    assert (status.state, status.issuing, status.why) == (OpenState.OPEN, False, Why.PAST_CUT_OFF)
    assert status.until == local(MONDAY, "15.30")


def test_the_cut_off_of_a_special_day_counts_from_its_own_closing() -> None:
    short = build(exceptions=[Exceptional(MONDAY, MONDAY, "Rapat", [(480, 660)])])
    assert ask(MONDAY, "10.29", short).issuing
    assert not ask(MONDAY, "10.30", short).issuing


minute_pairs = spans().map(lambda span: (span.starts, span.ends))
day_ranges = st.tuples(st.dates(FIRST, LAST), st.integers(0, 9))
seasons = st.builds(
    lambda days, hours, breaks: Season(
        days[0], days[0] + timedelta(days=days[1]), "Musim", hours, breaks
    ),
    day_ranges,
    st.lists(spans(), max_size=4),
    st.lists(spans(), max_size=2),
)
exceptions = st.builds(
    lambda days, hours, breaks: Exceptional(
        days[0], days[0] + timedelta(days=days[1]), "Sebab", hours, breaks
    ),
    day_ranges,
    st.lists(minute_pairs, max_size=2),
    st.lists(minute_pairs, max_size=2),
)
whole_minutes = st.datetimes(
    datetime(2026, 11, 16), datetime(2026, 11, 30), timezones=st.just(timezone.utc)
).map(lambda at: at.replace(second=0, microsecond=0))
closures = st.builds(
    lambda starts, minutes: Shut(starts, starts + timedelta(minutes=minutes), "Sebab"),
    whole_minutes,
    st.integers(0, 4000),
)
timetables = st.builds(
    Timetable,
    zone=st.sampled_from(ZONES),
    hours=st.lists(spans(), max_size=8),
    breaks=st.lists(spans(), max_size=4),
    holidays=st.dictionaries(st.dates(FIRST, LAST), st.just("Libur"), max_size=3),
    seasons=st.lists(seasons, max_size=2),
    exceptions=st.lists(exceptions, max_size=3),
    closures=st.lists(closures, max_size=3),
    cut_off_minutes=st.integers(0, 600),
    issue_during_break=st.booleans(),
)
moments = st.datetimes(
    datetime(2026, 11, 16), datetime(2026, 11, 30), timezones=st.just(timezone.utc)
)


@given(moments, timetables)
def test_a_closed_centre_never_issues_and_a_promised_change_is_never_past(
    at: datetime, timetable: Timetable
) -> None:
    status = opening_state(at, timetable)
    assert status.state is not OpenState.CLOSED or not status.issuing
    assert status.until is None or status.until > at


@given(moments, timetables)
def test_the_state_lasts_until_the_promised_moment_and_then_changes(
    at: datetime, timetable: Timetable
) -> None:
    status = opening_state(at, timetable)
    if status.until is None:
        return
    just_before = max(at, status.until - timedelta(microseconds=1))
    halfway = at + (just_before - at) / 2
    assert opening_state(halfway, timetable).state is status.state
    assert opening_state(just_before, timetable).state is status.state
    assert opening_state(status.until, timetable).state is not status.state


@given(moments, timetables)
def test_nobody_is_received_while_a_closure_runs(at: datetime, timetable: Timetable) -> None:
    running = any(shut.starts <= at < shut.ends for shut in timetable.closures)
    status = opening_state(at, timetable)
    assert (status.why is Why.CLOSURE) == running
    assert not running or status.state is OpenState.CLOSED


@given(st.dates(FIRST, LAST), timetables)
def test_the_strongest_that_speaks_about_a_day_decides_it(day: date, timetable: Timetable) -> None:
    plan = plan_of(day, timetable)
    spoken = {
        Layer.EXCEPTION: any(e.starts <= day <= e.ends for e in timetable.exceptions),
        Layer.HOLIDAY: day in timetable.holidays,
        Layer.SEASON: any(s.starts <= day <= s.ends for s in timetable.seasons),
        Layer.WEEKLY: True,
    }
    assert plan.layer is next(layer for layer, speaks in spoken.items() if speaks)


@given(moments, timetables)
def test_a_day_decided_by_a_holiday_or_without_hours_receives_nobody(
    at: datetime, timetable: Timetable
) -> None:
    plan: DayPlan = plan_of(at.astimezone(ZoneInfo(timetable.zone)).date(), timetable)
    if plan.layer is Layer.HOLIDAY or not plan.hours:
        assert opening_state(at, timetable).state is OpenState.CLOSED


@given(moments, timetables, st.integers(0, 600))
def test_the_cut_off_changes_numbers_only_never_the_room(
    at: datetime, timetable: Timetable, minutes: int
) -> None:
    facts = {name: getattr(timetable, name) for name in Timetable.__slots__}
    other = opening_state(at, Timetable(**{**facts, "cut_off_minutes": minutes}))
    status = opening_state(at, timetable)
    assert (status.state, status.until) == (other.state, other.until)
