"""Canonical JSON: the one spelling of a value, so that its hash is the same everywhere.

RFC 8785 (JSON Canonicalization Scheme) for the values a ledger event holds: objects with
ASCII keys, arrays, strings, integers, booleans and null. Fractions are refused, because
their spelling is the part of the RFC that implementations get wrong.
"""

import json
from typing import Any

MAX_SAFE_INTEGER = 2**53 - 1


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 bytes of ``value``; ValueError for what could be spelled two ways."""
    _refuse_ambiguous(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _refuse_ambiguous(value: Any) -> None:
    match value:
        case None | bool() | str():
            return
        case int() if abs(value) <= MAX_SAFE_INTEGER:
            return
        case list() | tuple():
            for item in value:
                _refuse_ambiguous(item)
        case dict() if all(isinstance(key, str) and key.isascii() for key in value):
            for item in value.values():
                _refuse_ambiguous(item)
        case _:
            raise ValueError(
                f"{value!r} has no canonical spelling here: only objects with ASCII keys, arrays, "
                "strings, integers up to 2^53 - 1, true, false and null have one"
            )
