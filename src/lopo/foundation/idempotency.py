"""An act asked for twice with one key is done once, and answered twice with the same bytes.

The key's row is inserted first, in the transaction of the act: a concurrent duplicate waits on
the unique index until the first commits, then finds the stored answer. A refusal rolls the
row back with everything else, so it leaves the key unused (API.md §2).
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lopo.kernel.canonical import canonical_json
from lopo.kernel.errors import Refusal

from .rest import JSON, json_bytes, parse_json
from .transactions import one_transaction

KEY = re.compile(r"[\x21-\x7e]{16,128}")


def _key_parameter(*, required: bool) -> dict[str, Any]:
    """How the OpenAPI document shows the header; endpoints pass it as ``openapi_extra``."""
    return {
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": required,
                "schema": {"type": "string", "minLength": 16, "maxLength": 128},
            }
        ]
    }


KEY_PARAMETER = _key_parameter(required=True)
OPTIONAL_KEY = _key_parameter(required=False)


class BadKey(Refusal):
    """The Idempotency-Key is missing or not 16 to 128 visible ASCII characters."""

    code = "bad-key"
    status = 400


class KeyReused(Refusal):
    """The key was used before for something else."""

    code = "key-reused"
    status = 422


_CLAIM = """
INSERT INTO foundation_storedanswer
  (scope, key, request_hash, status, content_type, body, created_at)
VALUES (%s, %s, %s, NULL, '', ''::bytea, %s) ON CONFLICT (scope, key) DO NOTHING RETURNING id
"""
_STORED = """
SELECT request_hash, status, content_type, body FROM foundation_storedanswer
WHERE scope = %s AND key = %s
"""
_KEEP = """
UPDATE foundation_storedanswer SET status = %s, content_type = %s, body = %s WHERE id = %s
"""

Answer = tuple[int, Any]


def key_of(request: HttpRequest, *, required: bool = True) -> str | None:
    """The caller's Idempotency-Key; ``BadKey`` when it is missing though required, or odd."""
    raw = request.headers.get("Idempotency-Key")
    if raw is None and not required:
        return None
    if raw is None or KEY.fullmatch(raw) is None:
        raise BadKey(_("Send an Idempotency-Key of 16 to 128 visible ASCII characters."))
    return raw


def request_hash(request: HttpRequest) -> bytes:
    """SHA-256 of the body as canonical JSON: spelling and key order do not matter."""
    body = parse_json(request.body) if request.body.strip() else {}
    return hashlib.sha256(_spelled(body)).digest()


def _spelled(body: Any) -> bytes:
    try:
        return canonical_json(body)
    except ValueError:
        return json_bytes(body)


def answer_once(
    request: HttpRequest, *, scope: str, now: datetime, act: Callable[[], Answer]
) -> HttpResponse:
    """Run ``act`` under the request's key, or give the stored answer of its first run.

    ``act`` returns (status, JSON value) and runs in one transaction with the key's row.
    """
    key = key_of(request)
    status, content_type, body = keep_once(
        scope=_scope(request, scope),
        key=key or "",
        fingerprint=request_hash(request),
        now=now,
        act=act,
    )
    return HttpResponse(body, status=status, content_type=content_type)


def answered_before(request: HttpRequest, *, scope: str) -> HttpResponse | None:
    """The stored answer of the request's key, if there is one: for checks outside the act."""
    key, wanted = key_of(request), hashlib.sha256(_scope(request, scope).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [wanted, key])
        stored = cursor.fetchone()
    if stored is None:
        return None
    status, content_type, body = _checked(stored, request_hash(request))
    return HttpResponse(body, status=status, content_type=content_type)


def _scope(request: HttpRequest, scope: str) -> str:
    return f"{scope} {request.method} {request.path}"


def keep_once(
    *, scope: str, key: str, fingerprint: bytes, now: datetime, act: Callable[[], Answer]
) -> tuple[int, str, bytes]:
    """The stored (status, content type, body) of ``key`` in ``scope``, made by ``act`` if new."""
    with one_transaction(), connection.cursor() as cursor:
        scope_id = hashlib.sha256(scope.encode()).hexdigest()
        cursor.execute(_CLAIM, [scope_id, key, fingerprint, now])
        claimed = cursor.fetchone()
        if claimed is None:
            return _replay(cursor, scope_id, key, fingerprint)
        status, value = act()
        body = b"" if value is None else json_bytes(value)
        cursor.execute(_KEEP, [status, JSON, body, claimed[0]])
    return status, JSON, body


def _replay(cursor: Any, scope: str, key: str, fingerprint: bytes) -> tuple[int, str, bytes]:
    cursor.execute(_STORED, [scope, key])
    return _checked(cursor.fetchone(), fingerprint)


def _checked(stored: tuple[Any, ...], fingerprint: bytes) -> tuple[int, str, bytes]:
    stored_hash, status, content_type, body = stored
    if bytes(stored_hash) != fingerprint:
        raise KeyReused(_("This key was already used for a different request."))
    return status, content_type, bytes(body)
