"""When a service may move to another agency, and how its homes are told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

# A regulation names a day soon; a year farther away is a typing error.
MOST_YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The regulation by which a service moves: `Perda Nomor 3 Tahun 2026`, its day, whose it is."""

    number: str
    day: date | None
    office: str


@dataclass(frozen=True, slots=True)
class MoveFault:
    """What is wrong with a move: the field of it, and a word for what."""

    field: str
    code: str


def faults_of_move(
    *, basis: LegalBasis, reason: str, from_day: date, today: date
) -> list[MoveFault]:
    """Everything that keeps a move from being recorded; the past stays what it was."""
    faults = [
        MoveFault(field, "required")
        for field, value in (
            ("basis_number", basis.number),
            ("basis_date", basis.day),
            ("basis_office", basis.office),
            ("reason", reason),
        )
        if not (value.strip() if isinstance(value, str) else value)
    ]
    if from_day < today:
        faults.append(MoveFault("from_day", "past"))
    elif from_day.year > today.year + MOST_YEARS_AHEAD:
        faults.append(MoveFault("from_day", "far"))
    elif basis.day is not None and basis.day > from_day:
        faults.append(MoveFault("basis_date", "younger"))
    return faults


class AHome(Protocol):
    """What is read of a home."""

    agency_id: int
    unit_id: int
    valid_from: date | None
    valid_to: date | None

    @property
    def never_began(self) -> bool:
        """Whether it was planned and called off."""
        ...


H = TypeVar("H", bound=AHome)


def stays(homes: Iterable[H]) -> list[H]:
    """The homes a service really has, in time; one called off, and what followed it, are none.

    A home in the same agency and unit as the one before it is the same stay: its first day counts.
    """
    found: list[H] = []
    for home in homes:
        if home.never_began:
            continue
        last = found[-1] if found else None
        if last is None or (last.agency_id, last.unit_id) != (home.agency_id, home.unit_id):
            found.append(home)
    return found


def ends(told: Sequence[H]) -> list[date | None]:
    """Up to which day, not including it, each of these stays lasts."""
    return [*(one.valid_from for one in told[1:]), None]
