"""What a new password must be, by profile. Pure; lists and old hashes are asked for elsewhere.

Two standards contradict each other, so the agency chooses (``LOPO_PASSWORD_PROFILE``):

``asvs``  OWASP ASVS 5.0, 6.2: at least 15 characters, nothing common or leaked, no rule about
          which characters, no expiry (6.2.5 and 6.2.10 forbid both).
``bssn``  Peraturan BSSN 4/2021 as its auditors read it: at least 12 characters of four kinds,
          changed every six months, none of the last five again.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

# Long enough for every sentence; a password is hashed with 19 MiB, so nobody sends us a book.
LONGEST_PASSWORD = 200
LEET = str.maketrans("013457@$!", "oleastasi")
# What people here begin with, and lists made elsewhere do not know.
LOCAL_WORDS = frozenset(
    {
        *("admin", "administrator", "adminlopo", "anjungan", "antrean", "layanan", "lopo"),
        *("kabupaten", "katasandi", "passwordku", "pegawai", "pelayanan", "pemerintah"),
        *("petugas", "provinsi", "rahasia", "rahasiaku", "selamatdatang", "terimakasih"),
        *("alhamdulillah", "bismillah", "cintaku", "sayang", "sayangku", "garuda", "merdeka"),
        *("indonesia", "indonesiaku", "indonesiaraya", "nusantara", "pancasila", "tanahair"),
        *("jakarta", "kupang", "surabaya"),
    }
)
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")


class PasswordFault(str, Enum):
    """Why a password will not do."""

    SHORT = "SHORT"
    LONG = "LONG"
    COMMON = "COMMON"
    NAMED = "NAMED"
    UNMIXED = "UNMIXED"


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
    password: str, *, username: str, profile: PasswordProfile, common: Container[str]
) -> list[PasswordFault]:
    """Everything that is wrong with a password; ``common`` are leaked ones in lower case."""
    wrong = []
    if len(password) < profile.shortest:
        wrong.append(PasswordFault.SHORT)
    if len(password) > LONGEST_PASSWORD:
        return [PasswordFault.LONG]
    if is_common(password, common):
        wrong.append(PasswordFault.COMMON)
    if len(username) > 2 and username.casefold() in password.casefold():  # noqa: PLR2004
        wrong.append(PasswordFault.NAMED)
    if profile.mixed and not is_mixed(password):
        wrong.append(PasswordFault.UNMIXED)
    return wrong


def is_mixed(password: str) -> bool:
    """Capital and small letters, digits and other signs, one of each at least."""
    kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
    return all(any(kind(sign) for sign in password) for kind in kinds)


def is_common(password: str, common: Container[str]) -> bool:
    """Whether guessing programs try this early.

    That is what leaked lists hold, and what people make of it when more characters are asked
    for: said twice, dressed up with digits and signs, letters swapped for digits, runs of the
    keyboard.
    """
    plain = password.casefold()
    cores = {plain, plain.translate(LEET), plain[::-1]}
    cores |= {re.sub(r"^[\W\d_]+|[\W\d_]+$", "", core) for core in set(cores)}
    cores |= {_once(core) for core in set(cores)}
    return any(not core or core in common or core in LOCAL_WORDS or _is_run(core) for core in cores)


def has_expired(changed_at: datetime | None, *, profile: PasswordProfile, now: datetime) -> bool:
    """Whether a password must be changed before anything else."""
    if profile.lasts is None:
        return False
    return changed_at is None or changed_at + profile.lasts <= now


def _once(text: str) -> str:
    """``sandi`` of ``sandisandisandi``: the shortest piece a text repeats."""
    place = (text + text).find(text, 1)
    return text[:place] if 0 < place < len(text) else text


def _is_run(text: str) -> bool:
    """Whether a text goes along the alphabet, the digits or the keyboard, or is one sign."""
    if len(set(text)) <= 2:  # noqa: PLR2004
        return True
    return any(text in run + run or text[::-1] in run + run for run in RUNS)
