"""One POST to an address that was judged after it was looked up, within a time and a size.

Redirects are not followed: the address would be judged by nobody. The connection goes to the very
address that was judged, so a name that changes its mind in between (DNS rebinding) gains nothing.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from lopo.notifications.rules import Fault, Place, is_allowed, place_of, wrong_with
from lopo.notifications.rules.addresses import Network

# From the first packet to the last byte of the answer.
SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024
CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Answer:
    """How a try ended: the status, if there was one, and what was wrong."""

    status: int | None
    fault: Fault = Fault.NONE


class _Failed(Exception):
    """The try ended before there was an answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _Reader(io.RawIOBase):
    """What comes in over a socket, until a moment and up to so many bytes."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock, self._deadline, self._room = sock, deadline, LARGEST_ANSWER

    def readable(self) -> bool:
        """Answers are read from it."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some more bytes, in what is left of the time."""
        if self._room <= 0:
            raise _Failed(Fault.NO_HTTP)
        self._sock.settimeout(_left(self._deadline))
        count = self._sock.recv_into(buffer)
        self._room -= count
        return count


@dataclass(frozen=True, slots=True)
class _Line:
    """As much of a socket as ``http.client`` needs, with an end."""

    sock: socket.socket
    deadline: float

    def sendall(self, data: bytes) -> None:
        """Send everything in what is left of the time."""
        self.sock.settimeout(_left(self.deadline))
        self.sock.sendall(data)

    def makefile(self, *_mode: Any) -> io.BufferedReader:
        """What an answer is read through."""
        return io.BufferedReader(_Reader(self.sock, self.deadline))

    def close(self) -> None:
        """Whoever opened the socket closes it."""


def post(
    *,
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    networks: Collection[Network],
    plain_local: bool = False,
) -> Answer:
    """Send a body and say how it went; what the receiver writes back is dropped."""
    place = place_of(address)
    if place is None or wrong_with(address, networks=networks, plain_local=plain_local):
        return Answer(None, Fault.ADDRESS)
    deadline = time.monotonic() + SECONDS
    try:
        with closing(_connected(place, networks, deadline)) as sock:
            return judged(_asked(place, sock, deadline, headers, body))
    except _Failed as failed:
        return Answer(None, failed.fault)
    except (OSError, http.client.HTTPException, UnicodeError) as problem:
        return Answer(None, _fault_of(problem))


def _fault_of(problem: Exception) -> Fault:
    """A problem on the way, in one word; what it says in full may tell of what lies inside."""
    words: list[tuple[type[Exception], Fault]] = [
        (TimeoutError, Fault.SLOW),
        (ssl.SSLError, Fault.TLS),
        (ConnectionError, Fault.UNREACHABLE),
        (http.client.HTTPException, Fault.NO_HTTP),
    ]
    return next((fault for kind, fault in words if isinstance(problem, kind)), Fault.UNREACHABLE)


def judged(status: int) -> Answer:
    """What a status means: only 2xx is taken."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(status)
    if status == HTTPStatus.GONE:
        return Answer(status, Fault.GONE)
    is_elsewhere = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return Answer(status, Fault.REDIRECT if is_elsewhere else Fault.STATUS)


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _connected(place: Place, networks: Collection[Network], deadline: float) -> socket.socket:
    """A connection to the first address that answers; all of them must be allowed."""
    try:
        addresses = look_up(place.host, place.port)
    except (OSError, UnicodeError):
        raise _Failed(Fault.NAME) from None
    if not addresses or not all(is_allowed(one, networks) for one in addresses):
        raise _Failed(Fault.PRIVATE)
    sock = _reached(addresses, place.port, deadline)
    if place.scheme != "https":
        return sock
    try:
        sock.settimeout(_left(deadline))
        return _tls().wrap_socket(sock, server_hostname=place.host)
    except BaseException:
        sock.close()
        raise


def _reached(addresses: Sequence[str], port: int, deadline: float) -> socket.socket:
    """The first that answers; each has its share of the time."""
    first, *others = addresses
    try:
        share = _left(deadline) / len(addresses)
        return socket.create_connection((first, port), timeout=share)
    except OSError:
        if not others:
            raise
    return _reached(others, port, deadline)


def _tls() -> ssl.SSLContext:
    """The certificates this system trusts."""
    return ssl.create_default_context()


def _asked(
    place: Place, sock: socket.socket, deadline: float, headers: Mapping[str, str], body: bytes
) -> int:
    """The status of the answer; what else it says is read up to a size, and dropped."""
    conversation = http.client.HTTPConnection(place.host, place.port)
    conversation.sock = _Line(sock, deadline)
    own = {"Host": place.header, "Connection": "close", **headers}
    conversation.request("POST", place.target, body=body, headers=own)
    response = conversation.getresponse()
    with suppress(_Failed, OSError, http.client.HTTPException):
        while response.read(CHUNK):
            pass
    return response.status


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
