"""Jobs exist exactly if their act does; ticks never stop each other."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.exceptions import TaskNotFound

from lopo.foundation import jobs
from lopo.foundation.models import Heartbeat
from lopo.kernel.errors import Refusal

NAME = "lopo.tests.note"


@pytest.fixture
def noted() -> Iterator[list[str]]:
    """A registered job that remembers what it was given."""
    found: list[str] = []

    @jobs.task(NAME)
    def note(*, word: str) -> None:
        found.append(word)

    yield found
    app.tasks.pop(NAME, None)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [NAME])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_an_unknown_job_is_refused() -> None:
    with pytest.raises(TaskNotFound):
        jobs.enqueue("lopo.tests.nobody", word="x")


@pytest.mark.django_db
def test_a_job_of_a_refused_act_does_not_exist(noted: list[str]) -> None:
    def refused() -> None:
        with transaction.atomic():
            jobs.enqueue(NAME, word="x")
            assert waiting() == 1
            raise Refusal("no")

    with pytest.raises(Refusal):
        refused()
    assert waiting() == 0


@pytest.mark.django_db
def test_a_job_of_a_committed_act_waits_for_the_worker(noted: list[str]) -> None:
    with transaction.atomic():
        jobs.enqueue(NAME, word="x")
    assert waiting() == 1
    assert noted == []


@pytest.mark.django_db
def test_a_failing_tick_stops_no_other_and_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ran: list[str] = []

    def fails() -> None:
        ran.append("fails")
        raise ValueError("no good")

    ticks = [
        jobs.Tick(run=fails, seconds=10),
        jobs.Tick(run=lambda: ran.append("works"), seconds=20),
    ]
    jobs.run_due(ticks, now=100)
    jobs.run_due(ticks, now=105)
    assert ran == ["fails", "works"]
    jobs.run_due(ticks, now=110)
    assert ran == ["fails", "works", "fails"]
    assert "fails failed" in caplog.text


def test_every_registers_a_tick_and_leaves_the_function_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "_ticks", [])

    @jobs.every(seconds=7)
    def sweep() -> str:
        return "swept"

    assert sweep() == "swept"
    assert [(tick.seconds, tick.run) for tick in jobs._ticks] == [(7, sweep)]


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_stops_when_the_half_that_runs_jobs_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "_ticks", [])
    monkeypatch.setattr(jobs, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.01)
    beats_of(lambda: False, seconds=0.3)
    assert not Heartbeat.objects.filter(name=jobs.WORKER).exists()
    beats_of(lambda: True, seconds=0.5)
    fresh = Heartbeat.objects.filter(seen_at__gt=Now() - timedelta(seconds=5))
    assert fresh.filter(name=jobs.WORKER).exists()


def beats_of(alive: Callable[[], bool], seconds: float) -> None:
    """Run the worker's second thread for a moment."""
    stop = threading.Event()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            jobs.run_ticks(stop, alive)
        except BaseException as problem:
            failures.append(problem)
        finally:
            connection.close()

    thread: Any = threading.Thread(target=run)
    thread.start()
    time.sleep(seconds)
    stop.set()
    thread.join(10)
    assert failures == []
