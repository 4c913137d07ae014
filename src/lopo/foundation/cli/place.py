"""Which data folder, which database, which environment: the same answer for every command."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lopo.foundation.cli.output import Stop, step
from lopo.foundation.env import ROOT, data_dir
from lopo.foundation.postgres import APP_ROLE, OWNER_ROLE, Server
from lopo.foundation.postgres.locks import FileLock

QUICK_SECONDS = 0.5


@dataclass(frozen=True)
class Place:
    """A data folder and what lies in it for the launcher."""

    data: Path

    @property
    def server_lock(self) -> FileLock:
        """Held by the one process that serves this folder."""
        return FileLock(self.data / "server.lock")

    @property
    def note_file(self) -> Path:
        """What the serving process tells the other commands."""
        return self.data / "server.json"

    @property
    def kind_file(self) -> Path:
        """Whether this folder is for the demo or for production."""
        return self.data / "kind"

    def read_note(self) -> dict[str, Any]:
        """What the serving process (or the last one) has said; empty when nothing."""
        try:
            found = json.loads(self.note_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write_note(self, **facts: Any) -> None:
        """Tell the other commands how we serve."""
        draft = self.note_file.with_suffix(".new")
        draft.write_text(json.dumps(facts), encoding="utf-8")
        draft.replace(self.note_file)

    def has_cluster(self) -> bool:
        """Whether an embedded database was ever made here."""
        return (self.data / "postgres" / "cluster" / "PG_VERSION").exists()

    def make(self) -> None:
        """Create the folder, closed to others; an existing one is left as it is."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise Stop(
                f"The data folder {self.data} cannot be made ({problem.strerror}): name another "
                "one with --data."
            ) from None


def place_of(chosen: str | None) -> Place:
    """The folder of --data, else of $LOPO_DATA, else var/data in the checkout."""
    return Place(Path(chosen).expanduser().absolute() if chosen else data_dir())


def environment(place: Place, mode: str, **more: str) -> dict[str, str]:
    """What our child processes see."""
    source = str(ROOT / "src")
    paths = [source, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(path for path in paths if path)),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
        "LOPO_DATA": str(place.data),
        "LOPO_MODE": mode,
        **more,
    }


@dataclass(frozen=True)
class Database:
    """Where the database is, and how to keep it there."""

    addresses: dict[str, str]
    tend: Callable[[], bool]


@contextmanager
def database(place: Place) -> Iterator[Database]:
    """The database for the length of a block: the operator's, else the embedded one."""
    if os.environ.get("DATABASE_URL"):
        kept = ("DATABASE_URL", "LOPO_OWNER_URL")
        given = {name: os.environ[name] for name in kept if os.environ.get(name)}
        yield Database(addresses=given, tend=lambda: False)
        return
    with step("PostgreSQL", quick=QUICK_SECONDS):
        lease = Server(place.data).lease()
    with lease:
        urls = {"DATABASE_URL": lease.url(APP_ROLE), "LOPO_OWNER_URL": lease.url(OWNER_ROLE)}
        yield Database(addresses=urls, tend=lease.tend)


def django_command(*words: str) -> list[str]:
    """The command line of a Django management command."""
    return [sys.executable, "-m", "django", *words]


def enter_django(environment_: Mapping[str, str]) -> None:
    """Turn this very process into a Django one."""
    os.environ.update(environment_)
    source = str(ROOT / "src")
    if source not in sys.path:
        sys.path.insert(0, source)
    import django  # noqa: PLC0415 - the fast commands never load Django

    django.setup()
