"""`./lopo test`: every test, browser tests included, on a PostgreSQL made for it."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from lopo.foundation.cli.output import Stop, note, notes, step
from lopo.foundation.cli.place import Place, environment
from lopo.foundation.env import ROOT
from lopo.foundation.postgres import APP_ROLE, OWNER_ROLE, Server, outside
from lopo.foundation.postgres.binaries import SYSTEM_FOLDER

# The same engine without windows and menus: its pages cost the machine a fifth less.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# libatomic1: the program that drives the browser needs it, and an empty Debian lacks it.
NEEDED = ("fonts-dejavu-core", "libatomic1")
INSTALL = f"apt-get install chromium {' '.join(NEEDED)}"
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# Each of the two has half of the files, in one piece, and helps the other when it is through: what
# a file sets up once (a browser, a world) is set up once.
PARALLEL = ("-n", "2", "--dist", "worksteal")


def test(options: argparse.Namespace) -> int:
    """Run pytest; its closing line is the last one, its exit code is ours."""
    words = [word for word in options.words if word != "--"]
    if not any(word.startswith(("-n", "--numprocesses")) for word in words):
        words = [*PARALLEL, *words]
    with surroundings(options.postgres) as found:
        found["LOPO_CHROMIUM"] = browser()
        # In our own session: Ctrl-C reaches pytest, which reports and ends by itself.
        return subprocess.call([sys.executable, "-m", "pytest", *words], cwd=ROOT, env=found)


def bench(options: argparse.Namespace) -> int:
    """Measure the pages on a database made for it; 1 when one of them grows with the catalogue."""
    with surroundings() as found, notes.status("Filling and measuring …"):
        words = [word for word in options.words if word != "--"]
        return subprocess.call(
            [sys.executable, "-m", "tools.bench", *words],
            cwd=ROOT,
            # Databases are made by the owner; nothing is served from this one.
            env={
                **found,
                "DATABASE_URL": found["LOPO_OWNER_URL"],
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            },
        )


@contextmanager
def surroundings(postgres: int | None = None) -> Iterator[dict[str, str]]:
    """Environment and database for tests and checks: the caller's, else a cluster of our own.

    With a major version: a server of the distribution's programs, as an operator would bring it.
    """
    place = Place(Path(os.environ.get("LOPO_TEST_DATA") or ROOT / "var" / "test-data"))
    place.make()
    if postgres is not None:
        with _outside(postgres) as urls:
            yield _environment(place, urls)
        return
    given = {name: os.environ.get(name, "") for name in ("LOPO_OWNER_URL", "DATABASE_URL")}
    if all(given.values()):
        yield _environment(place, given)
        return
    with step("PostgreSQL for tests"):
        lease = Server(place.data, for_tests=True).lease()
    with lease:
        urls = {"DATABASE_URL": lease.url(APP_ROLE), "LOPO_OWNER_URL": lease.url(OWNER_ROLE)}
        yield _environment(place, urls)


def _environment(place: Place, urls: Mapping[str, str]) -> dict[str, str]:
    """What tests and checks see.

    They start dozens of Python programs (servers, command lines, crowds). Where the caller wants
    no compiled files beside the sources, as containers do, each would compile Django and us anew.
    """
    return environment(place, "test", PYTHONDONTWRITEBYTECODE="", **urls)


@contextmanager
def _outside(major: int) -> Iterator[dict[str, str]]:
    """The distribution's PostgreSQL; as root on Debian it is installed when there is none."""
    if not (SYSTEM_FOLDER / str(major) / "bin" / "postgres").exists() and _may_install():
        note(f"Installing PostgreSQL {major} with apt (its own server is not used) …")
        _install([f"postgresql-{major}"])
    with ExitStack() as stack:
        with step(f"PostgreSQL {major} of the distribution"):
            urls = stack.enter_context(outside(major))
        yield urls


def browser() -> str:
    """The path of a Chromium; as root on Debian the quickest one is installed if it is missing."""
    found = _find_browser()
    if found and _driver_starts() and not _is_quicker_one_offered(found):
        return found
    if not _may_install():
        raise Stop(
            "The browser tests need Chromium and libatomic: install them (Debian: `sudo apt-get "
            "install chromium libatomic1`), or name the browser's program in LOPO_CHROMIUM."
        )
    note("Installing Chromium with apt (the browser tests need it; once, about a minute) …")
    _apt("update")
    _apt("install", SHELL if _is_offered(SHELL) else "chromium", *NEEDED)
    found = _find_browser()
    if not found or not _driver_starts():
        raise Stop(f"Chromium could not be installed: run `{INSTALL}` by hand.")
    return found


def _driver_starts() -> bool:
    """Whether the program that drives the browser finds its libraries here."""
    package = find_spec("playwright")
    if package is None or package.origin is None:
        raise Stop("The developers' tools are missing: run the command through ./lopo.")
    node = Path(package.origin).parent / "driver" / "node"
    quiet = subprocess.DEVNULL
    return subprocess.call([node, "--version"], stdout=quiet, stderr=quiet) == 0


def _find_browser() -> str:
    """An installed Chromium or Chrome; empty when there is none."""
    chosen = os.environ.get("LOPO_CHROMIUM")
    if chosen:
        return chosen
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    return str(MAC_BROWSER) if MAC_BROWSER.exists() else ""


def _is_quicker_one_offered(found: str) -> bool:
    """Whether the distribution has the shell, where nobody chose another browser."""
    is_chosen = bool(os.environ.get("LOPO_CHROMIUM"))
    return not is_chosen and Path(found).name != SHELL and _may_install() and _is_offered(SHELL)


def _is_offered(package: str) -> bool:
    """Whether the distribution's lists, as they are here, have a package."""
    quiet = subprocess.DEVNULL
    return subprocess.call(["apt-cache", "show", package], stdout=quiet, stderr=quiet) == 0


def _may_install() -> bool:
    """As root where there is apt."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _install(packages: Sequence[str]) -> None:
    """From the distribution's own packages, as they are today."""
    _apt("update")
    _apt("install", *packages)


def _apt(verb: str, *packages: str) -> None:
    """`apt-get`; what it says is heard only if it fails."""
    done = subprocess.run(
        ["apt-get", "-qq", "-y", "--no-install-recommends", verb, *packages],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        note(done.stdout)
