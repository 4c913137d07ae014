"""The public door of the front desk."""

from .models import Ticket
from .queries import revision_of
from .rules import PAPER_COOKIE, PAPERS

__all__ = ["PAPERS", "PAPER_COOKIE", "Ticket", "revision_of"]
