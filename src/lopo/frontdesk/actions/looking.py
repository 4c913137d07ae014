"""Making the screens of a centre look again although nothing of its line has changed."""

from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre

from .line import hold_line


def tell_screens(*, centre: Centre, clock: Clock) -> None:
    """Move the revision of a centre: whatever follows it is fetched anew within a second."""
    with hold_line(centre, clock=clock) as hold:
        hold.touch()
