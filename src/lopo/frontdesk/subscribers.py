"""What the front desk does when others decide something."""

from datetime import timedelta

from lopo.foundation.bus import subscribe
from lopo.organisation.api import list_centres
from lopo.organisation.events import OpeningChanged
from lopo.paperwork.api import end_drafts, keep_drafts

from . import actions
from .events import FinishUndone, ServiceFinished
from .rules import UNDO_SECONDS


def connect() -> None:
    """Listen; called once when the application starts."""
    subscribe(OpeningChanged, _look_again)
    subscribe(ServiceFinished, _end_drafts)
    subscribe(FinishUndone, _keep_drafts)


def _look_again(event: OpeningChanged) -> None:
    """A closure stands on every board at once, not at the next tick of the worker."""
    centre = list_centres().filter(pk=event.centre_id).first()
    if centre is not None:
        actions.follow_the_clock(centre=centre, clock=lambda: event.at)


def _end_drafts(event: ServiceFinished) -> None:
    """What the officer read for this visit goes, once the finish cannot be taken back any more."""
    last_moment = event.at + timedelta(seconds=UNDO_SECONDS)
    end_drafts(opened_by=event.officer_id, until=last_moment)


def _keep_drafts(event: FinishUndone) -> None:
    keep_drafts(opened_by=event.officer_id, at=event.at)
