"""The one answer to "open? why? until when?", and how it is said."""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.kernel import formats
from lopo.organisation.models import (
    Break,
    Centre,
    Closure,
    Holiday,
    HoursException,
    SeasonHours,
    WeeklyHours,
)
from lopo.organisation.rules import (
    HORIZON_DAYS,
    Exceptional,
    OpenState,
    Season,
    Shut,
    Span,
    Status,
    Timetable,
    Why,
    opening_state,
)

# On a day that is two things, the national holiday names it, then collective leave.
_NAMING = Case(
    When(kind=Holiday.Kind.NATIONAL, then=2),
    When(kind=Holiday.Kind.COLLECTIVE_LEAVE, then=1),
    default=0,
)
# Another process may have changed the hours: no answer is older than this.
CACHE_SECONDS = 1.0
CACHE_SIZE = 512


@dataclass(frozen=True, slots=True)
class Opening:
    """The one answer that kiosk, web, counter, TV and API give."""

    state: OpenState
    issuing: bool
    reason: str
    reason_code: str
    until: datetime | None
    last_number_at: datetime | None = None
    named: str = ""  # the holiday or reason within the sentence, as people wrote it
    back_at: str = ""  # when a room shut for the time being opens again, in words

    @property
    def refusal_code(self) -> str | None:
        """Why no number is issued, in the words of the HTTP API; None when one is."""
        if self.issuing:
            return None
        return "past-cut-off" if self.reason_code == Why.PAST_CUT_OFF.value else "closed"

    @property
    def is_shut(self) -> bool:
        """Whether the room is closed for the time being, by a decision of today."""
        return self.reason_code == Why.CLOSURE.value

    @property
    def refusal_title(self) -> str:
        """The same as a headline for kiosk and web; empty when numbers are given out."""
        match self.refusal_code:
            case None:
                return ""
            case _ if self.is_shut:
                return self._shut_title
            case "past-cut-off":
                return _("No more numbers are given out today")
            case _:
                return _("We do not give out numbers now")

    @property
    def _shut_title(self) -> str:
        if not self.back_at:
            return _("Closed for the time being")
        return _("Closed until %(when)s") % {"when": self.back_at}


@dataclass(frozen=True, slots=True)
class _Rows:
    hours: tuple[Span, ...]
    breaks: tuple[Span, ...]
    holidays: dict[date, str]
    seasons: tuple[Season, ...]
    exceptions: tuple[Exceptional, ...]
    closures: tuple[Shut, ...]
    # Every boundary lies on a whole minute, so within one minute the answer is the same.
    answers: dict[tuple[Any, ...], Status] = field(default_factory=dict)


_cache: dict[tuple[int, str, date], tuple[float, _Rows]] = {}


def opening(centre: Centre, at: datetime) -> Opening:
    """Is the centre open at ``at``, why, until when, and may a number be issued?"""
    if centre.archived_at is not None:
        reason = _("This service centre is no longer in use")
        return Opening(OpenState.CLOSED, False, reason, Why.ARCHIVED.value, None)
    status, local = _status(centre, at), at.astimezone(ZoneInfo(centre.zone))
    said = _sentence(status, local, centre.zone)
    return Opening(
        state=status.state,
        issuing=status.issuing,
        reason=said,
        reason_code=status.why.value,
        until=status.until,
        last_number_at=status.last_number,
        back_at=_back_at(status, local, centre.zone),
        named=next((text for text in (status.holiday, status.note) if text and text in said), ""),
    )


def forget_opening_hours() -> None:
    """Drop what this process remembers; called whenever hours, breaks or holidays change."""
    _cache.clear()


def timetable_of(centre: Centre, day: date) -> Timetable:
    """Everything that decides when a centre is open, from a local day on."""
    return _timetable(centre, _rows(centre, day))


