"""What people write, as it is kept: one kind of line end, and nothing that nobody sees. Pure."""

import re

# Control signs except line end and tab, signs that turn the direction of reading round, and halves
# of signs that no text can be written with.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain_text(text: str) -> str:
    """Text without signs nobody sees; a line end counts once, however it was sent."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
