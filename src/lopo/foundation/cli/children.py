"""Child processes: started in a session of their own, ended with us, started again when they fall.

A child does not get the terminal's Ctrl-C: we do, and stop everything in order. A child dies with
us even when we are killed (Linux), so the port is free for the next start.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from lopo.foundation.cli.output import Stop, note
from lopo.foundation.processes import die_with_parent

STOP_SECONDS = 15.0
QUICK_DEATH_SECONDS = 30.0
MOST_QUICK_DEATHS = 5
LONGEST_PAUSE = 8.0


def start(command: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start a child; what it prints goes to stderr, for stdout is for our answers."""
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        start_new_session=True,
        # No threads here, and the hook is one system call.
        preexec_fn=die_with_parent,  # noqa: PLW1509
    )


def run(command: list[str], environment: Mapping[str, str], stdout: int | None = None) -> str:
    """Run a child to its end; the answer is what it printed, if that was asked for."""
    child = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout == subprocess.PIPE else sys.stderr.fileno(),
        start_new_session=True,
        # No threads here, and the hook is one system call.
        preexec_fn=die_with_parent,  # noqa: PLW1509
        text=True,
    )
    try:
        said, _ = child.communicate()
    except BaseException:
        child.terminate()
        child.wait(STOP_SECONDS)
        raise
    if child.returncode != 0:
        raise Stop(f"`{_shown(command)}` failed with exit code {child.returncode}.")
    return said or ""


@dataclass
class Child:
    """A process that is meant to run as long as we do."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    quick_deaths: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it now."""
        self.process = start(self.command, self.environment)
        self.started_at = time.monotonic()

    def tend(self) -> None:
        """Start it again when it has fallen; give up when it falls again and again."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._has_fallen(self.process.returncode)
        elif time.monotonic() >= self.again_at:
            self.start()

    def _has_fallen(self, code: int) -> None:
        """Plan the next start, later after every quick death."""
        self.process = None
        lived = time.monotonic() - self.started_at
        self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 1
        if self.quick_deaths > MOST_QUICK_DEATHS:
            raise Stop(f"The {self.name} ended {MOST_QUICK_DEATHS} times in a row: see above.")
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.quick_deaths - 1))
        self.again_at = time.monotonic() + pause
        note(f"The {self.name} ended (exit code {code}); it starts again in {pause:g} s.")

    def ask_to_stop(self) -> None:
        """Send the polite signal."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self, deadline: float) -> None:
        """Wait for the end; past the deadline, make it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # It leads a session of its own: its children go with it.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop_all(children: list[Child]) -> None:
    """Ask all at once, then wait for each."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped(deadline)


def _shown(command: list[str]) -> str:
    """A command as a person would write it."""
    return " ".join(["python" if part == sys.executable else part for part in command])
