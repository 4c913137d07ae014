"""What can be said of a register without a database. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

YEAR = re.compile(r"Tahun (\d{4})\b")
YEAR_IN_NUMBER = re.compile(r"/(\d{4})$")
CODE_WITH_LETTERS = re.compile(r"[^A-Z0-9]+")
LONGEST_CODE = 40
LONGEST_KIND = 80
LONGEST_NUMBER = 60
# No regulation of the republic is older; one that begins or ends later is a slip of the hand.
FIRST_DAY = date(1945, 8, 17)
YEARS_AHEAD = 5
# Only what every browser reads alike: a backslash ends the host in some, and not in ours.
PLAIN_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


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


@dataclass(frozen=True, slots=True)
class Entry:
    """What the public is told of a regulation; one person proposes it, another confirms it."""

    title: str
    link: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: int | None = None

    @property
    def stored(self) -> dict[str, Any]:
        """The entry as it is kept while it waits."""
        days = {name: getattr(self, name) for name in ("valid_from", "valid_to")}
        told = {name: day.isoformat() if day else None for name, day in days.items()}
        return {
            "title": self.title,
            "link": self.link,
            "replaced_by": self.replaced_by,
            **told,
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Entry":
        """An entry from what was kept of it."""
        days = {name: stored[name] for name in ("valid_from", "valid_to")}
        told = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
        return cls(stored["title"], stored["link"], replaced_by=stored["replaced_by"], **told)


def is_believable(day: date, today: date) -> bool:
    """Whether a regulation can begin or end on a day."""
    return day >= FIRST_DAY and day.year <= today.year + YEARS_AHEAD


def is_official(link: str, hosts: Collection[str]) -> bool:
    """Whether a link leads to one of these hosts (``.go.id``: to any below it)."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = parts.netloc.lower()
    if parts.scheme != "https" or not PLAIN_HOST.fullmatch(host):
        return False
    return any(host.endswith(one) if one.startswith(".") else host == one for one in hosts)
