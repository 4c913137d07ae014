"""What the worker does for paperwork without being asked."""

from lopo.foundation.jobs import every
from lopo.kernel.clock import system_clock

from . import actions


@every(seconds=60)
def delete_expired() -> None:
    """Drafts go when their visit has ended, or after 7 days if nobody came.

    Also where forms are not in use (any more): what was kept for a week is not kept for ever.
    """
    actions.delete_expired(clock=system_clock)
