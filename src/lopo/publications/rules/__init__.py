"""What can be said of a publication without a database: codes, papers, pictures of a flow."""

from .codes import make_code, read_code
from .flows import Flow, FlowStep
from .papers import PAPERS, Paper

__all__ = ["PAPERS", "Flow", "FlowStep", "Paper", "make_code", "read_code"]
