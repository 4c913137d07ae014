"""What people do at the front desk: one function, one act, one transaction."""

from lopo.frontdesk.permissions import Desk

from .calls import (
    call_next_ticket,
    finish_and_call,
    finish_service,
    mark_no_show,
    recall_ticket,
    start_service,
)
from .clock import follow_the_clock
from .sessions import close_session, open_session
from .tickets import arrive, give_up, issue_ticket, lapse_overdue

__all__ = [
    "Desk",
    "arrive",
    "call_next_ticket",
    "close_session",
    "finish_and_call",
    "finish_service",
    "follow_the_clock",
    "give_up",
    "issue_ticket",
    "lapse_overdue",
    "mark_no_show",
    "open_session",
    "recall_ticket",
    "start_service",
]
