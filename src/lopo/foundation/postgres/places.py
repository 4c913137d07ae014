"""Where the embedded PostgreSQL keeps its things inside (and, for long paths, beside) the data."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from lopo.foundation.postgres.problems import PostgresProblem

# A Unix socket's address holds at most 108 bytes on Linux and 104 on macOS.
LONGEST_SOCKET_PATH = 90
PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
PID_FILE_SOCKET_LINE = 4
UNSAFE = frozenset("'\"`$\\,\n\r")
# Only ever used for a 0700 folder whose owner is checked.
TEMPORARY = Path("/tmp")  # noqa: S108


@dataclass(frozen=True)
class Places:
    """The folders of one data folder's PostgreSQL."""

    data: Path

    @property
    def home(self) -> Path:
        """Everything of PostgreSQL; given to an ordinary account where root must step back."""
        return self.data / "postgres"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "cluster"

    @property
    def draft(self) -> Path:
        """A cluster in the making; renamed when it is complete and on disk."""
        return self.home / "cluster.new"

    @property
    def start_log(self) -> Path:
        """What the server says before its own log begins."""
        return self.home / "start.log"

    @property
    def log(self) -> Path:
        """The folder of the server's own log, a file for every day of the week."""
        return self.cluster / "log"

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's note about the server that has this folder open."""
        return self.cluster / "postmaster.pid"

    def make(self) -> None:
        """Create the folders, closed to everybody else."""
        # pg_ctl hands these paths to a shell, and a comma parts one socket folder from the next.
        if not UNSAFE.isdisjoint(str(self.data)):
            raise PostgresProblem(
                f"The data folder {self.data} cannot hold a database: choose one without quotes, "
                "commas, $, ` and \\ in its path."
            )
        for folder in (self.data, self.home):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def cluster_major(self) -> int | None:
        """The PostgreSQL version that made the cluster; None when there is none yet."""
        try:
            return int((self.cluster / "PG_VERSION").read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return None

    def running_socket(self) -> Path | None:
        """The socket folder of the server that has the cluster open, by its own note.

        A server may have been started by a process with another runtime directory than ours, so
        its own note is believed rather than our computation.
        """
        try:
            lines = self.pid_file.read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        if len(lines) <= PID_FILE_SOCKET_LINE or not lines[PID_FILE_SOCKET_LINE].strip():
            return None
        return Path(lines[PID_FILE_SOCKET_LINE].strip())

    def running_pid(self) -> int | None:
        """The process that has the cluster open, by PostgreSQL's own note."""
        return pid_in(self.pid_file)

    def fresh_socket(self, owner: int | None = None) -> Path:
        """The socket folder for a server about to start: inside the data, unless that is long.

        `owner` is the ordinary account PostgreSQL runs as, where it is not ours: it cannot enter
        our own runtime directory.
        """
        inside = self.home / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        base = runtime_folder() if owner is None else TEMPORARY
        outside = base / f"lopo-{os.geteuid()}-{mark}"
        make_private(outside, {os.geteuid(), os.geteuid() if owner is None else owner})
        return outside


def pid_in(note: Path) -> int | None:
    """The process a lock file of PostgreSQL names in its first line."""
    try:
        return int(note.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def runtime_folder() -> Path:
    """A short folder for sockets: the session's runtime directory, else the temporary one."""
    candidates = [os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.geteuid()}"]
    for candidate in candidates:
        if candidate and _is_private(Path(candidate), {os.geteuid()}):
            return Path(candidate)
    return TEMPORARY


def make_private(folder: Path, owners: set[int]) -> None:
    """Create a 0700 folder, or accept one that is ours and closed; refuse anything else."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not _is_private(folder, owners):
            raise PostgresProblem(
                f"The folder {folder} belongs to somebody else or is open to others: remove it."
            ) from None


def _is_private(folder: Path, owners: set[int]) -> bool:
    """A real directory (no link) of ours that nobody else may enter."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    ours = status.st_uid in owners
    return stat.S_ISDIR(status.st_mode) and ours and not status.st_mode & 0o077
