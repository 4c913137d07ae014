"""An ASGI client for tests: plays the server's part, message by message."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Any
]


class Exchange:
    """One HTTP exchange with an ASGI application."""

    def __init__(
        self,
        app: App,
        method: str = "GET",
        path: str = "/",
        headers: list[tuple[bytes, bytes]] | None = None,
        client: str = "203.0.113.5",
    ) -> None:
        self._app = app
        self._coming: asyncio.Queue[Message] = asyncio.Queue()
        self.sent: list[Message] = []
        self.news = asyncio.Event()
        self.scope: Message = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
            "headers": headers or [],
            "client": (client, 50000),
            "server": ("127.0.0.1", 8000),
        }

    def upload(self, *chunks: bytes) -> None:
        """The client sends its body in pieces."""
        for number, chunk in enumerate(chunks, start=1):
            more = number < len(chunks)
            self._coming.put_nowait({"type": "http.request", "body": chunk, "more_body": more})

    def begin_upload(self, chunk: bytes) -> None:
        """The client sends a first piece and leaves the rest open."""
        self._coming.put_nowait({"type": "http.request", "body": chunk, "more_body": True})

    def leave(self) -> None:
        """The client closes the connection."""
        self._coming.put_nowait({"type": "http.disconnect"})

    async def run(self) -> "Exchange":
        """Let the application answer."""
        await self._app(self.scope, self._coming.get, self._send)
        return self

    async def _send(self, message: Message) -> None:
        self.sent.append(message)
        self.news.set()

    async def until(self, condition: Callable[["Exchange"], bool], seconds: float = 10) -> None:
        """Wait until what was sent satisfies a condition."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                self.news.clear()
                await self.news.wait()

    @property
    def status(self) -> int:
        """The answer's status."""
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The answer's headers."""
        return list(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        """What came of the answer's body so far."""
        return b"".join(message["body"] for message in self.sent[1:])
