"""A receiver that listens on this machine, and the row that stands for it."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from django.db import transaction

from lopo.kernel.actor import SYSTEM
from lopo.notifications import actions, queries
from lopo.notifications.models import Webhook

KIND = "standard.published"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)
_serial = count(1)
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Clockwork:
    """A clock that stands still until the test moves it."""

    now: datetime = field(default=MORNING)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def says(status: int, **headers: str) -> Reply:
    """A receiver that answers so."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return reply


@dataclass
class Receiver:
    """What a receiver got, and what it answers."""

    port: int
    reply: Reply = field(default=says(204))
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/terima?dari=lopo"


@contextmanager
def listening(wrap: Callable[[Any], Any] | None = None) -> Iterator[Receiver]:
    """A real server on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((dict(self.headers.items()), body))
            receiver.reply(self)

        def log_message(self, *_said: Any) -> None:
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # A receiver whose caller hangs up has nothing to say about it.
    server.handle_error = lambda *_about: None  # type: ignore[method-assign]
    if wrap is not None:
        server.socket = wrap(server.socket)
    receiver = Receiver(server.server_address[1])
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def make_webhook(address: str = "", **how: Any) -> actions.Made:
    """A receiver that wants to know of decrees."""
    facts: dict[str, Any] = {
        "address": address or f"https://contoh.go.id/terima/{next(_serial)}",
        "description": "Portal provinsi",
        "kinds": [KIND],
        "agency_code": "",
        "actor": SYSTEM,
        "clock": lambda: MORNING,
    }
    return actions.add_webhook(**{**facts, **how})


def tell(clock: Clockwork, kind: str = KIND, agency: str = "bkd", **data: Any) -> int:
    """Something happened; for how many a message was written."""
    with transaction.atomic():
        return actions.announce(kind=kind, agency_code=agency, at=clock(), data=data)


def send_round(hook: Webhook, clock: Clockwork) -> int:
    return actions.deliver_round(webhook=hook.pk, clock=clock)


def only(hook: Webhook) -> Any:
    """The one message of a receiver, as it stands now."""
    [row] = queries.deliveries_of(hook)
    return row


def is_signed(receiver: Receiver, secret: str) -> bool:
    """What a stranger checks with the page of the API alone."""
    headers, body = receiver.got[-1]
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mine = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    return f"v1,{mine}" in headers["webhook-signature"].split(" ")
