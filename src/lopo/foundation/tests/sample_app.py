"""An application for the real web server: pages that echo, stream and dawdle, and live streams.

Loaded by granian in a process of its own (`test_server.py`); it needs no database.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django

django.setup()

from lopo.foundation.asgi import Application  # noqa: E402 - Django must be set up first
from lopo.foundation.bridge import WsgiBridge  # noqa: E402
from lopo.foundation.live import Hub  # noqa: E402
from lopo.foundation.processes import die_with_parent  # noqa: E402
from lopo.foundation.stream import Streams  # noqa: E402

PIECES = 200


class QuietHub(Hub):
    """A hub that never connects anywhere."""

    async def run(self) -> None:
        """Nothing to listen to."""


def pages(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Echo, stream or dawdle, by path."""
    path = environ["PATH_INFO"]
    if path == "/stream":
        start("200 OK", [("Content-Type", "application/octet-stream")])
        return _pieces()
    if path == "/slow":
        time.sleep(1)
    body = environ["wsgi.input"].read()
    words = f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode()
    headers = [("Content-Length", str(len(words))), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start("200 OK", headers)
    return [words]


def _pieces() -> Iterator[bytes]:
    for number in range(PIECES):
        yield bytes([number]) * 65536


die_with_parent()
_hub = QuietHub()
_hub.set_rev_loader(lambda: {"bkd": 5})
application = Application(
    _hub, Streams(_hub, per_address=1000, in_all=1000), WsgiBridge(pages, threads=2)
)
