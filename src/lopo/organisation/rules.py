"""Open or closed, why, until when: pure arithmetic on a centre's local wall clock.

No database, no request, no clock: the moment is passed in. All comparisons are made in the
centre's own zone, because the UTC day is still "yesterday" until 08:00 in Kupang.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440
# A week without a gap is "around the clock"; two months without an opening is "not announced".
ENDLESS_DAYS = 8
HORIZON_DAYS = 60


class OpenState(str, Enum):
    """What a visitor at the door would see."""

    OPEN = "OPEN"
    BREAK = "BREAK"
    CLOSED = "CLOSED"


class Why(str, Enum):
    """The stable name of the reason, for machines."""

    OPEN = "open"
    AROUND_THE_CLOCK = "around-the-clock"
    PAST_CUT_OFF = "past-cut-off"
    BREAK = "break"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside-hours"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes [starts, ends) of a weekday (0 is Monday), while the row is in force."""

    weekday: int
    starts: int
    ends: int
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this row speaks about that day."""
        return (
            day.weekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything the answer depends on, apart from the moment itself."""

    zone: str
    hours: Sequence[Span] = ()
    breaks: Sequence[Span] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    cut_off_minutes: int = 0
    issue_during_break: bool = True


@dataclass(frozen=True, slots=True)
class Status:
    """The answer: state, may a number be issued, why, and the moments that belong to it.

    ``until`` is when the state next changes (None: never, or not announced); ``closes`` when
    the centre closes for the day; ``pause`` the break of today that is running or ahead;
    ``last_number`` when numbers stop.
    """

    state: OpenState
    issuing: bool
    why: Why
    until: datetime | None
    closes: datetime | None = None
    pause: tuple[datetime, datetime] | None = None
    last_number: datetime | None = None
    holiday: str = ""


Stretch = tuple[datetime, datetime]


def opening_state(at: datetime, timetable: Timetable) -> Status:
    """Whether the centre is open at ``at`` (aware), and everything that follows from it."""
    zone = ZoneInfo(timetable.zone)
    now = at.astimezone(zone).replace(tzinfo=None)
    status = _status(now, timetable)
    return Status(
        state=status.state,
        issuing=status.issuing,
        why=status.why,
        until=_aware(status.until, zone),
        closes=_aware(status.closes, zone),
        pause=_aware_pair(status.pause, zone),
        last_number=_aware(status.last_number, zone),
        holiday=status.holiday,
    )


def _status(now: datetime, timetable: Timetable) -> Status:
    """The same on naive local times."""
    stretch = next((s for s in _stretches(now.date(), timetable) if s[0] <= now < s[1]), None)
    if stretch is None:
        return _closed(now, timetable)
    closes = _closing_of(stretch, timetable)
    pause = _pause_of(now, closes, timetable)
    return _during_hours(now, closes, pause, timetable)


def _during_hours(
    now: datetime, closes: datetime | None, pause: Stretch | None, timetable: Timetable
) -> Status:
    last_number = closes - timedelta(minutes=timetable.cut_off_minutes) if closes else None
    in_time = last_number is None or now < last_number
    if pause is not None and pause[0] <= now:
        issuing = in_time and timetable.issue_during_break
        state, why, until = OpenState.BREAK, Why.BREAK, pause[1]
    else:
        issuing = in_time
        state, why = OpenState.OPEN, _why_open(closes, in_time)
        until = pause[0] if pause else closes  # type: ignore[assignment]
    if state is OpenState.BREAK and not in_time:
        why = Why.PAST_CUT_OFF
    return Status(state, issuing, why, until, closes, pause, last_number)


def _why_open(closes: datetime | None, in_time: bool) -> Why:
    if closes is None:
        return Why.AROUND_THE_CLOCK
    return Why.OPEN if in_time else Why.PAST_CUT_OFF


def _closed(now: datetime, timetable: Timetable) -> Status:
    holiday = timetable.holidays.get(now.date(), "")
    why = Why.HOLIDAY if holiday else Why.OUTSIDE_HOURS
    return Status(OpenState.CLOSED, False, why, _next_opening(now, timetable), holiday=holiday)


def _stretches(day: date, timetable: Timetable) -> list[Stretch]:
    """The unbroken opening stretches of one day, in order; none on a holiday."""
    if day in timetable.holidays:
        return []
    merged: list[Stretch] = []
    for span in sorted(_spans_of(day, timetable.hours), key=lambda span: span.starts):
        start, end = _moment(day, span.starts), _moment(day, span.ends)
        if merged and merged[-1][1] >= start:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    pauses = [
        (_moment(day, b.starts), _moment(day, b.ends)) for b in _spans_of(day, timetable.breaks)
    ]
    trimmed = [_trim(stretch, sorted(pauses)) for stretch in merged]
    return [stretch for stretch in trimmed if stretch[0] < stretch[1]]


def _trim(stretch: Stretch, pauses: Sequence[Stretch]) -> Stretch:
    """A break at the very start or end of a stretch only makes it shorter."""
    start, end = stretch
    for pause in pauses:
        if pause[0] <= start < pause[1]:
            start = pause[1]
    for pause in reversed(pauses):
        if pause[0] < end <= pause[1]:
            end = pause[0]
    return start, end


def _closing_of(stretch: Stretch, timetable: Timetable) -> datetime | None:
    """When this stretch ends, carried over midnights; None when it does not end in a week."""
    closes = stretch[1]
    for _ in range(ENDLESS_DAYS):
        following = [s for s in _stretches(closes.date(), timetable) if s[0] == closes]
        if not following:
            return closes
        closes = following[0][1]
    return None


def _pause_of(now: datetime, closes: datetime | None, timetable: Timetable) -> Stretch | None:
    """Today's break that is running, else the next one before closing; touching ones are one."""
    pause: Stretch | None = None
    day = now.date()
    for span in sorted(_spans_of(day, timetable.breaks), key=lambda span: span.starts):
        start, end = _moment(day, span.starts), _moment(day, span.ends)
        if end <= now or (closes is not None and start >= closes):
            continue
        if pause is None:
            pause = (start, end)
        elif start <= pause[1]:
            pause = (pause[0], max(pause[1], end))
    return pause


def _next_opening(now: datetime, timetable: Timetable) -> datetime | None:
    """The first moment after ``now`` at which a visitor is received again."""
    for offset in range(HORIZON_DAYS):
        for start, _end in _stretches(now.date() + timedelta(days=offset), timetable):
            if start > now:
                return start
    return None


def _spans_of(day: date, spans: Sequence[Span]) -> Iterator[Span]:
    return (span for span in spans if span.holds_on(day))


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minute)


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment is not None else None


def _aware_pair(
    pair: tuple[datetime, datetime] | None, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    return (pair[0].replace(tzinfo=zone), pair[1].replace(tzinfo=zone)) if pair else None
