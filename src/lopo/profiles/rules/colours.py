"""Whether text can be read on a colour (WCAG 2.2, 1.4.3), and the nearest one it can. Pure.

Colours are `#rrggbb` in lower case. White stands on ``ground`` and ``action``, dark text on
``accent``; each at least 4.5 to 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LEAST: Final = 4.5
WHITE, INK = "#ffffff", "#16182b"
COLOUR = re.compile(r"#[0-9a-f]{6}")
# A step of one of 256 shades is the least that a screen can show.
SHADES: Final = 255
# Below it a screen's light grows evenly.
EVEN: Final = 0.04045
Channels = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Colours:
    """The three colours an agency has inside the common design; by default the design's own."""

    ground: str = "#161d46"
    action: str = "#2b3c84"
    accent: str = "#f6b927"

    @property
    def name(self) -> str:
        """The three as one word, as they stand in the address of a stylesheet."""
        return "-".join(one[1:] for one in (self.ground, self.action, self.accent))


@dataclass(frozen=True, slots=True)
class ColourFault:
    """A colour text cannot be read on: its contrast, and the nearest shade that would do.

    Without a ``nearest`` it is no colour at all.
    """

    field: str
    ratio: float = 0
    nearest: str = ""


def is_colour(text: str) -> bool:
    """Whether it is written `#rrggbb` in lower case."""
    return COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG defines it."""
    red, green, blue = (_linear(one / SHADES) for one in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 (none) to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest(colour: str, text: str) -> str:
    """The shade nearest to a colour on which this text can be read; itself, if it can."""
    return next(one for one in _shades(colour, away_from=text) if ratio(one, text) >= LEAST)


def faults_of_colours(colours: Colours) -> list[ColourFault]:
    """What is wrong with each colour; nothing if all can be read on."""
    found = []
    for field, text in (("ground", WHITE), ("action", WHITE), ("accent", INK)):
        colour = getattr(colours, field)
        if not is_colour(colour):
            found.append(ColourFault(field))
        elif ratio(colour, text) < LEAST:
            found.append(ColourFault(field, ratio(colour, text), nearest(colour, text)))
    return found


def _shades(colour: str, *, away_from: str) -> Iterator[str]:
    """The colour, then step by step to black (from white text) or to white (from dark text)."""
    end = 0 if away_from == WHITE else SHADES
    start = _channels(colour)
    for step in range(SHADES + 1):
        mixed = (round(one + (end - one) * step / SHADES) for one in start)
        yield "#" + "".join(f"{one:02x}" for one in mixed)


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(share: float) -> float:
    return share / 12.92 if share <= EVEN else float(((share + 0.055) / 1.055) ** 2.4)
