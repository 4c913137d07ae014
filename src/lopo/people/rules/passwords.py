"""What a new password must be, by profile. Pure; lists and old hashes are asked for elsewhere.

Two standards contradict each other, so the agency chooses (``LOPO_PASSWORD_PROFILE``):

``asvs``  OWASP ASVS 5.0, 6.2: at least 15 characters, nothing common or leaked, no rule about
          which characters, no expiry (6.2.5 and 6.2.10 forbid both).
``bssn``  Peraturan BSSN 4/2021 as its auditors read it: at least 12 characters of four kinds,
          changed every six months, none of the last five again.
"""

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from .guessing import ENOUGH_GUESSES, guesses

# Long enough for every sentence; a password is hashed with 19 MiB, so nobody sends us a book.
LONGEST_PASSWORD = 200


class PasswordFault(str, Enum):
    """Why a password will not do."""

    SHORT = "SHORT"
    LONG = "LONG"
    COMMON = "COMMON"
    REPEATED = "REPEATED"
    RUN = "RUN"
    DATE = "DATE"
    PLACE = "PLACE"
    NAMED = "NAMED"
    UNMIXED = "UNMIXED"


# What a password that is guessed soon is mostly made of.
CAUSES = {
    "repeat": PasswordFault.REPEATED,
    "run": PasswordFault.RUN,
    "date": PasswordFault.DATE,
    "here": PasswordFault.PLACE,
}


@dataclass(frozen=True, slots=True)
class PasswordProfile:
    """One standard for passwords; ``lasts`` None: never expires, ``history`` old ones refused."""

    code: str
    shortest: int
    mixed: bool
    lasts: timedelta | None
    history: int


PROFILES = {
    "asvs": PasswordProfile("asvs", shortest=15, mixed=False, lasts=None, history=0),
    "bssn": PasswordProfile("bssn", shortest=12, mixed=True, lasts=timedelta(days=182), history=5),
}


def password_faults(
    password: str,
    *,
    username: str,
    profile: PasswordProfile,
    common: Container[str],
    names: Collection[str] = (),
) -> list[PasswordFault]:
    """Everything that is wrong with a password.

    ``common`` are leaked ones in lower case, ``names`` those of the places around: the agency, the
    centre, the province. Only a password that is long enough is judged by how it is guessed.
    """
    if len(password) > LONGEST_PASSWORD:
        return [PasswordFault.LONG]
    wrong = []
    if len(password) < profile.shortest:
        wrong.append(PasswordFault.SHORT)
    elif password.casefold() in common:
        wrong.append(PasswordFault.COMMON)
    else:
        wrong += _guessed_soon(password, [username, *names])
    if len(username) > 2 and username.casefold() in password.casefold():  # noqa: PLR2004
        wrong.append(PasswordFault.NAMED)
    if profile.mixed and not is_mixed(password):
        wrong.append(PasswordFault.UNMIXED)
    return wrong


def _guessed_soon(password: str, names: Collection[str]) -> list[PasswordFault]:
    needed, made_of = guesses(password, names)
    return [] if needed >= ENOUGH_GUESSES else [CAUSES.get(made_of, PasswordFault.COMMON)]


def is_mixed(password: str) -> bool:
    """Capital and small letters, digits and other signs, one of each at least."""
    kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
    return all(any(kind(sign) for sign in password) for kind in kinds)


def has_expired(changed_at: datetime | None, *, profile: PasswordProfile, now: datetime) -> bool:
    """Whether a password must be changed before anything else."""
    if profile.lasts is None:
        return False
    return changed_at is None or changed_at + profile.lasts <= now
