"""Keeping the catalogue: importing it, offering it at centres, and changing one service by hand."""

from .editing import ServiceChanged, ServiceFacts, change_service, check_name
from .importing import (
    BKD_SERVICES,
    CatalogueRefused,
    ImportReport,
    choose_queue,
    import_catalogue,
    offer_service,
    offer_services,
    queue_of_category,
    read_catalogue,
    shipped_queues,
    take_over,
    withdraw_offering,
)
from .missing import note_missed_search

__all__ = [
    "BKD_SERVICES",
    "CatalogueRefused",
    "ImportReport",
    "ServiceChanged",
    "ServiceFacts",
    "change_service",
    "check_name",
    "choose_queue",
    "import_catalogue",
    "note_missed_search",
    "offer_service",
    "offer_services",
    "queue_of_category",
    "read_catalogue",
    "shipped_queues",
    "take_over",
    "withdraw_offering",
]
