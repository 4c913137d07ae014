"""Typed builders of what standards share."""

from datetime import date
from itertools import count
from typing import Any

from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.registers.actions import confirm_regulation, end_regulation
from lopo.registers.models import Regulation, SharedRequirement

SECOND = Actor(id="user:2")
_serial = count(1)


def make_regulation(*, code: str = "", title: str = "", **fields: Any) -> Regulation:
    """A regulation in force since ever, unless said otherwise."""
    number = next(_serial)
    return Regulation.objects.create(
        code=code or f"PP{number}_26",
        title=title or f"PP Nomor {number} Tahun 2026 tentang Contoh",
        created_at=system_clock(),
        **fields,
    )


def ended(regulation: Regulation, day: date, successor: Regulation | None = None) -> Regulation:
    """The regulation, ended from a day on by one person and confirmed by another."""
    proposed = end_regulation(
        regulation=regulation,
        valid_to=day,
        replaced_by=successor,
        seen=regulation.revision,
        actor=SYSTEM,
        clock=system_clock,
    )
    return confirmed(proposed)


def confirmed(regulation: Regulation) -> Regulation:
    """The regulation with what waited for a second person."""
    seen = regulation.revision
    return confirm_regulation(regulation=regulation, seen=seen, actor=SECOND, clock=system_clock)


def make_requirement(
    *, code: str = "KTP", agency: Agency | None = None, name: str = "KTP elektronik", **fields: Any
) -> SharedRequirement:
    """A requirement of the register, for all agencies unless said otherwise."""
    return SharedRequirement.objects.create(
        code=code, agency=agency, name=name, created_at=system_clock(), **fields
    )
