"""What the front desk does when others decide something."""

from lopo.foundation.bus import subscribe
from lopo.organisation.api import list_centres
from lopo.organisation.events import OpeningChanged

from . import actions


def connect() -> None:
    """Listen; called once when the application starts."""
    subscribe(OpeningChanged, _look_again)


def _look_again(event: OpeningChanged) -> None:
    """A closure stands on every board at once, not at the next tick of the worker."""
    centre = list_centres().filter(pk=event.centre_id).first()
    if centre is not None:
        actions.follow_the_clock(centre=centre, clock=lambda: event.at)
