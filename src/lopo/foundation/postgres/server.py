"""One PostgreSQL per data folder: started, adopted, shared between commands, stopped by the last.

Whoever needs the database takes a lease. The first lease starts the server (or adopts one that an
earlier, killed process left behind), the last one stops it. Leases are shared file locks, so a
process that is killed gives its lease back by dying.
"""

import subprocess
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlencode

from lopo.foundation.postgres import cluster, roles, stale
from lopo.foundation.postgres.binaries import Binaries, find
from lopo.foundation.postgres.identity import Identity, choose
from lopo.foundation.postgres.locks import FileLock, locked
from lopo.foundation.postgres.places import PORT, Places
from lopo.foundation.postgres.problems import PostgresProblem
from lopo.foundation.postgres.roles import APP_ROLE, DATABASE, OWNER_ROLE

__all__ = ["APP_ROLE", "DATABASE", "OWNER_ROLE", "Lease", "Server"]

START_TRIES = 20
START_PAUSE_SECONDS = 0.5
READY_SECONDS = 60.0


class Lease:
    """The right to use the running server; give it back with `close` or a `with` block."""

    def __init__(self, server: "Server", socket: Path, users: FileLock) -> None:
        self._server = server
        self._users = users
        self.socket = socket

    def url(self, role: str) -> str:
        """The address of the product's database for one of its two roles."""
        password = roles.password_of(role, self._server.places)
        query = urlencode({"host": str(self.socket), "port": PORT})
        return f"postgresql://{quote(role)}:{quote(password, safe='')}@/{DATABASE}?{query}"

    def close(self) -> None:
        """Give the lease back; the last one stops the server."""
        self._users.release()
        self._server.stop_if_unused()

    def __enter__(self) -> "Lease":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Server:
    """The embedded PostgreSQL of one data folder."""

    def __init__(self, data: Path, *, for_tests: bool = False) -> None:
        self.places = Places(data=data.absolute())
        self.for_tests = for_tests

    def lease(self) -> Lease:
        """Use the database: start it, adopt it or join it."""
        self.places.make()
        users = FileLock(self.places.data / "postgres.users.lock", shared=True)
        with self._start_lock():
            users.acquire()
            try:
                socket = self._ensure_running()
                roles.ensure(self.places, str(socket), for_tests=self.for_tests)
            except BaseException:
                users.release()
                raise
        return Lease(self, socket, users)

    def stop_if_unused(self) -> None:
        """Stop the server when nobody holds a lease any more."""
        users = FileLock(self.places.data / "postgres.users.lock")
        with self._start_lock():
            if users.acquire(wait=False):
                try:
                    self._stop()
                finally:
                    users.release()

    def is_running(self) -> bool:
        """Whether a server answers on this folder's socket."""
        socket = self.places.running_socket()
        return socket is not None and self._answers(self._tools(), socket)

    def _start_lock(self) -> FileLock:
        """Starting and stopping happen one at a time."""
        return FileLock(self.places.data / "postgres.start.lock")

    def _tools(self) -> tuple[Binaries, Identity]:
        """The programs and the identity for this folder."""
        binaries = find(self.places.cluster_major())
        return binaries, choose(self.places.data, binaries.path("postgres"))

    def _ensure_running(self) -> Path:
        """The socket folder of a server that answers."""
        binaries, identity = tools = self._tools()
        socket = self.places.running_socket()
        if socket is not None and self._answers(tools, socket):
            return socket
        cluster.ensure(self.places, binaries, identity, hasty=self.for_tests)
        socket = self.places.fresh_socket(identity.user)
        identity.own(self.places.data, self.places.home, socket)
        self._start(tools, socket)
        return socket

    def _start(self, tools: tuple[Binaries, Identity], socket: Path) -> None:
        """Start until it answers.

        `pg_ctl status` is not asked: a postmaster that was killed and never reaped still "runs"
        for it. After a crash the old shared memory is released late, hence the retries.
        """
        words = ""
        deadline = time.monotonic() + READY_SECONDS
        for _ in range(START_TRIES):
            if self._answers(tools, socket):
                return
            stale.clear(self.places)
            words = self._start_once(tools, socket) or words
            if self._answers(tools, socket):
                return
            if time.monotonic() > deadline:
                break
            time.sleep(START_PAUSE_SECONDS)
        raise PostgresProblem(
            f"PostgreSQL did not start on {self.places.data}: {words or 'it never answered'} "
            f"(its log: {self.places.start_log})."
        )

    def _start_once(self, tools: tuple[Binaries, Identity], socket: Path) -> str:
        """One try; the answer is what went wrong, if anything."""
        binaries, identity = tools
        self.places.start_log.unlink(missing_ok=True)
        command = [binaries.path("pg_ctl"), "start", "--wait", "--silent", "--timeout=60"]
        command += ["-D", str(self.places.cluster), "-l", str(self.places.start_log)]
        command += ["-o", f"-c unix_socket_directories='{socket}' -p {PORT}"]
        try:
            done = identity.run(command)
        except subprocess.TimeoutExpired:
            return "it took longer than two minutes"
        if done.returncode == 0:
            return ""
        return _last_line(self.places.start_log) or done.stderr.strip()

    def _answers(self, tools: tuple[Binaries, Identity], socket: Path) -> bool:
        """Whether a server accepts connections on this socket."""
        binaries, identity = tools
        command = [binaries.path("pg_isready"), "-q", "-t", "5", "-h", str(socket), "-p", str(PORT)]
        return identity.run(command, timeout=20).returncode == 0

    def _stop(self) -> None:
        """Stop cleanly; a server that does not want to is stopped hard (and recovers later)."""
        if self.places.running_pid() is None:
            return
        binaries, identity = self._tools()
        for mode in ("fast", "immediate"):
            command = [binaries.path("pg_ctl"), "stop", "--wait", "--silent", "--timeout=30"]
            command += ["-D", str(self.places.cluster), "--mode", mode]
            if identity.run(command).returncode == 0:
                return

    def reset(self) -> None:
        """Throw the database away; refused while anybody uses it."""
        self.places.make()
        users = FileLock(self.places.data / "postgres.users.lock")
        if not users.acquire(wait=False):
            raise PostgresProblem("The database is in use by another command: end that first.")
        try:
            with locked(self.places.data / "postgres.start.lock"):
                socket = self._ensure_running()
                roles.drop_database(self.places, str(socket))
                self._stop()
        finally:
            users.release()


def _last_line(path: Path) -> str:
    """The last words of a log."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
