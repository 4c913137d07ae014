"""The public door of the front desk."""

from .models import Ticket
from .queries import revision_of

__all__ = ["Ticket", "revision_of"]
