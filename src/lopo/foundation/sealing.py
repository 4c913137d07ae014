"""Sealing: unreadable without the key, and bound to the place it lies in. Pure: no Django in it.

AES-256-GCM (NIST SP 800-38D). What is sealed comes in few sizes, so that a length tells little of
what was written, and opens nowhere but where it belongs. Not in the kernel, which needs Python
alone.
"""

import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES = 32, 12
LENGTH_BYTES = 4
FAST = 1


class CannotOpen(ValueError):
    """The key is another one, this lay elsewhere when it was sealed, or it was touched."""


def seal(key: bytes, content: Any, *, bound_to: str, nonce: bytes, block: int) -> bytes:
    """Seal something that JSON can say, padded to whole blocks of ``block`` bytes.

    ``bound_to`` names the place and must be the same to open it. ``nonce``: ``NONCE_BYTES`` at
    random, never twice under one key.
    """
    small = zlib.compress(_spelled(content), FAST)
    padded = len(small).to_bytes(LENGTH_BYTES, "big") + small
    padded += b"\0" * (-len(padded) % block)
    return nonce + AESGCM(key).encrypt(nonce, padded, bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> Any:
    """What was sealed; raises ``CannotOpen``."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        padded = AESGCM(key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    # How forms were sealed before: an object and blanks. No length begins so, it would be 2 GB.
    if padded.startswith(b"{"):
        return json.loads(padded)
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return json.loads(zlib.decompress(padded[LENGTH_BYTES : LENGTH_BYTES + length]))


def _spelled(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
