"""The embedded PostgreSQL on this very machine: made, shared, adopted, and never left open."""

import ctypes
import os
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lopo.foundation.postgres import APP_ROLE, OWNER_ROLE, PostgresProblem, Server, identity, places
from lopo.foundation.postgres.binaries import find
from lopo.foundation.postgres.places import Places, make_private

LINUX = sys.platform.startswith("linux")
ROOT_ON_LINUX = LINUX and os.geteuid() == 0
PR_SET_CHILD_SUBREAPER = 36


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path directly under the temporary folder, as pytest's own are too long and closed."""
    path = Path(tempfile.mkdtemp(prefix="lopo-"))
    yield path
    shutil.rmtree(path)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def test_an_unknown_cluster_version_is_refused_in_one_sentence() -> None:
    with pytest.raises(PostgresProblem, match="made by PostgreSQL 9"):
        find(9)


@pytest.mark.parametrize("odd", list("'\"`$\\,\n"))
def test_a_path_that_a_shell_would_read_is_refused(tmp_path: Path, odd: str) -> None:
    with pytest.raises(PostgresProblem, match="choose one without quotes"):
        Places(tmp_path / f"a{odd}b").make()
    assert list(tmp_path.iterdir()) == []


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    with pytest.raises(PostgresProblem, match="open to others"):
        make_private(open_folder, {os.geteuid()})


def test_a_link_in_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(real)
    with pytest.raises(PostgresProblem):
        make_private(tmp_path / "link", {os.geteuid()})


def test_a_long_path_gets_a_short_closed_socket_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "r"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    deep = Places(data=tmp_path / ("x" * 80))
    deep.make()
    socket = deep.fresh_socket()
    assert socket.parent == runtime
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert deep.fresh_socket() == socket


def test_an_open_runtime_directory_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert places.runtime_folder() != tmp_path


def test_the_first_start_makes_a_durable_closed_server(folder: Path) -> None:
    with Server(folder).lease() as lease:
        settings = {
            name: ask(lease.url(APP_ROLE), f"SELECT current_setting('{name}')")
            for name in (
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "data_checksums",
                "listen_addresses",
                "password_encryption",
            )
        }
        assert settings == {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "listen_addresses": "",
            "password_encryption": "scram-sha-256",
        }
        assert stat.S_IMODE(lease.socket.stat().st_mode) == 0o700
        hba = (folder / "postgres" / "cluster" / "pg_hba.conf").read_text(encoding="utf-8")
        rules = [line.split()[-1] for line in hba.splitlines() if line and line[0] != "#"]
        assert set(rules) == {"scram-sha-256"}
    assert not Server(folder).is_running()


def test_no_file_of_the_data_folder_is_open_to_others(folder: Path) -> None:
    with Server(folder, for_tests=True).lease():
        pass
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secrets = folder / "secrets"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()}
    assert modes == {0o600}


def test_the_serving_role_may_neither_create_nor_rule(folder: Path) -> None:
    with Server(folder).lease() as lease:
        for forbidden in (
            "CREATE TABLE sneaky (x int)",
            "CREATE TEMP TABLE sneaky (x int)",
            "CREATE SCHEMA sneaky",
            "CREATE ROLE sneaky",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                ask(lease.url(APP_ROLE), forbidden)
        question = "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = "
        assert ask(lease.url(OWNER_ROLE), f"{question}'{APP_ROLE}'") is False
        assert ask(lease.url(OWNER_ROLE), f"{question}'{OWNER_ROLE}'") is False
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(lease.url(OWNER_ROLE), "SET session_replication_role = replica")


def test_a_wrong_password_is_refused_also_on_the_socket(folder: Path) -> None:
    with (
        Server(folder, for_tests=True).lease() as lease,
        pytest.raises(psycopg.OperationalError, match="password"),
    ):
        psycopg.connect(
            host=str(lease.socket), port=5432, user=APP_ROLE, password="wrong", dbname="lopo"
        )


def test_the_last_lease_stops_the_server_and_no_other(folder: Path) -> None:
    first, second = Server(folder, for_tests=True).lease(), Server(folder, for_tests=True).lease()
    first.close()
    assert ask(second.url(APP_ROLE), "SELECT 1") == 1
    second.close()
    assert not Server(folder).is_running()


def test_what_was_committed_is_there_after_a_stop_and_a_start(folder: Path) -> None:
    with Server(folder).lease() as lease:
        ask(lease.url(OWNER_ROLE), "CREATE TABLE kept AS SELECT 7 AS x")
    with Server(folder).lease() as lease:
        assert ask(lease.url(OWNER_ROLE), "SELECT x FROM kept") == 7


def test_an_orphaned_server_is_adopted(folder: Path) -> None:
    lease = Server(folder, for_tests=True).lease()
    pid = Places(data=folder).running_pid()
    # The process that held the lease dies without giving it back: its lock goes, the server stays.
    lease._users.release()
    with Server(folder, for_tests=True).lease() as adopted:
        assert Places(data=folder).running_pid() == pid
        assert ask(adopted.url(APP_ROLE), "SELECT 1") == 1
    assert not Server(folder).is_running()


def test_a_reset_is_refused_while_somebody_uses_the_database(folder: Path) -> None:
    with (
        Server(folder, for_tests=True).lease(),
        pytest.raises(PostgresProblem, match="in use"),
    ):
        Server(folder, for_tests=True).reset()


def test_a_reset_begins_with_an_empty_database(folder: Path) -> None:
    with Server(folder, for_tests=True).lease() as lease:
        ask(lease.url(OWNER_ROLE), "CREATE TABLE gone AS SELECT 1")
    Server(folder, for_tests=True).reset()
    with Server(folder, for_tests=True).lease() as lease:
        assert ask(lease.url(OWNER_ROLE), "SELECT to_regclass('gone')") is None


@pytest.mark.skipif(not LINUX, reason="processes are looked at through /proc")
def test_a_killed_server_that_stays_a_zombie_does_not_block_the_next_start(folder: Path) -> None:
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    family: list[int] = []
    try:
        with Server(folder).lease() as lease:
            ask(lease.url(OWNER_ROLE), "CREATE TABLE kept AS SELECT 7 AS x")
            pid = Places(data=folder).running_pid()
            assert pid is not None
            family = [pid, *children_of(pid)]
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda: state_of(pid) == "Z")
            lease._users.release()
            with Server(folder).lease() as again:
                # Nobody has reaped it: its number still stands for a process.
                assert state_of(pid) == "Z"
                assert ask(again.url(OWNER_ROLE), "SELECT x FROM kept") == 7
    finally:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
        reap(family)


