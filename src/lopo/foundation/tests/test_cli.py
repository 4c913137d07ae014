"""The command line refuses in one sentence, with the right exit code, and cleans up behind it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lopo.foundation.cli import children, network, parser, place, serving
from lopo.foundation.cli.output import Stop
from lopo.foundation.env import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def lopo(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as the launcher does."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LOPO_")}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "lopo.foundation.cli", *words],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("dance",),
        ("demo", "--port", "many"),
        ("token",),
        ("import", "pets", "file"),
        ("verify", "--what"),
    ],
)
def test_wrong_usage_ends_with_exit_code_2(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        parser.build().parse_args(list(words))
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "command", ["demo", "serve", "test", "check", "token", "setup", "import", "verify"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parser.build().parse_args([command, "--help"])
    assert caught.value.code == 0
    assert command in capsys.readouterr().out


def test_a_port_in_use_is_refused_in_one_sentence(taken: int) -> None:
    with pytest.raises(Stop, match=f"Port {taken} is already in use"):
        network.require_free("127.0.0.1", taken)


def test_an_unknown_part_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = lopo("demo", "--data", str(tmp_path / "x"), LOPO_PARTS="foo")
    assert done.returncode == 1
    assert "LOPO_PARTS may name" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_number_that_is_no_port_is_wrong_usage() -> None:
    with pytest.raises(Stop, match="no port number") as caught:
        network.require_free("127.0.0.1", 70000)
    assert caught.value.code == 2


def test_a_command_that_reads_makes_no_database(tmp_path: Path) -> None:
    done = lopo("verify", "--data", str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert "holds no database yet" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_downloaded_day_is_verified_without_any_database(tmp_path: Path) -> None:
    day = {
        "format": "lopo-day/1", "centre": "bkd", "service_date": "2026-11-21",
        "zone": "Asia/Makassar", "policies": [], "events": [],
    }  # fmt: skip
    bundle = tmp_path / "day.json"
    bundle.write_text(json.dumps(day), encoding="utf-8")
    done = lopo("verify", "--bundle", str(bundle), "--data", str(tmp_path / "nothing"))
    assert done.returncode == 0, done.stderr
    assert "clean" in done.stdout


def test_a_token_for_nobody_is_wrong_usage(tmp_path: Path) -> None:
    done = lopo("token", "create", "--data", str(tmp_path))
    assert done.returncode == 2
    done = lopo("token", "create", "--device", "Pintu", "--data", str(tmp_path))
    assert done.returncode == 2


def test_a_folder_that_is_already_served_is_refused_and_says_where(tmp_path: Path) -> None:
    here = place.Place(tmp_path)
    here.write_note(url="http://localhost:4711", pid=1, mode="demo")
    with here.server_lock:
        done = lopo("serve", "--data", str(tmp_path), "--port", "1")
    assert done.returncode == 1
    assert "already being served at http://localhost:4711" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_demo_data_and_real_data_never_share_a_folder(tmp_path: Path) -> None:
    place.Place(tmp_path).kind_file.write_text("demo\n")
    done = lopo("serve", "--data", str(tmp_path), "--port", free_port())
    assert done.returncode == 1
    assert "belongs to `./lopo demo`" in done.stderr
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = lopo("serve", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "cannot be made" in done.stderr


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("localhost", "http://localhost:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
    ],
)
def test_the_public_address_follows_the_host(host: str, url: str) -> None:
    assert network.public_url(host, 8000) == url


@pytest.mark.parametrize(
    ("url", "alone"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("https://antrean.example.go.id", False),
        ("http://192.0.2.9:8000", False),
        ("https://localhost.example.go.id", False),
    ],
)
def test_an_address_that_opens_here_only_is_known_as_one(url: str, alone: bool) -> None:
    assert network.reaches_nobody_else(url) is alone


@pytest.mark.parametrize(
    ("command", "url", "told"),
    [
        ("serve", "http://localhost:8000", True),
        ("serve", "https://antrean.example.go.id", False),
        ("demo", "http://localhost:8000", False),
    ],
)
def test_a_server_whose_links_open_nowhere_else_says_so_once_with_the_remedy(
    capsys: pytest.CaptureFixture[str], command: str, url: str, told: bool
) -> None:
    options = parser.build().parse_args([command, "--port", "8000"])
    serving._announce(options, url, {})
    said = "".join(capsys.readouterr())
    assert said.count("start with --url") == int(told)
    assert said.startswith("READY http://localhost:8000\n"), "programs wait for this line"


def test_listening_everywhere_names_the_address_in_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "lan_address", lambda: "192.0.2.9")
    assert network.public_url("0.0.0.0", 8000) == "http://192.0.2.9:8000"
    assert network.local_url("0.0.0.0", 8000) == "http://127.0.0.1:8000"


def test_who_does_not_answer_is_not_ready() -> None:
    assert "does not answer yet" in network.why_not_ready(f"http://127.0.0.1:{free_port()}")


def test_a_note_that_is_broken_counts_as_none(tmp_path: Path) -> None:
    here = place.Place(tmp_path)
    here.note_file.write_text("{half")
    assert here.read_note() == {}
    here.note_file.write_text(json.dumps(["no", "dictionary"]))
    assert here.read_note() == {}


def test_a_child_that_falls_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LONGEST_PAUSE", 0.0)
    child = children.Child("web server", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    with pytest.raises(Stop, match="ended 5 times"):
        tend_for(child, seconds=60)
    assert child.quick_deaths == 6


def test_a_child_that_does_not_listen_is_stopped_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "STOP_SECONDS", 0.5)
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    child = children.Child("worker", [sys.executable, "-c", script], os.environ)
    child.start()
    time.sleep(0.5)
    children.stop_all([child])
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel")
def test_a_child_dies_with_a_parent_that_is_killed() -> None:
    script = (
        "import os, sys, time\n"
        "from lopo.foundation.cli import children\n"
        "words = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "child = children.start(words, os.environ)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while is_alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(grandchild)


def free_port() -> str:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def tend_for(child: children.Child, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        child.tend()
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    "url",
    [
        "notaurl",
        "javascript:alert(1)",
        "ftp://x",
        "https://",
        "https://x/y",
        "https://x?y",
        "https://a:b@x",
        "https://x:99999",
        "https://x:y",
        "https://[",
        "https://<b>",
    ],
)
def test_an_address_that_makes_no_links_is_refused(url: str) -> None:
    with pytest.raises(Stop) as caught:
        network.require_public(url)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "url", ["https://antrean.example.go.id", "http://192.0.2.7:8000", "http://[::1]:8000"]
)
def test_a_plain_address_makes_links(url: str) -> None:
    network.require_public(url)


def test_a_database_that_is_away_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Not by exit code 1, which says that `verify` has named offenders."""
    away = "postgresql://lopo@127.0.0.1:1/lopo"
    asked = lopo("verify", "--data", str(tmp_path), DATABASE_URL=away)
    assert (asked.returncode, "refused" in asked.stderr) == (2, True)
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = str(trial.getsockname()[1])
    served = lopo("serve", "--port", port, "--data", str(tmp_path), DATABASE_URL=away)
    assert (served.returncode, "cannot be reached" in served.stderr) == (1, True)
    assert "Traceback" not in asked.stderr + served.stderr
