"""The public door of the ledger."""

from .actions import Line, append, line
from .queries import (
    audit_stream,
    audited_events,
    day_events,
    last_seq,
    vouch_for,
    vouched_streams,
)
from .rules import Doubt, StoredEvent, Vouched, leaf_of

__all__ = [
    "Doubt",
    "Line",
    "StoredEvent",
    "Vouched",
    "append",
    "audit_stream",
    "audited_events",
    "day_events",
    "last_seq",
    "leaf_of",
    "line",
    "vouch_for",
    "vouched_streams",
]
