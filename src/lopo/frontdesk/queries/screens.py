"""What the room's screens show: who is called, who is next, how many wait. Numbers only."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from lopo.foundation.parts import address_of
from lopo.frontdesk.models import Call, CounterSession, Deed, Line, Ticket
from lopo.frontdesk.rules import MOST, NARROW_ROOM, ROOM, Policy, Slide, call_order, slides
from lopo.kernel.formats import long_date
from lopo.notices.api import Notice, announcement_on_tv, pledge_of
from lopo.organisation.api import Centre, Opening, opening, queues_of

from .lines import local_date, policy_at, policy_text, waiters
from .tickets import door_code

ROWS = 5
MANY_ROWS = 12
NEXT_SHOWN = 3
# So many queues stand one below the other; more stand in two columns.
ONE_COLUMN = 5


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A visitor asked to a counter, as the room sees it; ``reason`` when it was out of order."""

    announcement_id: str
    number: str
    spelled: str
    counter: str
    label: str
    short: str
    state: str
    reason: str = ""
    sent_on: bool = False

    @property
    def note(self) -> str:
        """Where this visitor is, in two words."""
        match self.state:
            case Ticket.State.CALLED:
                return _("please come")
            case Ticket.State.SERVING:
                return _("being served")
            case Ticket.State.MISSED:
                return _("did not come")
            case Ticket.State.PARKED:
                return _("comes back later")
            case Ticket.State.WAITING:
                return _("sent on") if self.sent_on else _("waits again")
            case _other:
                return _("finished")

    @property
    def say(self) -> str:
        """What a voice says, where the screen has one."""
        words = {"number": self.spelled, "counter": self.counter}
        return _("Number %(number)s, please go to %(counter)s.") % words


