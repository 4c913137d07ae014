"""Work outside a request: jobs put in line with the act that wants them, and regular ticks.

A façade over procrastinate, so that contexts depend on three names of ours and not on a library.
A job is a row written in the caller's transaction: it exists exactly if the act does. Jobs run at
least once, hence they must be repeatable. Ticks run in the worker, one after the other; with two
workers both run them, hence they must be repeatable too.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from lopo.foundation.parts import has_part
from lopo.kernel.parts import STANDARDS

P = ParamSpec("P")
R = TypeVar("R")

WORKER = "worker"
BEAT_SECONDS = 5.0
POLL_SECONDS = 0.2

logger = logging.getLogger(__name__)


@dataclass
class Tick:
    """A function that wants to run again and again."""

    run: Callable[[], object]
    seconds: float
    part: str = STANDARDS
    due: float = field(default=0.0)

    @property
    def name(self) -> str:
        """Where the function comes from, for the log."""
        return f"{self.run.__module__}.{getattr(self.run, '__qualname__', self.run)}"


_ticks: list[Tick] = []


def task(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as a job; its keyword arguments must be JSON."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        app.task(name=name)(function)
        return function

    return register


def enqueue(name: str, **arguments: Any) -> None:
    """Put a job in line, in the transaction of the caller."""
    app.configure_task(name, allow_unknown=False).defer(**arguments)


def every(*, seconds: float, part: str = STANDARDS) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Register a function to run in the worker every so many seconds.

    It rests where its part is not in use. What deletes personal data in time never rests.
    """

    def register(function: Callable[[], R]) -> Callable[[], R]:
        _ticks.append(Tick(run=function, seconds=seconds, part=part))
        return function

    return register


def run_ticks(stop: Event, alive: Callable[[], bool] = lambda: True) -> None:
    """The worker's second thread: run what is due until told to stop.

    Its heartbeat says that both halves of the worker live: it is written by this thread, and only
    while `alive` (the half that runs jobs) says so.
    """

    def say_alive() -> None:
        if alive():
            heartbeat(WORKER)

    beat = Tick(run=say_alive, seconds=BEAT_SECONDS)
    while not stop.is_set():
        run_due([beat, *_ticks], time.monotonic())
        stop.wait(POLL_SECONDS)


def run_due(ticks: list[Tick], now: float) -> None:
    """Run every tick whose time has come; none can stop another."""
    for tick in ticks:
        if tick.due > now or not has_part(tick.part):
            continue
        tick.due = now + tick.seconds
        close_old_connections()
        try:
            tick.run()
        except Exception:
            logger.exception("the tick %s failed and will be tried again", tick.name)
        finally:
            close_old_connections()


def heartbeat(name: str) -> None:
    """Say that a process of this name lives, by the database's clock."""
    from lopo.foundation.models import Heartbeat  # noqa: PLC0415 - needs the app registry

    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": Now()})
