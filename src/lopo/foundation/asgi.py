"""The one port: live streams natively, everything else through the bridge to Django's pages."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from lopo.foundation.bridge import WsgiBridge
from lopo.foundation.live import Hub
from lopo.foundation.stream import Streams

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application:
    """The ASGI application of a web process."""

    def __init__(self, hub: Hub, streams: Streams, pages: WsgiBridge) -> None:
        self._hub = hub
        self._streams = streams
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch by the kind of exchange."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            handler = self._streams if self._streams.wants(scope) else self._pages
            await handler(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the process's first moment to its last: the hub listens."""
        listening: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                listening = asyncio.create_task(self._hub.run())
                _end_streams_on_signal(self._hub)
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self._hub.close()
                if listening is not None:
                    listening.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await listening
                self._pages.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _end_streams_on_signal(hub: Hub) -> None:
    """Let the streams end when the server is told to stop, before it waits for them.

    The server drains its connections first and tells us afterwards; a stream never drains by
    itself. Its own handler keeps working: the event loop hears of signals through a descriptor,
    not through the handler that is replaced here.
    """
    loop = asyncio.get_running_loop()

    def on_signal(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(hub.close)

    for number in (signal.SIGTERM, signal.SIGINT):
        # Outside the main thread (tests) there are no signals to hear.
        with contextlib.suppress(ValueError):
            signal.signal(number, on_signal)
