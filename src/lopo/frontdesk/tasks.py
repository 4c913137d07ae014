"""What the worker does for the front desk without being asked."""

from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import list_centres

from . import actions


@every(seconds=1, part=QUEUE)
def follow_the_clock() -> None:
    """Open, close, lapse and begin days on time, at every centre."""
    for centre in list_centres():
        actions.follow_the_clock(centre=centre, clock=system_clock)
