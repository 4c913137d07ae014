"""What people do at the front desk: one function, one act, one transaction."""

from lopo.frontdesk.permissions import Desk

from .calls import (
    call_next_ticket,
    call_out_of_order,
    finish_and_call,
    finish_service,
    mark_no_show,
    recall_ticket,
    start_service,
)
from .carrying import choose_day_end, decide_carry_over, withdraw_carry_over
from .clock import follow_the_clock
from .moves import (
    add_service,
    park_ticket,
    return_to_line,
    transfer_to_counter,
    transfer_to_service,
)
from .sessions import close_session, open_session, pause_session
from .tickets import arrive, give_up, issue_ticket, lapse_overdue
from .undo import undo
from .vacating import free_counter, vacate

__all__ = [
    "Desk",
    "add_service",
    "arrive",
    "call_next_ticket",
    "call_out_of_order",
    "choose_day_end",
    "close_session",
    "decide_carry_over",
    "finish_and_call",
    "finish_service",
    "follow_the_clock",
    "free_counter",
    "give_up",
    "issue_ticket",
    "lapse_overdue",
    "mark_no_show",
    "open_session",
    "park_ticket",
    "pause_session",
    "recall_ticket",
    "return_to_line",
    "start_service",
    "transfer_to_counter",
    "transfer_to_service",
    "undo",
    "vacate",
    "withdraw_carry_over",
]
