"""What an officer sees at a counter: the own line, the visitor, the counter's day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Count, F, Q, Sum

from lopo.catalogue.api import Offering, offerings_of
from lopo.frontdesk.models import SEATED, Call, CounterSession, Interval, Line, Ticket
from lopo.frontdesk.rules import (
    Policy,
    Waiting,
    call_order,
    is_counted,
    is_eligible,
    no_show_at,
    services_in,
)
from lopo.organisation.api import Centre, Counter, Opening, opening
from lopo.people.api import User

from .lines import local_date, policy_at, policy_text, waiters
from .returning import Asides, Undoable, asides, last_deed, others_of_visit

SHOWN = 40
LONG_WAIT_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody waiting, as staff sees them: a number, never a name or a class."""

    ticket: Ticket
    minutes: int

    @property
    def is_long(self) -> bool:
        """Whether the wait has become long enough to stand out."""
        return self.ticket.present and self.minutes >= LONG_WAIT_MINUTES


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Who waits for a session, in the order of the policy; then who is not in the room yet."""

    guests: tuple[Guest, ...]
    absent: tuple[Guest, ...]
    present_count: int
    absent_count: int

    @property
    def more(self) -> int:
        """How many wait beyond those shown."""
        return self.present_count - len(self.guests)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """The visitor at the counter, and what the rules allow next.

    ``others`` are the other numbers of the same visit.
    """

    call: Call
    ticket: Ticket
    waited_minutes: int
    since: datetime
    seconds: float
    calls_missing: int
    counted_again_at: datetime | None
    no_show_at: datetime | None
    others: tuple[Ticket, ...]

    @property
    def serving(self) -> bool:
        """Whether service has begun."""
        return bool(self.ticket.state == Ticket.State.SERVING)

    @property
    def may_be_absent(self) -> bool:
        """Whether the visitor may be given up on now."""
        return not self.serving and self.no_show_at is None


@dataclass(frozen=True, slots=True)
class Figures:
    """The counter's day in numbers."""

    served: int
    average_seconds: float | None
    missed: int


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """A queue the counter is configured for; ``on`` when the session serves all of it."""

    code: str
    name: str
    services: tuple[str, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything on the counter's screen."""

    standing: str
    opening: Opening
    session: CounterSession | None
    elsewhere: Counter | None
    line: OwnLine
    at_desk: AtDesk | None
    figures: Figures
    groups: tuple[ServiceGroup, ...]
    policy: str
    rev: int
    last_call: Call | None
    aside: Asides
    undo: Undoable | None

    @property
    def paused(self) -> bool:
        """Whether the officer rests: nobody is called here."""
        return self.session is not None and self.session.state == CounterSession.State.PAUSED

    @property
    def serves_all(self) -> bool:
        """Whether the session (or the counter, while it is closed) serves every group."""
        return all(group.on for group in self.groups)


def desk_state(counter: Counter, officer: User, now: datetime) -> DeskState:
    """The counter as this officer finds it."""
    centre, day = counter.centre, local_date(counter.centre, now)
    sessions = _open_sessions(counter, officer)
    here = next((s for s in sessions if s.counter_id == counter.pk), None)
    mine = here if here is not None and here.officer_id == officer.pk else None
    elsewhere = next((s for s in sessions if s.officer_id == officer.pk and s is not here), None)
    groups = service_groups(counter, mine)
    serves = mine.serves if mine else sorted(code for g in groups for code in g.services)
    line = Line.objects.filter(centre=centre).select_related("policy").first()
    call = _last_call(counter, day)
    return DeskState(
        standing=_standing(here, mine, elsewhere),
        opening=opening(centre, now),
        session=mine,
        elsewhere=elsewhere.counter if elsewhere else None,
        line=own_line(centre, day, serves, line, now, counter=counter.code),
        at_desk=_at_desk(call, centre, now) if call and call.ended_at is None else None,
        figures=_figures(counter, day),
        groups=groups,
        policy=policy_text(line.policy if line else policy_at(centre, now)),
        rev=line.rev if line else 0,
        last_call=call,
        aside=asides(centre, day, now, serves),
        undo=last_deed(counter, mine, now),
    )


def _open_sessions(counter: Counter, officer: User) -> list[CounterSession]:
    """The open session of the counter, and the officer's own wherever it is."""
    is_open = CounterSession.objects.filter(state__in=SEATED)
    wanted = is_open.filter(Q(counter=counter) | Q(officer=officer))
    return list(wanted.select_related("counter__centre"))


def _standing(
    here: CounterSession | None, mine: CounterSession | None, elsewhere: CounterSession | None
) -> str:
    if mine is not None:
        return "MINE"
    if here is not None:
        return "TAKEN"
    return "ELSEWHERE" if elsewhere is not None else "CLOSED"


def service_groups(
    counter: Counter, session: CounterSession | None = None
) -> tuple[ServiceGroup, ...]:
    """The queues of a counter with their services, and which of them a session serves."""
    serves = session.serves if session else None
    groups: dict[str, list[Offering]] = {}
    mine = {queue.pk for queue in counter.queues.all()}
    for offered in offerings_of(counter.centre):
        if offered.queue_id in mine and offered.queue is not None:
            groups.setdefault(offered.queue.code, []).append(offered)
    return tuple(
        ServiceGroup(
            code,
            str(offers[0].queue.name if offers[0].queue else code),
            tuple(o.service.code for o in offers),
            on=all(services_in(serves, o.service.code) for o in offers),
        )
        for code, offers in sorted(groups.items())
    )


def counters_for(counter: Counter, service: str) -> tuple[CounterSession, ...]:
    """The other open counters of the centre that serve a service, paused ones last."""
    sessions = CounterSession.objects.filter(
        counter__centre=counter.centre_id, state__in=SEATED
    ).exclude(counter=counter)
    rows = sessions.select_related("counter").order_by("state", "counter__position")
    return tuple(session for session in rows if services_in(session.serves, service))


def own_line(
    centre: Centre,
    day: date,
    serves: Collection[str] | None,
    line: Line | None,
    now: datetime,
    *,
    counter: str | None = None,
) -> OwnLine:
    """Who the rule would call to a session that serves these services, in that order.

    At ``counter``, who was sent to another one is not among them.
    """
    waiting = waiters(centre, day)
    here, away = (
        [place for place in places if _is_mine(place, serves, counter)]
        for places in (waiting.present, waiting.absent)
    )
    policy = Policy(max_priority_in_a_row=line.policy.max_priority_in_a_row if line else 1)
    first = list(islice(call_order(here, runs=waiting.runs, policy=policy), SHOWN))
    oldest = sorted(away, key=lambda place: place.seq)[:SHOWN]
    tickets = _tickets([*first, *oldest])
    return OwnLine(
        guests=_guests(first, tickets, now),
        absent=_guests(oldest, tickets, now),
        present_count=len(here),
        absent_count=len(away),
    )


def _is_mine(place: Waiting, serves: Collection[str] | None, counter: str | None) -> bool:
    if counter is None:
        return services_in(serves, place.service)
    return is_eligible(place, serves=serves, counter=counter)


def _tickets(places: Sequence[Waiting]) -> dict[int | str, Ticket]:
    """The tickets of the places that are shown, with their services; one query."""
    shown = Ticket.objects.filter(pk__in=[place.ticket for place in places])
    shown = shown.select_related("service", "queue", "counter")
    return {ticket.pk: ticket for ticket in shown}


def _guests(
    places: Sequence[Waiting], tickets: dict[int | str, Ticket], now: datetime
) -> tuple[Guest, ...]:
    return tuple(
        Guest(tickets[place.ticket], _minutes(now - place.arrived_at))
        for place in places
        if place.ticket in tickets
    )


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))


