"""What the survey does when the front desk has served somebody."""

from lopo.foundation.bus import subscribe
from lopo.foundation.parts import has_part
from lopo.frontdesk.api import served_visit
from lopo.frontdesk.events import FinishUndone, ServiceFinished
from lopo.kernel.parts import SURVEYS

from . import actions


def connect() -> None:
    """Listen; called once when the application starts."""
    subscribe(ServiceFinished, _invite)
    subscribe(FinishUndone, _take_back)


def _invite(event: ServiceFinished) -> None:
    if has_part(SURVEYS):
        actions.invite(served_visit(event.ticket_id))


def _take_back(event: FinishUndone) -> None:
    if has_part(SURVEYS):
        actions.take_back(served_visit(event.ticket_id))
