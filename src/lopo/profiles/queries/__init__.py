"""Reads of profiles: what an agency says of itself, what is missing, how it looks."""

from .identities import Identity, identities_of, identity_of, logo_svg, logo_with, stylesheet
from .reports import Answer, Report, items_on, profile_of, report_of, reports_of, typed_items
from .sayings import colour_fault_said, logo_fault_said
from .sources import PLEDGE, Derived, register_source

__all__ = [
    "PLEDGE",
    "Answer",
    "Derived",
    "Identity",
    "Report",
    "colour_fault_said",
    "identities_of",
    "identity_of",
    "items_on",
    "logo_fault_said",
    "logo_svg",
    "logo_with",
    "profile_of",
    "register_source",
    "report_of",
    "reports_of",
    "stylesheet",
    "typed_items",
]
