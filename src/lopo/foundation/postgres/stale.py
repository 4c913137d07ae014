"""PostgreSQL's own note about a server that is no more.

PostgreSQL believes `postmaster.pid` as long as a process of that number exists. After a kill that
number can belong to a zombie nobody reaps (a container without an init) or, after a reboot, to an
innocent process. Then it refuses to start for ever. We remove the note only when the process is
provably not the server of this folder and nobody is attached to the server's shared memory.
"""

import sys
from pathlib import Path

from lopo.foundation.postgres.places import Places

SHARED_MEMORY_LINE = 6
SHARED_MEMORY_TABLE = Path("/proc/sysvipc/shm")


def clear(places: Places) -> None:
    """Remove the note of a dead server; leave that of a living or doubtful one."""
    pid = places.running_pid()
    if pid is None or not sys.platform.startswith("linux"):
        return
    if _serves(pid, places.cluster) or _is_attached(places.pid_file):
        return
    places.pid_file.unlink(missing_ok=True)


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


def _is_attached(pid_file: Path) -> bool:
    """Whether a backend of the dead server still holds the shared memory the note names."""
    try:
        shm_id = pid_file.read_text(encoding="utf-8").splitlines()[SHARED_MEMORY_LINE].split()[1]
        table = SHARED_MEMORY_TABLE.read_text(encoding="ascii").splitlines()
    except (OSError, IndexError):
        return False
    names = table[0].split()
    for row in table[1:]:
        entry = dict(zip(names, row.split(), strict=False))
        if entry.get("shmid") == shm_id:
            return entry.get("nattch") != "0"
    return False
