"""The public door of the ledger."""

from .actions import Line, append, line
from .queries import StoredEvent, audited_events, day_events, last_seq
from .rules import leaf_of

__all__ = [
    "Line",
    "StoredEvent",
    "append",
    "audited_events",
    "day_events",
    "last_seq",
    "leaf_of",
    "line",
]
