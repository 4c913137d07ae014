"""What the room sees: calls, queues, counters; built once per change, served as bytes."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from lopo.foundation import live
from lopo.foundation.rest import json_bytes
from lopo.frontdesk.models import ACTIVE, SEATED, Call, CounterSession
from lopo.organisation.api import Centre, Opening, counters_of, opening, queues_of

from .lines import local_date, revision_of, waiters

LAST_CALLS = 10
CLOSED = CounterSession.State.CLOSED.value


def waiting_counts(centre: Centre, day: date) -> Mapping[str, int]:
    """Per queue letter: how many are waiting in the room."""
    counts: dict[str, int] = {}
    for place in waiters(centre, day).present:
        counts[place.queue] = counts.get(place.queue, 0) + 1
    return counts


def queue_documents(centre: Centre, day: date) -> list[dict[str, Any]]:
    """Each queue with how many wait; no minutes while there are no estimates."""
    counts = waiting_counts(centre, day)
    return [
        {"code": q.code, "name": q.name, "waiting": counts.get(q.code, 0), "wait_minutes": None}
        for q in queues_of(centre)
    ]


def counter_documents(centre: Centre) -> list[dict[str, str]]:
    """Each counter and whether it is open, paused or closed."""
    states = seats_of([centre])
    return [{"code": c.code, "state": states.get(c.pk, CLOSED)} for c in counters_of(centre)]


def seats_of(centres: Iterable[Centre]) -> dict[int, str]:
    """Per counter with an officer at it: open or paused."""
    seated = CounterSession.objects.filter(counter__centre__in=centres, state__in=SEATED)
    return dict(seated.values_list("counter_id", "state"))


def board_calls(centre: Centre, day: date) -> list[dict[str, Any]]:
    """Every call now at a counter, newest first, then the last finished ones."""
    calls = Call.objects.filter(centre=centre, service_date=day, is_undone=False)
    calls = calls.select_related("ticket", "counter")
    active = calls.filter(ended_at=None).order_by("-announced_at")
    # Who was sent on and is at another counter now is shown there, and there alone.
    finished = calls.filter(ended_at__isnull=False).exclude(ticket__state__in=ACTIVE)
    finished = finished.order_by("-ended_at")[:LAST_CALLS]
    zone = ZoneInfo(centre.zone)
    return [
        {
            "announcement_id": call.announcement_id,
            "number": call.ticket.label,
            "counter": call.counter.code,
            "state": call.ticket.state,
            "called_at": call.called_at.astimezone(zone).isoformat(),
            "reason": call.reason or None,
        }
        for call in [*active, *finished]
    ]


def opening_document(now: Opening) -> dict[str, Any]:
    """Open, why, until when, and whether numbers are given out."""
    return {
        "state": now.state.value,
        "issuing": now.issuing,
        "reason": now.reason,
        "until": now.until.isoformat() if now.until else None,
    }


@dataclass(frozen=True, slots=True)
class Board:
    """The public board as bytes: all but the time of day, which changes without meaning."""

    etag: str
    before_now: bytes
    after_now: bytes

    def body(self, now: datetime, zone: str) -> bytes:
        """The JSON document with the present moment put in."""
        stamp = now.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds").encode()
        return self.before_now + stamp + self.after_now


_boards: dict[tuple[str, str], Board] = {}


def board(centre: Centre, now: datetime) -> Board:
    """The board of a centre, built once per revision, opening state and language."""
    stands = opening(centre, now)
    rev = _rev(centre)
    etag = room_etag(centre, now, rev=rev)
    day = local_date(centre, now)
    key = (centre.code, get_language() or "")
    kept = _boards.get(key)
    if kept is None or kept.etag != etag:
        kept = _build(centre, rev, etag, stands, day)
        _boards[key] = kept
    return kept


def room_etag(centre: Centre, now: datetime, *, rev: int | None = None) -> str:
    """The ETag of everything that shows a room: it moves with ``rev``, the day and the opening.

    Another language is another document: it has words such as why the room is closed.
    """
    stands = opening(centre, now)
    rev = _rev(centre) if rev is None else rev
    day, spoken = local_date(centre, now), get_language() or ""
    state = f"{stands.state.value}-{int(stands.issuing)}-{_minute(stands)}"
    return f'"{rev}-{day:%j}-{state}-{spoken}"'


def _rev(centre: Centre) -> int:
    rev = live.current_rev(centre.code)
    return rev if rev is not None else revision_of(centre.code) or 0


def _minute(stands: Opening) -> str:
    return f"{stands.until:%m%d%H%M}" if stands.until else ""


def _build(centre: Centre, rev: int, etag: str, stands: Opening, day: date) -> Board:
    rest = json_bytes(
        {
            "open": opening_document(stands),
            "calls": board_calls(centre, day),
            "queues": queue_documents(centre, day),
            "counters": counter_documents(centre),
        }
    )
    before = f'{{"rev":{rev},"now":"'.encode()
    return Board(etag=etag, before_now=before, after_now=b'",' + rest[1:])


_places: dict[str, tuple[float, Centre]] = {}


def remembered_centre(code: str, look_up: Any) -> Centre:
    """A centre at most a second old, so that boards cost no query while nothing changes."""
    kept, moment = _places.get(code), time.monotonic()
    if kept is None or kept[0] < moment:
        kept = (moment + 1.0, look_up(code))
        _places[code] = kept
    return kept[1]
