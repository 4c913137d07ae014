"""Under which identity PostgreSQL runs: it refuses to run as root, and root is common here.

As root we first try a user namespace that shows root as an ordinary account to PostgreSQL while
every file stays root's outside: no user is created, no folder changes hands, and it works inside a
0700 home. Where namespaces are denied, the data folder alone is given to an existing ordinary
account. Where that account cannot reach the folder, we stop and say so.
"""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lopo.foundation.postgres.problems import PostgresProblem

CLONE_NEWUSER = 0x10000000
ORDINARY_ACCOUNTS = ("nobody", "postgres", "daemon")


@dataclass(frozen=True)
class Identity:
    """How a PostgreSQL program is started, and whose its files must be."""

    name: str
    enter: Callable[[], None] | None = None
    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = field(default=None)

    def run(self, command: list[str], timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """Run one PostgreSQL program to its end."""
        # One short-lived thread-free command line process: preexec_fn is safe here, and the only
        # way to enter a namespace between fork and exec.
        return subprocess.run(  # noqa: PLW1509
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=timeout,
            cwd="/",
            env=_clean_environment(),
            preexec_fn=self.enter,
            user=self.user,
            group=self.group,
            extra_groups=self.extra_groups,
        )

    def own(self, *paths: Path) -> None:
        """Make sure the identity owns these paths (only the account fallback changes anything)."""
        if self.user is None:
            return
        for path in paths:
            os.chown(path, self.user, -1 if self.group is None else self.group)


def choose(folder: Path, program: str) -> Identity:
    """The identity that works for this data folder on this machine."""
    if os.geteuid() != 0:
        return Identity(name="plain")
    namespaced = _namespace_identity()
    if namespaced is not None and _works(namespaced, [program, "--version"]):
        return namespaced
    account = _account_identity(folder)
    if account is not None and _reaches(account, folder):
        return account
    raise PostgresProblem(
        "PostgreSQL does not run as root, this machine allows no user namespace, and no ordinary "
        f"account can reach {folder}: start ./lopo as an ordinary user, or give it a data folder "
        "with --data in a place other accounts can enter."
    )


def _clean_environment() -> dict[str, str]:
    """PG* variables of the caller must not steer our server."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _ordinary_account() -> pwd.struct_passwd | None:
    """An account that exists everywhere (initdb looks its own name up) and is not root."""
    for name in ORDINARY_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _namespace_identity() -> Identity | None:
    """Root outside, an ordinary account inside; Linux only."""
    account = _ordinary_account()
    if not sys.platform.startswith("linux") or account is None:
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()

    def enter() -> None:
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{account.pw_gid} {gid} 1", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{account.pw_uid} {uid} 1", encoding="ascii")

    return Identity(name="namespace", enter=enter)


def _account_identity(folder: Path) -> Identity | None:
    """An ordinary account that is given the data folder; an earlier choice is kept."""
    owner = folder.stat().st_uid
    account = _ordinary_account()
    if owner != 0:
        return Identity(name="account", user=owner, group=folder.stat().st_gid, extra_groups=[])
    if account is None:
        return None
    return Identity(name="account", user=account.pw_uid, group=account.pw_gid, extra_groups=[])


def _works(identity: Identity, command: list[str]) -> bool:
    """Whether a harmless command runs under this identity."""
    try:
        return identity.run(command, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _reaches(identity: Identity, folder: Path) -> bool:
    """Whether the account can walk to the folder; the folder itself will be its own."""
    return _works(identity, ["test", "-x", str(folder.parent)])