@pytest.mark.skipif(not LINUX, reason="processes are looked at through /proc")
def test_a_note_that_names_an_innocent_process_does_not_block_the_start(folder: Path) -> None:
    with Server(folder, for_tests=True).lease():
        note = Places(data=folder).pid_file.read_text(encoding="utf-8").splitlines()
    # After a reboot the number of the dead server can belong to anybody, here to this test.
    Places(data=folder).pid_file.write_text("\n".join([str(os.getpid()), *note[1:], ""]))
    with Server(folder, for_tests=True).lease() as lease:
        assert ask(lease.url(APP_ROLE), "SELECT 1") == 1


@pytest.mark.skipif(not ROOT_ON_LINUX, reason="only root must step back")
def test_root_is_not_root_inside_and_gives_nothing_away(folder: Path) -> None:
    closed = folder / "home"
    closed.mkdir(mode=0o700)
    with Server(closed / "data", for_tests=True).lease():
        pid = Places(data=closed / "data").running_pid()
        uid_map = Path(f"/proc/{pid}/uid_map").read_text(encoding="ascii").split()
    if identity.choose(closed / "data", find().path("postgres")).name != "namespace":
        pytest.skip("this machine denies user namespaces")
    assert uid_map[0] != "0"
    assert uid_map[1:] == ["0", "1"]
    owners = {path.stat().st_uid for path in (closed / "data").rglob("*")}
    assert owners == {0}
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(not ROOT_ON_LINUX, reason="only root must step back")
def test_without_namespaces_the_data_folder_alone_changes_hands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_namespace_identity", lambda: None)
    data = folder / "data"
    folder.chmod(0o755)
    with Server(data).lease() as lease:
        assert ask(lease.url(APP_ROLE), "SELECT 1") == 1
        pid = Places(data=data).running_pid()
        assert Path(f"/proc/{pid}").stat().st_uid != 0
    assert folder.stat().st_uid == 0
    assert (data / "postgres" / "cluster").stat().st_uid != 0
    assert (data / "secrets").stat().st_uid == 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    with Server(data).lease() as lease:
        assert ask(lease.url(APP_ROLE), "SELECT 1") == 1


@pytest.mark.skipif(not ROOT_ON_LINUX, reason="only root must step back")
def test_without_namespaces_a_closed_home_stays_closed_and_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_namespace_identity", lambda: None)
    data = folder / "data"
    with Server(data, for_tests=True).lease() as lease:
        assert ask(lease.url(APP_ROLE), "SELECT 1") == 1
        pid = Places(data=data).running_pid()
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        # One capability of the forty-odd of root.
        assert bin(effective_capabilities(pid)).count("1") == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == 0


@pytest.mark.skipif(not ROOT_ON_LINUX, reason="only root must step back")
def test_a_folder_nobody_else_can_reach_stops_in_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_namespace_identity", lambda: None)
    monkeypatch.setattr(identity, "WALKING", ())
    with pytest.raises(PostgresProblem, match="as an ordinary user"):
        Server(folder / "closed" / "data").lease()
    assert not (folder / "closed" / "data" / "postgres" / "cluster").exists()


def effective_capabilities(pid: int | None) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def reap(pids: list[int]) -> None:
    """What has become our child must not stay a zombie."""
    for pid in pids:
        for _ in range(100):
            try:
                if os.waitpid(pid, os.WNOHANG)[0] == pid:
                    break
            except ChildProcessError:
                break
            time.sleep(0.05)
