"""The report's own words, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from lopo.findings.rules import months_said, period_said
from lopo.surveys.api import Period

FILE = Path(__file__).resolve().parents[2] / "data" / "report.toml"


@cache
def words() -> dict[str, Any]:
    """Every sentence by its chapter and name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def say(part: str, name: str, /, **told: Any) -> str:
    """One sentence with its numbers."""
    return str(words()[part][name]).format(**told)


def say_all(part: str, name: str, /, **told: Any) -> list[str]:
    """Several sentences with their numbers."""
    return [str(one).format(**told) for one in words()[part][name]]


def period_long(period: Period) -> str:
    """Triwulan III Tahun 2026."""
    return period_said(period.kind.value, period.number, period.year)


def months_long(period: Period) -> str:
    """Juli sampai dengan September 2026."""
    return months_said(period.first.month, period.last.month, period.year)
