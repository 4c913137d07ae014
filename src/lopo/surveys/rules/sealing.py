"""Sealing what few have said: unreadable in the database without the installation's key. Pure.

AES-256-GCM (NIST SP 800-38D) under a random nonce. What is sealed is bound to the place it lies
in: carried to another service or quarter, it opens no more.
"""

import hashlib
import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
# Ciphertexts come in few sizes, so that a length tells little of what was written.
BLOCK = 256
FAST = 1


class CannotOpen(ValueError):
    """The key is another one than when this was sealed, or what is stored was touched."""


def sealing_key(secret: str) -> bytes:
    """The key that follows from a secret of the installation."""
    return hashlib.sha256(f"ballots:{secret}".encode()).digest()


def seal(key: bytes, content: Any, *, bound_to: str, nonce: bytes) -> bytes:
    """Seal something that JSON can say; ``bound_to`` must be the same to open it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    small = zlib.compress(text, FAST)
    padded = len(small).to_bytes(4, "big") + small
    padded += b"\0" * (-len(padded) % BLOCK)
    return nonce + AESGCM(key).encrypt(nonce, padded, bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> Any:
    """What was sealed; raises ``CannotOpen``."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        padded = AESGCM(key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    length = int.from_bytes(padded[:4], "big")
    return json.loads(zlib.decompress(padded[4 : 4 + length]))
