"""What a line of the table holds, and the groups it names."""

from dataclasses import dataclass
from typing import Final

from .callers import (
    CHARGED,
    EVERYBODY,
    EVERYWHERE,
    GONE,
    ROLELESS,
    STAFF_ELSEWHERE,
    STAFF_HERE,
)

Group = frozenset[str]

NOBODY: Final[Group] = frozenset()
OF_OTHERS: Final[Group] = STAFF_ELSEWHERE | ROLELESS | CHARGED
EDITS: Final[Group] = frozenset({"editor"})
PUBLISHES: Final[Group] = frozenset({"publisher"})
WRITES: Final[Group] = EDITS | PUBLISHES
RECEIVES: Final[Group] = STAFF_HERE | EVERYWHERE
SERVES: Final[Group] = frozenset({"officer", "supervisor"})
MANAGES: Final[Group] = frozenset({"centre_admin"}) | EVERYWHERE
MANAGES_ALL: Final[Group] = EVERYWHERE
MANAGES_SOMEWHERE: Final[Group] = MANAGES | {"centre_admin_elsewhere"}
IN_THE_ROOM: Final[Group] = frozenset({"kiosk", "tv"})
# Whom the API knows. A dead token is refused even where none is needed.
ALIVE: Final[Group] = EVERYBODY - GONE
BY_TOKEN_TO_SERVE: Final[Group] = SERVES | {"officer_to_serve"}
BY_TOKEN_TO_ISSUE: Final[Group] = RECEIVES | {"officer_to_issue"}


@dataclass(frozen=True, slots=True)
class Page:
    """Who may open or send a page; ``others`` is what everybody else gets."""

    route: str
    methods: str
    may: Group
    others: int | None = None
    # The fields of the form, where an empty one would not reach the permission.
    form: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What the guard calls it."""
        return self.route


@dataclass(frozen=True, slots=True)
class Call:
    """Who may make a call of the API, with the body that reaches the permission."""

    method: str
    path: str
    may: Group
    body: tuple[tuple[str, object], ...] = ()
    # To whom the address is not there (404): what another centre's people may not touch.
    strangers: Group = NOBODY

    @property
    def key(self) -> str:
        """What the guard calls it."""
        return f"{self.method} {self.path}"
