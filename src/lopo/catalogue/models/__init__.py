"""What the centres do for people, and what they promise."""

from .homes import Home, at_home_on
from .offers import COUNTER_CHANNEL, Offering, SearchSynonym, Service
from .searches import MissedSearch
from .standards import (
    DRAFT_STATES,
    LIVE_STATES,
    Consultation,
    Contributor,
    Revision,
    Signatory,
    Standard,
    in_force_on,
)

__all__ = [
    "COUNTER_CHANNEL",
    "DRAFT_STATES",
    "LIVE_STATES",
    "Consultation",
    "Contributor",
    "Home",
    "MissedSearch",
    "Offering",
    "Revision",
    "SearchSynonym",
    "Service",
    "Signatory",
    "Standard",
    "at_home_on",
    "in_force_on",
]
