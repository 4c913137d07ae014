"""A catalogue file as four tables, for spreadsheets, and back again. Pure.

``layanan`` has a row a service, the other tables name the service in their first column. Several
texts in one cell stand on lines of their own. Reading collects every fault with its table, row
and column, so that an officer mends them in one go.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .reader import Fault

MOST_ROWS = 20_000
YES, NO = "ya", "tidak"
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, where the value stands in the file, and how it is written."""

    heading: str
    path: str
    kind: str = "text"  # text | lines | number | flag


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines of ``heading path kind``."""
    return tuple(Column(*line.split()) for line in text.strip().splitlines())


TABLES: Mapping[str, tuple[Column, ...]] = {
    "layanan": _columns("""
        kode kode text
        nama nama text
        kategori kategori text
        bidang bidang text
        perangkat_daerah perangkat_daerah text
        deskripsi deskripsi text
        sasaran sasaran text
        kanal kanal lines
        sinonim sinonim lines
        peristiwa_hidup peristiwa_hidup lines
        tanpa_persyaratan tanpa_persyaratan flag
        ketentuan_khusus ketentuan_khusus lines
        waktu_jumlah jangka_waktu.jumlah number
        waktu_satuan jangka_waktu.satuan text
        waktu_mulai_dihitung jangka_waktu.mulai_dihitung text
        waktu_di_luar_kendali jangka_waktu.di_luar_kendali text
        biaya_tarif biaya.tarif number
        biaya_keterangan biaya.keterangan text
        biaya_dasar_hukum biaya.dasar_hukum text
        produk produk lines
        dasar_hukum dasar_hukum lines
        kode_dasar_hukum kode_dasar_hukum lines
        penetap penetap text
        catatan catatan text
        sarana_prasarana sarana_prasarana lines
        kompetensi_pelaksana kompetensi_pelaksana lines
        pengawasan_internal pengawasan_internal lines
        penanganan_pengaduan penanganan_pengaduan lines
        jumlah_pelaksana jumlah_pelaksana text
        jaminan_pelayanan jaminan_pelayanan text
        jaminan_keamanan jaminan_keamanan text
        evaluasi_kinerja evaluasi_kinerja text
    """),
    "persyaratan": _columns("""
        layanan - text
        kode kode text
        nama nama text
        format format text
        wajib wajib flag
        syarat_kondisi syarat_kondisi text
        penyerahan penyerahan text
        peka data_pribadi_spesifik_atau_peka flag
    """),
    "prosedur": _columns("""
        layanan - text
        aktor aktor text
        nama_aktor nama_aktor text
        kegiatan kegiatan text
        kelengkapan mutu_baku.kelengkapan text
        waktu_jumlah mutu_baku.waktu.nilai number
        waktu_satuan mutu_baku.waktu.satuan text
        keluaran mutu_baku.output text
        pihak_luar pihak_luar flag
        keputusan_pertanyaan keputusan.pertanyaan text
        keputusan_tidak_ke keputusan.tidak_kembali_ke number
    """),
    "dasar_hukum": _columns("""
        kode kode text
        nama nama text
    """),
    "tarif": _columns("""
        layanan - text
        nama nama text
        jumlah jumlah number
        per per text
    """),
}
PARTS = {"persyaratan": "persyaratan", "prosedur": "prosedur", "tarif": "biaya.rincian"}
WHOLE = re.compile(r"-?[0-9]{1,15}")


def tables_of(document: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """The tables of a catalogue document, headings first."""
    names = {actor["kode"]: actor["nama"] for actor in document["referensi"]["aktor"]}
    made = {name: [[column.heading for column in columns]] for name, columns in TABLES.items()}
    for law in document["referensi"]["dasar_hukum"]:
        made["dasar_hukum"].append([_cell(law, column) for column in TABLES["dasar_hukum"]])
    for service in document["layanan"]:
        made["layanan"].append([_cell(service, column) for column in TABLES["layanan"]])
        for name, place in PARTS.items():
            for item in _at(service, place) or ():
                told = {"nama_aktor": names.get(item.get("aktor")), **item}
                cells = [_cell(told, column) for column in TABLES[name][1:]]
                made[name].append([service["kode"], *cells])
    return made


def _cell(holder: Mapping[str, Any], column: Column) -> str:
    value = _at(holder, column.path)
    if value is None:
        return ""
    if column.kind == "lines":
        return "\n".join(value)
    if column.kind == "flag":
        return YES if value else NO
    return str(value)


def _at(holder: Mapping[str, Any], path: str) -> Any:
    value: Any = holder
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


@dataclass(slots=True)
class TablesRead:
    """A document made of tables, and what was wrong with cells of it."""

    document: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    # Where a place of the document stands in the tables: ``layanan[3]`` → ``layanan, 5``.
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    # The headings of tables in which one of them is wrong.
    misnamed: dict[str, list[str]] = field(default_factory=dict)

    def is_told(self, fault: Fault) -> bool:
        """Whether a wrong heading says already why a value is missing in every row."""
        table, _row, column = [*fault.where.split(", "), "", ""][:3]
        if fault.code != "required" or not column:
            return False
        if column in PARTS:
            return column in self.misnamed
        return table in self.misnamed and column not in self.misnamed[table]

    def where(self, fault: Fault) -> Fault:
        """A fault of the document, told by table, row and column."""
        plain = re.sub(r"^(layanan\[\d+\])[^:]*: ?", r"\1.", fault.where).rstrip(".")
        for prefix in sorted(self.places, key=len, reverse=True):
            if plain == prefix or plain.startswith((f"{prefix}.", f"{prefix}[")):
                table, row = self.places[prefix]
                column = _heading(table, plain[len(prefix) :].lstrip("."))
                return Fault(_place(table, row, column), fault.code, fault.detail)
        return fault


def read_tables(tables: Mapping[str, Sequence[Row]]) -> TablesRead:
    """The document that tables say; only ``layanan`` must be there."""
    read = TablesRead({"referensi": {"aktor": [], "dasar_hukum": []}, "layanan": []})
    unknown = [name for name in tables if name not in TABLES]
    read.faults += [Fault(name, "unknown-table", ", ".join(TABLES)) for name in unknown]
    if "layanan" not in tables:
        read.faults.append(Fault("layanan", "required"))
        return read
    services: dict[str, tuple[int, dict[str, Any]]] = {}
    for number, row in _rows("layanan", tables, read):
        made = _object(row, "layanan", number, read)
        made.update(persyaratan=[], prosedur=[])
        made.setdefault("biaya", {})["rincian"] = []
        place = len(read.document["layanan"])
        read.places[f"layanan[{place}]"] = ("layanan", number)
        services.setdefault(made.get("kode", ""), (place, made))
        read.document["layanan"].append(made)
    for name, part in PARTS.items():
        _add_parts(name, part, tables, services, read)
    for number, row in _rows("dasar_hukum", tables, read):
        laws = read.document["referensi"]["dasar_hukum"]
        read.places[f"referensi.dasar_hukum[{len(laws)}]"] = ("dasar_hukum", number)
        laws.append(_object(row, "dasar_hukum", number, read))
    return read


def _add_parts(
    name: str,
    part: str,
    tables: Mapping[str, Sequence[Row]],
    services: Mapping[str, tuple[int, dict[str, Any]]],
    read: TablesRead,
) -> None:
    for number, row in _rows(name, tables, read):
        code = row.get("layanan", "")
        if code not in services:
            read.faults.append(Fault(_place(name, number, "layanan"), "unknown-service", code))
            continue
        place, service = services[code]
        rows: list[Any] = _at(service, part)
        read.places[f"layanan[{place}].{part}[{len(rows)}]"] = (name, number)
        rows.append(_finished(name, _object(row, name, number, read)))


def _rows(
    name: str, tables: Mapping[str, Sequence[Row]], read: TablesRead
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table by heading, with the number a spreadsheet gives them."""
    rows = tables.get(name, ())
    if not rows:
        return []
    if len(rows) > MOST_ROWS:
        read.faults.append(Fault(name, "too-many-rows", str(MOST_ROWS)))
        return []
    known = [column.heading for column in TABLES[name]]
    headings = [str(cell).strip() for cell in rows[0]]
    wrong = [heading for heading in headings if heading and heading not in known]
    read.faults += [Fault(f"{name}, 1", "unknown-column", heading) for heading in wrong]
    if wrong:
        read.misnamed[name] = headings
    twice = {heading for heading in headings if heading and headings.count(heading) > 1}
    read.faults += [Fault(f"{name}, 1", "twice", heading) for heading in sorted(twice)]
    if known[0] not in headings:
        read.faults.append(Fault(_place(name, 1, known[0]), "required"))
        return []
    filled = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(headings, row, strict=False))
        if any(cell.strip() for cell in cells.values()):
            filled.append((number, cells))
    return filled


