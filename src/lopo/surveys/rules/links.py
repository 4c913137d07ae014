"""The links to answer with. Pure.

A link follows from the visitor's ticket and a secret that is not in the database. Of a link the
database keeps two hashes in two tables: one says that there is such an invitation, the other, that
it was used. Whoever holds both tables but no link cannot tell which rows belong together.
"""

import base64
import hashlib
import hmac

LINK_BYTES = 20  # 160 bits: 32 characters, nothing to guess


def link_key(secret: str, ticket_token: str) -> str:
    """What a link ends with, in small letters and digits."""
    digest = hmac.new(secret.encode(), f"survey:{ticket_token}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:LINK_BYTES]).decode("ascii").lower()


def invitation_hash(key: str) -> str:
    """Under which the invitation of a link is kept."""
    return hashlib.sha256(f"invited:{key}".encode()).hexdigest()


def sent_hash(form_key: str) -> str:
    """Under which it is kept for a day that a form was sent, so that a second press is none."""
    return hashlib.sha256(f"sent:{form_key}".encode()).hexdigest()


def spent_hash(key: str) -> str:
    """Under which it is kept that a link was used."""
    return hashlib.sha256(f"spent:{key}".encode()).hexdigest()


def source_key(secret: str, *parts: str) -> str:
    """Where ballots come from, as counted against robots: nothing without the secret."""
    return hmac.new(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
