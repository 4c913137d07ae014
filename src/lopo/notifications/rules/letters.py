"""What may stand in a letter, and why one was not sent."""

import unicodedata
from enum import Enum

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200
LONGEST_BODY = 20_000
# Control characters, halves of characters, and what some programs take for the end of a line.
HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Trouble(str, Enum):
    """Why a letter was not sent, in one word; never what the mail server said."""

    NONE = ""
    SETUP = "SETUP"  # no mail server is named
    KEY = "KEY"  # our key does not open the letter
    UNREACHABLE = "UNREACHABLE"  # no such name, refused, reset, no SMTP
    SLOW = "SLOW"  # no answer in time
    TLS = "TLS"  # no safe connection
    LOGIN = "LOGIN"  # it does not know our user and password
    SENDER = "SENDER"  # it sends nothing in our name
    LATER = "LATER"  # it asks us to come back (4xx)
    REFUSED = "REFUSED"  # it will never take this letter (5xx)


# These are about the server, not about one letter: the next would not fare better.
OF_THE_SERVER = frozenset(
    {Trouble.SETUP, Trouble.UNREACHABLE, Trouble.SLOW, Trouble.TLS, Trouble.LOGIN, Trouble.SENDER}
)


def is_line(text: str, longest: int) -> bool:
    """Whether a text can stand in a header: one line that says something, nothing hidden in it."""
    return bool(text.strip()) and len(text) <= longest and not _hides(text)


def is_address(text: str) -> bool:
    """Whether an address has no room for a second header: one word of visible ASCII."""
    return is_line(text, LONGEST_ADDRESS) and text.isascii() and not set(text) & set(' "\\')


def plain_lines(text: str) -> str:
    """A body with line ends of one kind; raises ValueError for what is no plain text."""
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    if not body.strip() or len(body) > LONGEST_BODY:
        raise ValueError("a letter says something, and comes to an end")
    if _hides(body.replace("\n", "").replace("\t", "")):
        raise ValueError("a letter is plain text")
    return body


def _hides(text: str) -> bool:
    return any(unicodedata.category(character) in HIDDEN for character in text)
