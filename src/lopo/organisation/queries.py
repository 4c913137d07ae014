"""What others may ask about places, and the one answer to "open? why? until when?"."""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.kernel import formats

from .models import Agency, Break, Centre, Counter, Holiday, Queue, Unit, WeeklyHours
from .rules import HORIZON_DAYS, OpenState, Span, Status, Timetable, Why, opening_state

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

    @property
    def refusal_code(self) -> str | None:
        """Why no number is issued, in the words of the HTTP API; None when one is."""
        if self.issuing:
            return None
        return "past-cut-off" if self.reason_code == Why.PAST_CUT_OFF.value else "closed"


@dataclass(frozen=True, slots=True)
class _Rows:
    hours: tuple[Span, ...]
    breaks: tuple[Span, ...]
    holidays: dict[date, str]
    # Every boundary lies on a whole minute, so within one minute the answer is the same.
    answers: dict[tuple[Any, ...], Status] = field(default_factory=dict)


_cache: dict[tuple[int, date], tuple[float, _Rows]] = {}


def opening(centre: Centre, at: datetime) -> Opening:
    """Is the centre open at ``at``, why, until when, and may a number be issued?"""
    if centre.archived_at is not None:
        reason = _("This service centre is no longer in use")
        return Opening(OpenState.CLOSED, False, reason, Why.ARCHIVED.value, None)
    status = _status(centre, at)
    return Opening(
        state=status.state,
        issuing=status.issuing,
        reason=_sentence(status, at.astimezone(ZoneInfo(centre.zone)), centre.zone),
        reason_code=status.why.value,
        until=status.until,
        last_number_at=status.last_number,
    )


def forget_opening_hours() -> None:
    """Drop what this process remembers; called whenever hours, breaks or holidays change."""
    _cache.clear()


def _status(centre: Centre, at: datetime) -> Status:
    rows = _rows(centre.pk, at.astimezone(ZoneInfo(centre.zone)).date())
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
        cut_off_minutes=centre.cut_off_minutes,
        issue_during_break=centre.issue_during_break,
    )


def _rows(centre_id: int, day: date) -> _Rows:
    key, now = (centre_id, day), time.monotonic()
    remembered = _cache.get(key)
    if remembered is not None and remembered[0] > now:
        return remembered[1]
    if len(_cache) >= CACHE_SIZE:
        _cache.clear()
    rows = _load(centre_id, day)
    _cache[key] = (now + CACHE_SECONDS, rows)
    return rows


def _load(centre_id: int, day: date) -> _Rows:
    ahead = day + timedelta(days=HORIZON_DAYS)
    hours = WeeklyHours.objects.filter(centre_id=centre_id, valid_from__lte=ahead)
    breaks = Break.objects.filter(centre_id=centre_id, valid_from__lte=ahead)
    holidays = Holiday.objects.filter(date__gte=day, date__lte=ahead).order_by("date", "kind")
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
        # Ordered by kind: on a day that is both, the national holiday names it.
        holidays=dict(holidays.values_list("date", "name")),
    )


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
        case _:
            return _closed_sentence(status, local, zone)


def _open_sentence(status: Status, closes: datetime, zone: str) -> str:
    if status.pause is None:
        return _("Open until %(time)s") % {"time": _clock(closes, zone)}
    starts, ends = (_clock(moment, zone, with_zone=False) for moment in status.pause)
    return _("Open until %(time)s, break %(starts)s–%(ends)s") % {
        "time": _clock(closes, zone),
        "starts": starts,
        "ends": ends,
    }


def _closed_sentence(status: Status, local: datetime, zone: str) -> str:
    if status.until is None:
        return _("Closed. The next opening has not been announced yet")
    opens = formats.in_zone(status.until, zone).date()
    day = formats.long_date_with_weekday(opens, _language())
    when = _("%(day)s at %(time)s") % {"day": day, "time": _clock(status.until, zone)}
    if status.holiday:
        return _("Holiday: %(name)s. Open again on %(when)s") % {
            "name": status.holiday,
            "when": when,
        }
    if opens == local.date():
        return _("Closed now. Opens at %(time)s") % {"time": _clock(status.until, zone)}
    return _("Closed. Open again on %(when)s") % {"when": when}


def _clock(moment: datetime, zone: str, *, with_zone: bool = True) -> str:
    return formats.clock_time(moment, zone, _language(), with_zone=with_zone)


def _language() -> str:
    return formats.language(get_language())


def agency_by_code(code: str) -> Agency | None:
    """The agency with this code, if there is one."""
    return Agency.objects.filter(code=code).first()


def list_agencies() -> "QuerySet[Agency]":
    """Agencies in use, by name."""
    return Agency.objects.filter(archived_at__isnull=True)


def units_of(agency: Agency) -> "QuerySet[Unit]":
    """The units of an agency that are in use."""
    return Unit.objects.filter(agency=agency, archived_at__isnull=True)


def centre_by_code(code: str) -> Centre | None:
    """The centre with this code, with its agency; None when there is none or it is archived."""
    centres = Centre.objects.filter(archived_at__isnull=True).select_related("host_agency")
    return centres.filter(code=code).first()


def list_centres() -> "QuerySet[Centre]":
    """Centres in use, real ones before practice ones."""
    return Centre.objects.filter(archived_at__isnull=True).select_related("host_agency")


def queues_of(centre: Centre) -> "QuerySet[Queue]":
    """The queues of a centre in their order."""
    return Queue.objects.filter(centre=centre, archived_at__isnull=True)


def counters_of(centre: Centre) -> "QuerySet[Counter]":
    """The counters of a centre in their order, with the queues each may serve."""
    counters = Counter.objects.filter(centre=centre, archived_at__isnull=True)
    return counters.prefetch_related("queues")


def queue_of(centre: Centre, code: str) -> Queue | None:
    """One queue of this centre by its letter."""
    return queues_of(centre).filter(code=code).first()


def counter_of(centre: Centre, code: str) -> Counter | None:
    """One counter of this centre; another centre's counter does not exist here."""
    counters = Counter.objects.filter(centre=centre, archived_at__isnull=True)
    return counters.filter(code=code).first()


def weekly_hours_of(centre: Centre, day: date) -> list[WeeklyHours]:
    """The hours in force on a day, for the footer and the door."""
    rows = WeeklyHours.objects.filter(centre=centre, valid_from__lte=day)
    return [row for row in rows if row.valid_to is None or row.valid_to >= day]


def places_of(centre: Centre) -> tuple[list[Queue], list[Counter]]:
    """Every queue and counter of a centre, archived ones included, in their order."""
    counters = Counter.objects.filter(centre=centre).prefetch_related("queues")
    return list(Queue.objects.filter(centre=centre)), list(counters)
