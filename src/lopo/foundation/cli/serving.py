"""`./lopo demo` and `./lopo serve`: everything on one box, behind one port."""

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

from lopo.foundation.cli import children, network
from lopo.foundation.cli.output import Stop, answer, note, step
from lopo.foundation.cli.place import (
    Database,
    Place,
    database,
    django_command,
    environment,
    place_of,
)
from lopo.foundation.env import env_words, secret
from lopo.foundation.postgres import Server
from lopo.kernel.parts import EVERY_PART

READY_SECONDS = 90.0
LOOK_SECONDS = 0.2
STARTS_TRIED = 3
MOST_WORKERS = 4
OPEN_FILES = 65536


class Asked(BaseException):
    """A signal asks us to stop."""


def serve(options: argparse.Namespace) -> int:
    """Run until asked to stop."""
    place = place_of(options.data)
    # Read before the first child does: its traceback would stand around the sentence.
    env_words("LOPO_PARTS", EVERY_PART, "-")
    with _signals_stop_us():
        try:
            _serve(options, place)
        except (Asked, KeyboardInterrupt):
            note("Stopped.")
    return 0


def _serve(options: argparse.Namespace, place: Place) -> None:
    """Take the folder, the port and the database, in this order, and hold them."""
    place.make()
    with _only_server(place):
        network.require_free(options.host, options.port)
        _require_kind(place, options.command)
        url = (options.url or os.environ.get("LOPO_URL") or "").rstrip("/")
        url = url or network.public_url(options.host, options.port)
        network.require_public(url)
        if getattr(options, "reset", False):
            _reset(place)
        with database(place) as found:
            surroundings = environment(place, options.command, LOPO_URL=url, **found.addresses)
            surroundings["PROMETHEUS_MULTIPROC_DIR"] = _fresh_folder(place, "metrics")
            if options.command == "demo" and not surroundings.get("LOPO_DEMO_PASSWORD"):
                surroundings["LOPO_DEMO_PASSWORD"] = secret("demo-password", place.data, size=9)
            _prepare(surroundings)
            facts = _facts(options.command, surroundings)
            place.write_note(pid=os.getpid(), url=url, mode=options.command)
            _run(options, surroundings, url, facts, found)


@contextlib.contextmanager
def _only_server(place: Place) -> Iterator[None]:
    """One server per data folder; the second refuses and says who is first."""
    lock = place.server_lock
    if not lock.acquire(wait=False):
        first = place.read_note()
        where = f" at {first['url']}" if "url" in first else ""
        raise Stop(
            f"The data folder {place.data} is already being served{where}: stop that first, or "
            "choose another folder with --data."
        )
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _signals_stop_us() -> Iterator[None]:
    """SIGTERM and a closed terminal end us as cleanly as Ctrl-C."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        # Only once: a second signal must not interrupt the cleaning up.
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Asked

    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _require_kind(place: Place, command: str) -> None:
    """Demo data never meets real data: a folder serves one of the two for good.

    Both commands have the same default folder, and the demo's accounts have a printed password.
    """
    before = place.kind_file
    kind = before.read_text(encoding="ascii").strip() if before.exists() else command
    if kind != command:
        raise Stop(
            f"The data folder {place.data} belongs to `./lopo {kind}`: choose another one for "
            f"`./lopo {command}` with --data."
        )
    before.write_text(f"{command}\n", encoding="ascii")


def _reset(place: Place) -> None:
    """Begin anew: the demo's database goes, the folder stays."""
    if os.environ.get("DATABASE_URL"):
        raise Stop("--reset throws away the embedded database only, and DATABASE_URL is set.")
    if place.has_cluster():
        with step("Throwing the old data away"):
            Server(place.data).reset()


def _fresh_folder(place: Place, name: str) -> str:
    """An empty folder in the data folder for things that live as long as one run."""
    folder = place.data / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return str(folder)


