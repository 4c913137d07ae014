"""What every page may say of the place it is served from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .middleware import surface_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Template variables of all pages: whether this is a demo, and the public address."""
    return {
        "demo_mode": settings.DEMO_MODE,
        "public_url": settings.PUBLIC_URL,
        "surface": surface_of(request),
        "is_frame": getattr(request, "is_frame", False),
        # A page that answers a POST may say where its switch of language leads.
        "stay_url": "",
    }
