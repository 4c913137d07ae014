"""The bridge keeps both contracts: ASGI towards the server, WSGI towards Django."""

import asyncio
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from lopo.foundation import bridge
from lopo.foundation.bridge import WsgiBridge
from lopo.foundation.tests.asgi_client import Exchange

Environ = dict[str, Any]
Start = Callable[..., object]
MEGABYTE = 1024 * 1024


def echo(environ: Environ, start: Start) -> Iterable[bytes]:
    """Tell size and hash of the body that arrived."""
    body = environ["wsgi.input"].read()
    words = f"{environ['CONTENT_LENGTH']} {hashlib.sha256(body).hexdigest()}".encode()
    start("200 OK", [("Content-Length", str(len(words)))])
    return [words]


def told(size: int, body: bytes) -> bytes:
    return f"{size} {hashlib.sha256(body).hexdigest()}".encode()


def exchange(
    app: Callable[..., Iterable[bytes]],
    prepare: Callable[[Exchange], None] | None = None,
    **request: Any,
) -> Exchange:
    """One whole exchange through a fresh bridge."""

    async def go() -> Exchange:
        pages = WsgiBridge(app, threads=2)
        found = Exchange(pages, **request)
        if prepare:
            prepare(found)
        try:
            return await found.run()
        finally:
            pages.close()

    return asyncio.run(go())


def test_a_client_that_leaves_while_uploading_never_reaches_the_application() -> None:
    called: list[Environ] = []

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        called.append(environ)
        return echo(environ, start)

    def leave_early(found: Exchange) -> None:
        found.begin_upload(b"half of it")
        found.leave()

    found = exchange(app, leave_early, method="POST")
    assert (called, found.status) == ([], 400)  # a broken chunk looks the same, and waits


def test_a_body_past_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LARGEST_BODY", 10)
    found = exchange(echo, lambda e: e.upload(b"12345", b"678901"), method="POST")
    assert found.status == 413


def test_in_the_api_an_early_refusal_is_a_problem_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LARGEST_BODY", 10)
    english = [(b"accept-language", b"en")]
    upload: dict[str, Any] = {"method": "POST", "path": "/api/v1/tickets", "headers": english}
    large = exchange(echo, lambda e: e.upload(b"12345", b"678901"), **upload)
    cut = exchange(echo, Exchange.leave, **upload)
    monkeypatch.setattr(bridge, "MANY_WAITING", 0)
    busy = exchange(echo, **upload)
    for found, status, code in ((large, 413, "too-large"), (cut, 400, "bad-request")):
        assert (found.status, json.loads(found.body)["code"]) == (status, code)
        assert (b"content-type", b"application/problem+json") in found.headers
    assert (busy.status, json.loads(busy.body)["code"]) == (503, "unavailable")
    assert (b"retry-after", b"2") in busy.headers


def test_a_crowd_past_the_limit_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "MANY_WAITING", 0)
    found = exchange(echo)
    assert found.status == 503
    assert (b"retry-after", b"2") in found.headers


def test_headers_that_could_forge_others_are_dropped() -> None:
    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_FOR", "nothing").encode()]

    found = exchange(app, headers=[(b"x_forwarded_for", b"10.0.0.1")])
    assert found.body == b"nothing"


@pytest.mark.parametrize("size", [0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 5 * MEGABYTE])
def test_a_body_arrives_whole_whatever_its_size(size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    pieces = [body[i : i + 65536] for i in range(0, size, 65536)] or [b""]
    found = exchange(echo, lambda e: e.upload(*pieces), method="POST")
    assert found.body == told(size, body)


def test_the_length_is_what_arrived_not_what_was_claimed() -> None:
    headers = [(b"content-length", b"3")]
    found = exchange(echo, lambda e: e.upload(b"four"), method="POST", headers=headers)
    assert found.body == told(4, b"four")


def test_a_get_without_a_body_does_not_wait_for_one() -> None:
    assert exchange(echo).body == told(0, b"")


def test_head_answers_with_the_headers_alone() -> None:
    found = exchange(echo, method="HEAD")
    assert found.status == 200
    assert (b"content-length", b"66") in found.headers
    assert found.body == b""


def test_every_cookie_of_the_answer_is_sent() -> None:
    def app(_environ: Environ, start: Start) -> Iterable[bytes]:
        start("302 Found", [("Set-Cookie", " a=1; Path=/"), ("Set-Cookie", "b=2")])
        return [b""]

    found = exchange(app)
    assert found.status == 302
    assert [value for name, value in found.headers if name == b"set-cookie"] == [
        b"a=1; Path=/",
        b"b=2",
    ]


def test_repeated_request_headers_are_joined_as_http_wants_it() -> None:
    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return [f"{environ['HTTP_COOKIE']}|{environ['HTTP_ACCEPT']}".encode()]

    headers = [(b"cookie", b"a=1"), (b"accept", b"x/y"), (b"cookie", b"b=2"), (b"accept", b"z")]
    assert exchange(app, headers=headers).body == b"a=1; b=2|x/y,z"


def test_a_path_keeps_its_letters() -> None:
    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return [environ["PATH_INFO"].encode("latin-1")]

    assert exchange(app, path="/layanan/é–日").body == "/layanan/é–日".encode()


def test_a_streamed_answer_is_sent_piece_by_piece_and_closed() -> None:
    closed = threading.Event()

    def pieces() -> Iterator[bytes]:
        try:
            yield from (b"one ", b"", b"two ", b"three")
        finally:
            closed.set()

    def app(_environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return pieces()

    found = exchange(app)
    assert [m["body"] for m in found.sent[1:]] == [b"one ", b"two ", b"three", b""]
    assert [m["more_body"] for m in found.sent[1:]] == [True, True, True, False]
    assert closed.is_set()


def test_a_client_that_leaves_ends_the_stream_and_frees_its_thread() -> None:
    closed = threading.Event()

    def endless() -> Iterator[bytes]:
        try:
            while True:
                time.sleep(0.01)
                yield b"more "
        finally:
            closed.set()

    def app(_environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return endless()

    async def go() -> None:
        pages = WsgiBridge(app, threads=1)
        found = Exchange(pages)
        running = asyncio.create_task(found.run())
        await found.until(lambda e: len(e.sent) > 3)
        found.leave()
        async with asyncio.timeout(5):
            await running
        pages.close()

    asyncio.run(go())
    assert closed.is_set()


def test_pages_are_answered_by_a_fixed_number_of_threads() -> None:
    seen: set[str] = set()

    def app(environ: Environ, start: Start) -> Iterable[bytes]:
        seen.add(threading.current_thread().name)
        time.sleep(0.01)
        return echo(environ, start)

    async def go() -> list[Exchange]:
        pages = WsgiBridge(app, threads=3)
        found = await asyncio.gather(*(Exchange(pages).run() for _ in range(30)))
        pages.close()
        return found

    assert {found.status for found in asyncio.run(go())} == {200}
    assert len(seen) == 3


def test_what_a_request_sets_in_its_context_is_gone_in_the_next() -> None:
    mark: ContextVar[str] = ContextVar("mark", default="clean")

    def app(_environ: Environ, start: Start) -> Iterable[bytes]:
        before = mark.get()
        mark.set("dirty")
        start("200 OK", [])
        return [before.encode()]

    async def go() -> list[bytes]:
        pages = WsgiBridge(app, threads=1)
        found = [(await Exchange(pages).run()).body for _ in range(3)]
        pages.close()
        return found

    assert asyncio.run(go()) == [b"clean"] * 3
