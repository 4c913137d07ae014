"""When a message that was not taken is sent again, and why it was not."""

from datetime import timedelta
from enum import Enum

# Growing waits: a restart of the receiver costs seconds, its weekend off costs nothing.
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_TRIES = len(WAITS) + 1


class Fault(str, Enum):
    """Why a try failed, in one word; never what the receiver said."""

    NONE = ""
    ADDRESS = "ADDRESS"  # the address is none we send to
    NAME = "NAME"  # nobody knows the name
    PRIVATE = "PRIVATE"  # the name leads into a network that is not allowed
    UNREACHABLE = "UNREACHABLE"  # refused, reset, no way there
    SLOW = "SLOW"  # no answer in time
    TLS = "TLS"  # the certificate is not good, or it does not speak TLS
    NO_HTTP = "NO_HTTP"  # an answer that is no HTTP, or has no end
    REDIRECT = "REDIRECT"  # it points elsewhere; we do not follow
    STATUS = "STATUS"  # an answer other than 2xx
    GONE = "GONE"  # 410: it wants nothing any more
    SECRET = "SECRET"  # noqa: S105 - the name of a fault: our key does not open the secret


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None: it is given up."""
    return WAITS[tries - 1] if tries < MOST_TRIES else None
