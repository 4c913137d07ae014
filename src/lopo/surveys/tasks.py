"""What the worker does for the survey without being asked."""

from lopo.foundation.days import civil_date
from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock
from lopo.kernel.parts import SURVEYS

from . import actions


# It deletes what follows from visitors' links: it never rests, whatever parts are in use.
@every(seconds=3600)
def forget_ended_links() -> None:
    """Nothing of a link is kept longer than it may be used."""
    actions.forget_ended(civil_date(system_clock()))


@every(seconds=600, part=SURVEYS)
def open_what_waits() -> None:
    """What waits is opened apart from the act that brought it."""
    actions.open_what_waits(system_clock)
