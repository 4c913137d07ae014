"""Codes by which anything published can be checked: read aloud, typed by hand, not guessed. Pure.

The year of issue and fifty secret bits in two groups, in the letters of Crockford's base 32, which
has none that look alike: `26-K7QMW-3FTXA`.
"""

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BITS = 50
GROUP = 5
BITS_PER_LETTER = 5
# What people write for the letters that are not used.
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE = re.compile(rf"([0-9]{{2}})([{LETTERS}]{{{GROUP}}})([{LETTERS}]{{{GROUP}}})")


def make_code(year: int, secret: int) -> str:
    """The code for a year and a secret number of fifty bits."""
    letters = [
        LETTERS[(secret >> shift) % len(LETTERS)]
        for shift in range(SECRET_BITS - BITS_PER_LETTER, -1, -BITS_PER_LETTER)
    ]
    return f"{year % 100:02}-{''.join(letters[:GROUP])}-{''.join(letters[GROUP:])}"


def read_code(typed: str) -> str:
    """The code somebody means, however it was typed; empty when it cannot be one."""
    bare = re.sub(r"[\s.\-–—_/]", "", typed).upper().translate(LOOKS_LIKE)
    found = CODE.fullmatch(bare)
    return "-".join(found.groups()) if found else ""
