"""The bridge and the streams behind the real web server, over real sockets."""

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from lopo.foundation.env import ROOT
from lopo.foundation.tests.sample_app import PIECES

STREAM = b"GET /api/v1/centres/bkd/events HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Server:
    """A running granian."""

    port: int
    process: "subprocess.Popen[bytes]"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def stream(self) -> socket.socket:
        """Open a live stream and wait for its first event."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        client.sendall(STREAM)
        said = b""
        while b'data: {"rev": 5}' not in said:
            said += client.recv(4096)
        return client


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = start()
    yield running
    running.process.terminate()
    running.process.wait(20)


def start() -> Server:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "lopo.foundation.tests.sample_app:application"]
    command += ["--interface", "asgi", "--http", "1", "--no-ws", "--port", str(port)]
    command += ["--backpressure", "5000", "--workers-kill-timeout", "15", "--log-level", "warning"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    running = Server(port, subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL))
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.1)
        else:
            return running


def test_a_large_upload_arrives_whole_and_every_cookie_comes_back(server: Server) -> None:
    body = os.urandom(5 * 1024 * 1024)
    with closing(server.connect()) as client:
        client.request("POST", "/echo", body=body)
        answer = client.getresponse()
        assert answer.read() == f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode()
        assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]


def test_an_upload_in_chunks_arrives_whole(server: Server) -> None:
    pieces = [os.urandom(100_000) for _ in range(30)]
    with closing(server.connect()) as client:
        client.request("POST", "/echo", body=iter(pieces), encode_chunked=True)
        size = client.getresponse().read().split()[0]
    assert size == b"3000000"


def test_head_leaves_the_connection_usable(server: Server) -> None:
    with closing(server.connect()) as client:
        for _ in range(3):
            client.request("HEAD", "/echo")
            answer = client.getresponse()
            assert answer.headers["content-length"] == "66"
            assert answer.read() == b""
        client.request("GET", "/echo")
        assert client.getresponse().read().startswith(b"0 ")


def test_a_long_answer_arrives_whole_also_for_a_slow_reader(server: Server) -> None:
    with closing(server.connect()) as client:
        client.request("GET", "/stream")
        answer = client.getresponse()
        first = answer.read(65536)
        time.sleep(0.5)
        rest = answer.read()
    assert first + rest == b"".join(bytes([number]) * 65536 for number in range(PIECES))


def test_readers_that_leave_do_not_keep_the_threads(server: Server) -> None:
    for _ in range(6):
        with closing(server.connect()) as client:
            client.request("GET", "/stream")
            client.getresponse().read(10)
    with closing(server.connect()) as client:
        started = time.monotonic()
        client.request("GET", "/echo")
        assert client.getresponse().status == 200
        assert time.monotonic() - started < 5


def test_hundreds_of_streams_do_not_keep_pages_waiting(server: Server) -> None:
    with ExitStack() as opened:
        for _ in range(300):
            opened.enter_context(closing(server.stream()))
        with closing(server.connect()) as client:
            started = time.monotonic()
            for _ in range(50):
                client.request("GET", "/echo")
                assert client.getresponse().read()
            assert time.monotonic() - started < 5


def test_busy_pages_do_not_keep_streams_waiting(server: Server) -> None:
    with ExitStack() as opened:
        for _ in range(6):
            slow = opened.enter_context(closing(server.connect()))
            slow.request("GET", "/slow")
        started = time.monotonic()
        server.stream().close()
        assert time.monotonic() - started < 0.9


def test_a_stop_ends_the_streams_and_finishes_the_pages() -> None:
    running = start()
    with closing(running.stream()) as stream, closing(running.connect()) as client:
        client.request("GET", "/slow")
        time.sleep(0.3)
        started = time.monotonic()
        running.process.terminate()
        assert client.getresponse().read().startswith(b"0 ")
        assert stream.recv(4096).endswith(b"0\r\n\r\n")
        running.process.wait(20)
        assert time.monotonic() - started < 8
