"""Taking hold of a centre's line: the lock that every act takes first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from lopo.frontdesk.models import Line, PolicyInForce
from lopo.frontdesk.queries import local_date, policy_at
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre

from .days import close_day
from .hold import TICK, Hold


@contextmanager
def hold_line(centre: Centre, *, clock: Clock) -> Iterator[Hold]:
    """Lock the line of ``centre`` for one act; commits what the act recorded, or nothing."""
    with transaction.atomic():
        line = _lock(centre, clock)
        hold = Hold(centre=centre, line=line, at=max(clock(), line.last_at + TICK))
        today = local_date(centre, hold.at)
        if line.service_date < today:
            close_day(hold)
            hold.begin_day(today)
        hold.follow_policy()
        yield hold
        hold.write()


def _lock(centre: Centre, clock: Clock) -> Line:
    locked = Line.objects.select_for_update(no_key=True).filter(centre=centre).first()
    if locked is not None:
        return locked
    now = clock()
    first = Line(
        centre=centre,
        service_date=local_date(centre, now),
        last_at=now,
        policy=policy_at(centre, now),
    )
    Line.objects.bulk_create([first], ignore_conflicts=True)
    line = Line.objects.select_for_update(no_key=True).get(centre=centre)
    PolicyInForce.objects.get_or_create(
        centre=centre,
        service_date=line.service_date,
        from_seq=1,
        defaults={"policy_id": line.policy_id},
    )
    return line
