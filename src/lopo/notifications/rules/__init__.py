"""How messages are signed, where they may go, what letters say, when both go out again. Pure."""

from .addresses import Place, Wrong, is_allowed, place_of, wrong_with
from .letters import OF_THE_SERVER, Trouble, is_address, is_line, plain_lines
from .retries import MOST_TRIES, WAITS, Fault, wait_after
from .sealing import CannotOpen, open_sealed, seal
from .signing import PREFIX, new_secret, signatures

__all__ = [
    "MOST_TRIES",
    "OF_THE_SERVER",
    "PREFIX",
    "WAITS",
    "CannotOpen",
    "Fault",
    "Place",
    "Trouble",
    "Wrong",
    "is_address",
    "is_allowed",
    "is_line",
    "new_secret",
    "open_sealed",
    "place_of",
    "plain_lines",
    "seal",
    "signatures",
    "wait_after",
    "wrong_with",
]
