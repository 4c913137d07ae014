"""Codes given to people: links nobody can guess, short codes people can read aloud."""

import base64
import hashlib
import hmac
import secrets

# Crockford-like: no I, L, O, U; nobody mistakes one character for another on a slip.
READABLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_link_token() -> str:
    """A secret for a link: 144 random bits, 24 URL-safe characters."""
    return secrets.token_urlsafe(18)


def daily_code(secret: bytes, *parts: str, length: int = 6) -> str:
    """A short code that follows from ``secret`` and ``parts``, in readable characters."""
    digest = hmac.new(secret, "\x1f".join(parts).encode(), hashlib.sha256).digest()
    return "".join(READABLE[byte % len(READABLE)] for byte in digest[:length])


def proof_of(leaf: bytes) -> str:
    """What is printed on a slip: the first 10 base32 characters (50 bits) of a ledger leaf."""
    return base64.b32encode(leaf).decode("ascii").rstrip("=")[:10]


def same_code(given: str, expected: str) -> bool:
    """Whether a code typed by a person is the expected one; case and spaces do not matter."""
    cleaned = "".join(given.split()).upper()
    return hmac.compare_digest(cleaned.encode(), expected.encode())
