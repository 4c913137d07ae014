"""The hub hears every change within a moment, and never claims to know what it cannot."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from lopo.foundation import live
from lopo.foundation.live import CHANNEL, Hub
from lopo.foundation.stream import Streams
from lopo.foundation.tests.asgi_client import Exchange

PATH = "/api/v1/centres/bkd/events"
pytestmark = pytest.mark.django_db(transaction=True)


def in_hub(scene: Callable[[Hub, dict[str, int]], Awaitable[None]]) -> None:
    """Play a scene while a hub listens; `revs` stands for the table."""

    async def go() -> None:
        revs = {"bkd": 5}
        hub = Hub()
        hub.set_rev_loader(lambda: dict(revs))
        listening = asyncio.create_task(hub.run())
        try:
            await eventually(lambda: hub.current_rev("bkd") == revs["bkd"])
            await scene(hub, revs)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(go())


async def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def tell(payload: str) -> None:
    """Another process commits a change."""
    async with await psycopg.AsyncConnection.connect(
        **live._parameters(), autocommit=True
    ) as other:
        await other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


async def cut() -> None:
    """Somebody ends the hub's connection, as a restart of the database does."""
    async with await psycopg.AsyncConnection.connect(
        **live._parameters(), autocommit=True
    ) as other:
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'lopo-live' AND pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )


def stream(hub: Hub, **request: Any) -> Exchange:
    limits = {"per_address": request.pop("per_address", 100), "in_all": 100}
    return Exchange(Streams(hub, **limits), path=request.pop("path", PATH), **request)


def test_a_hub_that_does_not_listen_claims_nothing() -> None:
    hub = Hub()
    hub.set_rev_loader(lambda: {"bkd": 5})
    assert hub.current_rev("bkd") is None


def test_an_unknown_centre_is_a_problem_document_in_the_callers_language() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        headers = [(b"accept-language", b"en")]
        found = await stream(hub, path="/api/v1/centres/nowhere/events", headers=headers).run()
        assert found.status == 404
        assert (b"content-type", b"application/problem+json") in found.headers
        assert b'"code":"not-found"' in found.body
        assert b'"errors":[]' in found.body
        assert b"There is nothing at this address." in found.body

    in_hub(scene)


def test_another_method_is_refused_and_told_what_is_allowed() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        found = await stream(hub, method="POST").run()
        assert found.status == 405
        assert (b"allow", b"GET, HEAD") in found.headers

    in_hub(scene)


def test_too_many_streams_of_one_address_are_refused_and_others_are_not() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        streams = Streams(hub, per_address=1, in_all=100)
        first = Exchange(streams, path=PATH)
        running = asyncio.create_task(first.run())
        await first.until(lambda e: b"data" in e.body)
        refused = await Exchange(streams, path=PATH).run()
        assert refused.status == 429
        assert json.loads(refused.body)["code"] == "too-many-requests"
        other = Exchange(streams, path=PATH, client="203.0.113.9")
        also = asyncio.create_task(other.run())
        await other.until(lambda e: b"data" in e.body)
        for found in (first, other):
            found.leave()
        await asyncio.gather(running, also)
        again = Exchange(streams, path=PATH)
        running = asyncio.create_task(again.run())
        await again.until(lambda e: b"data" in e.body)
        again.leave()
        await running

    in_hub(scene)


def test_without_a_database_the_answer_is_503() -> None:
    async def go() -> None:
        hub = Hub()

        def broken() -> dict[str, int]:
            raise OperationalError

        hub.set_rev_loader(broken)
        found = await stream(hub).run()
        assert found.status == 503
        assert (b"retry-after", b"5") in found.headers

    asyncio.run(go())


def test_a_stream_tells_its_revision_at_once_and_every_change_within_a_second() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        found = stream(hub)
        running = asyncio.create_task(found.run())
        await found.until(lambda e: e.body == b'event: rev\ndata: {"rev": 5}\n\n')
        assert (b"content-type", b"text/event-stream; charset=utf-8") in found.headers
        await tell("bkd:6")
        await found.until(lambda e: b'{"rev": 6}' in e.body, seconds=1)
        await tell("other:9")
        await tell("bkd:8")
        await found.until(lambda e: b'{"rev": 8}' in e.body, seconds=1)
        assert b'{"rev": 9}' not in found.body
        found.leave()
        async with asyncio.timeout(1):
            await running

    in_hub(scene)


def test_a_quiet_stream_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lopo.foundation.stream.HEARTBEAT_SECONDS", 0.05)

    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        found = stream(hub)
        running = asyncio.create_task(found.run())
        await found.until(lambda e: e.body.count(b": still here\n\n") >= 2)
        found.leave()
        await running

    in_hub(scene)


def test_head_tells_the_headers_of_a_stream_and_ends() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        found = await stream(hub, method="HEAD").run()
        assert (found.status, found.body) == (200, b"")

    in_hub(scene)


def test_an_act_of_this_process_is_known_before_its_notification() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        await asyncio.to_thread(hub.bump, "bkd", 7)
        assert hub.current_rev("bkd") == 7
        await tell("bkd:6")
        await tell("x:1")
        await eventually(lambda: hub.current_rev("x") == 1)
        assert hub.current_rev("bkd") == 7

    in_hub(scene)


def test_messages_that_are_no_revisions_are_ignored() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        for payload in ("", "bkd", "bkd:", "bkd:-4", ":8", "bkd:1e9"):
            await tell(payload)
        await tell("bkd:6")
        await eventually(lambda: hub.current_rev("bkd") == 6)

    in_hub(scene)


def test_a_lost_connection_is_replaced_and_what_was_missed_is_read() -> None:
    async def scene(hub: Hub, revs: dict[str, int]) -> None:
        found = stream(hub)
        running = asyncio.create_task(found.run())
        await found.until(lambda e: b'{"rev": 5}' in e.body)
        revs["bkd"] = 42
        await cut()
        await found.until(lambda e: b'{"rev": 42}' in e.body)
        assert hub.current_rev("bkd") == 42
        found.leave()
        await running

    in_hub(scene)


def test_streams_end_when_the_server_stops() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        found = stream(hub)
        running = asyncio.create_task(found.run())
        await found.until(lambda e: b"data" in e.body)
        hub.close()
        async with asyncio.timeout(1):
            await running
        assert found.sent[-1]["more_body"] is False

    in_hub(scene)


def test_streams_hold_no_database_connection() -> None:
    async def scene(hub: Hub, _revs: dict[str, int]) -> None:
        before = await asyncio.to_thread(open_connections)
        found = [stream(hub) for _ in range(30)]
        running = [asyncio.create_task(one.run()) for one in found]
        for one in found:
            await one.until(lambda e: b"data" in e.body)
        more = await asyncio.to_thread(open_connections) - before
        # Those of the threads that ask, far fewer than the streams.
        assert more < 6
        for one in found:
            one.leave()
        await asyncio.gather(*running)

    in_hub(scene)


def open_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        count = int(cursor.fetchone()[0])
    connection.close()
    return count
