"""Twenty people at once: four processes of five threads, each with its own connection.

The processes start once and stay for all races. A race is the name of a job of ``jobs.py``, one
set of arguments per person, and perhaps a guard of ``guards.py`` to take away.
"""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import django
from django.conf import settings

PROCESSES, THREADS = 4, 5
PEOPLE = PROCESSES * THREADS
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person's attempt: an answer, or the name of what stopped it."""

    answer: Any = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Race:
    """What a process is told to do."""

    job: str
    arguments: Sequence[dict[str, Any]]
    without: str = ""


@dataclass
class Crowd:
    """The waiting processes."""

    database: str
    _pipes: list[Any] = field(default_factory=list)
    _processes: list[Any] = field(default_factory=list)
    _barriers: tuple[Any, ...] = ()

    def __enter__(self) -> "Crowd":
        spawn = multiprocessing.get_context("spawn")
        start, meet = self._barriers = spawn.Barrier(PEOPLE), spawn.Barrier(PEOPLE)
        for _ in range(PROCESSES):
            ours, theirs = spawn.Pipe()
            process = spawn.Process(
                target=live, args=(theirs, start, meet, self.database), daemon=True
            )
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            self._hear(pipe)
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.send(None)
            pipe.close()
        for process in self._processes:
            process.join(PATIENCE_SECONDS)
            process.close()

    def race(
        self, job: str, arguments: Sequence[dict[str, Any]], *, without: str = ""
    ) -> list[Outcome]:
        """All twenty at the same moment; their outcomes in the order of ``arguments``."""
        assert len(arguments) == PEOPLE
        for barrier in self._barriers:
            barrier.reset()
        for n, pipe in enumerate(self._pipes):
            mine = arguments[n * THREADS : (n + 1) * THREADS]
            pipe.send(Race(job, mine, without))
        return [outcome for pipe in self._pipes for outcome in self._hear(pipe)]

    @staticmethod
    def _hear(pipe: "Connection[Any, Any]") -> Any:
        assert pipe.poll(PATIENCE_SECONDS), "a process of the crowd does not answer"
        return pipe.recv()


def live(pipe: "Connection[Any, Any]", start: Any, meet: Any, database: str) -> None:
    """The life of one process: set up once, then race as often as asked."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    # Models can be imported only now; the parent, too, imports this module before Django is up.
    from tests.concurrency import guards, jobs  # noqa: PLC0415

    pipe.send("ready")
    with ThreadPoolExecutor(THREADS) as people:
        while (race := pipe.recv()) is not None:
            with guards.taken_away(race.without, meet):
                job = getattr(jobs, race.job)
                tries = [people.submit(jobs.attempt, job, start, a) for a in race.arguments]
                pipe.send([one.result() for one in tries])
            guards.forget()
