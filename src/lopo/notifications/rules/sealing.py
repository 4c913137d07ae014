"""Secrets at rest: a stolen copy of the database signs nothing without the installation's key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class CannotOpen(ValueError):
    """The installation's key is another one than when this was sealed."""


def seal(secret: str, key: str) -> str:
    """The secret as it lies in the database."""
    return _box(key).encrypt(secret.encode()).decode("ascii")


def open_sealed(sealed: str, key: str) -> str:
    """The secret again; raises ``CannotOpen``."""
    try:
        return _box(key).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise CannotOpen from None


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
