"""Whether the link to judge a visit was used, as a context above knows it.

Only that: whoever holds the ticket may follow its link and be told the same.
"""

from collections.abc import Callable

from lopo.frontdesk.models import Ticket

_checks: list[Callable[[str], bool]] = []


def judged_when(check: Callable[[str], bool]) -> None:
    """Offer no judging where ``check`` says it of a ticket's token; called at the start."""
    if check not in _checks:
        _checks.append(check)


def is_judged(ticket: Ticket) -> bool:
    """Whether the visitor of a finished visit was asked and has used that, to judge or not to."""
    is_done = ticket.state == Ticket.State.DONE
    return is_done and any(check(ticket.token) for check in _checks)
