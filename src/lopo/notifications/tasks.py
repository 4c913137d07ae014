"""What the worker does for notifications."""

from lopo.foundation.jobs import every, task
from lopo.kernel.clock import system_clock

from . import actions

WAKE_SECONDS = 5
HOUR = 3600


@task(actions.JOB)
def deliver(*, webhook: int) -> None:
    """Send what is due to a receiver."""
    actions.deliver_round(webhook=webhook, clock=system_clock)


@task(actions.LETTER_JOB)
def send_letters() -> None:
    """Send the letters that are due."""
    actions.send_letters(clock=system_clock)


@every(seconds=WAKE_SECONDS)
def look_what_is_due() -> None:
    """Tries that were to be made later, and those whose sender died."""
    actions.wake(system_clock)


@every(seconds=WAKE_SECONDS)
def look_which_letters_are_due() -> None:
    """Letters to be sent later, and those whose sender died."""
    actions.wake_letters(system_clock)


@every(seconds=HOUR)
def tidy_up() -> None:
    """Every hour: messages are kept for a month."""
    actions.forget_old(system_clock())


@every(seconds=HOUR)
def tidy_letters_up() -> None:
    """Every hour: letters are kept for a month, without whom they went to."""
    actions.forget_old_letters(system_clock())
