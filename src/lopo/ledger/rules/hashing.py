"""The hash of one event, computed the same way by anyone who holds the published day."""

import hashlib
from collections.abc import Mapping
from typing import Any

from lopo.kernel.canonical import canonical_json

LEAF_PREFIX = b"\x00"


def leaf_of(event: Mapping[str, Any]) -> bytes:
    """SHA-256(0x00 ‖ RFC 8785 JSON of ``event`` without its ``leaf``); RFC 6962 leaf hash."""
    return leaf_of_payload(canonical_json({k: v for k, v in event.items() if k != "leaf"}))


def leaf_of_payload(payload: bytes) -> bytes:
    """The leaf of an event that is spelled canonically already."""
    return hashlib.sha256(LEAF_PREFIX + payload).digest()
