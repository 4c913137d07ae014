"""What somebody may do for an agency, wherever they sit: write its words, or publish them. Pure."""

from collections.abc import Iterable
from enum import Enum


class Duty(str, Enum):
    """What an account is charged with by an agency (perangkat daerah)."""

    EDITOR = "EDITOR"
    PUBLISHER = "PUBLISHER"


# A duty held for an agency by its id, or for all of them (None).
Charged = tuple[Duty, int | None]


def is_charged(held: Iterable[Charged], duties: Iterable[Duty], agency_id: int) -> bool:
    """Whether any of these duties is held for an agency."""
    wanted = frozenset(duties)
    return any(duty in wanted and (where is None or where == agency_id) for duty, where in held)
