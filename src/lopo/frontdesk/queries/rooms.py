"""What reception and the staff home see: the day's numbers, and which counters are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects

from lopo.catalogue.api import offerings_of
from lopo.frontdesk.models import ACTIVE, SEATED, CounterSession, Line, Ticket
from lopo.organisation.api import Centre, Counter, Opening, opening
from lopo.people.api import User

from .desks import OwnLine, own_line
from .lines import local_date, waiters
from .returning import Asides, asides
from .screens import DoorSign, door_sign
from .tickets import people_before


@dataclass(frozen=True, slots=True)
class Post:
    """A counter on the staff home: closed, open with a colleague, or the officer's own."""

    counter: Counter
    state: str
    paused: bool


@dataclass(frozen=True, slots=True)
class Posts:
    """A centre on the staff home."""

    centre: Centre
    waiting: int
    posts: tuple[Post, ...]
    own: Post | None


@dataclass(frozen=True, slots=True)
class Reception:
    """The day as reception sees it."""

    opening: Opening
    sign: DoorSign
    line: OwnLine
    at_counters: tuple[Ticket, ...]
    issued: int
    aside: Asides


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service reception can give a number for."""

    code: str
    name: str
    queue: str
    queue_name: str
    words: str
    waiting: int


def posts_of(centres: Sequence[Centre], officer: User, now: datetime) -> list[Posts]:
    """Every counter of the centres; the number of questions does not grow with them."""
    prefetch_related_objects(list(centres), "counters")
    is_open = CounterSession.objects.filter(state__in=SEATED)
    sessions = {
        counter: (officer_id, state == CounterSession.State.PAUSED)
        for counter, officer_id, state in is_open.values_list("counter_id", "officer_id", "state")
    }
    waiting = _waiting_at(centres, now)
    found = []
    for centre in centres:
        counters = [c for c in centre.counters.all() if c.archived_at is None]
        ordered = sorted(counters, key=attrgetter("position", "code"))
        posts = tuple(_post(sessions, c, officer) for c in ordered)
        own = next((post for post in posts if post.state == "MINE"), None)
        found.append(Posts(centre, waiting.get(centre.pk, 0), posts, own))
    return found


def _post(sessions: dict[int, tuple[int, bool]], counter: Counter, officer: User) -> Post:
    if counter.pk not in sessions:
        return Post(counter, "CLOSED", paused=False)
    officer_id, paused = sessions[counter.pk]
    return Post(counter, "MINE" if officer_id == officer.pk else "TAKEN", paused=paused)


def _waiting_at(centres: Sequence[Centre], now: datetime) -> dict[int, int]:
    """How many wait in each room; every centre is on its own day."""
    days = [Q(centre=centre, service_date=local_date(centre, now)) for centre in centres]
    if not days:
        return {}
    today = days[0]
    for day in days[1:]:
        today |= day
    here = Ticket.objects.filter(today, state=Ticket.State.WAITING, arrived_at__isnull=False)
    return dict(here.values_list("centre_id").annotate(n=Count("pk")).order_by())


def reception_state(centre: Centre, now: datetime) -> Reception:
    """The day's line, who is at a counter, and the code of the room."""
    day = local_date(centre, now)
    line = Line.objects.filter(centre=centre).select_related("policy").first()
    return Reception(
        opening=opening(centre, now),
        sign=door_sign(centre, now),
        line=own_line(centre, day, None, line, now),
        at_counters=tuple(_at_counters(centre, day)),
        issued=Ticket.objects.filter(centre=centre, service_date=day).count(),
        aside=asides(centre, day, now),
    )


def _at_counters(centre: Centre, day: date) -> Any:
    active = Ticket.objects.filter(centre=centre, service_date=day, state__in=ACTIVE)
    return active.select_related("service", "counter").order_by("-changed_at")


def offered_services(centre: Centre, now: datetime) -> list[OfferedService]:
    """What reception can give a number for, queue by queue, with how many wait in the queue."""
    counts: dict[str, int] = {}
    for place in waiters(centre, local_date(centre, now)).present:
        counts[place.queue] = counts.get(place.queue, 0) + 1
    offered = [
        OfferedService(
            code=o.service.code,
            name=o.service.name,
            queue=o.queue.code,
            queue_name=o.queue.name,
            words=" ".join([o.service.name, o.service.category, *o.service.synonyms]).lower(),
            waiting=counts.get(o.queue.code, 0),
        )
        for o in offerings_of(centre)
        if o.queue is not None
    ]
    return sorted(offered, key=attrgetter("queue"))


def numbers_waiting(centre: Centre, now: datetime) -> tuple[Ticket, ...]:
    """Who waits in the room, by number: what may be called out of order."""
    waiting = Ticket.objects.filter(
        centre=centre,
        service_date=local_date(centre, now),
        state=Ticket.State.WAITING,
        arrived_at__isnull=False,
    )
    return tuple(waiting.select_related("service").order_by("label"))


def todays_ticket(centre: Centre, label: str, now: datetime) -> tuple[Ticket, int] | None:
    """A number of today by what is printed on it, and how many are ahead of it."""
    today = Ticket.objects.filter(centre=centre, service_date=local_date(centre, now))
    found = today.select_related("centre", "queue", "service", "counter").filter(label=label)
    ticket = found.first()
    return (ticket, people_before(ticket, now=now)) if ticket is not None else None
