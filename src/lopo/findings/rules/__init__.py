"""What may be shown of ballots, and how it is drawn. Pure."""

from .blocks import Piece, chart, heading, note, paragraph, points, table
from .drawing import Chart, Point, along, chart_of
from .folding import FOLDED, folded, joined
from .wording import (
    ROMAN,
    decimal,
    fraction,
    listed,
    months_said,
    period_said,
    rounded,
    share,
)

__all__ = [
    "FOLDED",
    "ROMAN",
    "Chart",
    "Piece",
    "Point",
    "along",
    "chart",
    "chart_of",
    "decimal",
    "folded",
    "fraction",
    "heading",
    "joined",
    "listed",
    "months_said",
    "note",
    "paragraph",
    "period_said",
    "points",
    "rounded",
    "share",
    "table",
]
