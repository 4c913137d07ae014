"""Sealing what a visitor filled in: only who holds the printed code can open it. Pure.

AES-256-GCM (NIST SP 800-38D) under a random key that is used once. The key and the token that finds
the draft are in the code alone; the database holds the token's hash and the ciphertext. Knowing the
database and every secret of the programme opens nothing.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN_BYTES, KEY_BYTES, NONCE_BYTES = 16, 32, 12
# Ciphertexts come in few sizes, so that a length tells little of what was written.
BLOCK = 4096
PREFIX = "LOPO"
# Base32 and hyphens: letters and digits that every keyboard layout of a scanner types alike, and
# that a QR code holds in its compact alphanumeric mode.
CODE = re.compile(rf"{PREFIX}-([A-Z2-7]{{26}})-([A-Z2-7]{{52}})")
HUMAN = re.compile(r"[A-Z2-7]{8}")


class CannotOpen(ValueError):
    """The key does not fit, or what is stored was touched."""


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


def close(seal: Seal, answers: Mapping[str, Any], bound_to: str, nonce: bytes) -> bytes:
    """Seal answers; ``bound_to`` names form and version, and must be the same to open them."""
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text + b" " * (-len(text) % BLOCK)
    return nonce + AESGCM(seal.key).encrypt(nonce, padded, bound_to.encode())


def unseal(seal: Seal, ciphertext: bytes, bound_to: str) -> dict[str, Any]:
    """The answers again; raises ``CannotOpen``."""
    nonce, rest = ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:]
    try:
        text = AESGCM(seal.key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    answers: dict[str, Any] = json.loads(text)
    return answers


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes | None:
    raw = base64.b32decode(text + "=" * (-len(text) % 8))
    # Trailing bits of the last character are zero in what we print; anything else is not ours.
    return raw if _base32(raw) == text else None
