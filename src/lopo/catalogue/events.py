"""Facts about standards that others may want to know of."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StandardPublished:
    """A version was decreed; it is in force from its day, which may lie ahead."""

    standard_id: int
    service_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StandardWithdrawn:
    """A version was ended without a successor."""

    standard_id: int
    service_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ServiceMoved:
    """It is decided that a service belongs to another agency from a day on, which may lie ahead."""

    service_id: int
    from_agency_id: int
    to_agency_id: int
    from_day: date
    at: datetime
