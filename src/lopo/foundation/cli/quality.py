"""`./lopo check`: everything a machine can say about the code without running its tests."""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from lopo.foundation.cli.output import FAILED, Stop, answer, answer_json, notes
from lopo.foundation.cli.place import django_command
from lopo.foundation.cli.testing import surroundings
from lopo.foundation.env import ROOT

PYTHON_FILES = ("src", "tests", "tools", "lopo")
TYPED_FILES = ("src", "tests", "tools")
DEPLOYED = {"LOPO_URL": "https://lopo.example", "LOPO_MODE": "serve"}


@dataclass(frozen=True)
class Check:
    """One question to the code, and the command that asks it."""

    name: str
    command: list[str]
    environment: Mapping[str, str]

    def run(self, found: Mapping[str, str]) -> tuple[bool, str]:
        """Whether it is well, and what the tool said."""
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**found, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout


def check(options: argparse.Namespace) -> int:
    """Run every check, also after one has failed; exit 1 when any has."""
    chosen = [one for one in _checks() if options.only in (None, one.name)]
    if not chosen:
        names = ", ".join(one.name for one in _checks())
        raise Stop(f"There is no check {options.only}: choose one of {names}.", code=2)
    with surroundings() as found:
        report = [_run(one, found) for one in chosen]
    failed = [str(entry["name"]) for entry in report if not entry["ok"]]
    if options.json:
        answer_json({"ok": not failed, "checks": report})
    else:
        ending = f"failed: {', '.join(failed)}" if failed else "all is well"
        answer(f"{len(report)} checks, {ending}.")
    return FAILED if failed else 0


def _run(one: Check, found: Mapping[str, str]) -> dict[str, object]:
    """Run one and say at once how it went."""
    started = time.monotonic()
    with notes.status(f"{one.name} …"):
        ok, said = one.run(found)
    seconds = time.monotonic() - started
    mark = "[green]✓ ok    [/]" if ok else "[bold red]✗ failed[/]"
    notes.print(f"{mark} {one.name} [dim]{seconds:.1f} s[/]")
    if not ok:
        notes.print(said.rstrip(), markup=False)
    return {"name": one.name, "ok": ok, "seconds": round(seconds, 1), "output": said.strip()}


def _checks() -> list[Check]:
    """All checks, the quick ones first."""
    python_files = [name for name in PYTHON_FILES if (ROOT / name).exists()]
    typed_files = [name for name in TYPED_FILES if (ROOT / name).exists()]
    module = [sys.executable, "-m"]
    # There is no `python -m importlinter`: its program stands beside our Python.
    contracts = str(ROOT / ".venv" / "bin" / "lint-imports")
    return [
        Check("format", [*module, "ruff", "format", "--check", *python_files], {}),
        Check("lint", [*module, "ruff", "check", *python_files], {}),
        Check("contracts", [contracts], {}),
        Check("types", [*module, "mypy", *typed_files], {}),
        Check("migrations", django_command("makemigrations", "--check", "--dry-run"), {}),
        Check("messages", [*module, "tools.messages"], {}),
        Check("templates", [*module, "djlint", "--lint", "--quiet", "src"], {}),
        Check("deploy", django_command("check", "--deploy", "--fail-level", "WARNING"), DEPLOYED),
    ]
