"""What the command line says: answers on stdout, everything about the way there on stderr."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

answers = Console(highlight=False, soft_wrap=True, markup=False)
notes = Console(stderr=True, highlight=False, soft_wrap=True)

USAGE = 2
FAILED = 1


class Stop(Exception):
    """The command cannot go on; the message is one sentence with the remedy."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


def answer(text: str) -> None:
    """One line on stdout, at once: another program may be waiting for it."""
    answers.print(text)
    answers.file.flush()


def answer_json(value: Any) -> None:
    """A report for programs."""
    answer(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """A remark for the person at the terminal."""
    notes.print(text, markup=False)


def complain(text: str) -> None:
    """What went wrong, in one sentence."""
    notes.print(f"[bold red]✗[/] {_plain(text)}")


@contextmanager
def step(title: str, quick: float = 0.0) -> Iterator[None]:
    """Show that something takes its time, and how long it took, unless it was quick."""
    started = time.monotonic()
    with notes.status(f"{title} …"):
        yield
    seconds = time.monotonic() - started
    if seconds >= quick:
        notes.print(f"[green]✓[/] {_plain(title)} [dim]{seconds:.1f} s[/]")


def _plain(text: str) -> str:
    """Text that is shown as it is, whatever brackets it holds."""
    return text.replace("[", r"\[")
