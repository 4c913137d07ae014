"""The launcher: one clear sentence on a machine that lacks something, no second install."""

import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from lopo.foundation.env import ROOT


@pytest.fixture
def launcher(tmp_path: Path) -> ModuleType:
    """The launcher as a module, in a checkout of its own."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "lopo", tmp_path / "lopo")
    loader = SourceFileLoader("launcher", str(tmp_path / "lopo"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_python_that_is_too_old_is_told_the_remedy(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(launcher.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit) as caught:
        launcher.require_python()
    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert "Python 3.11 or newer is needed and this is 3.9" in said
    assert len(said.splitlines()) == 1


def test_without_venv_an_ordinary_user_is_told_one_command(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(launcher.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        launcher.install_venv_module()
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"sudo apt-get install -y {version}" in capsys.readouterr().err


def test_the_environment_is_filled_once_and_again_when_the_lock_changes(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    filled: list[str] = []

    def make_venv() -> None:
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        if not (tmp_path / ".venv" / "bin" / "python").exists():
            (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)

    def fill(lock: str) -> bool:
        filled.append(Path(lock).name)
        return True

    monkeypatch.setattr(launcher, "make_venv", make_venv)
    monkeypatch.setattr(launcher, "install_with_uv", fill)
    for _ in range(3):
        launcher.ensure_environment("base.txt")
    assert filled == ["base.txt"]
    launcher.ensure_environment("dev.txt")
    launcher.ensure_environment("base.txt")
    assert filled == ["base.txt", "dev.txt"]
    with (tmp_path / "requirements" / "base.txt").open("a") as lock:
        lock.write("# a new version of something\n")
    launcher.ensure_environment("base.txt")
    assert filled == ["base.txt", "dev.txt", "base.txt"]


def test_a_failed_install_is_not_taken_for_a_finished_one(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher, "make_venv", lambda: None)
    monkeypatch.setattr(launcher, "install_with_uv", lambda _lock: False)
    monkeypatch.setattr(launcher, "install_with_pip", lambda _lock: False)
    with pytest.raises(SystemExit):
        launcher.ensure_environment("base.txt")
    assert "could not be installed" in capsys.readouterr().err
    assert not launcher.is_installed("base.txt")


@pytest.mark.parametrize(
    ("words", "lock"),
    [
        ([], "base.txt"),
        (["demo", "--port", "1"], "base.txt"),
        (["test", "--", "-k", "x"], "dev.txt"),
        (["check"], "dev.txt"),
        (["token", "create", "test"], "base.txt"),
    ],
)
def test_only_developers_commands_need_the_tools(
    launcher: ModuleType, words: list[str], lock: str
) -> None:
    assert launcher.lock_name(words) == lock


def test_a_catalogue_is_compiled_again_when_it_has_changed(
    launcher: ModuleType, tmp_path: Path
) -> None:
    source = tmp_path / "django.po"
    source.write_text("")
    assert launcher.is_stale(str(source))
    (tmp_path / "django.mo").write_text("")
    assert not launcher.is_stale(str(source))
    later = time.time() + 10
    os.utime(source, (later, later))
    assert launcher.is_stale(str(source))


def test_every_lock_names_hashes_and_no_registry() -> None:
    for lock in ("bootstrap.txt", "base.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = [line for line in text.splitlines() if "==" in line and line[0].isalpha()]
        assert pinned
        assert all(line.endswith("\\") for line in pinned)


def test_the_developers_lock_holds_the_base_lock_in_the_same_versions() -> None:
    base, dev = (
        {
            line.split()[0]
            for line in (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()
            if "==" in line and line[0].isalpha()
        }
        for lock in ("base.txt", "dev.txt")
    )
    assert base - dev == set()


def test_a_later_start_reaches_the_command_line_quickly() -> None:
    command = [sys.executable, "-m", "lopo.foundation.cli", "--help"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time, not the clock's: other work on the machine must not decide.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
