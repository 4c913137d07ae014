"""Taking hold of a centre's line: the lock that every act takes first."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from lopo.foundation.metrics import CLOCK_BEHIND
from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.models import Line, OrderPolicy, PolicyInForce
from lopo.frontdesk.queries import local_date, newest_policy, policy_at, remembered_policies
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre

from .days import carry_over, close_day
from .hold import TICK, Hold

CLOCK_STEP = timedelta(seconds=2)
# Two servers whose clocks differ would tell it with every act.
TOLD_AGAIN = timedelta(minutes=1)
logger = logging.getLogger(__name__)


@contextmanager
def hold_line(centre: Centre, *, clock: Clock) -> Iterator[Hold]:
    """Lock the line of ``centre`` for one act; commits what the act recorded, or nothing."""
    with one_transaction():
        line, published = _lock(centre, clock)
        now = clock()
        behind = line.last_at - now
        hold = Hold(centre=centre, line=line, at=max(now, line.last_at + TICK))
        today = local_date(centre, hold.at)
        is_new = line.service_date < today
        if is_new:
            close_day(hold)
            hold.begin_day(today)
        hold.follow_policy(newest_policy(published, hold.at))
        _watch_clock(hold, behind)
        if is_new:
            carry_over(hold)
        yield hold
        hold.write()


def _watch_clock(hold: Hold, behind: timedelta) -> None:
    """Raise the alarm when the clock has jumped back: order holds, but times are not true.

    The record tells it once a jump, and shows the time until the clock has caught up as events
    a microsecond apart (RELIABILITY invariant 13).
    """
    seconds, line = max(0.0, behind.total_seconds()), hold.line
    CLOCK_BEHIND.labels(hold.centre.code).set(seconds)
    if behind <= CLOCK_STEP:
        return
    logger.error("the clock is %.1f s behind the last event of %s", seconds, hold.centre.code)
    if line.clock_back_at is None or line.last_at - line.clock_back_at > TOLD_AGAIN:
        hold.record("clock.stepped", actor=SYSTEM, reason=f"{seconds:.1f} s back")
        line.clock_back_at = line.last_at


def _lock(centre: Centre, clock: Clock) -> tuple[Line, list[OrderPolicy]]:
    """The line, locked, and every policy published for it, in one statement.

    Which policy is in force is decided afterwards: the time is not known before the lock is.
    """
    locked = _lines(centre).first() or _begin(centre, clock)
    published = remembered_policies(locked.published)
    locked.policy = next(p for p in published if p.pk == locked.policy_id)
    return locked, published


def _lines(centre: Centre) -> "QuerySet[Any]":
    published = OrderPolicy.objects.filter(Q(centre=OuterRef("pk")) | Q(centre=None))
    lines = Line.objects.select_for_update(no_key=True).filter(centre=centre)
    return lines.annotate(published=ArraySubquery(published.values("pk")))


def _begin(centre: Centre, clock: Clock) -> Any:
    """The line's first moment; whoever comes second finds it there."""
    now = clock()
    first = Line(
        centre=centre,
        service_date=local_date(centre, now),
        last_at=now,
        policy=policy_at(centre, now),
    )
    Line.objects.bulk_create([first], ignore_conflicts=True)
    line = _lines(centre).get()
    PolicyInForce.objects.get_or_create(
        centre=centre,
        service_date=line.service_date,
        from_seq=1,
        defaults={"policy_id": line.policy_id},
    )
    return line