def number_at(counter: Counter) -> str:
    """The number of the visitor who is at the counter now; nothing when nobody is."""
    labels = Call.objects.filter(counter=counter, ended_at=None).values_list("ticket__label")
    return str(labels[0][0]) if labels else ""


def _last_call(counter: Counter, day: date) -> Call | None:
    """The call that is at the counter now, or the last one of the day."""
    calls = Call.objects.filter(counter=counter, service_date=day)
    newest = calls.select_related("ticket__service")
    return newest.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()


def _at_desk(call: Call, centre: Centre, now: datetime) -> AtDesk:
    ticket, every = call.ticket, centre.no_show_interval_seconds
    missing = centre.no_show_calls - call.counted_calls
    next_counts_at = no_show_at(call.last_counted_at, every)
    waits = not is_counted(call.last_counted_at, now, every)
    soonest = no_show_at(max(now, next_counts_at), (missing - 1) * every)
    return AtDesk(
        call=call,
        ticket=ticket,
        waited_minutes=_minutes(call.called_at - (ticket.arrived_at or ticket.issued_at)),
        since=_since(call),
        seconds=(now - _since(call)).total_seconds(),
        calls_missing=max(0, missing),
        counted_again_at=next_counts_at if waits and missing > 0 else None,
        no_show_at=soonest if missing > 0 else None,
        others=others_of_visit(ticket),
    )


def _since(call: Call) -> datetime:
    """Since when the visitor has been called, or served."""
    serving = call.ticket.state == Ticket.State.SERVING
    return call.ticket.changed_at if serving else call.called_at


def _figures(counter: Counter, day: date) -> Figures:
    """Whom the counter has served to the end: who was set aside or sent on is not done here."""
    today = Ticket.objects.filter(counter=counter, service_date=day)
    ended = today.aggregate(
        served=Count("pk", filter=Q(state=Ticket.State.DONE)),
        missed=Count("pk", filter=Q(state=Ticket.State.MISSED)),
    )
    spans = Interval.objects.filter(
        counter=counter,
        state="SERVING",
        ticket__service_date=day,
        ticket__counter=counter,
        ticket__state=Ticket.State.DONE,
    )
    total = spans.aggregate(total=Sum(F("ended_at") - F("started_at")))["total"]
    average = total.total_seconds() / ended["served"] if total and ended["served"] else None
    return Figures(ended["served"], average, ended["missed"])
