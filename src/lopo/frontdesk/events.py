"""Facts that the front desk tells the other contexts. Ids only, never who the visitor is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A number was given out."""

    ticket_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketCalled:
    """A visitor was asked to a counter."""

    ticket_id: int
    counter_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ServiceFinished:
    """A visitor has been served."""

    ticket_id: int
    service_id: int
    counter_id: int
    officer_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FinishUndone:
    """An officer took a finish back: the visitor is being served still."""

    ticket_id: int
    officer_id: int
    at: datetime
