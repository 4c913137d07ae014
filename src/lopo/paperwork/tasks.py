"""What the worker does for paperwork without being asked."""

from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock

from . import actions


@every(seconds=600)
def delete_expired() -> None:
    """Drafts go after 7 days, whether or not anybody came."""
    actions.delete_expired(clock=system_clock)
