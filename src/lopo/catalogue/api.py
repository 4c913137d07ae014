"""The public door of catalogue."""

from .actions import (
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
from .models import Offering, Service
from .queries import (
    STILL_GIVEN,
    list_services,
    offering,
    offerings_of,
    owners_of,
    search,
    searches_shown_first,
    service_by_code,
    service_in_full,
)

__all__ = [
    "BKD_SERVICES",
    "STILL_GIVEN",
    "CatalogueRefused",
    "ImportReport",
    "Offering",
    "Service",
    "choose_queue",
    "import_catalogue",
    "list_services",
    "offer_service",
    "offer_services",
    "offering",
    "offerings_of",
    "owners_of",
    "queue_of_category",
    "read_catalogue",
    "search",
    "searches_shown_first",
    "service_by_code",
    "service_in_full",
    "shipped_queues",
    "take_over",
    "withdraw_offering",
]
