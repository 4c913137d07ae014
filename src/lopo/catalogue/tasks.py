"""What the worker does for the catalogue."""

from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock

from . import actions

MINUTE = 60


@every(seconds=MINUTE)
def let_moves_take_effect() -> None:
    """What the worker makes of a service is of the agency of the day, as on pages."""
    actions.settle_moves_of_the_day(clock=system_clock)
