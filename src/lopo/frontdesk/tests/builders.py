"""Typed builders: the smallest valid object, with what the test cares about spelled out."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from itertools import count

from lopo.catalogue.api import Offering, Service
from lopo.catalogue.models import Offering as OfferingRow
from lopo.catalogue.tests.builders import make_service
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import CounterSession, Ticket
from lopo.kernel.actor import SYSTEM, VISITOR, Actor
from lopo.organisation.api import (
    AROUND_THE_CLOCK,
    Centre,
    CentrePlan,
    CounterSpec,
    HoursSpec,
    QueueSpec,
    queues_of,
    set_up_centre,
)
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Role, assign, create_staff

_serial = count(1)
# A Monday morning at 09.00 in Kupang.
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)
PASSWORD = "kupang-timor-atoni"


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
    *,
    code: str | None = None,
    queues: str = "AB",
    counters: int = 2,
    zone: str = "Asia/Makassar",
    hours: tuple[HoursSpec, ...] = AROUND_THE_CLOCK,
    **policy: object,
) -> Centre:
    """A centre open around the clock, with one service per queue (``A-SVC``, ``B-SVC``)."""
    centre = set_up_centre(
        plan=CentrePlan(
            code=code or f"pusat{next(_serial)}",
            name="Pusat Layanan",
            host_agency=make_agency(),
            zone=zone,
            queues=[QueueSpec(letter, f"Antrean {letter}") for letter in queues],
            counters=[CounterSpec(str(n), f"Meja {n}") for n in range(1, counters + 1)],
            hours=hours,
            policy={"observes_holidays": False, **policy},
        ),
        valid_from=date(2020, 1, 1),
        actor=SYSTEM,
    )
    for queue in queues_of(centre):
        service = make_service(code=f"{queue.code}-SVC{next(_serial)}", agency=centre.host_agency)
        OfferingRow.objects.create(service=service, centre=centre, queue=queue)
    return centre


def offering_of(centre: Centre, letter: str = "A") -> Offering:
    """The service of a queue at this centre."""
    return OfferingRow.objects.select_related("service", "queue", "centre").get(
        centre=centre, queue__code=letter
    )


def service_of(centre: Centre, letter: str = "A") -> Service:
    return offering_of(centre, letter).service


def make_ticket(
    *,
    centre: Centre | None = None,
    queue: str = "A",
    priority: str | None = None,
    present: bool = True,
    clock: Clockwork | None = None,
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


def make_desk(*, centre: Centre, counter: str = "1", username: str | None = None) -> Desk:
    """An officer who may serve at a counter of this centre; the counter is still closed."""
    officer = create_staff(
        username=username or f"petugas-{next(_serial)}", password=PASSWORD, actor=SYSTEM
    )
    assign(user=officer, role=Role.COUNTER_OFFICER, centre=centre, actor=SYSTEM)
    place = centre.counters.get(code=counter)
    place.centre = centre
    return Desk(counter=place, officer=officer, actor=Actor(id=f"user:{officer.pk}"))


def open_desk(
    *, centre: Centre, counter: str = "1", clock: Clockwork, services: list[str] | None = None
) -> Desk:
    """An officer with the counter open."""
    desk = make_desk(centre=centre, counter=counter)
    open_session(desk, clock=clock, services=services)
    return desk


def open_session(
    desk: Desk, *, clock: Clockwork, services: list[str] | None = None
) -> CounterSession:
    return actions.open_session(
        counter=desk.counter,
        officer=desk.officer,
        services=services,
        actor=desk.actor,
        clock=clock,
    )
