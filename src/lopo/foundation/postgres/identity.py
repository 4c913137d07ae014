"""Under which identity PostgreSQL runs: it refuses to run as root, and root is common here.

As root we first try a user namespace that shows root as an ordinary account to PostgreSQL while
every file stays root's outside: no user is created, no folder changes hands, and it works inside a
0700 home. Where namespaces are denied, the data folder alone is given to an existing ordinary
account. Where that account cannot walk to the folder (a 0700 home again), it is allowed to walk and
read, which is less than the namespace allows, and nothing more. Where even that is denied, we stop
and say so.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lopo.foundation.postgres.problems import PostgresProblem

CLONE_NEWUSER = 0x10000000
# Walking through closed folders and reading; the second one where containers deny the first.
WALKING = ("dac_read_search", "dac_override")
ORDINARY_ACCOUNTS = ("nobody", "postgres", "daemon")


@dataclass(frozen=True)
class Identity:
    """How a PostgreSQL program is started, and whose its files must be."""

    name: str
    enter: Callable[[], None] | None = None
    account: pwd.struct_passwd | None = None
    prefix: tuple[str, ...] = ()

    @property
    def uid(self) -> int | None:
        """The account that owns PostgreSQL's files, where it is not ours."""
        return self.account.pw_uid if self.account else None

    def run(self, command: list[str], timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """Run one PostgreSQL program to its end."""
        steps_down = self.account if not self.prefix else None
        # The command line has no threads, so preexec_fn is safe; it is the only way to enter a
        # namespace between fork and exec. A session of its own keeps Ctrl-C from reaching it.
        return subprocess.run(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=timeout,
            cwd="/",
            env=_clean_environment(),
            start_new_session=True,
            preexec_fn=self.enter,
            user=steps_down.pw_uid if steps_down else None,
            group=steps_down.pw_gid if steps_down else None,
            extra_groups=[] if steps_down else None,
        )

    def own(self, *paths: Path) -> None:
        """Make sure the account owns these paths (in the other ways they stay as they are)."""
        if self.account is not None:
            for path in paths:
                os.chown(path, self.account.pw_uid, self.account.pw_gid)


def choose(folder: Path, program: str) -> Identity:
    """The identity that works for this data folder on this machine."""
    if os.geteuid() != 0:
        return Identity(name="plain")
    namespaced = _namespace_identity()
    if namespaced is not None and _works(namespaced, [program, "--version"]):
        return namespaced
    for identity in _account_identities(folder):
        if _works(identity, [program, "--version"]) and _reaches(identity, folder):
            return identity
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


def _account_identities(folder: Path) -> list[Identity]:
    """An ordinary account that is given the data folder: as it is, then allowed to walk to it."""
    account = _owner_of(folder) or _ordinary_account()
    if account is None:
        return []
    setpriv = shutil.which("setpriv")
    found = [Identity(name="account", account=account)]
    for capability in WALKING if setpriv else ():
        drop = f"--reuid={account.pw_uid} --regid={account.pw_gid} --clear-groups".split()
        allow = [f"--inh-caps=-all,+{capability}", f"--ambient-caps=-all,+{capability}"]
        # Without this bit access(2), which PostgreSQL asks first, would not know of the right.
        prefix = (str(setpriv), *drop, "--securebits=+no_setuid_fixup", *allow, "--")
        found.append(Identity(name="walking account", account=account, prefix=prefix))
    return found


def _owner_of(folder: Path) -> pwd.struct_passwd | None:
    """The account an earlier start gave the folder to; None when it is still root's."""
    owner = folder.stat().st_uid
    try:
        return pwd.getpwuid(owner) if owner != 0 else None
    except KeyError:
        return None


def _works(identity: Identity, command: list[str]) -> bool:
    """Whether a harmless command runs under this identity."""
    try:
        return identity.run(command, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _reaches(identity: Identity, folder: Path) -> bool:
    """Whether the account can walk to the folder; the folder itself will be its own."""
    return _works(identity, ["test", "-d", f"{folder.parent}/."])
