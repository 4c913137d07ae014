"""Reads of the catalogue: services, where they are given, and how they are found."""

from .searching import Found, search
from .services import (
    PARTS,
    STILL_GIVEN,
    active_services,
    categories,
    categories_of,
    costs_something,
    examples_of,
    list_services,
    name_is_taken,
    offering,
    offerings_of,
    owners_of,
    search_examples,
    service_by_code,
    service_in_full,
    services_shown_first,
)

__all__ = [
    "PARTS",
    "STILL_GIVEN",
    "Found",
    "active_services",
    "categories",
    "categories_of",
    "costs_something",
    "examples_of",
    "list_services",
    "name_is_taken",
    "offering",
    "offerings_of",
    "owners_of",
    "search",
    "search_examples",
    "service_by_code",
    "service_in_full",
    "services_shown_first",
]
