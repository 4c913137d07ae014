"""A mail server that listens on this machine, and letters for it."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.db import transaction

from lopo.notifications import actions
from lopo.notifications.models import Letter

from .builders import Clockwork

SOMEBODY = "maria.t@contoh.example"
LINK = "https://contoh.go.id/survei/rahasia-1"
BODY = f"Bagaimana layanan kami?\n\n{LINK}\n.\nTerima kasih – Lopo\n"
SUBJECT = "Bagaimana layanan kami – satu menit saja?"
# The command it answers, and what it says: `{"RCPT": "550 5.1.1 nobody here"}`.
Says = dict[str, str]
USUAL = {
    "": "220 pos.example ESMTP",
    "EHLO": "250-pos.example\r\n250-AUTH PLAIN\r\n250 8BITMIME",
    "AUTH": "235 2.7.0 well",
    "MAIL": "250 2.1.0 well",
    "RCPT": "250 2.1.5 well",
    "DATA": "354 go on",
    ".": "250 2.0.0 queued",
    "RSET": "250 well",
    "QUIT": "221 bye",
}


@dataclass
class PostOffice:
    """What a mail server took, and what it answers."""

    port: int
    says: Says = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    # With which it goes on after STARTTLS.
    tls: ssl.SSLContext | None = None

    @property
    def address(self) -> dict[str, Any]:
        """As the settings have it."""
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "username": "",
            "password": "",
            "use_tls": False,
            "use_ssl": False,
        }

    @property
    def letters(self) -> list[EmailMessage]:
        return [self.read(raw) for raw in self.taken]

    @staticmethod
    def read(raw: bytes) -> EmailMessage:
        found = message_from_bytes(raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


class _Clerk(socketserver.StreamRequestHandler):
    """One conversation."""

    @property
    def office(self) -> PostOffice:
        found: PostOffice = self.server.office  # type: ignore[attr-defined]
        return found

    def handle(self) -> None:
        if not self._answer(""):
            return
        while line := self.rfile.readline():
            said = line.decode().rstrip("\r\n")
            self.office.heard.append(said)
            word = said.split(" ", 1)[0].upper()
            if not self._answer(word) or word == "QUIT":
                return
            if word == "STARTTLS" and not self._go_safe():
                return
            if word == "DATA" and self._code("DATA") == "354" and not self._take():
                return

    def _code(self, word: str) -> str:
        return {**USUAL, **self.office.says}.get(word, "502 what?")[:3]

    def _answer(self, word: str) -> bool:
        """Say what is said to a word; an empty answer hangs up."""
        said = {**USUAL, **self.office.says}.get(word, "502 what?")
        if said:
            self.wfile.write(f"{said}\r\n".encode())
        return bool(said)

    def _go_safe(self) -> bool:
        assert self.office.tls is not None
        try:
            self.connection = self.office.tls.wrap_socket(self.connection, server_side=True)
        except OSError:
            return False
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        return True

    def finish(self) -> None:
        """Close what is open now; after STARTTLS it is not what was opened first."""
        super().finish()
        self.connection.close()

    def _take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.office.taken.append(b"".join(lines))
        return self._answer(".")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    # The whole crowd may knock at once.
    request_queue_size = 64

    def handle_error(self, *_about: Any) -> None:
        """A clerk whose caller hangs up has nothing to say about it."""


@contextmanager
def open_office(wrap: Callable[[Any], Any] | None = None) -> Iterator[PostOffice]:
    """A real server on a free port."""
    server = _Server(("127.0.0.1", 0), _Clerk)
    if wrap is not None:
        server.socket = wrap(server.socket)
    office = PostOffice(server.server_address[1])
    server.office = office  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@contextmanager
def safe_office(path: Path, *, at_once: bool) -> Iterator[PostOffice]:
    """A mail server with a certificate: TLS from the first byte, or after STARTTLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def wrap(sock: Any) -> Any:
        return context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)

    with open_office(wrap if at_once else None) as office:
        office.tls = context
        if not at_once:
            office.says = {"EHLO": "250-pos.example\r\n250 STARTTLS", "STARTTLS": "220 go on"}
        yield office


def write(clock: Clockwork, **how: Any) -> Letter:
    """An act that wants a letter sent."""
    facts: dict[str, Any] = {
        "kind": "survey.invitation",
        "to": SOMEBODY,
        "subject": SUBJECT,
        "body": BODY,
        "at": clock(),
    }
    with transaction.atomic():
        actions.post_letter(**{**facts, **how})
    return Letter.objects.order_by("pk").latest("pk")


def stands(letter: Letter) -> tuple[str, int, str]:
    letter.refresh_from_db()
    return letter.state, letter.tries, letter.trouble


def knows_nobody(letter: Letter) -> bool:
    letter.refresh_from_db()
    return (letter.address, letter.subject, letter.body) == ("", "", "")


def send(clock: Clockwork) -> int:
    return actions.send_letters(clock=clock)
