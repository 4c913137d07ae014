"""Typed builders: one service the short way, the real catalogue the long way."""

import json
from itertools import count
from pathlib import Path
from typing import Any

from lopo.catalogue.actions import BKD_SERVICES, import_catalogue, shipped_queues
from lopo.catalogue.models import Offering, Service
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, Centre, Unit, queues_of
from lopo.organisation.tests.builders import make_agency, make_centre

_serial = count(1)


def make_service(
    *,
    code: str | None = None,
    name: str | None = None,
    agency: Agency | None = None,
    channels: tuple[str, ...] = ("loket",),
    **fields: Any,
) -> Service:
    """A service as the import would leave it, without parts."""
    number = next(_serial)
    agency = agency or make_agency()
    unit, _made = Unit.objects.get_or_create(agency=agency, code="bidang", name="Bidang")
    return Service.objects.create(
        code=code or f"LAYANAN-{number}",
        name=name or f"Layanan {number}",
        agency=agency,
        unit=unit,
        category=fields.pop("category", "Kepangkatan"),
        channels=list(channels),
        updated_at=system_clock(),
        **fields,
    )


def make_offering(
    *, centre: Centre | None = None, service: Service | None = None, queue: str | None = "A"
) -> Offering:
    """A service given at a centre, by the queue with this letter (None: without numbers)."""
    centre = centre or make_centre()
    service = service or make_service(agency=centre.host_agency)
    chosen = queues_of(centre).get(code=queue) if queue else None
    return Offering.objects.create(centre=centre, service=service, queue=chosen)


def make_bkd(*, code: str = "bkd", agency: Agency | None = None, **policy: Any) -> Centre:
    """The centre of the real catalogue: all 37 services on five queues."""
    letters = "".join(queue.code for queue in shipped_queues())
    centre = make_centre(
        code=code, agency=agency or make_agency(code="bkd"), queues=letters, **policy
    )
    import_catalogue(BKD_SERVICES, agency=centre.host_agency)
    return centre


def shipped() -> dict[str, Any]:
    """The shipped file, to be spoiled by a test."""
    document: dict[str, Any] = json.loads(BKD_SERVICES.read_text(encoding="utf-8"))
    return document


def write(folder: Path, document: Any) -> Path:
    """A catalogue file with this content."""
    path = folder / "katalog.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
