"""What may be shown of ballots. Pure."""

from .disclosure import DEPTH, Block, Division, Path, Size, divide
from .folding import FOLDED, folded

__all__ = ["DEPTH", "FOLDED", "Block", "Division", "Path", "Size", "divide", "folded"]