@dataclass(frozen=True, slots=True)
class ShownQueue:
    """A queue: how many wait, and whose turn it is next."""

    code: str
    name: str
    waiting: int
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The room now: open or not, and how many wait."""

    opening: Opening
    waiting: int
    queues: tuple[ShownQueue, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What the screen tells this minute; ``kind`` is empty where the title says it already."""

    kind: str
    slide: Slide


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything the screen in the waiting room tells, but for the door code."""

    room: Room
    calls: tuple[ShownCall, ...]
    now_calling: ShownCall | None
    news: News | None
    policy: str
    address: str
    paused: tuple[str, ...]

    @property
    def has_room(self) -> bool:
        """Whether the queues leave so much room that what is told may be set larger."""
        count = len(self.room.queues)
        rows = count if count <= ONE_COLUMN else math.ceil(count / 2)
        return rows < ONE_COLUMN


@dataclass(frozen=True, slots=True)
class DoorSign:
    """The code of the room today, and the address behind its QR code."""

    code: str
    url: str


def room_shown(centre: Centre, now: datetime) -> Room:
    """The room as the home page shows it."""
    queues = tuple(_queues(centre, local_date(centre, now)))
    return Room(opening(centre, now), sum(queue.waiting for queue in queues), queues)


def _told(centre: Centre, now: datetime, room: int) -> News | None:
    """What the screen tells this minute: announcement and pledge take turns, portion by portion."""
    agency, day = centre.host_agency, local_date(centre, now)
    announcement, pledge = announcement_on_tv([agency], day), pledge_of(agency, day)
    told: list[News] = []
    if announcement is not None:
        told += _portions(announcement, announcement.body, room, most=MOST, rest=_rest())
    if pledge is not None:
        told += _portions(pledge, f"{pledge.body} {_signed(pledge)}", room)
    minute = int(now.timestamp()) // 60
    return told[minute % len(told)] if told else None


def _portions(notice: Notice, text: str, room: int, **limit: Any) -> list[News]:
    kind = notice.get_kind_display()
    kind = "" if kind.casefold() == notice.title.strip().casefold() else kind
    return [News(kind, slide) for slide in slides(kind, notice.title, text, room=room, **limit)]


def _signed(pledge: Notice) -> str:
    """Which version of the pledge this is, in the language it is written in."""
    assert pledge.decree_date is not None
    with override("id"):
        return _("Decree %(number)s of %(day)s.") % {
            "number": pledge.decree_number,
            "day": long_date(pledge.decree_date),
        }


def _rest() -> str:
    """Where a long announcement is read whole, in the language it is written in."""
    with override("id"):
        return _("… Read on at %(address)s") % {
            "address": f"{_address()}{address_of('notices:announcements')}"
        }


def _address() -> str:
    """Where the house is found, as it is typed."""
    return settings.PUBLIC_URL.partition("://")[2]


def screen_shown(centre: Centre, now: datetime) -> Screen:
    """The room as its screen shows it."""
    day = local_date(centre, now)
    calls, paused = tuple(shown_calls(centre, day)), _paused(centre)
    return Screen(
        room=room_shown(centre, now),
        calls=calls,
        now_calling=next((call for call in calls if call.state == Ticket.State.CALLED), None),
        news=_told(centre, now, NARROW_ROOM if paused else ROOM),
        policy=policy_text(policy_at(centre, now)),
        address=_address(),
        paused=paused,
    )


def _paused(centre: Centre) -> tuple[str, ...]:
    """The counters whose officer rests."""
    resting = CounterSession.objects.filter(
        counter__centre=centre, state=CounterSession.State.PAUSED
    )
    names = resting.order_by("counter__position", "counter__code")
    return tuple(names.values_list("counter__name", flat=True))


def shown_calls(centre: Centre, day: date) -> list[ShownCall]:
    """Everybody at a counter, the newest call first; then the last who left, to fill the rows.

    A number stands here once: where it is now, or where it was last.
    """
    calls = Call.objects.filter(centre=centre, service_date=day, is_undone=False)
    calls = calls.select_related("ticket", "counter")
    active = list(calls.filter(ended_at=None).order_by("-announced_at")[:MANY_ROWS])
    # A row that tells why is two rows high.
    free = max(0, ROWS - len(active) - sum(1 for call in active if call.reason))
    here = [call.ticket_id for call in active]
    left = calls.filter(ended_at__isnull=False).exclude(ticket__in=here).order_by("-ended_at")
    last: dict[int, Call] = {}
    for call in left[: ROWS * 3] if free else []:
        last.setdefault(call.ticket_id, call)
    sent_on = _sent_on([call.ticket for call in last.values()])
    rows = [*active, *list(last.values())[:free]]
    return [_shown(call, sent_on=call.ticket_id in sent_on) for call in rows]


def _sent_on(tickets: list[Ticket]) -> set[int]:
    """Of these, who waits again because an officer sent them to another service or counter."""
    waiting = [ticket.pk for ticket in tickets if ticket.state == Ticket.State.WAITING]
    if not waiting:
        return set()
    deeds = Deed.objects.filter(ticket__in=waiting, verb="transfer", undone_at=None)
    return set(deeds.filter(at=F("ticket__changed_at")).values_list("ticket_id", flat=True))


def _shown(call: Call, *, sent_on: bool) -> ShownCall:
    number, counter = call.ticket.label, call.counter
    return ShownCall(
        announcement_id=call.announcement_id,
        number=number,
        # A voice reads "A-017" as a subtraction; spelled it is a letter and three digits.
        spelled=" ".join(number.replace("-", "")),
        counter=counter.name,
        # "Meja 2" is shown as a small word and a large figure.
        label=counter.name.removesuffix(counter.code).strip() or counter.name,
        short=counter.code,
        state=call.ticket.state,
        reason=call.reason,
        sent_on=sent_on,
    )


def _queues(centre: Centre, day: date) -> list[ShownQueue]:
    waiting = waiters(centre, day)
    first: dict[str, list[int]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for place in call_order(waiting.present, runs=waiting.runs, policy=_policy(centre)):
        counts[place.queue] += 1
        if len(first[place.queue]) < NEXT_SHOWN:
            first[place.queue].append(int(place.ticket))
    labels = _labels([pk for places in first.values() for pk in places])
    return [
        ShownQueue(q.code, q.name, counts[q.code], tuple(labels[pk] for pk in first[q.code]))
        for q in queues_of(centre)
    ]


def _policy(centre: Centre) -> Policy:
    """The rule the line follows now; any rule will do for a line that never began."""
    line = Line.objects.filter(centre=centre).select_related("policy").first()
    return Policy(max_priority_in_a_row=line.policy.max_priority_in_a_row if line else 1)


def _labels(pks: list[int]) -> dict[int, str]:
    return dict(Ticket.objects.filter(pk__in=pks).values_list("pk", "label")) if pks else {}


def door_sign(centre: Centre, now: datetime) -> DoorSign:
    """What hangs in the room today; the address is built from LOPO_URL, never from the Host."""
    code = door_code(centre, now).code
    return DoorSign(code, f"{settings.PUBLIC_URL}/hadir/{centre.code}/{code}/")
