"""Writing services as a catalogue file: what is written is read back as it was. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from .components import HANDOVERS, LISTS, NO_CODE, TEXTS, UNITS
from .content import Content, Requirement, Span, Step
from .reading import ServiceRow

UNIT_WORDS = {value: word for word, value in UNITS.items()}
HANDOVER_WORDS = {value: word for word, value in HANDOVERS.items()}
COLUMNS = (
    ("nama", "name"),
    ("kategori", "category"),
    ("deskripsi", "description"),
    ("sasaran", "audience"),
    ("kanal", "channels"),
    ("sinonim", "synonyms"),
    ("peristiwa_hidup", "life_events"),
)


def document_of(
    rows: Iterable[ServiceRow], agencies: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    """A catalogue file of services: the registers they use first, then each service in full.

    ``agencies`` (code → name, short name) introduces them to a house that does not know them.
    """
    rows = list(rows)
    actors: dict[str, str] = {}
    laws: dict[str, str] = {}
    for row in rows:
        for step in row.content.steps:
            actors.setdefault(step.actor_code, step.actor_name)
        for law in row.content.legal_basis:
            if law.code:
                laws.setdefault(law.title, law.code)
    return {
        "meta": {"format": "lopo-catalogue/1"},
        "referensi": {
            "perangkat_daerah": [
                {"kode": code, "nama": name, "singkatan": short}
                for code, (name, short) in (agencies or {}).items()
            ],
            "aktor": [{"kode": code, "nama": name} for code, name in actors.items()],
            "dasar_hukum": [{"kode": code, "nama": title} for title, code in laws.items()],
        },
        "layanan": [_service(row, actors, laws) for row in rows],
    }


def _service(row: ServiceRow, actors: Mapping[str, str], laws: Mapping[str, str]) -> dict[str, Any]:
    told = row.content
    written: dict[str, Any] = {"kode": row.code}
    written |= {key: row.fields[name] for key, name in COLUMNS}
    written |= {"bidang": row.unit_name, "perangkat_daerah": row.agency_code}
    written |= {
        "dasar_hukum": [law.title for law in told.legal_basis],
        **_codes(told, laws),
        "persyaratan": [_requirement(item) for item in told.requirements],
        "tanpa_persyaratan": told.needs_nothing,
        "ketentuan_khusus": list(told.terms),
        "prosedur": [_step(step, no, actors) for no, step in enumerate(told.steps, start=1)],
        "jangka_waktu": {
            "jumlah": told.promise.amount,
            "satuan": UNIT_WORDS[told.promise.unit],
            "mulai_dihitung": told.promise.counted_from,
            "di_luar_kendali": told.promise.outside,
        },
        "biaya": _fee(told),
        "produk": list(told.products),
        "penetap": told.signatory,
        "catatan": told.note,
    }
    written |= {key: list(getattr(told, name)) for name, key, _longest in LISTS}
    return written | {key: getattr(told, name) for name, key, _longest in TEXTS}


def _codes(told: Content, laws: Mapping[str, str]) -> dict[str, list[str]]:
    """The codes of the legal bases, where one is another than the head of the file has."""
    if all(laws.get(law.title, "") == law.code for law in told.legal_basis):
        return {}
    return {"kode_dasar_hukum": [law.code or NO_CODE for law in told.legal_basis]}


def _requirement(item: Requirement) -> dict[str, Any]:
    return {
        "kode": item.code,
        "nama": item.name,
        "format": item.format,
        "wajib": item.mandatory,
        "syarat_kondisi": item.condition,
        "penyerahan": HANDOVER_WORDS[item.handover],
        "data_pribadi_spesifik_atau_peka": item.sensitive,
    }


def _step(step: Step, number: int, actors: Mapping[str, str]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "no": number,
        "aktor": step.actor_code,
        "kegiatan": step.activity,
        "mutu_baku": {
            "kelengkapan": step.completeness,
            "waktu": _span(step.time),
            "output": step.output,
        },
        "pihak_luar": step.external,
        "keputusan": None,
    }
    if actors.get(step.actor_code) != step.actor_name:
        written["nama_aktor"] = step.actor_name  # another name than the register has
    if step.decision is not None:
        decision = step.decision
        written["keputusan"] = {
            "pertanyaan": decision.question,
            "tidak_kembali_ke": decision.no_to,
        }
    return written


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"nilai": span.amount, "satuan": UNIT_WORDS[span.unit]} if span else None


def _fee(told: Content) -> dict[str, Any]:
    fee = told.fee
    return {
        "tarif": fee.amount,
        "keterangan": fee.note,
        "dasar_hukum": fee.basis,
        "rincian": [
            {"nama": line.name, "jumlah": line.amount, "per": line.per} for line in fee.tariffs
        ],
    }
