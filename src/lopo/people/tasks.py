"""What the worker does for people without being asked."""

from lopo.foundation.jobs import every

from .actions import tidy


@every(seconds=3600)
def tidy_up() -> None:
    """Every hour: nothing about anybody is kept longer than it has a use."""
    tidy()
