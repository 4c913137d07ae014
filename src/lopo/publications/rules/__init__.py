"""What can be said of a publication without a database: codes, papers, pictures of a flow."""

from .codes import make_code, read_code
from .drawing import PHONE, WALL, Drawing, Look, Shape, Words, draw
from .flows import Flow, FlowStep
from .papers import PAPERS, Paper
from .shelves import pages_of

__all__ = [
    "PAPERS",
    "PHONE",
    "WALL",
    "Drawing",
    "Flow",
    "FlowStep",
    "Look",
    "Paper",
    "Shape",
    "Words",
    "draw",
    "make_code",
    "pages_of",
    "read_code",
]
