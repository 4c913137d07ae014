"""How numbers and lists are said in the report, which is Indonesian whoever reads it. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from lopo.kernel.formats import MONTHS

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")
KINDS = {"tw": "Triwulan", "s": "Semester"}
SEVERAL = 2


def decimal(value: Decimal) -> str:
    """87,42."""
    return str(value).replace(".", ",")


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, from the exact fraction; values are never negative."""
    scale = 10**places
    whole = (value.numerator * scale * 2 + value.denominator) // (value.denominator * 2)
    return Decimal(whole).scaleb(-places)


def fraction(value: Fraction, places: int = 2) -> str:
    """An exact value, rounded half up and with a comma."""
    return decimal(rounded(value, places))


def period_said(kind: str, number: int, year: int) -> str:
    """Triwulan III Tahun 2026, Semester I Tahun 2026, Tahun 2026."""
    if kind not in KINDS:
        return f"Tahun {year}"
    return f"{KINDS[kind]} {ROMAN[number]} Tahun {year}"


def months_said(first: int, last: int, year: int) -> str:
    """Juli sampai dengan September 2026."""
    names = MONTHS["id"]
    return f"{names[first - 1]} sampai dengan {names[last - 1]} {year}"


def listed(parts: Sequence[str]) -> str:
    """`a`; `a dan b`; `a, b, dan c`."""
    if len(parts) <= 1:
        return "".join(parts)
    if len(parts) == SEVERAL:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def share(part: int, whole: int) -> Decimal:
    """How many of a hundred, to two decimals."""
    return rounded(Fraction(part * 100, whole), 2)
