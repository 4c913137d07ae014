"""What the worker does for publications."""

from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock

from . import actions

DAY = 24 * 3600


@every(seconds=DAY)
def tidy_sheets() -> None:
    """Every day: the disk holds what is used."""
    actions.forget_old_sheets(system_clock())
