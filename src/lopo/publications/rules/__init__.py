"""What can be said of a publication without a database: codes, papers, pictures of a flow."""

from .bpmn import bpmn
from .codes import make_code, read_code
from .drawing import PHONE, WALL, Drawing, Look, Shape, Words, draw
from .flows import Flow, FlowStep, kept
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
    "bpmn",
    "draw",
    "kept",
    "make_code",
    "pages_of",
    "read_code",
]
