"""Real Chromium against the real server: the granian process, the SSE hub, PostgreSQL.

The server of a test run serves the test database. Acts of officers are done in the test's own
process, so what a page shows has travelled through the database and the live stream.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from lopo.frontdesk import actions, queries
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.tests.builders import make_centre, make_desk, offering_of
from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, change_policy
from lopo.people.api import register_device
from tests.looking import faults

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 30.0
PHONE = (360, 780)


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of the product's own server on the test database."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    database = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    surroundings = {
        **os.environ,
        "DATABASE_URL": database._replace(path=f"/{name}").geturl(),
        "LOPO_DATA": str(settings.DATA),
        "LOPO_MODE": "test",
        # A name, not a number: passkeys belong to one. The server answers to both.
        "LOPO_URL": url.replace("127.0.0.1", "localhost"),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    words = f"-m granian --interface asgi --host 127.0.0.1 --port {port} --workers 1".split()
    command = [sys.executable, *words, "--no-access-log", "config.asgi:application"]
    with subprocess.Popen(command, env=surroundings, cwd=ROOT) as process:
        try:
            _wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urlopen(f"{url}/healthz", timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:  # refused, or too slow on a busy machine
            time.sleep(0.2)
    raise AssertionError("the server did not answer in time")


@dataclass
class Visitor:
    """A browser window of someone: a phone, a kiosk, a screen."""

    page: Page
    base: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        """Open a page of the product; its HTTP status."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    @property
    def path(self) -> str:
        """Where the window is now."""
        return self.page.url.removeprefix(self.base)

    def until(self, expression: str, *, within: float = 4.0) -> None:
        """Wait until the expression is true; asked from outside, as the page's CSP wants it."""
        deadline = time.monotonic() + within
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, f"never: {expression}"
            self.page.wait_for_timeout(50)

    def waits_for(self, text: str, *, within: int) -> None:
        """The text comes within so many seconds of the page's own (installed) clock.

        In small steps: one leap would fire the timer that gives a request up before the request
        had any real time to be answered.
        """
        found = self.page.get_by_text(text).first
        for _second in range(0, within * 2, 2):
            if found.is_visible():
                return
            self.page.clock.run_for(2_000)
            self.page.wait_for_timeout(150)
        found.wait_for(state="visible", timeout=2_000)

    def sees(self, text: str, *, within: float = 4.0) -> None:
        """The text is there, or comes within so many seconds."""
        self.page.get_by_text(text).first.wait_for(state="visible", timeout=within * 1000)


OpenWindow = Callable[..., Visitor]


@pytest.fixture
def window(server: str, chromium: Browser) -> Iterator[OpenWindow]:
    """Open windows; at the end none of them may have had an error in its console."""
    contexts: list[BrowserContext] = []
    opened: list[Visitor] = []

    def open_window(size: tuple[int, int] = PHONE, **options: Any) -> Visitor:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, locale="id-ID", **options)  # type: ignore[arg-type]
        context.set_default_timeout(8000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server)
        visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        visitor.page.on("console", lambda said: _note(visitor, said))
        opened.append(visitor)
        return visitor

    yield open_window
    troubles = [trouble for visitor in opened for trouble in visitor.troubles]
    for context in contexts:
        context.close()
    assert not troubles


def _note(visitor: Visitor, said: Any) -> None:
    """Errors of scripts count; an answer of 4xx or a cut line is what some journeys are about."""
    if said.type == "error" and "Failed to load resource" not in said.text:
        visitor.troubles.append(said.text)


@dataclass
class Room:
    """A service room with an officer at desk 1, who acts as the console would."""

    centre: Centre
    desk: Desk

    def open_desk(self) -> None:
        """The officer sits down."""
        actions.open_session(
            counter=self.desk.counter,
            officer=self.desk.officer,
            services=None,
            actor=self.desk.actor,
            clock=system_clock,
        )

    def call_next(self) -> Call:
        """Whose turn it is."""
        return actions.call_next_ticket(desk=self.desk, clock=system_clock)

    def recall(self) -> Call:
        """Once more."""
        return actions.recall_ticket(desk=self.desk, clock=system_clock)

    def start(self) -> None:
        """The visitor sits down."""
        actions.start_service(desk=self.desk, clock=system_clock)

    def finish(self) -> None:
        """The visitor leaves."""
        actions.finish_service(desk=self.desk, clock=system_clock)

    def give_up_on(self) -> None:
        """Nobody came."""
        actions.mark_no_show(desk=self.desk, clock=system_clock)

    def guest(self, queue: str = "A", priority: str | None = None) -> Ticket:
        """Somebody else takes a number in the room."""
        return actions.issue_ticket(
            centre=self.centre,
            offering=offering_of(self.centre, queue),
            channel="RECEPTION",
            priority=priority,
            present=True,
            actor=VISITOR,
            clock=system_clock,
        )

    @property
    def door(self) -> str:
        """The address behind the QR code in the room."""
        return f"/hadir/{self.centre.code}/{self.door_code}/"

    @property
    def door_code(self) -> str:
        """Today's code in the room."""
        return queries.door_code(self.centre, system_clock()).code

    def device(self, kind: str = "KIOSK") -> str:
        """A new device standing in the room: its secret."""
        return register_device(
            centre=self.centre, name=f"{kind} {uuid4()}", kind=kind, in_room=True, actor=SYSTEM
        )


@pytest.fixture
def room(transactional_db: None) -> Room:
    """A room that nobody else uses, open around the clock, with a quick no-show."""
    centre = make_centre(queues="ABC", no_show_interval_seconds=1)
    change_policy(
        centre=centre, actor=SYSTEM, phone="0822-9939-5149", email="pusat@contoh.go.id",
        wifi_ssid="Tamu", wifi_password="gratis123",
    )  # fmt: skip
    return Room(centre, make_desk(centre=centre))


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """The accessibility faults of a page, in words; a good page has none."""
    return faults


def too_wide(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 on a good page."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
