"""Pure rules of the record: the hash of an event, and whether record and tables agree."""

from .agreeing import Doubt, StoredEvent, Vouched, doubts_about
from .hashing import leaf_of, leaf_of_payload

__all__ = [
    "Doubt",
    "StoredEvent",
    "Vouched",
    "doubts_about",
    "leaf_of",
    "leaf_of_payload",
]
