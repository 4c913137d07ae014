"""Typed builders: the smallest valid object, with what the test cares about spelled out."""

from datetime import datetime, timezone
from itertools import count

from lopo.catalogue.models import Service
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency, make_unit

_serial = count(1)


def make_service(*, code: str | None = None, agency: Agency | None = None) -> Service:
    """A service given at the counter."""
    number, agency = next(_serial), agency or make_agency()
    return Service.objects.create(
        code=code or f"LYN-{number}",
        agency=agency,
        unit=make_unit(agency=agency),
        name=f"Layanan {number}",
        category="Layanan umum",
        channels=["loket"],
        updated_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
    )