def _prepare(surroundings: Mapping[str, str]) -> None:
    """Bring database and static files up to this version, as the owner.

    A server of the operator's is also looked at as the role that serves: nobody but the operator
    made it, so nobody else can know that it may not rewrite the ledger.
    """
    owner = surroundings.get("LOPO_OWNER_URL")
    with step("Database tables and static files"):
        if owner:
            as_owner = {**surroundings, "DATABASE_URL": owner}
            children.run(django_command("lopo_prepare"), as_owner)
        if os.environ.get("DATABASE_URL"):
            children.run(django_command("lopo_prepare", "--no-migrate"), surroundings)


def _facts(command: str, surroundings: Mapping[str, str]) -> dict[str, Any]:
    """What to announce: the demo's logins, or the set-up link while nobody can sign in."""
    title, name = ("Demo data", "lopo_demo") if command == "demo" else ("First run", "lopo_setup")
    with step(title):
        said = children.run(django_command(name, "--json"), surroundings, stdout=subprocess.PIPE)
    try:
        facts = json.loads(said)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _run(
    options: argparse.Namespace,
    surroundings: Mapping[str, str],
    url: str,
    facts: dict[str, Any],
    found: Database,
) -> None:
    """Start web and worker, say READY, and tend them until asked to stop."""
    _allow_many_connections()
    ours = [
        children.Child("web server", _granian(options, surroundings), surroundings),
        children.Child("worker", django_command("lopo_worker"), surroundings),
    ]
    try:
        with step("Web server and worker"):
            for child in ours:
                child.start()
            _wait_ready(network.local_url(options.host, options.port), ours)
        _announce(options, url, facts)
        while True:
            if found.tend():
                note("PostgreSQL had ended; it runs again.")
            for child in ours:
                child.tend()
            time.sleep(LOOK_SECONDS)
    finally:
        children.stop_all(ours)


def _granian(options: argparse.Namespace, surroundings: Mapping[str, str]) -> list[str]:
    """The web server's command line."""
    workers = surroundings.get("LOPO_WORKERS") or str(min(MOST_WORKERS, os.cpu_count() or 1))
    return [
        *[sys.executable, "-m", "granian", "config.asgi:application"],
        *["--interface", "asgi", "--http", "1", "--no-ws", "--workers", workers],
        *["--host", options.host, "--port", str(options.port)],
        # Open streams count as requests in progress: the limit must be far above them, or they
        # would keep pages out. The real limits are in our own code.
        *["--backlog", "2048", "--backpressure", "20000"],
        *["--respawn-failed-workers", "--workers-kill-timeout", "8"],
        *["--log-level", "warning"],
    ]


def _allow_many_connections() -> None:
    """Every live stream is an open file; the usual soft limit of 1,024 is too low."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _wait_ready(base: str, ours: list[children.Child]) -> None:
    """Until /readyz says yes."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        reasons = network.why_not_ready(base)
        if not reasons:
            return
        if time.monotonic() > deadline:
            raise Stop(f"Not ready after {READY_SECONDS:.0f} seconds: {reasons}.")
        for child in ours:
            child.tend()
            if child.quick_deaths >= STARTS_TRIED:
                raise Stop(f"The {child.name} does not start: see above.")
        time.sleep(LOOK_SECONDS)


def _announce(options: argparse.Namespace, url: str, facts: dict[str, Any]) -> None:
    """READY for the program that waits, then what a person wants to open."""
    answer(f"READY http://localhost:{options.port}")
    if url != f"http://localhost:{options.port}":
        answer(f"Public address: {url}")
    if options.command == "serve" and network.reaches_nobody_else(url):
        note(
            f"Invitations, tickets, the device page and the TV will carry {url}, which opens on "
            "this machine only: start with --url https://your.address (or set LOPO_URL) before "
            "you invite anybody."
        )
    for title, path in facts.get("addresses", {}).items():
        answer(f"  {title:<24} {url}{path}" if path.startswith("/") else f"  {title:<24} {path}")
    logins = facts.get("logins", [])
    if logins:
        answer(f"Sign in (demo only) with the password {facts.get('password')}")
        for login in logins:
            answer(f"  {login[0]:<14} {login[1]}")
    note("Ctrl-C stops everything.")
