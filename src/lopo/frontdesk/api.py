"""The public door of the front desk."""

from .actions.looking import tell_screens
from .actions.premises import (
    add_counter,
    add_queue,
    change_counter,
    change_facts,
    change_queue,
    give_service,
    move_service,
    put_in_order,
    restore_centre,
    restore_place,
    retire_centre,
    retire_counter,
    retire_queue,
    still_waited_for,
    stop_service,
)
from .actions.refusals import StillNeeded
from .actions.vacating import vacate
from .models import Ticket
from .queries import judged_when, local_date, revision_of
from .queries.served import ServedVisit, counters_served_by, served_visit
from .rules import PAPER_COOKIE, PAPERS

__all__ = [
    "PAPERS",
    "PAPER_COOKIE",
    "ServedVisit",
    "StillNeeded",
    "Ticket",
    "add_counter",
    "add_queue",
    "change_counter",
    "change_facts",
    "change_queue",
    "counters_served_by",
    "give_service",
    "judged_when",
    "local_date",
    "move_service",
    "put_in_order",
    "restore_centre",
    "restore_place",
    "retire_centre",
    "retire_counter",
    "retire_queue",
    "revision_of",
    "served_visit",
    "still_waited_for",
    "stop_service",
    "tell_screens",
    "vacate",
]
