"""Reading the components of a standard out of a catalogue file. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .content import (
    Content,
    Decision,
    Fee,
    Handover,
    Law,
    Promise,
    Requirement,
    Span,
    Step,
    Tariff,
    Unit,
)
from .reader import Fault, Reader, refuse_twins

# Stands among the codes of legal bases for one that the register does not know.
NO_CODE = "-"
SMALL_MAX = 32_767
MONEY_MAX = 10**12
UNITS = {
    "menit": Unit.MINUTE.value,
    "jam": Unit.HOUR.value,
    "hari_kerja": Unit.WORKING_DAY.value,
    "hari_kalender": Unit.CALENDAR_DAY.value,
}
STEP_UNITS = ("menit", "jam", "hari_kerja")
HANDOVERS = {
    "diserahkan": Handover.HAND_IN.value,
    "unggah": Handover.UPLOAD.value,
    "tunjukkan_asli": Handover.SHOW_ORIGINAL.value,
    "tanda_tangan_saat_ambil": Handover.SIGN_AT_COLLECTION.value,
}
# The eight components of management: (field, key in the file, longest text); a list or one text.
LISTS = (
    ("facilities", "sarana_prasarana", 300),
    ("competence", "kompetensi_pelaksana", 300),
    ("supervision", "pengawasan_internal", 300),
    ("complaints", "penanganan_pengaduan", 300),
)
TEXTS = (
    ("staffing", "jumlah_pelaksana", 300),
    ("service_guarantee", "jaminan_pelayanan", 1000),
    ("safety_guarantee", "jaminan_keamanan", 1000),
    ("evaluation", "evaluasi_kinerja", 1000),
)
COMMON_KEYS = frozenset(key for _field, key, _longest in (*LISTS, *TEXTS))


# What may stand in the head of a file: what is read, and what older files tell beside it.
REFERENCES = {
    "aktor": ("kode", "nama", "pihak_luar"),
    "dasar_hukum": ("kode", "nama"),
    "perangkat_daerah": ("kode", "nama", "singkatan"),
}
MORE_REFERENCES = ("dokumen", "golongan_ruang_pns", "golongan_pppk", "peristiwa_hidup")
REQUIREMENT_KEYS = (
    *("kode", "nama", "format", "wajib", "syarat_kondisi", "penyerahan"),
    "data_pribadi_spesifik_atau_peka",
)
STEP_KEYS = (
    *("no", "aktor", "nama_aktor", "kegiatan", "mutu_baku", "pihak_luar"),
    "keputusan",
)
PROMISE_KEYS = ("jumlah", "satuan", "internal_hari_kerja", "mulai_dihitung", "di_luar_kendali")


@dataclass(frozen=True, slots=True)
class References:
    """What the head of a file says once for all its services."""

    actors: Mapping[str, str] = field(default_factory=dict)
    laws: Mapping[str, str] = field(default_factory=dict)  # title → code
    agencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # code → name, short
    common: Mapping[str, Any] = field(default_factory=dict)


def read_references(document: Mapping[str, Any], faults: list[Fault]) -> References:
    """Actors, legal register and common components; each may be missing."""
    known = document.get("referensi")
    head = Reader(known if known is not None else {}, "referensi", faults)
    head.only((*REFERENCES, *MORE_REFERENCES))
    actors = {row.text("kode", 40): row.text("nama", 200) for row in _listed(head, "aktor")}
    laws = {row.text("nama", 500): row.text("kode", 40) for row in _listed(head, "dasar_hukum")}
    agencies = {
        row.text("kode", 24): (row.text("nama", 200), row.text("singkatan", 40, required=False))
        for row in _listed(head, "perangkat_daerah")
    }
    common = document.get("komponen_umum")
    shared = Reader(common if common is not None else {}, "komponen_umum", faults)
    return References(actors, laws, agencies, _management(shared.only(COMMON_KEYS)))


def _listed(head: Reader, name: str) -> list[Reader]:
    return [row.only(REFERENCES[name]) for row in head.objects(name)]


def read_content(reader: Reader, known: References) -> Content:
    """All components of one service of a file."""
    return Content(
        legal_basis=_legal_basis(reader, known.laws),
        requirements=_requirements(reader),
        needs_nothing=reader.flag("tanpa_persyaratan", False),
        terms=tuple(reader.texts("ketentuan_khusus", 500)),
        steps=_steps(reader, known.actors),
        promise=_promise(reader),
        fee=_fee(reader),
        products=tuple(reader.texts("produk", 200, required=True)),
        signatory=reader.text("penetap", 200, required=False),
        note=reader.text("catatan", 500, required=False),
        **{**known.common, **_management(reader)},
    )


def _legal_basis(reader: Reader, known: Mapping[str, str]) -> tuple[Law, ...]:
    """Cited by title; the codes are those of the head of the file, or else written beside them."""
    titles = reader.texts("dasar_hukum", 500)
    if reader.value.get("kode_dasar_hukum") in (None, []):
        return tuple(Law(known.get(title, ""), title) for title in titles)
    codes = reader.texts("kode_dasar_hukum", 40)
    if len(codes) != len(titles):
        reader.fault("kode_dasar_hukum", "as-many", str(len(titles)))
        return ()
    pairs = zip(codes, titles, strict=True)
    return tuple(Law("" if code == NO_CODE else code, title) for code, title in pairs)


def _management(reader: Reader) -> dict[str, Any]:
    """The components of management that are written here."""
    found: dict[str, Any] = {}
    for name, key, longest in LISTS:
        if key in reader.value:
            found[name] = tuple(reader.texts(key, longest))
    for name, key, longest in TEXTS:
        if key in reader.value:
            found[name] = reader.text(key, longest, required=False)
    return found


def _requirements(reader: Reader) -> tuple[Requirement, ...]:
    rows, places = [], []
    for item in reader.objects("persyaratan"):
        item.only(REQUIREMENT_KEYS)
        handover = item.choice("penyerahan", HANDOVERS, default="diserahkan")
        row = Requirement(
            code=item.text("kode", 40),
            name=item.text("nama", 300),
            format=item.text("format", 40, required=False),
            mandatory=item.flag("wajib", True),
            condition=item.text("syarat_kondisi", 300, required=False),
            handover=handover,
            sensitive=item.flag("data_pribadi_spesifik_atau_peka", False),
        )
        rows.append(row)
        places.append((row.code, item.where))
    refuse_twins(places, "kode", reader.faults)
    return tuple(rows)


def _steps(reader: Reader, actors: Mapping[str, str]) -> tuple[Step, ...]:
    items: Sequence[Reader] = reader.objects("prosedur", required=True)
    return tuple(_step(item, actors, len(items)) for item in items)


def _step(step: Reader, actors: Mapping[str, str], last: int) -> Step:
    actor = step.only(STEP_KEYS).text("aktor", 40)
    if actor and actors and actor not in actors:
        step.fault("aktor", "unknown-actor", actor)
    quality = step.object("mutu_baku").only(("kelengkapan", "waktu", "output"))
    return Step(
        actor_code=actor,
        actor_name=step.text("nama_aktor", 200, required=False) or actors.get(actor, actor),
        activity=step.text("kegiatan", 300),
        completeness=quality.text("kelengkapan", 200, required=False),
        time=_time(quality),
        output=quality.text("output", 200, required=False),
        external=step.flag("pihak_luar", False),
        decision=_decision(step, last),
    )


def _time(quality: Reader) -> Span | None:
    if quality.value.get("waktu") is None:
        return None
    time = quality.object("waktu").only(("nilai", "satuan"))
    units = {name: UNITS[name] for name in STEP_UNITS}
    unit = time.choice("satuan", units)
    return Span(time.number("nilai", SMALL_MAX, lowest=1), unit)


def _decision(step: Reader, last: int) -> Decision | None:
    if step.value.get("keputusan") is None:
        return None
    decision = step.object("keputusan").only(("pertanyaan", "tidak_kembali_ke"))
    return Decision(
        decision.text("pertanyaan", 200), decision.number("tidak_kembali_ke", last, lowest=1)
    )


def _promise(reader: Reader) -> Promise:
    time = reader.object("jangka_waktu").only(PROMISE_KEYS)
    amount: int | None
    if "jumlah" in time.value:
        amount = None if time.value["jumlah"] is None else time.number("jumlah", SMALL_MAX)
        unit = time.choice("satuan", UNITS, default="hari_kerja")
    else:
        amount, unit = time.number("internal_hari_kerja", SMALL_MAX), Unit.WORKING_DAY.value
    return Promise(
        amount,
        unit,
        time.text("mulai_dihitung", 200, required=False),
        time.text("di_luar_kendali", 300, required=False),
    )


def _fee(reader: Reader) -> Fee:
    fee = reader.object("biaya").only(("tarif", "keterangan", "dasar_hukum", "rincian"))
    tariffs = tuple(
        Tariff(
            row.text("nama", 200),
            row.number("jumlah", MONEY_MAX),
            row.text("per", 60, required=False),
        )
        for row in (line.only(("nama", "jumlah", "per")) for line in fee.objects("rincian"))
    )
    note = fee.text("keterangan", 200, required=False)
    found = Fee(fee.number("tarif", MONEY_MAX), note, "", tariffs)
    if found.is_free:
        return found
    # Older files name the basis of a tariff in its note.
    basis = fee.text("dasar_hukum", 300, required=False) or note
    if not basis.strip():
        fee.fault("dasar_hukum", "tariff-basis")
    return Fee(found.amount, note, basis, tariffs)
