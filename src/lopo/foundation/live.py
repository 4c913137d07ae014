"""The live hub: which revision every centre has reached, known to this process at once.

One PostgreSQL connection per process listens on one channel; its messages are `centre:rev`. Streams
wait for a change here and hold no connection of their own. A revision never falls, so messages
may arrive late, twice or not at all: after every reconnect all revisions are read again.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections

CHANNEL = "lopo_rev"
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0
KEEPALIVE_SECONDS = 10.0
ANSWER_SECONDS = 5.0

logger = logging.getLogger(__name__)

LoadAll = Callable[[], Mapping[str, int]]
LoadOne = Callable[[str], int | None]


class Watcher:
    """One stream's view of one centre."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Something changed; called on the event loop."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for the next change, at most so many seconds; whether there was one."""
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class Hub:
    """The revisions this process knows, and who waits for them."""

    def __init__(self) -> None:
        self._load_all: LoadAll = dict
        self._load_one: LoadOne | None = None
        self._revs: dict[str, int] = {}
        self._watchers: dict[str, set[Watcher]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._listening = False
        self.is_closing = False

    def set_rev_loader(self, load_all: LoadAll, load_one: LoadOne | None = None) -> None:
        """Say where revisions come from; the context that owns them does so when it starts."""
        self._load_all, self._load_one = load_all, load_one

    def current_rev(self, centre: str) -> int | None:
        """The revision this process knows; None when it cannot be sure that it is the newest."""
        return self._revs.get(centre) if self._listening else None

    def bump(self, centre: str, rev: int) -> None:
        """An act of this process has committed a revision: do not wait for its notification."""
        loop = self._loop
        if loop is None:
            return
        # Known at once, so the reader who acted sees his own act; woken on the event loop.
        self._remember(centre, rev)
        try:
            loop.call_soon_threadsafe(self._wake, centre)
        except RuntimeError:
            self._loop = None

    async def revision(self, centre: str) -> int | None:
        """The revision to tell a new stream; None when there is no such centre."""
        known = self.current_rev(centre)
        return known if known is not None else await sync_to_async(self._look_up)(centre)

    @asynccontextmanager
    async def watching(self, centre: str) -> AsyncIterator[Watcher]:
        """Be woken at every change of a centre."""
        watcher = Watcher()
        self._watchers.setdefault(centre, set()).add(watcher)
        try:
            yield watcher
        finally:
            group = self._watchers[centre]
            group.discard(watcher)
            if not group:
                del self._watchers[centre]

    def close(self) -> None:
        """The server stops: every stream is told to end. Called on the event loop."""
        self.is_closing = True
        for centre in list(self._watchers):
            self._wake(centre)

    def known_rev(self, centre: str) -> int | None:
        """The last revision heard of, also while the connection is away."""
        return self._revs.get(centre)

    async def run(self) -> None:
        """Listen for ever; a lost connection is replaced with growing pauses."""
        self._loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async for _beat in self._listen():
                    pause = FIRST_PAUSE_SECONDS
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                logger.warning("live updates wait for the database: %s", type(problem).__name__)
            finally:
                self._listening = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _listen(self) -> AsyncIterator[None]:
        """One connection's life; yields whenever it has proved to be alive."""
        connection = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
        try:
            await connection.execute(f"LISTEN {CHANNEL}")
            # Listening first, reading second: a change between the two is heard, not lost.
            self._take_all(await sync_to_async(self._read_all)())
            self._listening = True
            yield
            while True:
                async for notice in connection.notifies(timeout=KEEPALIVE_SECONDS):
                    self._take(notice.payload)
                # Silence may be a dead network; a half-open connection must not look alive.
                await asyncio.wait_for(connection.execute("SELECT 1"), ANSWER_SECONDS)
                yield
        finally:
            self._listening = False
            await connection.close()

    def _read_all(self) -> Mapping[str, int]:
        """In a thread: every centre's revision."""
        close_old_connections()
        return self._load_all()

    def _look_up(self, centre: str) -> int | None:
        """In a thread: one centre's revision, straight from the database."""
        close_old_connections()
        if self._load_one is not None:
            return self._load_one(centre)
        return self._load_all().get(centre)

    def _take_all(self, revs: Mapping[str, int]) -> None:
        """Believe a fresh reading; wake whoever waits for a centre that moved."""
        for centre, rev in revs.items():
            self._advance(centre, rev)

    def _take(self, payload: str) -> None:
        """One message `centre:rev`; anything else on the channel is ignored."""
        centre, _, number = payload.rpartition(":")
        if centre and number.isdigit():
            self._advance(centre, int(number))

    def _advance(self, centre: str, rev: int) -> None:
        """On the event loop: something was heard of a centre."""
        self._remember(centre, rev)
        self._wake(centre)

    def _remember(self, centre: str, rev: int) -> None:
        """A revision never falls, whichever thread brings it."""
        with self._lock:
            if rev > self._revs.get(centre, -1):
                self._revs[centre] = rev

    def _wake(self, centre: str) -> None:
        """On the event loop: tell every stream of the centre."""
        for watcher in self._watchers.get(centre, ()):
            watcher.wake()


def _parameters() -> dict[str, Any]:
    """How to reach the database the pages use."""
    wrapper = connections["default"]
    kept = ("host", "port", "dbname", "user", "password", "sslmode", "sslrootcert")
    found = wrapper.get_connection_params()
    parameters = {key: found[key] for key in kept if found.get(key)}
    return {**parameters, "connect_timeout": 5, "application_name": "lopo-live"}


hub = Hub()
set_rev_loader = hub.set_rev_loader
current_rev = hub.current_rev
bump = hub.bump
