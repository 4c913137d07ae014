"""The worker process: jobs on the event loop, ticks in a thread beside it."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from lopo.foundation import jobs
from lopo.foundation.processes import die_with_parent

PULSE_SECONDS = 2.0
STUCK_SECONDS = 20.0
STOP_SECONDS = 10.0
CONCURRENCY = 4
STUCK_EXIT = 70


class Pulse:
    """The event loop's sign of life, read by the thread of the ticks."""

    def __init__(self) -> None:
        self._at = time.monotonic()

    async def keep(self) -> None:
        """Beat for ever."""
        while True:
            self._at = time.monotonic()
            await asyncio.sleep(PULSE_SECONDS)

    def is_alive(self) -> bool:
        """Whether the last beat is recent."""
        return time.monotonic() - self._at < STUCK_SECONDS


class Command(BaseCommand):
    """Run jobs and ticks until told to stop."""

    help = "Runs jobs and ticks until told to stop (started by ./lopo serve and demo)."
    # The web process and `./lopo check` look at everything; the worker starts quickly.
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Start both halves; when one ends, the process ends."""
        die_with_parent()
        stop, pulse = threading.Event(), Pulse()
        ticks = threading.Thread(
            target=jobs.run_ticks, args=(stop, pulse.is_alive), name="ticks", daemon=True
        )
        ticks.start()
        try:
            asyncio.run(_work(pulse))
        finally:
            stop.set()
            ticks.join(STOP_SECONDS)
            if ticks.is_alive():
                # A tick that does not end must not keep the process: the next start repeats it.
                os._exit(STUCK_EXIT)


async def _work(pulse: Pulse) -> None:
    """Run procrastinate's worker until a signal; it ends with the jobs it has begun."""
    beating = asyncio.create_task(pulse.keep())
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector):
        async with app.open_async():
            worker = asyncio.create_task(
                app.run_worker_async(
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=STOP_SECONDS,
                    delete_jobs="successful",
                )
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, worker.cancel)
            with contextlib.suppress(asyncio.CancelledError):
                await worker
    beating.cancel()
