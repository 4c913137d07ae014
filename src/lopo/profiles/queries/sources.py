"""What others know already is asked of them, not typed again: they register who answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lopo.organisation.api import Agency

# What a context above may answer.
PLEDGE: Final = "MAKLUMAT"


@dataclass(frozen=True, slots=True)
class Derived:
    """What answers an item for an agency: its words, and where it stands."""

    text: str
    path: str = ""


# The answers of some agencies on a day, by the agency's key; who has none is missing.
Source = Callable[[Collection[Agency], date], Mapping[int, Derived]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Answer the items that name this source; called when the application starts."""
    _sources[name] = source


def is_answered_elsewhere(name: str) -> bool:
    """Whether anybody answers it; an installation without that part asks the agency."""
    return name in _sources


def derived(agencies: Collection[Agency], day: date) -> dict[str, Mapping[int, Derived]]:
    """Every answer of the contexts above, by source."""
    return {name: source(agencies, day) for name, source in _sources.items()}
