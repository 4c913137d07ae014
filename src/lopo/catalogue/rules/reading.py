"""Reading a catalogue file strictly. Pure.

Every fault of a file is collected, each with the service and field it was found in, so an
officer mends them in one go.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .components import COMMON_KEYS, References, read_content, read_references
from .content import Content
from .reader import Fault, Reader, Unreadable, json_document, refuse_twins

SERVICE_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
# ``meta`` says of the file what its author wants to say; nothing of it is read.
FILE_KEYS = ("meta", "referensi", "komponen_umum", "layanan")
# The ways to a service that its page can name.
CHANNELS = ("loket", "daring", "telepon", "email", "telekonferensi", "SP4N-LAPOR!")
SERVICE_KEYS = COMMON_KEYS | frozenset(
    re.findall(
        r"\S+",
        "kode nama kategori bidang deskripsi sasaran kanal dasar_hukum kode_dasar_hukum "
        "persyaratan tanpa_persyaratan ketentuan_khusus prosedur jangka_waktu biaya produk penetap "
        "risiko_penyuapan tingkat_keyakinan sumber catatan sinonim peristiwa_hidup "
        "perangkat_daerah",
    )
)


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service as read from the file; ``fields`` are the columns of the same name."""

    code: str
    where: str
    unit_name: str
    agency_code: str
    fields: Mapping[str, Any]
    content: Content


@dataclass(slots=True)
class Parsed:
    """What a file holds; ``services`` is only worth reading when there is no fault."""

    services: list[ServiceRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # Agencies the file introduces: code → name and short name.
    agencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # Regulations the file names with a code: title → code.
    laws: Mapping[str, str] = field(default_factory=dict)


def parse_catalogue(raw: bytes) -> Parsed:
    """Read a catalogue file (JSON, UTF-8) into rows, or into the list of its faults."""
    parsed = Parsed()
    try:
        document = json_document(raw)
    except Unreadable as problem:
        parsed.faults.append(Fault("", problem.code, problem.detail))
        return parsed
    if not isinstance(document, dict) or not isinstance(document.get("layanan"), list):
        parsed.faults.append(Fault("layanan", "list"))
        return parsed
    if not document["layanan"]:
        parsed.faults.append(Fault("layanan", "required"))
    Reader(document, "", parsed.faults).only(FILE_KEYS)
    known = read_references(document, parsed.faults)
    parsed.agencies, parsed.laws = known.agencies, known.laws
    for place, item in enumerate(document["layanan"]):
        parsed.services.append(_service(item, place, known, parsed))
    refuse_twins([(row.code, row.where) for row in parsed.services], "kode", parsed.faults)
    return parsed


def _service(item: Any, place: int, known: References, parsed: Parsed) -> ServiceRow:
    code = item.get("kode") if isinstance(item, dict) else None
    label = f"layanan[{place}]"
    if isinstance(code, str) and code:
        label = f"{label} {code[:24]}"
    reader = Reader(item, f"{label}:", parsed.faults).only(SERVICE_KEYS)
    code = reader.text("kode", 24)
    if code and not SERVICE_CODE.fullmatch(code):
        reader.fault("kode", "code")
    return ServiceRow(
        code=code,
        where=label,
        unit_name=reader.text("bidang", 200),
        agency_code=reader.text("perangkat_daerah", 24, required=False),
        fields=_fields(reader),
        content=read_content(reader, known),
    )


def _fields(reader: Reader) -> dict[str, Any]:
    return {
        "name": reader.text("nama", 200),
        "category": reader.text("kategori", 80),
        "description": reader.text("deskripsi", 500, required=False),
        "audience": reader.text("sasaran", 200, required=False),
        "channels": _channels(reader),
        "synonyms": reader.texts("sinonim", 80),
        "life_events": reader.texts("peristiwa_hidup", 60),
    }


def _channels(reader: Reader) -> list[str]:
    ways = reader.texts("kanal", 40, required=True)
    for place, way in enumerate(ways):
        if way and way not in CHANNELS:
            reader.fault(f"kanal[{place}]", "choice", ", ".join(CHANNELS))
    return ways
