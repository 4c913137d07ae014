"""The public door of catalogue."""

from .actions import (
    BKD_SERVICES,
    CatalogueRefused,
    ImportReport,
    choose_queue,
    import_catalogue,
    offer_services,
    queue_of_category,
    shipped_queues,
)
from .models import Offering, Service
from .queries import (
    list_services,
    offering,
    offerings_of,
    search,
    searches_shown_first,
    service_by_code,
    service_in_full,
)

__all__ = [
    "BKD_SERVICES",
    "CatalogueRefused",
    "ImportReport",
    "Offering",
    "Service",
    "choose_queue",
    "import_catalogue",
    "list_services",
    "offer_services",
    "offering",
    "offerings_of",
    "queue_of_category",
    "search",
    "searches_shown_first",
    "service_by_code",
    "service_in_full",
    "shipped_queues",
]
