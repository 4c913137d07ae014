"""What few have said lies sealed under a key of the installation (``lopo.foundation.sealing``)."""

import hashlib

# A ballot without a long remark fits into one.
SEAL_BLOCK = 256


def sealing_key(secret: str) -> bytes:
    """The key that follows from a secret of the installation."""
    return hashlib.sha256(f"ballots:{secret}".encode()).digest()
