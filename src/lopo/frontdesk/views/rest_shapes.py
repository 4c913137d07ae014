"""What the API answers look like, for the OpenAPI document and the tests that hold us to it."""

from datetime import date, datetime
from typing import Any, Literal

from lopo.foundation.rest import Out

State = Literal["WAITING", "CALLED", "SERVING", "PARKED", "DONE", "MISSED", "CANCELLED"]

# Which tokens an operation takes, as the OpenAPI document says it; {} is nobody's.
BY_TOKEN: dict[str, Any] = {"security": [{"StaffToken": []}, {"DeviceToken": []}]}
BY_ANYBODY: dict[str, Any] = {"security": [{}, *BY_TOKEN["security"]]}
BY_LINK: dict[str, Any] = {"security": [{}, {"StaffToken": []}]}


class WaitMinutes(Out):
    """An estimate as a range, never a false exact figure."""

    low: int
    high: int


class TicketOut(Out):
    """A number, live."""

    token: str
    number: str
    centre: str
    service: str
    queue: str
    service_date: date
    issued_at: datetime
    arrived_at: datetime | None
    state: State
    present: bool
    counter: str | None
    ahead: int
    wait_minutes: WaitMinutes | None
    proof: str
    url: str


class CallOut(TicketOut):
    """A ticket at a counter, and the id under which screens announce it."""

    announcement_id: str


class SessionOut(Out):
    """A counter's state; ``services`` null is all it is configured for."""

    counter: str
    state: Literal["OPEN", "PAUSED", "CLOSED"]
    services: list[str] | None


class DoorCodeOut(Out):
    """Today's code in the room."""

    code: str
    valid_until: datetime


class OpeningOut(Out):
    """Open or not, why, until when, and whether numbers are given out."""

    state: Literal["OPEN", "BREAK", "CLOSED"]
    issuing: bool
    reason: str
    until: datetime | None


class QueueOut(Out):
    """A queue and how many wait in the room."""

    code: str
    name: str
    waiting: int
    wait_minutes: WaitMinutes | None


class CounterOut(Out):
    """A counter and whether it is open."""

    code: str
    state: Literal["OPEN", "PAUSED", "CLOSED"]


class PolicyOut(Out):
    """The published calling order; head starts in minutes per class."""

    version: int
    head_start_minutes: dict[str, int]
    max_priority_in_a_row: int
    text: str


class NoShowOut(Out):
    """How often and how far apart a visitor is called before being given up on."""

    calls: int
    interval_seconds: int


class CentreOut(Out):
    """A centre."""

    code: str
    name: str
    agency: str
    agency_name: str
    zone: str
    practice: bool
    open: OpeningOut
    queues: list[QueueOut]
    counters: list[CounterOut]
    policy: PolicyOut
    no_show: NoShowOut
    return_minutes: int
    remote_grace_minutes: int


class CentresOut(Out):
    """A page of centres."""

    items: list[CentreOut]
    next: str | None


class BoardCallOut(Out):
    """A call on the board; ``reason`` only when it was out of order."""

    announcement_id: str
    number: str
    counter: str
    state: State
    called_at: datetime
    reason: str | None


class BoardOut(Out):
    """The board in the room."""

    rev: int
    now: datetime
    open: OpeningOut
    calls: list[BoardCallOut]
    queues: list[QueueOut]
    counters: list[CounterOut]


class PolicyInForceOut(Out):
    """From which event of the day on which policy held."""

    from_seq: int
    version: int
    head_start_minutes: dict[str, int]
    max_priority_in_a_row: int


class EventOut(Out):
    """One line of the day's record."""

    seq: int
    at: datetime
    verb: str
    number: str | None
    queue: str | None
    service: str | None
    head_start_minutes: int | None
    present: bool | None
    counter: str | None
    session_services: list[str] | None
    reason: str | None
    leaf: str


class LedgerOut(Out):
    """A day, as anyone may verify it."""

    format: Literal["lopo-day/1"]
    centre: str
    service_date: date
    zone: str
    policies: list[PolicyInForceOut]
    events: list[EventOut]
