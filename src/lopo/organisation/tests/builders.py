"""Typed builders: the smallest valid object, with what the test cares about spelled out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any
from unittest import mock

from lopo.kernel.actor import SYSTEM
from lopo.organisation.actions import (
    AROUND_THE_CLOCK,
    CentrePlan,
    CounterSpec,
    HoursSpec,
    QueueSpec,
    set_up_centre,
)
from lopo.organisation.models import Agency, Centre, Unit

_serial = count(1)
LONG_AGO = date(2020, 1, 1)

# Monday to Thursday 08.00–15.30 with a break 12.00–13.00, Friday 08.00–11.30: an office in Kupang.
OFFICE_HOURS = (
    HoursSpec(weekdays=range(4), opens=480, closes=930, breaks=[(720, 780)]),
    HoursSpec(weekdays=[4], opens=480, closes=690),
)


def make_agency(*, code: str | None = None, name: str | None = None) -> Agency:
    """An agency of its own."""
    number = next(_serial)
    return Agency.objects.create(
        code=code or f"opd-{number}", name=name or f"Perangkat Daerah {number}", short_name="OPD"
    )


def make_unit(*, agency: Agency | None = None) -> Unit:
    """A unit of an agency."""
    number = next(_serial)
    return Unit.objects.create(
        agency=agency or make_agency(), code=f"bidang-{number}", name=f"Bidang {number}"
    )


def make_centre(
    *,
    code: str | None = None,
    agency: Agency | None = None,
    zone: str = "Asia/Makassar",
    hours: Sequence[HoursSpec] = AROUND_THE_CLOCK,
    queues: str = "AB",
    counters: int = 2,
    **policy: Any,
) -> Centre:
    """A centre with queues and counters that is open at any hour, unless told otherwise."""
    policy.setdefault("observes_holidays", False)
    plan = CentrePlan(
        code=code or f"p{next(_serial)}",
        name="Pusat Layanan",
        host_agency=agency or make_agency(),
        zone=zone,
        queues=[QueueSpec(letter, f"Antrean {letter}") for letter in queues],
        counters=[CounterSpec(str(n), f"Meja {n}") for n in range(1, counters + 1)],
        hours=hours,
        policy=policy,
    )
    with _taken_at_its_word():
        return set_up_centre(plan=plan, valid_from=LONG_AGO, actor=SYSTEM)


@contextmanager
def _taken_at_its_word() -> Iterator[None]:
    """Without asking each row's constraints first, forty statements a centre: thousands of tests
    begin with one, and what is wrong the database refuses all the same."""
    with (
        mock.patch("lopo.organisation.actions.checks.check"),
        mock.patch("lopo.organisation.actions.places.check"),
    ):
        yield
