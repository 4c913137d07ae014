"""Open or closed, why, until when: pure arithmetic on a centre's local wall clock.

No database, no request, no clock: the moment is passed in. All comparisons are made in the
centre's own zone, because the UTC day is still "yesterday" until 08:00 in Kupang.

What decides, strongest first: a temporary closure, an exception, a holiday, the hours of a season
(Ramadan), the ordinary weekly hours; last the cut-off, which stops new numbers and nothing else.
"""

from collections.abc import Mapping, Sequence
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
    CLOSURE = "temporary-closure"
    EXCEPTION = "exception"
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


class Layer(str, Enum):
    """What decides the hours of a day."""

    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    SEASON = "season"
    WEEKLY = "weekly"


Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Season:
    """Weekly hours that replace the ordinary ones from one day to another, both included."""

    starts: date
    ends: date
    name: str
    hours: Sequence[Span] = ()
    breaks: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Hours of some days, both ends included, whatever the calendar says; none means closed."""

    starts: date
    ends: date
    reason: str
    hours: Sequence[Minutes] = ()
    breaks: Sequence[Minutes] = ()


@dataclass(frozen=True, slots=True)
class Shut:
    """A temporary closure: closed from ``starts`` until just before ``ends`` (aware)."""

    starts: datetime
    ends: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The hours of one day, what decided them, and its name (holiday, season, reason)."""

    day: date
    layer: Layer
    hours: tuple[Minutes, ...] = ()
    breaks: tuple[Minutes, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything the answer depends on, apart from the moment itself."""

    zone: str
    hours: Sequence[Span] = ()
    breaks: Sequence[Span] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    seasons: Sequence[Season] = ()
    exceptions: Sequence[Exceptional] = ()
    closures: Sequence[Shut] = ()
    cut_off_minutes: int = 0
    issue_during_break: bool = True


@dataclass(frozen=True, slots=True)
class Status:
    """The answer: state, may a number be issued, why, and the moments that belong to it.

    ``until`` is when the state next changes (None: never, or not announced); ``closes`` when
    the centre closes for the day; ``pause`` the break of today that is running or ahead;
    ``last_number`` when numbers stop; ``holiday`` its name; ``note`` the reason of a closure or
    an exception, as it was written down.
    """

    state: OpenState
    issuing: bool
    why: Why
    until: datetime | None
    closes: datetime | None = None
    pause: tuple[datetime, datetime] | None = None
    last_number: datetime | None = None
    holiday: str = ""
    note: str = ""


Stretch = tuple[datetime, datetime]


def opening_state(at: datetime, timetable: Timetable) -> Status:
    """Whether the centre is open at ``at`` (aware), and everything that follows from it."""
    zone = ZoneInfo(timetable.zone)
    now = at.astimezone(zone).replace(tzinfo=None)
    shut = _shut_at(now, timetable)
    status = _shut(shut, timetable) if shut else _status(now, timetable)
    return Status(
        state=status.state,
        issuing=status.issuing,
        why=status.why,
        until=_aware(_with_closures(now, status, timetable), zone),
        closes=_aware(status.closes, zone),
        pause=_aware_pair(status.pause, zone),
        last_number=_aware(status.last_number, zone),
        holiday=status.holiday,
        note=status.note,
    )


def plan_of(day: date, timetable: Timetable) -> DayPlan:
    """The hours of a day and what decided them; temporary closures come on top of it."""
    for special in timetable.exceptions:
        if special.starts <= day <= special.ends:
            hours, breaks = tuple(special.hours), tuple(special.breaks)
            return DayPlan(day, Layer.EXCEPTION, hours, breaks, special.reason)
    if day in timetable.holidays:
        return DayPlan(day, Layer.HOLIDAY, reason=timetable.holidays[day])
    for season in timetable.seasons:
        if season.starts <= day <= season.ends:
            hours, breaks = _minutes_of(day, season.hours), _minutes_of(day, season.breaks)
            return DayPlan(day, Layer.SEASON, hours, breaks, season.name)
    hours, breaks = _minutes_of(day, timetable.hours), _minutes_of(day, timetable.breaks)
    return DayPlan(day, Layer.WEEKLY, hours, breaks)


def open_minutes(plan: DayPlan) -> int:
    """For how many minutes visitors are received on a day, breaks not counted."""
    open_at = {minute for starts, ends in plan.hours for minute in range(starts, ends)}
    paused = {minute for starts, ends in plan.breaks for minute in range(starts, ends)}
    return len(open_at - paused)


def _shut_at(now: datetime, timetable: Timetable) -> tuple[datetime, datetime, str] | None:
    """The temporary closure that holds at a local moment, in local time."""
    return next((s for s in _closures(timetable) if s[0] <= now < s[1]), None)


def _closures(timetable: Timetable) -> list[tuple[datetime, datetime, str]]:
    zone = ZoneInfo(timetable.zone)
    return sorted(
        (_local(shut.starts, zone), _local(shut.ends, zone), shut.reason)
        for shut in timetable.closures
    )


def _shut(shut: tuple[datetime, datetime, str], timetable: Timetable) -> Status:
    until = _received_from(shut[1], timetable)
    return Status(OpenState.CLOSED, False, Why.CLOSURE, until, note=shut[2])


def _received_from(moment: datetime, timetable: Timetable) -> datetime | None:
    """The first moment, this one included, at which visitors are received again."""
    while True:
        shut = _shut_at(moment, timetable)
        if shut is not None:
            moment = shut[1]
            continue
        if any(s[0] <= moment < s[1] for s in _stretches(moment.date(), timetable)):
            return moment
        opens = _next_opening(moment, timetable)
        if opens is None:
            return None
        moment = opens


def _with_closures(now: datetime, status: Status, timetable: Timetable) -> datetime | None:
    """When the state changes, a closure ahead taken into account."""
    if status.state is OpenState.CLOSED:
        return _received_from(status.until, timetable) if status.until else None
    ahead = [starts for starts, ends, _reason in _closures(timetable) if now < starts < ends]
    return min([*ahead, *([status.until] if status.until else [])], default=None)


def _status(now: datetime, timetable: Timetable) -> Status:
    """The same on naive local times, temporary closures left aside."""
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
    plan = plan_of(now.date(), timetable)
    note = plan.reason if plan.layer is Layer.EXCEPTION else ""
    return Status(state, issuing, why, until, closes, pause, last_number, note=note)


def _why_open(closes: datetime | None, in_time: bool) -> Why:
    if closes is None:
        return Why.AROUND_THE_CLOCK
    return Why.OPEN if in_time else Why.PAST_CUT_OFF


def _closed(now: datetime, timetable: Timetable) -> Status:
    plan = plan_of(now.date(), timetable)
    until = _next_opening(now, timetable)
    if plan.layer is Layer.EXCEPTION:
        why = Why.OUTSIDE_HOURS if plan.hours else Why.EXCEPTION
        return Status(OpenState.CLOSED, False, why, until, note=plan.reason)
    holiday = plan.reason if plan.layer is Layer.HOLIDAY else ""
    why = Why.HOLIDAY if holiday else Why.OUTSIDE_HOURS
    return Status(OpenState.CLOSED, False, why, until, holiday=holiday)


def _stretches(day: date, timetable: Timetable) -> list[Stretch]:
    """The unbroken opening stretches of one day, in order; none on a holiday."""
    plan = plan_of(day, timetable)
    merged: list[Stretch] = []
    for starts, ends in sorted(plan.hours):
        start, end = _moment(day, starts), _moment(day, ends)
        if merged and merged[-1][1] >= start:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    pauses = sorted((_moment(day, starts), _moment(day, ends)) for starts, ends in plan.breaks)
    trimmed = [_trim(stretch, pauses) for stretch in merged]
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
    for starts, ends in sorted(plan_of(day, timetable).breaks):
        start, end = _moment(day, starts), _moment(day, ends)
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


def _minutes_of(day: date, spans: Sequence[Span]) -> tuple[Minutes, ...]:
    return tuple((span.starts, span.ends) for span in spans if span.holds_on(day))


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minute)


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment is not None else None


def _aware_pair(
    pair: tuple[datetime, datetime] | None, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    return (pair[0].replace(tzinfo=zone), pair[1].replace(tzinfo=zone)) if pair else None
