"""An SVG read by a list of what is allowed, and written anew from it. Pure.

Shapes, groups and gradients; no script, no style, no text, no picture, no link, nothing from
elsewhere. There is neither `use` nor a clip inside a clip, so no drawing is larger than its file.
"""

import math
import re
from typing import Final
from xml.parsers import expat

from .drawing import Drawing, LogoFault, refuse_long

MOST_BYTES: Final = 100_000
MOST_ELEMENTS, MOST_DEPTH, MOST_SIDE = 2000, 16, 100_000
SVG: Final = "http://www.w3.org/2000/svg"
XML: Final = "http://www.w3.org/XML/1998/namespace"
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
ALLOWED: Final = SHAPES | {
    "svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath",
}  # fmt: skip
# Told beside the drawing: we ask for a description of our own.
TOLD: Final = frozenset({"title", "desc"})
# A shape in there is seen only where something uses it, and nothing may.
HIDDEN: Final = frozenset({"defs", "clipPath"})
ATTRIBUTES: Final = frozenset(
    [
        "id",
        "d",
        "points",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "transform",
        "viewBox",
        "offset",
        "preserveAspectRatio",
        "pathLength",
        "color",
        "opacity",
        "fill",
        "fill-rule",
        "fill-opacity",
        "clip-rule",
        "clip-path",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-opacity",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clipPathUnits",
    ]
)
# Means nothing without what we refuse.
DROPPED: Final = frozenset({"version", "baseProfile", "class", "role", "focusable"})
VALUE: Final = re.compile(r"[A-Za-z0-9_\s.,#%()+-]*")
OWN: Final = re.compile(r"url\(#[A-Za-z_][\w-]*\)")
NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def read_svg(raw: bytes) -> Drawing:
    """The drawing of an SVG; raises ``LogoFault``."""
    if len(raw) > MOST_BYTES:
        raise LogoFault("svg-too-large")
    reader = _Reader()
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError:
        raise LogoFault("not-a-picture") from None
    if not reader.draws:
        raise LogoFault("draws-nothing")
    width, height = reader.size
    return Drawing("SVG", "".join(reader.written).encode(), width, height)


class _Reader:
    """Writes down every element that is allowed, and stops at the first that is not."""

    def __init__(self) -> None:
        # Whatever it says of itself: no codec is looked up for a stranger (expat knows UTF-16).
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse_declarations
        self.parser.EntityDeclHandler = self.refuse_declarations
        self.parser.ProcessingInstructionHandler = self.refuse_instructions
        self.written: list[str] = []
        self.open: list[str] = []
        self.count = 0
        self.size = (0, 0)
        self.draws = False

    def begin(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        tag = _tag(name)
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= MOST_DEPTH:
            raise LogoFault("svg-too-much")
        self.open.append(tag)
        if self._is_told():
            return
        kept = {key: _value(key, value) for key, value in _named(given).items()}
        if len(self.open) == 1:
            kept = self._root(tag, kept)
        elif tag == "svg":
            raise LogoFault("svg-element", tag)
        self.draws |= tag in SHAPES and HIDDEN.isdisjoint(self.open)
        if "clipPath" in self.open and "clip-path" in kept:
            raise LogoFault("svg-attribute", "clip-path")
        spelled = "".join(f' {key}="{value}"' for key, value in kept.items())
        self.written.append(f"<{tag}{spelled}>")

    def end(self, _name: str) -> None:
        """An element ends."""
        if not self._is_told():
            self.written.append(f"</{self.open[-1]}>")
        self.open.pop()

    def refuse_declarations(self, *_said: object) -> None:
        """A document type can declare words that grow, or fetch files."""
        raise LogoFault("svg-doctype")

    def refuse_instructions(self, *_said: object) -> None:
        """An instruction can bring a stylesheet along."""
        raise LogoFault("svg-instruction")

    def _is_told(self) -> bool:
        return any(tag in TOLD for tag in self.open)

    def _root(self, tag: str, kept: dict[str, str]) -> dict[str, str]:
        if tag != "svg":
            raise LogoFault("not-a-picture")
        self.size = _size(kept.get("viewBox", ""))
        # It is as large as the place it stands in.
        rest = {key: value for key, value in kept.items() if key not in ("width", "height")}
        return {"xmlns": SVG, **rest}


def _tag(name: str) -> str:
    space, _blank, tag = name.rpartition(" ")
    if space != SVG or tag not in ALLOWED | TOLD:
        raise LogoFault("svg-element", tag)
    return tag


def _named(given: dict[str, str]) -> dict[str, str]:
    """The attributes that are kept."""
    kept = {}
    for name, value in given.items():
        if name in DROPPED or name.startswith(f"{XML} "):
            continue
        if name not in ATTRIBUTES:
            raise LogoFault("svg-attribute", name.rpartition(" ")[2])
        kept[name] = value
    return kept


def _value(name: str, value: str) -> str:
    if not VALUE.fullmatch(value) or ("url" in value.lower() and not OWN.fullmatch(value)):
        raise LogoFault("svg-value", name)
    return value.strip()


def _size(box: str) -> tuple[int, int]:
    """Width and height of the drawing from its ``viewBox``."""
    match box.replace(",", " ").split():
        case [left, top, wide, high] if all(map(NUMBER.fullmatch, (left, top, wide, high))):
            width, height = float(wide), float(high)
        case _:
            raise LogoFault("svg-no-size")
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        raise LogoFault("svg-no-size")
    refuse_long(width, height)
    return math.ceil(width), math.ceil(height)
