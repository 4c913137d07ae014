"""What the worker does for findings."""

from lopo.foundation.jobs import every, task
from lopo.kernel.clock import system_clock

from . import actions

MINUTE, HOUR = 60, 3600


@task(actions.JOB)
def make_report(*, token: str) -> None:
    """Make the report somebody asked for."""
    actions.make_report(token=token, clock=system_clock)


@every(seconds=MINUTE)
def watch() -> None:
    """Every minute: a report whose worker died is said to have failed."""
    actions.watch_reports(system_clock())


@every(seconds=HOUR)
def tidy_up() -> None:
    """Every hour: reports are kept for a day."""
    actions.forget_reports(system_clock())
