"""What people may do, and what their secrets must be: pure rules."""

from .browsers import browser_name
from .passwords import (
    LONGEST_PASSWORD,
    PROFILES,
    PasswordFault,
    PasswordProfile,
    has_expired,
    password_faults,
)
from .roles import (
    INCOMPATIBLE,
    INVITATION_LASTS,
    PAIRING_CODE_LENGTH,
    PAIRING_LASTS,
    PERMISSIONS,
    SECRET_BYTES,
    Held,
    Permission,
    Role,
    allowed,
    clean_code,
    grantable,
    hash_of,
    in_the_way,
    within_scopes,
)

__all__ = [
    "INCOMPATIBLE",
    "INVITATION_LASTS",
    "LONGEST_PASSWORD",
    "PAIRING_CODE_LENGTH",
    "PAIRING_LASTS",
    "PERMISSIONS",
    "PROFILES",
    "SECRET_BYTES",
    "Held",
    "PasswordFault",
    "PasswordProfile",
    "Permission",
    "Role",
    "allowed",
    "browser_name",
    "clean_code",
    "grantable",
    "has_expired",
    "hash_of",
    "in_the_way",
    "password_faults",
    "within_scopes",
]
