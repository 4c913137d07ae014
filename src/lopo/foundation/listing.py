"""Lists and repeated reads of the HTTP API: pages by cursor, answers with an ETag."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from ninja import Field, Schema

from lopo.kernel.errors import FieldError, FieldRefusal

from .rest import JSON

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 200

Row = TypeVar("Row")


class Page(Schema):
    """Which part of a list: ``limit`` rows after the one ``cursor`` names."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=HIGHEST_LIMIT)
    cursor: str = Field("", max_length=100)


def page_of(
    rows: Sequence[Row], asked: Page, *, key: Callable[[Row], str]
) -> tuple[Sequence[Row], str | None]:
    """The rows asked for and the cursor of the next page, None at the end.

    ``key`` is what tells rows apart (a code); a cursor of another list is refused (422).
    """
    start = _start([key(row) for row in rows], asked.cursor)
    part = rows[start : start + asked.limit]
    has_more = start + asked.limit < len(rows)
    return part, _spelled(key(part[-1])) if has_more else None


def _start(keys: list[str], cursor: str) -> int:
    if not cursor:
        return 0
    try:
        named = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("utf-8")
        return keys.index(named) + 1
    except (ValueError, binascii.Error):
        message = _("This cursor does not belong to this list.")
        raise FieldRefusal(message, [FieldError("cursor", "invalid", message)]) from None


def _spelled(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode("utf-8")).decode("ascii")


def etag_of(body: bytes) -> str:
    """A strong ETag that follows from the bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def answer_unless_known(
    request: HttpRequest,
    *,
    etag: str,
    body: Callable[[], bytes],
    cache_control: str,
    content_type: str = JSON,
) -> HttpResponse:
    """200 with ``body``, or 304 when the caller already holds what ``etag`` names (RFC 9110)."""
    given = request.headers.get("If-None-Match", "").split(",")
    known = {part.strip().removeprefix("W/") for part in given}
    response: HttpResponse
    if known & {etag, "*"}:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body(), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response
