"""`GET /api/v1/centres/{centre}/events`: a revision at once, then one for every change.

Native ASGI on the event loop: a thousand open streams cost memory, not threads, and no database
connection. Streams are limited per address and in all, far below what would starve the pages.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from lopo.foundation.addresses import client_address
from lopo.foundation.live import Hub
from lopo.foundation.metrics import STREAMS
from lopo.foundation.parts import has_part
from lopo.kernel.parts import QUEUE

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PATH = re.compile(r"/api/v1/centres/([^/]+)/events")
HEARTBEAT_SECONDS = 10.0
HEARTBEAT = b": still here\n\n"
OK, NOT_FOUND, NOT_ALLOWED, TOO_MANY, UNAVAILABLE = 200, 404, 405, 429, 503
TITLES = {
    NOT_FOUND: ("Not Found", "not-found"),
    NOT_ALLOWED: ("Method Not Allowed", "method-not-allowed"),
    TOO_MANY: ("Too Many Requests", "too-many-requests"),
    UNAVAILABLE: ("Service Unavailable", "unavailable"),
}
STREAM_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    # A buffering proxy would hold events back until it has a page full of them.
    (b"x-accel-buffering", b"no"),
]


PROBLEM_HEADERS: Headers = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Streams:
    """The ASGI application of the live streams."""

    def __init__(self, hub: Hub, *, per_address: int, in_all: int) -> None:
        self._hub = hub
        self._per_address = per_address
        self._in_all = in_all
        self._open: Counter[str] = Counter()

    def wants(self, scope: Scope) -> bool:
        """Whether a request is for a stream, whatever its method."""
        return has_part(QUEUE) and PATH.fullmatch(scope["path"]) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream, from its first revision to its client's leaving."""
        found = PATH.fullmatch(scope["path"])
        centre = found.group(1) if found else ""
        if scope["method"] not in {"GET", "HEAD"}:
            await _problem(scope, send, NOT_ALLOWED)
            return
        address = _address_of(scope)
        if self._open[address] >= self._per_address or self._open.total() >= self._in_all:
            await _problem(scope, send, TOO_MANY)
            return
        self._open[address] += 1
        try:
            await self._serve(centre, scope, receive, send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    async def _serve(self, centre: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the centre, then follow it."""
        try:
            rev = None if "\x00" in centre else await self._hub.revision(centre)
        except (DatabaseError, psycopg.Error):
            await _problem(scope, send, UNAVAILABLE)
            return
        if rev is None:
            await _problem(scope, send, NOT_FOUND)
            return
        await send({"type": "http.response.start", "status": OK, "headers": STREAM_HEADERS})
        if scope["method"] == "HEAD":
            await _end(send, b"")
            return
        STREAMS.inc()
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            await self._follow(centre, rev, send, gone)
        except OSError:
            # The client left in the middle of a message.
            return
        finally:
            STREAMS.dec()
            gone.cancel()

    async def _follow(
        self, centre: str, rev: int, send: Send, gone: "asyncio.Future[None]"
    ) -> None:
        """Send every revision this client has not seen; between them a heartbeat."""
        async with self._hub.watching(centre) as watcher:
            gone.add_done_callback(lambda _: watcher.wake())
            sent = max(rev, self._hub.known_rev(centre) or rev)
            await _event(send, sent)
            while True:
                changed = await watcher.wait(HEARTBEAT_SECONDS)
                if gone.done():
                    return
                if self._hub.is_closing:
                    await _end(send, b"")
                    return
                newest = self._hub.known_rev(centre)
                if newest is not None and newest > sent:
                    sent = newest
                    await _event(send, sent)
                elif not changed:
                    await _chunk(send, HEARTBEAT)


def _address_of(scope: Scope) -> str:
    """The address streams are counted by."""
    forwarded = [v for name, v in scope["headers"] if name == b"x-forwarded-for"]
    client = scope.get("client") or ("",)
    return client_address(str(client[0]), b",".join(forwarded).decode("latin-1"))


async def _until_gone(receive: Receive) -> None:
    """Return when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _event(send: Send, rev: int) -> None:
    await _chunk(send, b'event: rev\ndata: {"rev": %d}\n\n' % rev)


async def _chunk(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _end(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _problem(scope: Scope, send: Send, status: int) -> None:
    """A problem document in the caller's language, as everywhere under /api/."""
    title, code = TITLES[status]
    with translation.override(language_of(scope)):
        detail = _detail(status)
    body = {
        "type": f"urn:lopo:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [],
    }
    headers: Headers = [(b"content-type", b"application/problem+json"), *PROBLEM_HEADERS]
    if status == NOT_ALLOWED:
        headers.append((b"allow", b"GET, HEAD"))
    if status in {TOO_MANY, UNAVAILABLE}:
        headers.append((b"retry-after", b"5"))
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers.append((b"content-length", str(len(payload)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await _end(send, b"" if scope["method"] == "HEAD" else payload)


def _detail(status: int) -> str:
    """What happened, in a sentence."""
    match status:
        case 404:
            return _("There is nothing at this address.")
        case 405:
            return _("This address does not know that method.")
        case 429:
            return _("Too many live connections are open from your address.")
        case _:
            return _("The service cannot answer right now. Try again; nothing is done twice.")


def language_of(scope: Scope) -> str:
    """The best language we have for the caller."""
    wish = b",".join(v for name, v in scope["headers"] if name == b"accept-language")
    for code, _quality in parse_accept_lang_header(wish.decode("latin-1").lower()):
        if code.partition("-")[0] in dict(settings.LANGUAGES):
            return str(code.partition("-")[0])
    return str(settings.LANGUAGE_CODE)
