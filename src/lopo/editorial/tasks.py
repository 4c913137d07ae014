"""What the worker does for editors."""

from lopo.foundation.jobs import every, task
from lopo.kernel.clock import system_clock

from . import actions

MINUTE, HOUR = 60, 3600


@task(actions.JOB)
def take_in(*, token: str) -> None:
    """Take in a file somebody handed in."""
    actions.take_import(token=token, clock=system_clock)


@every(seconds=MINUTE)
def give_up() -> None:
    """Every minute: what a dead worker has left does not look as if it went on."""
    actions.stop_silent(system_clock())


@every(seconds=HOUR)
def tidy_up() -> None:
    """Every hour: files and what became of them are kept for a day."""
    actions.forget_old_imports(system_clock())
