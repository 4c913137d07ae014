"""Typed builders: one service the short way, the real catalogue the long way."""

import json
from itertools import count
from pathlib import Path
from typing import Any

from lopo.catalogue.actions import BKD_SERVICES, import_catalogue, shipped_queues
from lopo.catalogue.models import Offering, Service, Standard
from lopo.catalogue.queries import as_read, offerings_of
from lopo.catalogue.rules import (
    Content,
    Fee,
    Law,
    Promise,
    Requirement,
    Span,
    Step,
    to_stored,
)
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, Centre, Unit, queues_of
from lopo.organisation.tests.builders import make_agency, make_centre

_serial = count(1)


def make_service(
    *,
    code: str | None = None,
    name: str | None = None,
    agency: Agency | None = None,
    unit: str = "Bidang",
    channels: tuple[str, ...] = ("loket",),
    fee: int = 0,
    content: Content | None = None,
    **fields: Any,
) -> Service:
    """A service as the import would leave it; what it promises is its first version."""
    number = next(_serial)
    agency = agency or make_agency()
    answers, _made = Unit.objects.get_or_create(agency=agency, code=unit.lower(), name=unit)
    content = content or make_content(fee=fee)
    service = Service.objects.create(
        code=code or f"LAYANAN-{number}",
        name=name or f"Layanan {number}",
        agency=agency,
        unit=answers,
        category=fields.pop("category", "Kepangkatan"),
        channels=list(channels),
        updated_at=system_clock(),
        **fields,
    )
    service.standard = make_version(service, content)
    return service


def make_content(*, fee: int = 0, **components: Any) -> Content:
    """A complete content, short of surprises; some components otherwise."""
    basis = "Perda tentang Retribusi" if fee else ""
    told: dict[str, Any] = {
        "legal_basis": (Law("UU25", "UU Nomor 25 Tahun 2009 tentang Pelayanan Publik"),),
        "requirements": (Requirement("KTP", "KTP elektronik"),),
        "steps": (
            Step("PEMOHON", "Pemohon", "Menyerahkan berkas"),
            Step("PETUGAS", "Petugas", "Memeriksa berkas", time=Span(1, "HARI_KERJA")),
        ),
        "promise": Promise(3, "HARI_KERJA", "sejak berkas lengkap"),
        "fee": Fee(fee, basis, basis),
        "products": ("Surat",),
        "facilities": ("Ruang tunggu",),
        "competence": ("Memahami aturan",),
        "supervision": ("Atasan langsung",),
        "complaints": ("Meja pengaduan",),
        "staffing": "2 orang",
        "service_guarantee": "Sesuai standar",
        "safety_guarantee": "Data dilindungi",
        "evaluation": "SKM setiap triwulan",
    }
    return Content(**{**told, **components})


def make_version(service: Service, content: Content, **fields: Any) -> Standard:
    """A version of a service's standard: the first, taken over, unless said otherwise."""
    given: dict[str, Any] = {
        "number": 1,
        "state": Standard.State.TAKEN_OVER,
        "name": service.name,
        "content": to_stored(content),
        "digest": content.digest,
        "drafted_at": system_clock(),
    }
    return Standard.objects.create(service=service, **{**given, **fields})


def read(draft: Standard) -> str:
    """A draft as somebody reads it now."""
    return as_read(Standard.objects.get(pk=draft.pk))


def make_offering(
    *, centre: Centre | None = None, service: Service | None = None, queue: str | None = "A"
) -> Offering:
    """A service given at a centre, by the queue with this letter (None: without numbers)."""
    centre = centre or make_centre()
    service = service or make_service(agency=centre.host_agency)
    chosen = queues_of(centre).get(code=queue) if queue else None
    made = Offering.objects.create(centre=centre, service=service, queue=chosen)
    return offerings_of(centre).get(pk=made.pk)


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
