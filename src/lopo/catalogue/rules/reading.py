"""Reading a catalogue file strictly. Pure.

Every fault of a file is collected, each with the service and field it was found in, so an
officer mends them in one go.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SMALL_MAX = 32_767
FEE_MAX = 10**12
SERVICE_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
DURATION_UNITS = {"menit": "MENIT", "hari_kerja": "HARI_KERJA"}
SERVICE_KEYS = frozenset(
    re.findall(
        r"\S+",
        "kode nama kategori bidang deskripsi sasaran kanal dasar_hukum persyaratan "
        "ketentuan_khusus prosedur jangka_waktu biaya produk penetap risiko_penyuapan "
        "tingkat_keyakinan sumber catatan sinonim perangkat_daerah",
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: ``code`` names the kind, ``detail`` what it needs to be said."""

    where: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement as read from the file."""

    code: str
    name: str
    format: str
    mandatory: bool
    condition: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as read from the file."""

    actor_code: str
    actor_name: str
    activity: str
    completeness: str
    duration_value: int | None
    duration_unit: str | None
    output: str
    external: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service as read from the file; ``fields`` are the columns of the same name."""

    code: str
    where: str
    unit_name: str
    agency_code: str
    fields: Mapping[str, Any]
    requirements: Sequence[RequirementRow]
    steps: Sequence[StepRow]


@dataclass(slots=True)
class Parsed:
    """What a file holds; ``services`` is only worth reading when there is no fault."""

    services: list[ServiceRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)


class _Reader:
    """Takes typed values out of one JSON object and notes what is wrong with them."""

    def __init__(self, value: Any, where: str, faults: list[Fault]) -> None:
        self.where, self.faults = where, faults
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", "object")
            self.faults = []  # its fields are missing with it: one fault is enough

    def fault(self, name: str, code: str, detail: str = "") -> None:
        """Note a fault of a field of this object (or, without a name, of all of it)."""
        joint = "" if not name else (" " if self.where.endswith(":") else ".")
        where = f"{self.where}{joint}{name}" if self.where else name
        self.faults.append(Fault(where.removesuffix(":"), code, detail))

    def text(self, name: str, longest: int, *, required: bool = True) -> str:
        """A string that fits its column; a required one is not blank."""
        value = self.value.get(name)
        if value is None or value == "":
            if required:
                self.fault(name, "required")
            return ""
        if not isinstance(value, str):
            self.fault(name, "text")
            return ""
        return self._checked_text(name, value, longest, required)

    def _checked_text(self, name: str, value: str, longest: int, required: bool) -> str:
        if required and not value.strip():
            self.fault(name, "required")
        if len(value) > longest:
            self.fault(name, "too-long", str(longest))
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
            self.fault(name, "control-character")
            return ""
        return value

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.value.get(name, default)
        if not isinstance(value, bool):
            self.fault(name, "flag")
            return default
        return value

    def number(self, name: str, highest: int, *, lowest: int = 0) -> int:
        """A required whole number within bounds."""
        value = self.value.get(name)
        if value is None:
            self.fault(name, "required")
            return lowest
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(name, "number")
            return lowest
        if not lowest <= value <= highest:
            self.fault(name, "range", f"{lowest}–{highest}")
            return lowest
        return value

    def items(self, name: str, *, required: bool) -> list[Any]:
        """A list; a required one is not empty."""
        value = self.value.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            self.fault(name, "required" if value is None else "list")
            return []
        if required and not value:
            self.fault(name, "required")
        return value

    def texts(self, name: str, longest: int, *, required: bool = False) -> list[str]:
        """A list of strings."""
        texts = []
        for place, item in enumerate(self.items(name, required=required)):
            holder = _Reader({f"{name}[{place}]": item}, self.where, self.faults)
            texts.append(holder.text(f"{name}[{place}]", longest))
        return texts

    def objects(self, name: str, *, required: bool = False) -> "list[_Reader]":
        """A list of objects."""
        return [
            _Reader(item, self._path(f"{name}[{place}]"), self.faults)
            for place, item in enumerate(self.items(name, required=required))
        ]

    def object(self, name: str) -> "_Reader":
        """A required object."""
        if self.value.get(name) is None:
            self.fault(name, "required")
            return _Reader({}, self._path(name), [])  # its fields are missing with it
        return _Reader(self.value[name], self._path(name), self.faults)

    def _path(self, name: str) -> str:
        return f"{self.where} {name}" if self.where.endswith(":") else f"{self.where}.{name}"


def parse_catalogue(raw: bytes) -> Parsed:
    """Read a catalogue file (JSON, UTF-8) into rows, or into the list of its faults."""
    parsed = Parsed()
    try:
        document = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as problem:
        parsed.faults.append(Fault("", "json", str(problem)))
        return parsed
    if not isinstance(document, dict) or not isinstance(document.get("layanan"), list):
        parsed.faults.append(Fault("layanan", "list"))
        return parsed
    if not document["layanan"]:
        parsed.faults.append(Fault("layanan", "required"))
    actors = _actors(document, parsed.faults)
    for place, item in enumerate(document["layanan"]):
        parsed.services.append(_service(item, place, actors, parsed))
    _refuse_twins([(row.code, row.where) for row in parsed.services], "kode", parsed.faults)
    return parsed


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        twins = sorted({key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1})
        raise ValueError(f"duplicate key: {', '.join(twins)}")
    return seen


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _actors(document: Mapping[str, Any], faults: list[Fault]) -> dict[str, str]:
    """Names of those who act in procedures; empty when the file brings no list of them."""
    references = document.get("referensi")
    if references is None:
        return {}
    actors = _Reader(references, "referensi", faults).objects("aktor")
    return {actor.text("kode", 40): actor.text("nama", 200) for actor in actors}


def _service(item: Any, place: int, actors: Mapping[str, str], parsed: Parsed) -> ServiceRow:
    code = item.get("kode") if isinstance(item, dict) else None
    label = f"layanan[{place}]"
    if isinstance(code, str) and code:
        label = f"{label} {code[:24]}"
    reader = _Reader(item, f"{label}:", parsed.faults)
    parsed.unknown_keys += [f"{label}: {key}" for key in reader.value if key not in SERVICE_KEYS]
    code = reader.text("kode", 24)
    if code and not SERVICE_CODE.fullmatch(code):
        reader.fault("kode", "code")
    return ServiceRow(
        code=code,
        where=label,
        unit_name=reader.text("bidang", 200),
        agency_code=reader.text("perangkat_daerah", 24, required=False),
        fields=_fields(reader),
        requirements=_requirements(reader),
        steps=[_step(step, actors) for step in reader.objects("prosedur", required=True)],
    )


def _fields(reader: _Reader) -> dict[str, Any]:
    duration, fee = reader.object("jangka_waktu"), reader.object("biaya")
    return {
        "name": reader.text("nama", 200),
        "category": reader.text("kategori", 80),
        "description": reader.text("deskripsi", 500, required=False),
        "audience": reader.text("sasaran", 200, required=False),
        "channels": reader.texts("kanal", 40, required=True),
        "duration_working_days": duration.number("internal_hari_kerja", SMALL_MAX),
        "duration_start": duration.text("mulai_dihitung", 200, required=False),
        "duration_outside": duration.text("di_luar_kendali", 300, required=False),
        "fee_amount": fee.number("tarif", FEE_MAX),
        "fee_note": fee.text("keterangan", 200, required=False),
        "products": reader.texts("produk", 200, required=True),
        "special_terms": reader.texts("ketentuan_khusus", 500),
        "legal_basis": reader.texts("dasar_hukum", 500),
        "synonyms": reader.texts("sinonim", 80),
        "signatory": reader.text("penetap", 200, required=False),
        "note": reader.text("catatan", 500, required=False),
    }


def _requirements(reader: _Reader) -> list[RequirementRow]:
    rows, places = [], []
    for item in reader.objects("persyaratan"):
        row = RequirementRow(
            code=item.text("kode", 40),
            name=item.text("nama", 300),
            format=item.text("format", 40, required=False),
            mandatory=item.flag("wajib", True),
            condition=item.text("syarat_kondisi", 300, required=False),
            sensitive=item.flag("data_pribadi_spesifik_atau_peka", False),
        )
        rows.append(row)
        places.append((row.code, item.where))
    _refuse_twins(places, "kode", reader.faults)
    return rows


def _step(step: _Reader, actors: Mapping[str, str]) -> StepRow:
    actor = step.text("aktor", 40)
    if actor and actors and actor not in actors:
        step.fault("aktor", "unknown-actor", actor)
    quality = step.object("mutu_baku")
    value, unit = _duration(quality)
    return StepRow(
        actor_code=actor,
        actor_name=actors.get(actor, actor),
        activity=step.text("kegiatan", 300),
        completeness=quality.text("kelengkapan", 200, required=False),
        duration_value=value,
        duration_unit=unit,
        output=quality.text("output", 200, required=False),
        external=step.flag("pihak_luar", False),
    )


def _duration(quality: _Reader) -> tuple[int | None, str | None]:
    if quality.value.get("waktu") is None:
        return None, None
    time = quality.object("waktu")
    unit = time.text("satuan", 20)
    if unit and unit not in DURATION_UNITS:
        time.fault("satuan", "choice", ", ".join(DURATION_UNITS))
    return time.number("nilai", SMALL_MAX, lowest=1), DURATION_UNITS.get(unit)


def _refuse_twins(places: Iterable[tuple[str, str]], name: str, faults: list[Fault]) -> None:
    """The same code twice in one list: the second is the fault."""
    seen: dict[str, str] = {}
    for code, where in places:
        if code and code in seen:
            joint = ": " if ":" not in where else "."
            faults.append(Fault(f"{where}{joint}{name}", "twice", seen[code]))
        seen.setdefault(code, where)
