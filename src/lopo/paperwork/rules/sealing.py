"""What a visitor filled in lies sealed: only who holds the printed code can open it. Pure.

The key is random and used once (``lopo.foundation.sealing``). It and the token that finds the draft
are in the code alone; the database holds the token's hash and the ciphertext. Knowing the database
and every secret of the programme opens nothing.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

TOKEN_BYTES = 16
# Most forms that are filled in fit into one.
SEAL_BLOCK = 4096
PREFIX = "LOPO"
# Base32 and hyphens: letters and digits that every keyboard layout of a scanner types alike, and
# that a QR code holds in its compact alphanumeric mode.
CODE = re.compile(rf"{PREFIX}-([A-Z2-7]{{26}})-([A-Z2-7]{{52}})")
HUMAN = re.compile(r"[A-Z2-7]{8}")


@dataclass(frozen=True, slots=True)
class Seal:
    """What opens one draft: on the visitor's paper and nowhere else."""

    token: bytes
    key: bytes

    @property
    def code(self) -> str:
        """The text of the QR code."""
        return f"{PREFIX}-{_base32(self.token)}-{_base32(self.key)}"

    @property
    def token_hash(self) -> str:
        """What the database knows the draft by."""
        return hashlib.sha256(self.token).hexdigest()

    @property
    def human(self) -> str:
        """Eight characters to read out: they find the draft and never open it."""
        return _base32(hashlib.sha256(b"human" + self.token).digest())[:8]

    @classmethod
    def of_code(cls, typed: str) -> "Seal | None":
        """The seal in what a scanner typed; None when it is none."""
        match = CODE.fullmatch("".join(typed.split()).upper())
        if match is None:
            return None
        token, key = (_bytes(part) for part in match.groups())
        return cls(token, key) if token is not None and key is not None else None


def human_code(typed: str) -> str:
    """A code that was read out, in its one spelling; empty when it is none."""
    plain = re.sub(r"[\s-]+", "", typed).upper()
    return plain if HUMAN.fullmatch(plain) else ""


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes | None:
    raw = base64.b32decode(text + "=" * (-len(text) % 8))
    # Trailing bits of the last character are zero in what we print; anything else is not ours.
    return raw if _base32(raw) == text else None
