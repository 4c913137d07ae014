"""The name and contact every page shows: the first real centre's, its agency's."""

import time
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lopo.organisation.api import list_centres

REMEMBERED_SECONDS = 30.0
NOBODY = {"name": "Lopo", "agency_name": "", "phone": "", "email": "", "address": ""}

_remembered: tuple[float, dict[str, str]] | None = None


def site(_request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that does not show it asks nothing of the database."""
    return {"site": SimpleLazyObject(_site)}


def forget_site() -> None:
    """Ask the database again (for tests and after a change of the centre)."""
    global _remembered  # noqa: PLW0603 - one small memory per process
    _remembered = None


def _site() -> dict[str, str]:
    global _remembered  # noqa: PLW0603
    now = time.monotonic()
    if _remembered is None or _remembered[0] <= now:
        _remembered = (now + REMEMBERED_SECONDS, _ask())
    return _remembered[1]


def _ask() -> dict[str, str]:
    centre = list_centres().first()
    if centre is None:
        return NOBODY
    return {
        "name": centre.name,
        "agency_name": centre.host_agency.name,
        "phone": centre.phone,
        "email": centre.email,
        "address": centre.address,
    }