def _object(row: Mapping[str, str], name: str, number: int, read: TablesRead) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in TABLES[name]:
        if column.path == "-" or column.heading not in row:
            continue
        if column.kind == "flag" and not row[column.heading].strip():
            continue
        value, code = _READ[column.kind](row[column.heading])
        if code:
            read.faults.append(Fault(_place(name, number, column.heading), code))
        _put(made, column.path, value)
    return made


def _finished(name: str, made: dict[str, Any]) -> dict[str, Any]:
    """What is empty in all its cells is not there at all: no time, no decision, no other name."""
    if name != "prosedur":
        return made
    made.setdefault("mutu_baku", {})
    if not any((made["mutu_baku"].get("waktu") or {}).get(key) for key in ("nilai",)):
        made["mutu_baku"]["waktu"] = None
    decision = made.get("keputusan") or {}
    if not decision.get("pertanyaan") and decision.get("tidak_kembali_ke") is None:
        made["keputusan"] = None
    return made


def _put(made: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for key in way:
        made = made.setdefault(key, {})
    made[last] = value


def _number(cell: str) -> tuple[int | None, str]:
    text = cell.strip()
    if not text:
        return None, ""
    # A spreadsheet writes whole numbers as 5 or 5.0.
    text = text.removesuffix(".0")
    return (int(text), "") if WHOLE.fullmatch(text) else (None, "number")


def _flag(cell: str) -> tuple[bool, str]:
    text = cell.strip().casefold()
    return text == YES, "" if text in {YES, NO, ""} else "yes-no"


def _lines(cell: str) -> tuple[list[str], str]:
    return [line for line in cell.split("\n") if line.strip()], ""


def _text(cell: str) -> tuple[str, str]:
    return cell, ""


_READ: Mapping[str, Callable[[str], tuple[Any, str]]] = {
    "text": _text,
    "lines": _lines,
    "number": _number,
    "flag": _flag,
}


def _heading(table: str, path: str) -> str:
    """The column in which a place of the document stands."""
    plain = re.sub(r"\[\d+\]", "", path)
    for column in TABLES[table]:
        if plain and (column.path == plain or column.path.startswith(f"{plain}.")):
            return column.heading
    return plain


def _place(table: str, row: int, column: str) -> str:
    return f"{table}, {row}, {column}" if column else f"{table}, {row}"
