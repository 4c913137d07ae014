"""`./lopo test` looks for what the browser tests need before it runs a single one."""

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from lopo.foundation.cli import testing
from lopo.foundation.cli.output import Stop
from lopo.foundation.postgres import PostgresProblem


def test_a_browser_whose_driver_lacks_a_library_is_not_found_by_the_first_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty Debian has no libatomic1: a hundred tests failed one by one, without saying why."""
    monkeypatch.setattr(testing, "_find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(subprocess, "call", lambda *_words, **_: 127)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="libatomic1"):
        testing.browser()


def test_as_root_on_debian_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    works = iter([127, 0])

    def run(words: list[str], **_: object) -> SimpleNamespace:
        ran.append(words)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(testing, "_find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(
        subprocess, "call", lambda words, **_: 1 if words[0] == "apt-cache" else next(works)
    )
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert testing.browser() == "/usr/bin/chromium"
    assert "libatomic1" in ran[-1]


def test_this_machine_can_drive_its_browser() -> None:
    assert testing._driver_starts()


def test_as_root_on_debian_the_asked_postgresql_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []

    def run(words: list[str], **_: object) -> SimpleNamespace:
        ran.append(words)
        return SimpleNamespace(returncode=0, stdout="")

    monkeypatch.setattr(testing, "SYSTEM_FOLDER", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with (
        pytest.raises(PostgresProblem, match="apt-get install postgresql-99"),
        testing._outside(99),
    ):
        pass
    installs = [words[-1] for words in ran if words[0] == "apt-get"]
    assert installs == ["update", "postgresql-99"]


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Root on a Debian with Chromium, whose lists have the shell: what is there, by name."""
    there = {"apt-get": True, "chromium": True, testing.SHELL: False}

    def call(words: list[str], **_: object) -> int:
        return 0 if words[0] != "apt-cache" else int(not there["lists"])

    def run(words: list[str], **_: object) -> SimpleNamespace:
        if testing.SHELL in words:
            there[testing.SHELL] = there["network"]
        return SimpleNamespace(returncode=int(not there["network"]), stdout="away")

    there |= {"lists": True, "network": True}
    monkeypatch.delenv("LOPO_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if there.get(name) else None)
    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return there


def test_the_browser_without_windows_is_brought_where_it_is_offered(
    debian: dict[str, bool],
) -> None:
    assert testing.browser() == f"/bin/{testing.SHELL}"


@pytest.mark.parametrize("missing", ["lists", "network", "apt-get"])
def test_without_it_the_usual_browser_does(debian: dict[str, bool], missing: str) -> None:
    debian[missing] = False
    assert testing.browser() == "/bin/chromium"


def test_a_browser_that_was_named_is_taken(
    debian: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOPO_CHROMIUM", "/opt/chrome")
    assert testing.browser() == "/opt/chrome"
    assert not debian[testing.SHELL]
