"""Who may do what: atomic permissions, grouped into roles. Pure."""

import hashlib
from collections.abc import Iterable
from enum import Enum


class Permission(str, Enum):
    """One thing a member of staff may be allowed to do."""

    SEE_CONSOLE = "SEE_CONSOLE"
    ISSUE_TICKET = "ISSUE_TICKET"
    CONFIRM_ARRIVAL = "CONFIRM_ARRIVAL"
    SEE_DOOR_CODE = "SEE_DOOR_CODE"
    SERVE_COUNTER = "SERVE_COUNTER"
    CALL_OUT_OF_ORDER = "CALL_OUT_OF_ORDER"
    SEE_DAY = "SEE_DAY"
    MANAGE_CENTRE = "MANAGE_CENTRE"
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
# out of order: the one who can change the rules is never the one who bends the line.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTIONIST: _RECEPTION,
    Role.COUNTER_OFFICER: _COUNTER,
    Role.SUPERVISOR: _COUNTER | {Permission.CALL_OUT_OF_ORDER, Permission.SEE_DAY},
    Role.CENTRE_ADMIN: _RECEPTION | {Permission.MANAGE_CENTRE, Permission.SEE_DAY},
    Role.SYSTEM_ADMIN: _RECEPTION
    | {Permission.MANAGE_CENTRE, Permission.MANAGE_SYSTEM, Permission.SEE_DAY},
}

# A role held (where) grants at a centre when it is held there, or everywhere (None).
Held = tuple[Role, int | None]


def allowed(held: Iterable[Held], permission: Permission, centre_id: int | None) -> bool:
    """Whether roles held grant a permission at a centre; None asks for the whole system."""
    return any(
        permission in PERMISSIONS[role] and (where is None or where == centre_id)
        for role, where in held
    )


def within_scopes(scopes: Iterable[str], permission: Permission) -> bool:
    """Whether a token's scopes include a permission; no scopes at all means every one."""
    names = set(scopes)
    return not names or permission.value in names


def hash_of(secret: str) -> str:
    """What is stored of a token. It has 192 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
