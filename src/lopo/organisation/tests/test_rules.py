"""Open or closed, why, until when: on the clock of the place itself."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lopo.organisation.rules import OpenState, Span, Status, Timetable, Why, opening_state

WITA = "Asia/Makassar"
ZONES = ["Asia/Jakarta", WITA, "Asia/Jayapura"]
MONDAY = date(2026, 11, 23)
OFFICE = Timetable(
    zone=WITA,
    hours=[*(Span(day, 480, 930) for day in range(4)), Span(4, 480, 690)],
    breaks=[Span(day, 720, 780) for day in range(4)],
    cut_off_minutes=30,
)
ALWAYS = Timetable(zone=WITA, hours=[Span(day, 0, 1440) for day in range(7)])


def local(day: date, clock: str, zone: str = WITA) -> datetime:
    """A moment on the wall clock of a zone, e.g. 15.30."""
    hour, minute = clock.split(".")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZoneInfo(zone))


def ask(clock: str, day: date = MONDAY, timetable: Timetable = OFFICE) -> Status:
    """The office at an hour."""
    return opening_state(local(day, clock), timetable)


def test_before_opening_it_is_closed_and_says_when_it_opens() -> None:
    status = ask("07.59")
    assert (status.state, status.issuing) == (OpenState.CLOSED, False)
    assert status.until == local(MONDAY, "08.00")


def test_at_the_minute_of_closing_it_is_closed() -> None:
    assert ask("15.29").state is OpenState.OPEN
    assert ask("15.30").state is OpenState.CLOSED


def test_numbers_stop_at_the_cut_off_while_the_room_stays_open() -> None:
    status = ask("15.00")
    assert (status.state, status.issuing, status.why) == (OpenState.OPEN, False, Why.PAST_CUT_OFF)
    assert ask("14.59").issuing


def test_the_break_counts_its_own_minutes_only() -> None:
    assert ask("11.59").state is OpenState.OPEN
    assert ask("12.00").state is OpenState.BREAK
    assert ask("12.59").until == local(MONDAY, "13.00")
    assert ask("13.00").state is OpenState.OPEN


def test_numbers_are_given_during_the_break_unless_the_centre_says_no() -> None:
    strict = Timetable(
        zone=WITA, hours=OFFICE.hours, breaks=OFFICE.breaks, issue_during_break=False
    )
    assert ask("12.30").issuing
    assert not ask("12.30", timetable=strict).issuing


def test_friday_closes_earlier() -> None:
    friday = MONDAY + timedelta(days=4)
    assert ask("11.29", friday).state is OpenState.OPEN
    closed = ask("11.30", friday)
    assert closed.until == local(MONDAY + timedelta(days=7), "08.00")


def test_a_holiday_is_closed_all_day_and_opens_after_the_weekend() -> None:
    christmas = date(2026, 12, 25)
    days = {date(2026, 12, 24): "Cuti Bersama Natal", christmas: "Hari Raya Natal"}
    festive = Timetable(zone=WITA, hours=OFFICE.hours, breaks=OFFICE.breaks, holidays=days)
    status = ask("09.00", christmas, festive)
    assert (status.why, status.holiday) == (Why.HOLIDAY, "Hari Raya Natal")
    assert status.until == local(date(2026, 12, 28), "08.00")


def test_at_two_in_the_morning_of_a_holiday_it_is_that_holiday_not_the_utc_day_before() -> None:
    christmas = date(2026, 12, 25)
    festive = Timetable(zone=WITA, hours=ALWAYS.hours, holidays={christmas: "Hari Raya Natal"})
    night = datetime(2026, 12, 24, 18, 0, tzinfo=timezone.utc)
    assert opening_state(night, festive).why is Why.HOLIDAY


def test_the_same_moment_is_open_in_jayapura_and_not_yet_in_jakarta() -> None:
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=timezone.utc)
    states = [
        opening_state(moment, Timetable(zone=zone, hours=OFFICE.hours)).state for zone in ZONES
    ]
    assert states == [OpenState.CLOSED, OpenState.CLOSED, OpenState.OPEN]


def test_a_centre_that_never_closes_is_open_at_midnight_and_a_minute_before() -> None:
    for clock in ("00.00", "23.59"):
        status = ask(clock, timetable=ALWAYS)
        assert (status.state, status.issuing) == (OpenState.OPEN, True)
        assert (status.until, status.why) == (None, Why.AROUND_THE_CLOCK)


def test_hours_over_midnight_close_in_the_morning() -> None:
    night = Timetable(zone=WITA, hours=[Span(0, 1200, 1440), Span(1, 0, 360)])
    assert ask("23.00", timetable=night).until == local(MONDAY + timedelta(days=1), "06.00")


def test_a_place_without_hours_is_closed_and_promises_nothing() -> None:
    status = ask("10.00", timetable=Timetable(zone=WITA))
    assert (status.state, status.until) == (OpenState.CLOSED, None)


def test_new_hours_hold_from_their_first_day() -> None:
    later = MONDAY + timedelta(days=7)
    change = Timetable(
        zone=WITA,
        hours=[
            Span(0, 480, 930, valid_to=later - timedelta(days=1)),
            Span(0, 600, 930, valid_from=later),
        ],
    )
    assert ask("09.00", timetable=change).state is OpenState.OPEN
    assert ask("09.00", later, change).state is OpenState.CLOSED


def test_a_break_up_to_closing_time_is_the_end_of_the_day() -> None:
    early = Timetable(zone=WITA, hours=[Span(0, 480, 930)], breaks=[Span(0, 900, 930)])
    assert ask("15.10", timetable=early).state is OpenState.CLOSED


minutes = st.integers(0, 1440)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A span of some minutes of some weekday."""
    starts = draw(st.integers(0, 1439))
    return Span(draw(st.integers(0, 6)), starts, draw(st.integers(starts + 1, 1440)))


timetables = st.builds(
    Timetable,
    zone=st.sampled_from(ZONES),
    hours=st.lists(spans(), max_size=8),
    breaks=st.lists(spans(), max_size=4),
    holidays=st.dictionaries(
        st.dates(date(2026, 11, 1), date(2027, 1, 31)), st.just("Libur"), max_size=3
    ),
    cut_off_minutes=st.integers(0, 600),
    issue_during_break=st.booleans(),
)
moments = st.datetimes(
    datetime(2026, 11, 1), datetime(2027, 1, 31), timezones=st.just(timezone.utc)
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
    assert opening_state(just_before, timetable).state is status.state
    assert opening_state(status.until, timetable).state is not status.state


@given(moments, timetables)
def test_nobody_is_received_on_a_holiday(at: datetime, timetable: Timetable) -> None:
    if at.astimezone(ZoneInfo(timetable.zone)).date() in timetable.holidays:
        assert opening_state(at, timetable).state is OpenState.CLOSED
