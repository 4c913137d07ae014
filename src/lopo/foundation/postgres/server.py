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

    def tend(self) -> bool:
        """Start the server again if it was killed; whether that was needed."""
        return self._server.revive()

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
                was_running = self.is_running()
                socket = self._ensure_running()
                self._prepare(str(socket))
                if self.for_tests and not was_running:
                    # Nobody else is here yet: what killed test runs left behind may go.
                    roles.drop_test_databases(self.places, str(socket))
            except BaseException:
                users.release()
                raise
        return Lease(self, socket, users)

    def _prepare(self, socket: str) -> None:
        """Roles and database, as this version wants them."""
        roles.ensure(self.places, socket, for_tests=self.for_tests)

    def stop_if_unused(self) -> None:
        """Stop the server when nobody holds a lease any more."""
        users = FileLock(self.places.data / "postgres.users.lock")
        with self._start_lock():
            if users.acquire(wait=False):
                try:
                    self._stop()
                finally:
                    users.release()

    def revive(self) -> bool:
        """Start a server that died under its users; the ordinary look costs next to nothing."""
        if not stale.is_dead(self.places):
            return False
        with self._start_lock():
            self._ensure_running()
        return True

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
        socket = self.places.fresh_socket(identity.uid)
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
            stale.clear(self.places, socket)
            words = self._start_once(tools, socket) or words
            if self._answers(tools, socket):
                return
            if time.monotonic() > deadline:
                break
            time.sleep(START_PAUSE_SECONDS)
        raise PostgresProblem(
            f"PostgreSQL did not start on {self.places.data}: {words or 'it never answered'} "
            f"(its log: {self.places.log})."
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
        return self._last_words() or done.stderr.strip()

    def _last_words(self) -> str:
        """Why the server gave up, from its own log or from what it said before it had one."""
        logs = sorted(self.places.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
        for log in [*logs[-1:], self.places.start_log]:
            fatal = [line for line in _lines(log) if "FATAL:" in line]
            if fatal:
                return fatal[-1].partition("FATAL:")[2].strip()
        return ""

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


def _lines(path: Path) -> list[str]:
    """The lines of a log; none when there is no log."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
