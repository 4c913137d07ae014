"""Typed builders: the smallest valid object, with what the test cares about spelled out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

from lopo.catalogue.api import Offering, Service, offerings_of
from lopo.catalogue.models import Offering as OfferingRow
from lopo.catalogue.tests.builders import make_service
from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import CounterSession, OrderPolicy, Ticket
from lopo.frontdesk.queries import Verdict
from lopo.kernel.actor import SYSTEM, VISITOR, Actor
from lopo.kernel.clock import Clock
from lopo.ledger import api as ledger
from lopo.organisation.api import Centre, HoursSpec, queues_of
from lopo.organisation.models import WeeklyHours
from lopo.organisation.tests.builders import LONG_AGO
from lopo.organisation.tests.builders import make_centre as make_place
from lopo.people.api import Role, User, assign

_serial = count(1)
# A Monday morning at 09.00 in Kupang.
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)


@dataclass
class Clockwork:
    """A clock that stands still until the test moves it."""

    now: datetime = field(default=MORNING)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> "Clockwork":
        self.now += timedelta(**delta)
        return self


def make_centre(
    *, queues: str = "AB", hours: Sequence[HoursSpec] | None = None, **facts: Any
) -> Centre:
    """A centre open around the clock (or ``hours``), with one service per queue."""
    centre = make_place(queues=queues, hours=hours or (), **facts)
    if hours is None:  # most tests: seven rows at once, without validating each
        WeeklyHours.objects.bulk_create(
            WeeklyHours(
                centre=centre, weekday=day, opens_minute=0, closes_minute=1440, valid_from=LONG_AGO
            )
            for day in range(7)
        )
    for queue in queues_of(centre):
        service = make_service(code=f"{queue.code}-SVC{next(_serial)}", agency=centre.host_agency)
        OfferingRow.objects.create(service=service, centre=centre, queue=queue)
    return centre


def offering_of(centre: Centre, letter: str = "A") -> Offering:
    """The service of a queue at this centre."""
    return offerings_of(centre).select_related("service", "queue", "centre").get(queue__code=letter)


def service_of(centre: Centre, letter: str = "A") -> Service:
    return offering_of(centre, letter).service


def make_ticket(
    *,
    centre: Centre | None = None,
    queue: str = "A",
    priority: str | None = None,
    present: bool = True,
    clock: Clock | None = None,
) -> Ticket:
    """A number taken in the room (or from afar) by the real act."""
    centre = centre or make_centre()
    return actions.issue_ticket(
        centre=centre,
        offering=offering_of(centre, queue),
        channel="RECEPTION" if present else "WEB",
        priority=priority,
        present=present,
        actor=VISITOR,
        clock=clock or Clockwork(),
    )


def make_officer(*, centre: Centre, role: Role = Role.COUNTER_OFFICER) -> User:
    """A member of staff with a role at this centre; signing in is not what is tested."""
    user = User(username=f"petugas-{next(_serial)}")
    user.set_unusable_password()
    user.save()
    assign(user=user, role=role, centre=centre, actor=SYSTEM)
    return user


def make_desk(*, centre: Centre, counter: str = "1", officer: User | None = None) -> Desk:
    """An officer who may serve at a counter of this centre; the counter is still closed."""
    officer = officer or make_officer(centre=centre)
    place = centre.counters.get(code=counter)
    place.centre = centre
    return Desk(counter=place, officer=officer, actor=Actor(id=f"user:{officer.pk}"))


def open_desk(
    *,
    centre: Centre,
    counter: str = "1",
    clock: Clock | None = None,
    services: Sequence[str] | None = None,
) -> Desk:
    """An officer with the counter open."""
    desk = make_desk(centre=centre, counter=counter)
    open_session(desk, clock=clock, services=services)
    return desk


def open_session(
    desk: Desk, *, clock: Clock | None = None, services: Sequence[str] | None = None
) -> CounterSession:
    return actions.open_session(
        counter=desk.counter,
        officer=desk.officer,
        services=services,
        actor=desk.actor,
        clock=clock or Clockwork(),
    )


def close_session(desk: Desk, *, clock: Clock | None = None) -> CounterSession | None:
    return actions.close_session(
        counter=desk.counter,
        officer=desk.officer,
        actor=desk.actor,
        clock=clock or Clockwork(),
    )


def call_numbers(desk: Desk, clock: Clock, times: int) -> list[str]:
    """Call, start and finish so many visitors; the numbers in the order they were called."""
    numbers = []
    for _ in range(times):
        numbers.append(actions.call_next_ticket(desk=desk, clock=clock).ticket.label)
        actions.start_service(desk=desk, clock=clock)
        actions.finish_service(desk=desk, clock=clock)
    return numbers


def make_policy(
    *,
    centre: Centre | None = None,
    version: int = 2,
    head_start: int = 20,
    in_a_row: int = 1,
    valid_from: datetime = MORNING,
) -> OrderPolicy:
    """A newer published policy."""
    return OrderPolicy.objects.create(
        centre=centre,
        version=version,
        head_start_minutes=head_start,
        max_priority_in_a_row=in_a_row,
        valid_from=valid_from,
        legal_basis="test",
    )


def events_of(centre: Centre, at: datetime = MORNING) -> list[dict[str, Any]]:
    """The public events of the local day of ``at``."""
    return ledger.day_events(centre.code, queries.local_date(centre, at))


def verbs_of(centre: Centre, at: datetime = MORNING) -> list[str]:
    return [event["verb"] for event in events_of(centre, at)]


def verified(centre: Centre, at: datetime = MORNING) -> Verdict:
    """The verdict on the day, asserted clean."""
    verdict = queries.verify_day(centre, queries.local_date(centre, at))
    assert verdict.clean, verdict.offenders
    return verdict
