"""What the catalogue tells programs elsewhere: a standard was decreed, or ended."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lopo.foundation.bus import subscribe
from lopo.notifications.api import announce, is_wanted, offer_kind

from .events import StandardPublished, StandardWithdrawn
from .models import Service, Standard
from .queries import service_under, versions_of

PUBLISHED, WITHDRAWN = "standard.published", "standard.withdrawn"


def connect() -> None:
    """Listen; called once when the application starts."""
    offer_kind(PUBLISHED, _("A service standard was decreed"))
    offer_kind(WITHDRAWN, _("A service standard was withdrawn"))
    subscribe(StandardPublished, _tell_published)
    subscribe(StandardWithdrawn, _tell_withdrawn)


def _tell_published(event: StandardPublished) -> None:
    service = service_under(event.standard_id) if is_wanted(PUBLISHED) else None
    if service is not None:
        more = {"diff_url": _diff(service, service.standard)}
        _tell(PUBLISHED, service, event, more)


def _tell_withdrawn(event: StandardWithdrawn) -> None:
    service = service_under(event.standard_id) if is_wanted(WITHDRAWN) else None
    if service is not None:
        ended = service.standard.valid_to
        _tell(WITHDRAWN, service, event, {"valid_to": ended.isoformat() if ended else None})


def _tell(
    kind: str,
    service: Service,
    event: StandardPublished | StandardWithdrawn,
    more: dict[str, Any],
) -> None:
    standard = service.standard
    data = {
        "service": service.code,
        "name": service.name,
        "agency": service.agency.code,
        "number": standard.number,
        "valid_from": standard.valid_from.isoformat() if standard.valid_from else None,
        "url": settings.PUBLIC_URL + reverse("catalogue:service", args=[service.code]),
        **more,
    }
    announce(kind=kind, agency_code=service.agency.code, at=event.at, data=data)


def _diff(service: Service, standard: Standard) -> str | None:
    """Where the API says what changed since the version before; None for the first one."""
    before = versions_of(service).filter(number__lt=standard.number).first()
    if before is None:
        return None
    where = f"/api/v1/services/{service.code}/diff?from={before.number}&to={standard.number}"
    return f"{settings.PUBLIC_URL}{where}"
