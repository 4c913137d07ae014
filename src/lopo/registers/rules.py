"""What can be said of a register without a database. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

YEAR = re.compile(r"Tahun (\d{4})\b")
YEAR_IN_NUMBER = re.compile(r"/(\d{4})$")
CODE_WITH_LETTERS = re.compile(r"[^A-Z0-9]+")
LONGEST_CODE = 40
LONGEST_KIND = 80
LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Citation:
    """What the title of a regulation tells of it; empty (None) where it tells nothing."""

    kind: str = ""
    number: str = ""
    year: int | None = None


def citation_of(title: str) -> Citation:
    """Kind, number and year as the title of a regulation begins; nothing of anything else.

    `PP Nomor 11 Tahun 2017 tentang …`, `Keputusan Kepala BAKN Nomor 1158a/KEP/1983 tentang …`.
    """
    kind, joint, rest = title.split(" tentang ", 1)[0].partition(" Nomor ")
    number, _space, after = rest.partition(" ")
    if not joint or not number or len(kind) > LONGEST_KIND or len(number) > LONGEST_NUMBER:
        return Citation()
    year = YEAR.match(after) or YEAR_IN_NUMBER.search(number)
    return Citation(kind.strip(), number, int(year[1]) if year else None)


def is_in_force(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether ``[valid_from, valid_to)`` holds a day; an empty end is open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def leads_back(successors: Mapping[int, int | None], start: int, goal: int) -> bool:
    """Whether following the successors from ``start`` arrives at ``goal``."""
    seen: set[int] = set()
    here: int | None = start
    while here is not None and here not in seen:
        if here == goal:
            return True
        seen.add(here)
        here = successors.get(here)
    return False


@dataclass(frozen=True, slots=True)
class Wording:
    """What a requirement of the register says, the same in every standard that uses it."""

    name: str
    format: str = ""
    handover: str = "HAND_IN"
    sensitive: bool = False

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Wording":
        """A wording from what was kept of it."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__})


def code_for(name: str) -> str:
    """A code for what nobody has given one: ``KTP_ELEKTRONIK``."""
    return CODE_WITH_LETTERS.sub("_", name.upper()).strip("_")[:LONGEST_CODE] or "X"