def _status(centre: Centre, at: datetime) -> Status:
    rows = _rows(centre, at.astimezone(ZoneInfo(centre.zone)).date())
    policy = (
        centre.zone,
        centre.observes_holidays,
        centre.cut_off_minutes,
        centre.issue_during_break,
    )
    key = (*policy, at.replace(second=0, microsecond=0))
    status = rows.answers.get(key)
    if status is None:
        status = rows.answers[key] = opening_state(at, _timetable(centre, rows))
    return status


def _timetable(centre: Centre, rows: _Rows) -> Timetable:
    return Timetable(
        zone=centre.zone,
        hours=rows.hours,
        breaks=rows.breaks,
        holidays=rows.holidays if centre.observes_holidays else {},
        seasons=rows.seasons,
        exceptions=rows.exceptions,
        closures=rows.closures,
        cut_off_minutes=centre.cut_off_minutes,
        issue_during_break=centre.issue_during_break,
    )


def _rows(centre: Centre, day: date) -> _Rows:
    key, now = (centre.pk, centre.province, day), time.monotonic()
    remembered = _cache.get(key)
    if remembered is not None and remembered[0] > now:
        return remembered[1]
    if len(_cache) >= CACHE_SIZE:
        _cache.clear()
    rows = _load(centre, day)
    _cache[key] = (now + CACHE_SECONDS, rows)
    return rows


def _load(centre: Centre, day: date) -> _Rows:
    ahead = day + timedelta(days=HORIZON_DAYS)
    hours = WeeklyHours.objects.filter(centre=centre, valid_from__lte=ahead)
    breaks = Break.objects.filter(centre=centre, valid_from__lte=ahead)
    holidays = holidays_of(centre).filter(date__gte=day, date__lte=ahead)
    validity = ("valid_from", "valid_to")
    return _Rows(
        hours=tuple(
            Span(*row)
            for row in hours.values_list("weekday", "opens_minute", "closes_minute", *validity)
        ),
        breaks=tuple(
            Span(*row)
            for row in breaks.values_list("weekday", "starts_minute", "ends_minute", *validity)
        ),
        # The last of a day stays.
        holidays=dict(holidays.order_by("date", _NAMING).values_list("date", "name")),
        seasons=_seasons(centre, day, ahead),
        exceptions=tuple(
            Exceptional(row.starts_on, row.ends_on, row.reason, _hours(row), _breaks(row))
            for row in HoursException.objects.filter(
                centre=centre, starts_on__lte=ahead, ends_on__gte=day, withdrawn_at=None
            )
        ),
        closures=_closures(centre, day),
    )


def holidays_of(centre: Centre) -> "QuerySet[Holiday]":
    """Holidays that hold for a centre: of the country, of its province, its own."""
    here = Q(centre=centre) | Q(centre=None, province="")
    if centre.province:
        here |= Q(province=centre.province)
    return Holiday.objects.filter(here)


def _seasons(centre: Centre, day: date, ahead: date) -> tuple[Season, ...]:
    rows = SeasonHours.objects.filter(
        season__centre=centre, season__starts_on__lte=ahead, season__ends_on__gte=day
    ).select_related("season")
    grouped: dict[int, list[SeasonHours]] = {}
    for row in rows:
        grouped.setdefault(row.season_id, []).append(row)
    return tuple(
        Season(
            starts=days[0].season.starts_on,
            ends=days[0].season.ends_on,
            name=days[0].season.name,
            hours=[Span(row.weekday, *span) for row in days for span in _hours(row)],
            breaks=[Span(row.weekday, *span) for row in days for span in _breaks(row)],
        )
        for days in grouped.values()
    )


def _hours(row: SeasonHours | HoursException) -> list[tuple[int, int]]:
    if row.opens_minute is None or row.closes_minute is None:
        return []
    return [(row.opens_minute, row.closes_minute)]


def _breaks(row: SeasonHours | HoursException) -> list[tuple[int, int]]:
    if row.break_starts_minute is None or row.break_ends_minute is None:
        return []
    return [(row.break_starts_minute, row.break_ends_minute)]


