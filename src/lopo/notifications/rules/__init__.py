"""How a message is signed, where it may go, and when it is tried again. Pure."""

from .addresses import Place, Wrong, is_allowed, place_of, wrong_with
from .retries import MOST_TRIES, WAITS, Fault, wait_after
from .sealing import CannotOpen, open_sealed, seal
from .signing import PREFIX, new_secret, signatures

__all__ = [
    "MOST_TRIES",
    "PREFIX",
    "WAITS",
    "CannotOpen",
    "Fault",
    "Place",
    "Wrong",
    "is_allowed",
    "new_secret",
    "open_sealed",
    "place_of",
    "seal",
    "signatures",
    "wait_after",
    "wrong_with",
]
