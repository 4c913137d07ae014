"""PostgreSQL's own note about a server that is no more.

PostgreSQL believes `postmaster.pid` as long as a process of that number exists. After a kill that
number can belong to a zombie nobody reaps (a container without an init) or, after a reboot, to an
innocent process. Then it refuses to start for ever. We remove the note only when the process is
provably not the server of this folder and nobody is attached to the server's shared memory.
"""

import sys
from pathlib import Path

from lopo.foundation.postgres.places import SOCKET_NAME, Places, pid_in

SHARED_MEMORY_LINE = 6
SHARED_MEMORY_TABLE = Path("/proc/sysvipc/shm")


def clear(places: Places, socket: Path) -> None:
    """Remove the notes of a dead server; leave those of a living or doubtful one.

    There are two: `postmaster.pid` in the cluster and a lock beside the socket, whose folder
    belongs to this cluster alone.
    """
    if not sys.platform.startswith("linux"):
        return
    for note in (places.pid_file, socket / f"{SOCKET_NAME}.lock"):
        pid = pid_in(note)
        if pid is not None and not _serves(pid, places.cluster) and not _is_attached(note):
            note.unlink(missing_ok=True)


def is_dead(places: Places) -> bool:
    """Whether the server that was started here is provably no more (a look at /proc, no query)."""
    if not sys.platform.startswith("linux"):
        return False
    pid = places.running_pid()
    return pid is None or not _serves(pid, places.cluster)


def _serves(pid: int, cluster: Path) -> bool:
    """Whether the process lives and works in the cluster's folder, as a postmaster does."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == cluster.resolve()
    except FileNotFoundError:
        # No such process, or a zombie: it has no working directory any more.
        return False
    except OSError:
        # Somebody else's process; it cannot have our 0700 folder open.
        return False


def _is_attached(note: Path) -> bool:
    """Whether a backend of the dead server still holds the shared memory the note names."""
    try:
        shm_id = note.read_text(encoding="utf-8").splitlines()[SHARED_MEMORY_LINE].split()[1]
        table = SHARED_MEMORY_TABLE.read_text(encoding="ascii").splitlines()
    except (OSError, IndexError):
        return False
    names = table[0].split()
    for row in table[1:]:
        entry = dict(zip(names, row.split(), strict=False))
        if entry.get("shmid") == shm_id:
            return entry.get("nattch") != "0"
    return False