def _closures(centre: Centre, day: date) -> tuple[Shut, ...]:
    midnight = datetime.combine(day, clock.min, tzinfo=ZoneInfo(centre.zone))
    rows = Closure.objects.filter(centre=centre).annotate(
        opens_at=Coalesce("reopened_at", "ends_at")
    )
    held = rows.filter(opens_at__gt=midnight)
    return tuple(Shut(*row) for row in held.values_list("starts_at", "opens_at", "reason"))


def _sentence(status: Status, local: datetime, zone: str) -> str:
    """The reason as a sentence in the language of whoever asks."""
    match status.why:
        case Why.AROUND_THE_CLOCK:
            return _("Open around the clock")
        case Why.PAST_CUT_OFF if status.closes is not None:
            return _(
                "No more numbers are given today. Those already waiting are served until %(time)s"
            ) % {"time": _clock(status.closes, zone)}
        case Why.BREAK if status.pause is not None:
            return _("Break until %(time)s") % {"time": _clock(status.pause[1], zone)}
        case Why.OPEN if status.closes is not None:
            return _open_sentence(status, status.closes, zone)
        case Why.CLOSURE:
            return _shut_sentence(status, local, zone)
        case _:
            return _closed_sentence(status, local, zone)


def _open_sentence(status: Status, closes: datetime, zone: str) -> str:
    facts = {"time": _clock(closes, zone), "reason": status.note}
    if status.pause is None:
        if status.note:
            return _("Open until %(time)s (%(reason)s)") % facts
        return _("Open until %(time)s") % facts
    starts, ends = (_clock(moment, zone, with_zone=False) for moment in status.pause)
    facts |= {"starts": starts, "ends": ends}
    if status.note:
        return _("Open until %(time)s, break %(starts)s–%(ends)s (%(reason)s)") % facts
    return _("Open until %(time)s, break %(starts)s–%(ends)s") % facts


def _shut_sentence(status: Status, local: datetime, zone: str) -> str:
    if status.until is None:
        return _("Temporarily closed: %(reason)s") % {"reason": status.note}
    facts = {"reason": status.note, "when": _when(status.until, local, zone)}
    return _("Temporarily closed: %(reason)s. Open again %(when)s") % facts


def _back_at(status: Status, local: datetime, zone: str) -> str:
    """When a room shut for the time being opens again: a time of today, or a day and a time."""
    if status.why is not Why.CLOSURE or status.until is None:
        return ""
    if formats.in_zone(status.until, zone).date() == local.date():
        return _clock(status.until, zone)
    return _on(status.until, zone)


def _closed_sentence(status: Status, local: datetime, zone: str) -> str:
    if status.until is None:
        return _("Closed. The next opening has not been announced yet")
    when = _on(status.until, zone)
    if status.holiday:
        return _("Holiday: %(name)s. Open again on %(when)s") % {
            "name": status.holiday,
            "when": when,
        }
    if status.why is Why.EXCEPTION:
        return _("Closed: %(reason)s. Open again on %(when)s") % {
            "reason": status.note,
            "when": when,
        }
    if formats.in_zone(status.until, zone).date() == local.date():
        return _("Closed now. Opens at %(time)s") % {"time": _clock(status.until, zone)}
    return _("Closed. Open again on %(when)s") % {"when": when}


def _when(moment: datetime, local: datetime, zone: str) -> str:
    """At a time of today, or on a day at a time."""
    if formats.in_zone(moment, zone).date() == local.date():
        return _("at %(time)s") % {"time": _clock(moment, zone)}
    return _("on %(when)s") % {"when": _on(moment, zone)}


def _on(moment: datetime, zone: str) -> str:
    day = formats.long_date_with_weekday(formats.in_zone(moment, zone).date(), _language())
    return _("%(day)s at %(time)s") % {"day": day, "time": _clock(moment, zone)}


def _clock(moment: datetime, zone: str, *, with_zone: bool = True) -> str:
    return formats.clock_time(moment, zone, _language(), with_zone=with_zone)


def _language() -> str:
    return formats.language(get_language())
