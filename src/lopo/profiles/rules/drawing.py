"""What is kept of a logo, and why one is refused. Pure."""

from dataclasses import dataclass
from typing import Final

# Longer than four times its breadth, it would not stand beside a name.
LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A logo as it is kept: SVG text or PNG in bytes, and how wide and high it is."""

    kind: str
    raw: bytes
    width: int
    height: int


class LogoFault(ValueError):
    """Why a file is no logo: a code, and what of the file it is about."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail[:60]


def refuse_long(width: float, height: float) -> None:
    """A logo stands in the head of a sheet, whose layout has to hold."""
    if max(width, height) > LONGEST * min(width, height):
        raise LogoFault("too-long")
