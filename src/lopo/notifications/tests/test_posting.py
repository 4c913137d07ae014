"""One request to a receiver that is down, slow, huge, elsewhere, a stranger, or just well."""

import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from lopo.notifications.actions import Answer, post, posting
from lopo.notifications.rules import Fault

from .builders import Receiver, listening, says
from .certificates import certificate

HOME = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
BODY = b'{"id":"msg_1"}'


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


def send(address: str, **how: Any) -> Answer:
    facts: dict[str, Any] = {
        "headers": {"webhook-id": "msg_1"},
        "body": BODY,
        "networks": HOME,
        "plain_local": True,
    }
    return post(address=address, **{**facts, **how})


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def drips(handler: BaseHTTPRequestHandler) -> None:
    """An answer that never gets anywhere, a byte at a time."""
    with_one = handler.wfile
    for _number in range(200):
        with_one.write(b"H")
        with_one.flush()
        time.sleep(0.02)


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-halo\r\n\r\n")


def huge_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _number in range(400):
        handler.wfile.write(b"x" * 8192)


def huge_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(b"x-%d: " % number + b"x" * 8192 + b"\r\n")


def test_a_private_address_is_not_even_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(receiver.address, networks=()).fault == Fault.ADDRESS
    monkeypatch.setattr(posting, "look_up", lambda _host, _port: ["127.0.0.1"])
    named = f"https://contoh.go.id:{receiver.port}/"
    assert send(named, networks=()).fault == Fault.PRIVATE
    assert receiver.got == []


def test_one_private_address_among_public_ones_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "look_up", lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    assert send("https://contoh.go.id/", networks=()).fault == Fault.PRIVATE


def test_a_name_that_changes_its_mind_is_asked_once_only(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what was judged is what is connected to."""
    asked: list[str] = []

    def minds(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(posting, "look_up", minds)
    assert send(f"http://localhost:{receiver.port}/") == Answer(204)
    assert asked == ["localhost"]


def test_a_name_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_asked: Any, **_how: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert send("https://tidak-ada.example/").fault == Fault.NAME


def test_a_receiver_that_is_down_is_unreachable() -> None:
    assert send(f"http://127.0.0.1:{closed_port()}/") == Answer(None, Fault.UNREACHABLE)


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (says(500), Answer(500, Fault.STATUS)),
        (says(404), Answer(404, Fault.STATUS)),
        (says(410), Answer(410, Fault.GONE)),
        (says(302, Location="http://127.0.0.1/lain"), Answer(302, Fault.REDIRECT)),
        (says(308, Location="/lagi"), Answer(308, Fault.REDIRECT)),
        (no_http, Answer(None, Fault.NO_HTTP)),
        (huge_head, Answer(None, Fault.NO_HTTP)),
        (says(200), Answer(200)),
        (says(202), Answer(202)),
        (huge_body, Answer(200)),
    ],
    ids=["500", "404", "410", "302", "308", "ssh", "huge head", "200", "202", "huge body"],
)
def test_only_a_success_is_one_and_no_redirect_is_followed(
    receiver: Receiver, reply: Any, answer: Answer
) -> None:
    receiver.reply = reply
    assert send(receiver.address) == answer
    assert len(receiver.got) == 1


def test_no_receiver_keeps_us_longer_than_the_time_for_all(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.3)
    receiver.reply = drips
    began = time.monotonic()
    assert send(receiver.address) == Answer(None, Fault.SLOW)
    assert time.monotonic() - began < 2


def test_what_is_sent_is_what_was_signed(receiver: Receiver) -> None:
    assert send(receiver.address) == Answer(204)
    [(headers, body)] = receiver.got
    assert body == BODY
    assert headers["webhook-id"] == "msg_1"
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert "Authorization" not in headers


# TLS


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[tuple[Receiver, Path]]:
    """A receiver that speaks TLS as ``localhost``."""
    path = certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with listening(lambda sock: context.wrap_socket(sock, server_side=True)) as found:
        yield found, path


def trust(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(posting, "_tls", lambda: ssl.create_default_context(cafile=str(path)))


def test_a_certificate_nobody_vouches_for_is_refused(safe: tuple[Receiver, Path]) -> None:
    receiver, _path = safe
    assert send(f"https://localhost:{receiver.port}/") == Answer(None, Fault.TLS)
    assert receiver.got == []


def test_a_certificate_of_another_name_is_refused(
    safe: tuple[Receiver, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, path = safe
    trust(monkeypatch, path)
    assert send(f"https://127.0.0.1:{receiver.port}/") == Answer(None, Fault.TLS)


def test_who_speaks_no_tls_is_refused(receiver: Receiver) -> None:
    assert send(f"https://localhost:{receiver.port}/").fault == Fault.TLS


def test_over_tls_the_name_is_checked_at_the_address_that_was_judged(
    safe: tuple[Receiver, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, path = safe
    trust(monkeypatch, path)
    assert send(f"https://localhost:{receiver.port}/terima") == Answer(204)
    assert len(receiver.got) == 1
