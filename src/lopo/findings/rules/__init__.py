"""What may be shown of ballots, and how it is drawn. Pure."""

from .disclosure import DEPTH, Block, Division, Path, Size, divide
from .drawing import Chart, Point, along, chart_of
from .folding import FOLDED, folded

__all__ = [
    "DEPTH",
    "FOLDED",
    "Block",
    "Chart",
    "Division",
    "Path",
    "Point",
    "Size",
    "along",
    "chart_of",
    "divide",
    "folded",
]
