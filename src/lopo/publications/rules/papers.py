"""The papers a poster is made for, and how much fits on them. Pure.

Lengths are millimetres; ``unit`` enlarges everything of the A4 sheet, so a poster read from three
metres has letters for three metres.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    """One size; the fields after ``columns`` are in units of the sheet."""

    width: float
    height: float
    unit: float
    columns: int = 2
    flow: bool = True
    band: float = 12
    margin: float = 15
    top: float = 7
    mark: float = 12
    gap: float = 5
    fact: float = 3.6
    big: float = 21
    qr: float = 26
    check: float = 16
    title: float = 1.0
    intro: float = 12
    scan: float = 15
    scan_first: bool = False
    law: bool = True
    most: float = 1.3
    least: float = 0.6

    def as_data(self) -> dict[str, Any]:
        """As the templates read it."""
        return asdict(self)


PAPERS = {
    "a4": Paper(210, 297, 1.0),
    "a3": Paper(297, 420, 2**0.5),
    # Read standing, from one to three metres; the code hangs where a phone is held.
    "spanduk": Paper(
        600,
        1600,
        3.4,
        columns=1,
        band=20,
        margin=13,
        top=10,
        mark=14,
        gap=8,
        fact=5,
        qr=40,
        scan=18,
        scan_first=True,
        title=0.92,
        intro=13,
        most=1.4,
        least=0.72,
    ),
    # Held in the hand at a counter: what to bring; the way it goes is behind the code.
    "a6": Paper(
        105,
        148,
        0.62,
        columns=1,
        flow=False,
        band=8,
        margin=10,
        top=5,
        mark=10,
        gap=4,
        fact=3,
        big=17,
        qr=25,
        check=16,
        title=0.72,
        intro=10.5,
        scan=12.5,
        law=False,
        most=1.1,
        least=0.7,
    ),
}
