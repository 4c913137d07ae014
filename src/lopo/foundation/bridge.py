"""Pages through Django's WSGI handler in a few fixed threads, behind an ASGI server.

Django's own ASGI handler hops between the event loop and threads for every request, which makes
database pages three to four times slower (measured). Here each request is handed to a thread once,
as a WSGI server would do: the thread keeps its database connection, and the event loop stays free
for the live streams. Small bodies travel in memory, large ones through a file on disk; a streamed
answer is sent piece by piece, as fast as the client reads.
"""

import asyncio
import contextlib
import contextvars
import logging
import select
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from lopo.foundation import metrics
from lopo.foundation.rest import of_status, unavailable
from lopo.foundation.stream import language_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SPOOL_BYTES = 1024 * 1024
# The largest body any form or import of ours needs; more is refused before Django sees it.
LARGEST_BODY = 32 * 1024 * 1024
WHOLE_ANSWER_BYTES = 1024 * 1024
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
MANY_WAITING = 512
UNAVAILABLE = 503
WORDS = {
    400: b"The request is broken off.",
    413: b"The request is too large.",
    UNAVAILABLE: b"Busy. Try again in a moment.",
}

logger = logging.getLogger(__name__)


class ClientGone(Exception):
    """The client closed the connection before the exchange was over."""


class BodyCut(ClientGone):
    """The body ended before it was whole: the client has left, or has sent nonsense."""


class TooLarge(Exception):
    """The body is larger than anything we accept."""


class Pages(WSGIHandler):
    """Django's WSGI handler, timed per view."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer and count the request under the name of its view."""
        with metrics.timed(request) as observed:
            response = super().get_response(request)
            observed.status = response.status_code
        return response


class WsgiBridge:
    """An ASGI application that answers with a WSGI application run in its own threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP exchange."""
        if self._waiting >= MANY_WAITING:
            await _refuse(scope, send, 503)
            return
        body: IO[bytes] = SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115 - closed below
        self._waiting += 1
        try:
            size = await _read_body(receive, body) if _has_body(scope) else 0
            await self._answer(environ_of(scope, body, size), receive, send)
        except TooLarge:
            await _refuse(scope, send, 413)
        except BodyCut:
            # A broken chunk looks like a client that has left, yet it waits for an answer.
            with contextlib.suppress(OSError, RuntimeError):
                await _refuse(scope, send, 400)
        except ClientGone:
            return
        finally:
            self._waiting -= 1
            body.close()

    async def _answer(self, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        """Run the application in a thread and relay its answer."""
        relay = _Relay(asyncio.get_running_loop(), receive, send, environ["REQUEST_METHOD"])
        work = contextvars.copy_context()
        future = self._pool.submit(work.run, relay.run, self._application, environ)
        whole = await asyncio.wrap_future(future)
        if whole is not None:
            await relay.send_whole(*whole)

    def close(self) -> None:
        """Let the running requests end; called once, when the server stops."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Relay:
    """The way of one answer from its thread to the client."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send, method: str
    ) -> None:
        self._loop = loop
        self._receive = receive
        self._send = send
        self._is_head = method == "HEAD"
        self._status = 500
        self._headers: Headers = []

    def run(
        self, application: Callable[..., Iterable[bytes]], environ: dict[str, Any]
    ) -> tuple[int, Headers, bytes] | None:
        """In the thread: call the application; small answers are returned, large ones sent."""
        drop_dead_connections()
        response = application(environ, self._start)
        try:
            if self._is_head:
                return self._status, self._headers, b""
            if self._is_small(response):
                return self._status, self._headers, b"".join(response)
            self._stream(response)
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()
        return None

    def _start(
        self, status: str, headers: list[tuple[str, str]], _problem: object = None
    ) -> Callable[[bytes], None]:
        """WSGI's start_response; repeated headers (cookies) stay repeated."""
        self._status = int(status[:3])
        self._headers = [
            (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
            for name, value in headers
        ]
        return lambda _chunk: None

    def _is_small(self, response: object) -> bool:
        """Whether the answer may be gathered in memory before it is sent."""
        if not getattr(response, "streaming", True):
            return True
        for name, value in self._headers:
            if name == b"content-length":
                return int(value) <= WHOLE_ANSWER_BYTES
        return False

    def _stream(self, response: Iterable[bytes]) -> None:
        """In the thread: send piece by piece, each only when the one before has left."""
        watch = asyncio.run_coroutine_threadsafe(_until_gone(self._receive), self._loop)
        try:
            self._post(_start_message(self._status, self._headers))
            for chunk in response:
                if watch.done():
                    raise ClientGone
                if chunk:
                    self._post(_body_message(chunk, more=True))
            self._post(_body_message(b"", more=False))
        finally:
            watch.cancel()

    def _post(self, message: Message) -> None:
        """In the thread: send on the event loop and wait; a broken pipe means the client left."""

        async def step() -> None:
            await self._send(message)

        try:
            asyncio.run_coroutine_threadsafe(step(), self._loop).result()
        except (OSError, RuntimeError) as problem:
            raise ClientGone from problem

    async def send_whole(self, status: int, headers: Headers, body: bytes) -> None:
        """On the event loop: send an answer that is complete."""
        await self._send(_start_message(status, headers))
        await self._send(_body_message(body, more=False))


def environ_of(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """The WSGI environment of an ASGI request."""
    client = scope.get("client") or ("", 0)
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    # What was read counts, also when the client sent chunks or a wrong length.
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add_headers(environ: dict[str, Any], headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Request headers in WSGI's spelling; repeated ones are joined as HTTP wants it."""
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1").lower()
        if "_" in name:
            # `X_Real-Ip` would become the same variable as `X-Real-Ip`: a way to forge headers.
            continue
        key = UNPREFIXED.get(name) or "HTTP_" + name.upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        if key in environ:
            value = environ[key] + ("; " if name == "cookie" else ",") + value
        environ[key] = value


def drop_dead_connections() -> None:
    """In the thread: forget database connections the server has closed meanwhile.

    A closed connection's socket is readable; asking costs one system call and no round trip, so
    the first page after a restart of the database is an ordinary page.
    """
    for connection in connections.all(initialized_only=True):
        raw = connection.connection
        if raw is None or connection.in_atomic_block:
            continue
        if raw.closed or _is_readable(raw.fileno()):
            connection.close()


def _is_readable(descriptor: int) -> bool:
    """Whether something (or the end) waits on an idle connection."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


def _has_body(scope: Scope) -> bool:
    """Whether a body may follow; the plain GETs of most pages need not wait for one."""
    if scope["method"] not in {"GET", "HEAD"}:
        return True
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def _read_body(receive: Receive, body: IO[bytes]) -> int:
    """The whole body, in memory or on disk; the answer is its size."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyCut
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            raise TooLarge
        body.write(chunk)
        if not message.get("more_body", False):
            body.seek(0)
            return size


async def _until_gone(receive: Receive) -> None:
    """Return when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    """An answer from before Django: a problem document in the API, plain words elsewhere."""
    if scope["path"].startswith("/api/"):
        with translation.override(language_of(scope)):
            response = unavailable() if status == UNAVAILABLE else of_status(status)
        body = response.content
        headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in response.items()]
    else:
        body = WORDS[status]
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        headers += [(b"retry-after", b"2")] if status == UNAVAILABLE else []
    await send(_start_message(status, [*headers, (b"connection", b"close")]))
    await send(_body_message(body, more=False))


def _start_message(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body_message(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
