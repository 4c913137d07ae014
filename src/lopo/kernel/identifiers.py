"""Numbers that name people in Indonesia: NIP, NIK, telephone. Pure; structure only.

None of them has a check digit, so a number that passes may still be somebody else's. Each reader
takes what a person types (spaces, dots and hyphens do not matter) and returns the one spelling that
is stored, or raises ``WrongNumber`` with a code that says what to mend.
"""

import re
from datetime import date

NIP_LENGTH = 18
NIK_LENGTH = 16
# Groups in which a NIP is printed: birth, first appointment, sex, serial number.
NIP_GROUPS = (8, 6, 1, 3)
NIK_GROUPS = (4, 4, 4, 4)
PHONE_SHORTEST, PHONE_LONGEST = 8, 12  # digits after +62
FIRST_PROVINCE, LAST_PROVINCE = 11, 96
WOMEN_BORN_ON = 40  # the day of birth in a NIK, for women
SEPARATORS = re.compile(r"[\s.\-()/]+")
LAST_MONTH = 12
# In place of a month, where a contract began: 21, 22 … (PPPK).
FIRST_CONTRACT, LAST_CONTRACT = 21, 99


class WrongNumber(ValueError):
    """Not such a number; ``code`` says why, ``detail`` how many digits are missing or over."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def nip(typed: str) -> str:
    """The 18 digits of a civil servant's number (Peraturan BKN; PNS and PPPK).

    1–8 date of birth, 9–14 month of the first appointment (PPPK: year and number of the
    contract), 15 sex, 16–18 serial number from 001.
    """
    digits = _digits(typed, NIP_LENGTH)
    month = int(digits[12:14])
    if not (
        _is_date(digits[:4], digits[4:6], digits[6:8])
        and digits[:2] in {"19", "20"}
        and digits[8:10] in {"19", "20"}
        and (1 <= month <= LAST_MONTH or FIRST_CONTRACT <= month <= LAST_CONTRACT)
        and digits[14] in "12"
        and digits[15:] != "000"
    ):
        raise WrongNumber("nip")
    return digits


def nik(typed: str) -> str:
    """The 16 digits of a resident's number: area, date of birth (women: day + 40), serial."""
    digits = _digits(typed, NIK_LENGTH)
    day = int(digits[6:8])
    born = day - WOMEN_BORN_ON if day > WOMEN_BORN_ON else day
    # Two digits of a year: a leap year in either century will do.
    known = any(_is_date(f"{century}{digits[10:12]}", digits[8:10], born) for century in (19, 20))
    area = FIRST_PROVINCE <= int(digits[:2]) <= LAST_PROVINCE
    if not (known and area and digits[12:] != "0000"):
        raise WrongNumber("nik")
    return digits


def phone(typed: str) -> str:
    """A telephone number of Indonesia in E.164: `0812…`, `62812…` and `+62 812…` are one."""
    plain = SEPARATORS.sub("", typed)
    national = re.sub(r"^(\+?62|0)0?", "", plain)
    if not plain.removeprefix("+").isascii() or not national.isdigit():
        raise WrongNumber("phone")
    if national == plain:  # neither +62 nor 0 before it: nobody knows whose country it is
        raise WrongNumber("phone")
    if len(national) < PHONE_SHORTEST:
        raise WrongNumber("digits-missing", str(PHONE_SHORTEST - len(national)))
    if len(national) > PHONE_LONGEST:
        raise WrongNumber("digits-over", str(len(national) - PHONE_LONGEST))
    return f"+62{national}"


def grouped(digits: str, groups: tuple[int, ...]) -> str:
    """Digits as they are printed: `19710707 199703 2 008`."""
    parts, start = [], 0
    for length in groups:
        parts.append(digits[start : start + length])
        start += length
    return " ".join(part for part in parts if part)


def _digits(typed: str, length: int) -> str:
    digits = SEPARATORS.sub("", typed)
    if not (digits.isascii() and digits.isdigit()):
        raise WrongNumber("digits-only")
    if len(digits) < length:
        raise WrongNumber("digits-missing", str(length - len(digits)))
    if len(digits) > length:
        raise WrongNumber("digits-over", str(len(digits) - length))
    return digits


def _is_date(year: str, month: str, day: str | int) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
