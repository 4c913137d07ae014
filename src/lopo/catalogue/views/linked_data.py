"""A service in the words of schema.org, for search engines: no script, only data."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lopo.catalogue.models import Service

# What could end the element it stands in, or begin another one.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def government_service(service: Service, address: str) -> SafeString:
    """``GovernmentService`` as JSON-LD."""
    told = service.standard.told
    known: dict[str, Any] = {
        "@context": "https://schema.org",
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
        "isAccessibleForFree": told.fee.is_free,
        "offers": {"@type": "Offer", "price": told.fee.amount, "priceCurrency": "IDR"},
    }
    text = json.dumps(known, ensure_ascii=False)
    for sign, escaped in UNSAFE.items():
        text = text.replace(sign, escaped)
    return mark_safe(text)  # noqa: S308 - every sign that could leave the element is escaped
