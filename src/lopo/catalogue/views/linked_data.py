"""A service in the words of schema.org, for search engines: no script, only data."""

from typing import Any

from django.utils.safestring import SafeString

from lopo.catalogue.models import Service
from lopo.catalogue.rules import Fee
from lopo.ui.linked_data import linked_data


def government_service(service: Service, address: str) -> SafeString:
    """``GovernmentService`` as JSON-LD."""
    told = service.standard.told
    known: dict[str, Any] = {
        "@type": "GovernmentService",
        "name": service.name,
        "description": service.description,
        "serviceType": service.category,
        "url": address,
        "identifier": service.code,
        "inLanguage": "id",
        "audience": {"@type": "Audience", "audienceType": service.audience},
        "provider": {"@type": "GovernmentOrganization", "name": service.agency.name},
        "serviceOutput": [{"@type": "Thing", "name": one} for one in told.products],
        **_money(told.fee),
    }
    return linked_data(known)


def _money(fee: Fee) -> dict[str, Any]:
    """What it costs; no price where a free service leaves something to be paid elsewhere."""
    if fee.proviso:
        return {"offers": {"@type": "Offer", "description": fee.proviso}}
    return {"isAccessibleForFree": fee.is_free, "offers": _offer(*fee.price)}


def _offer(least: int, most: int) -> dict[str, Any]:
    """One price, or from which to which; the same as the page says."""
    if least == most:
        return {"@type": "Offer", "price": most, "priceCurrency": "IDR"}
    prices = {"lowPrice": least, "highPrice": most, "priceCurrency": "IDR"}
    return {"@type": "AggregateOffer", **prices}
