"""Signatures as Standard Webhooks asks for them, so that receivers need no library of ours.

``v1`` is the base64 of HMAC-SHA256 over ``id.timestamp.body``; the key is what stands behind
``whsec_``, in base64 too.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
# The specification asks for 24 to 64 bytes.
KEY_BYTES = 32


def new_secret() -> str:
    """A secret nobody has had before."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def signatures(keys: Iterable[str], *, message_id: str, sent_at: int, body: bytes) -> str:
    """The header's value: a signature by each secret; ``sent_at`` in seconds since 1970."""
    told = f"{message_id}.{sent_at}.".encode() + body
    return " ".join(f"v1,{_signed(key, told)}" for key in keys)


def _signed(key: str, told: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(raw, told, hashlib.sha256).digest()).decode("ascii")
