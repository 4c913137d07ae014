"""Who may do what: atomic permissions, grouped into roles. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from itertools import combinations

SECRET_BYTES = 24  # 192 bits
INVITATION_LASTS = timedelta(days=7)
PASSWORD_LINK_LASTS = timedelta(hours=24)
PAIRING_LASTS = timedelta(minutes=10)
PAIRING_CODE_LENGTH = 8


class Permission(str, Enum):
    """One thing a member of staff may be allowed to do."""

    SEE_CONSOLE = "SEE_CONSOLE"
    ISSUE_TICKET = "ISSUE_TICKET"
    CONFIRM_ARRIVAL = "CONFIRM_ARRIVAL"
    SEE_DOOR_CODE = "SEE_DOOR_CODE"
    SERVE_COUNTER = "SERVE_COUNTER"
    CALL_OUT_OF_ORDER = "CALL_OUT_OF_ORDER"
    CARRY_OVER = "CARRY_OVER"
    FREE_COUNTER = "FREE_COUNTER"
    SEE_DAY = "SEE_DAY"
    ENTER_PAPER = "ENTER_PAPER"
    CHECK_PAPER = "CHECK_PAPER"
    SEE_SURVEY = "SEE_SURVEY"
    TAKE_BALLOTS = "TAKE_BALLOTS"
    MANAGE_CENTRE = "MANAGE_CENTRE"
    RESET_SECOND_FACTOR = "RESET_SECOND_FACTOR"
    MANAGE_SYSTEM = "MANAGE_SYSTEM"


class Role(str, Enum):
    """What a member of staff is at a centre."""

    RECEPTIONIST = "RECEPTIONIST"
    COUNTER_OFFICER = "COUNTER_OFFICER"
    SUPERVISOR = "SUPERVISOR"
    CENTRE_ADMIN = "CENTRE_ADMIN"
    SYSTEM_ADMIN = "SYSTEM_ADMIN"


_RECEPTION = frozenset(
    {
        Permission.SEE_CONSOLE,
        Permission.ISSUE_TICKET,
        Permission.CONFIRM_ARRIVAL,
        Permission.SEE_DOOR_CODE,
    }
)
_COUNTER = _RECEPTION | {Permission.SERVE_COUNTER}

# Administrators manage the room but do not serve in it, and nobody but a supervisor may call
# out of order: the one who can change the rules is never the one who bends the line. Who only
# serves neither enters ballots on paper nor checks them, and sees nothing of the survey.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTIONIST: _RECEPTION | {Permission.ENTER_PAPER},
    Role.COUNTER_OFFICER: _COUNTER,
    Role.SUPERVISOR: _COUNTER
    | {
        Permission.CALL_OUT_OF_ORDER,
        Permission.CARRY_OVER,
        Permission.FREE_COUNTER,
        Permission.SEE_DAY,
        Permission.ENTER_PAPER,
        Permission.CHECK_PAPER,
        Permission.SEE_SURVEY,
        Permission.TAKE_BALLOTS,
    },
    Role.CENTRE_ADMIN: _RECEPTION
    | {
        Permission.MANAGE_CENTRE,
        Permission.RESET_SECOND_FACTOR,
        Permission.SEE_DAY,
        Permission.CHECK_PAPER,
        Permission.SEE_SURVEY,
    },
    Role.SYSTEM_ADMIN: _RECEPTION
    | {
        Permission.MANAGE_CENTRE,
        Permission.MANAGE_SYSTEM,
        Permission.RESET_SECOND_FACTOR,
        Permission.SEE_DAY,
        Permission.SEE_SURVEY,
    },
}

# A role held (where) grants at a centre when it is held there, or everywhere (None).
Held = tuple[Role, int | None]


def allowed(held: Iterable[Held], permission: Permission, centre_id: int | None) -> bool:
    """Whether roles held grant a permission at a centre; None asks for the whole system."""
    return any(
        permission in PERMISSIONS[role] and (where is None or where == centre_id)
        for role, where in held
    )


def grantable(held: Iterable[Held], centre_id: int | None) -> frozenset[Role]:
    """The roles somebody may hand out at a centre (None: at every centre).

    Nobody makes an account mightier than their own: only a system administrator appoints
    another one, or anybody for every centre.
    """
    held = tuple(held)
    if allowed(held, Permission.MANAGE_SYSTEM, None):
        return frozenset(Role) if centre_id is None else frozenset(Role) - {Role.SYSTEM_ADMIN}
    if centre_id is not None and allowed(held, Permission.MANAGE_CENTRE, centre_id):
        return frozenset(Role) - {Role.SYSTEM_ADMIN}
    return frozenset()


def covers(held: Iterable[Held], permission: Permission, theirs: Iterable[Held]) -> bool:
    """Whether a permission reaches every place at which somebody else holds a role.

    Everywhere is such a place, and where somebody without any role belongs.
    """
    held = tuple(held)
    places = {where for _role, where in theirs} or {None}
    return all(allowed(held, permission, where) for where in places)


def clean_code(typed: str) -> str:
    """A pairing code as people type it: any case, with spaces and hyphens."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


# Whoever writes the rules of a place or opens its accounts neither serves nor calls there: pairs
# no account may hold where both apply. The database refuses them too (migration 0004).
INCOMPATIBLE: frozenset[frozenset[Role]] = frozenset(
    frozenset({manages, serves})
    for manages in (Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN)
    for serves in (Role.COUNTER_OFFICER, Role.SUPERVISOR)
)


def in_the_way(held: Iterable[Held], role: Role, centre_id: int | None) -> Role | None:
    """A role held that must not meet ``role`` at that centre (None: everywhere), if any."""
    for other, where in held:
        meet = where is None or centre_id is None or where == centre_id
        if meet and frozenset({other, role}) in INCOMPATIBLE:
            return other
    return None


def apart_among(roles: Iterable[Role]) -> tuple[Role, Role] | None:
    """The first two of these roles that nobody may hold at one place, in the order of ``Role``."""
    wanted = set(roles)
    for one, other in combinations(Role, 2):
        if {one, other} <= wanted and frozenset({one, other}) in INCOMPATIBLE:
            return one, other
    return None


def within_scopes(scopes: Iterable[str], permission: Permission) -> bool:
    """Whether a token's scopes include a permission; no scopes at all means every one."""
    names = set(scopes)
    return not names or permission.value in names


def hash_of(secret: str) -> str:
    """What is stored of a token. It has 192 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
