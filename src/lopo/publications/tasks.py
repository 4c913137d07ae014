"""What the worker does for publications."""

from lopo.foundation.jobs import every, task
from lopo.kernel.clock import system_clock

from . import actions

HOUR = 3600


@task(actions.JOB)
def make_batch(*, token: str) -> None:
    """Make the sheets somebody asked for."""
    actions.make_batch(token=token, clock=system_clock)


@every(seconds=HOUR)
def tidy_up() -> None:
    """Every hour: the disk holds what is used, and archives for a week."""
    actions.forget_old_batches(system_clock())
    actions.forget_old_sheets(system_clock())
