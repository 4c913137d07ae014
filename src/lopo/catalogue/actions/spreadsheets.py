"""Spreadsheets and what may hide in them: read as plain cells, or refused by name.

A workbook is a zip: what it would unpack to is added up before anything is unpacked. Formulas are
never run and never taken for text; on the way out, a text that a spreadsheet would take for a
formula is marked as text.
"""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from lopo.catalogue.rules import MOST_ROWS, TABLES, Fault
from lopo.kernel.errors import Refusal

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 200
MOST_CELLS_IN_ROW = 100
# What costs time are not the bytes but the cells: a workbook has about four tags for each, a
# CSV file a comma or the end of a line.
MOST_TAGS = 3_000_000
MOST_COMMAS = 1_000_000
# What so many bytes unpack to is read within a second.
SMALL_UNPACKED = 256 * 1024
CHUNK = 1024 * 1024
# How the library for zips tells that one is broken, whichever way it was packed.
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
Tables = Mapping[str, Sequence[Sequence[str]]]


class NoSpreadsheet(Refusal):
    """The file cannot be read as what it claims to be, or would be too much to read."""

    code = "no-spreadsheet"


def xlsx_of(tables: Tables) -> bytes:
    """A workbook with a sheet a table; every cell is text."""
    book = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for row in rows:
            sheet.append([_text_cell(sheet, value) for value in row])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _text_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def csv_zip_of(tables: Tables) -> bytes:
    """A zip with a CSV file (UTF-8) a table; what looks like a formula is quoted by ``'``."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows([[_guarded(cell) for cell in row] for row in rows])
            bundle.writestr(f"{name}.csv", text.getvalue().encode("utf-8"))
    return raw.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA_SIGNS, "'")) else cell


def _unguarded(cell: str) -> str:
    plain = cell[1:]
    return plain if cell[:1] == "'" and plain.startswith((*FORMULA_SIGNS, "'")) else cell


def read_spreadsheet(raw: bytes) -> tuple[Tables, list[Fault]]:
    """The tables of a workbook, or of a zip of CSV files, and what is wrong with single cells.

    Raises ``NoSpreadsheet`` when it is neither, or too large.
    """
    if len(raw) > LARGEST_FILE:
        raise NoSpreadsheet(_("The file is larger than 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
            _refuse_bomb(bundle)
            names = bundle.namelist()
            if "[Content_Types].xml" in names:
                _refuse_crowd(bundle, "", b"<", MOST_TAGS)
                return _of_workbook(raw)
            _refuse_crowd(bundle, ".csv", b",", MOST_COMMAS)
            return _of_csv(bundle)
    except BROKEN as problem:
        raise NoSpreadsheet(_("This is no workbook (XLSX) and no zip of CSV files.")) from problem


def _refuse_bomb(bundle: zipfile.ZipFile) -> None:
    parts = bundle.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NoSpreadsheet(
            _("The file would unpack to more than 60 MB. It is not read: split it, or check it.")
        )


def is_soon_read(raw: bytes) -> bool:
    """Whether a zip unpacks to little; one that is none is refused even sooner."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
            return sum(part.file_size for part in bundle.infolist()) <= SMALL_UNPACKED
    except BROKEN:
        return True


def _refuse_crowd(bundle: zipfile.ZipFile, kind: str, mark: bytes, most: int) -> None:
    """Count the cells of a file before they are made: each takes far more than its bytes."""
    found = 0
    for part in bundle.infolist():
        if not part.filename.lower().endswith(kind):
            continue
        with bundle.open(part) as opened:
            while chunk := opened.read(CHUNK):
                found += chunk.count(mark)
                if found > most:
                    raise NoSpreadsheet(
                        _("The file has too many cells. It is not read: split it, or check it.")
                    )


def _of_workbook(raw: bytes) -> tuple[Tables, list[Fault]]:
    faults: list[Fault] = []
    try:
        tables = _known_sheets(raw, faults)
    except Refusal:
        raise
    except Exception as problem:  # openpyxl lets many kinds of errors through on broken files
        raise NoSpreadsheet(_("The workbook is damaged and cannot be read.")) from problem
    return tables, faults


def _known_sheets(raw: bytes, faults: list[Fault]) -> Tables:
    """Each table once; of a sheet nobody asked for only its name, which the reading refuses.

    ``load_workbook`` would look through every sheet, and as often as the workbook names it.
    """
    reader = ExcelReader(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    tables: dict[str, list[list[str]]] = {}
    for entry, part in reader.parser.find_sheets():
        if entry.name in tables:
            faults.append(Fault(entry.name[:80], "twice", entry.name[:80]))
        elif entry.name in TABLES:
            sheet = ReadOnlyWorksheet(reader.wb, entry.name, part.target, reader.shared_strings)
            tables[entry.name] = _sheet(sheet, faults)
        else:
            tables[entry.name] = []
    return tables


def _sheet(sheet: Any, faults: list[Fault]) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_CELLS_IN_ROW), start=1):
        if number > MOST_ROWS + 1:
            faults.append(Fault(sheet.title, "too-many-rows", str(MOST_ROWS)))
            break
        rows.append([_plain(cell, sheet.title, number, faults) for cell in row])
    return rows


def _plain(cell: Any, table: str, number: int, faults: list[Fault]) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        faults.append(Fault(f"{table}, {number}", "formula", cell.coordinate))
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).replace("\r\n", "\n").replace("_x000D_", "")


def _of_csv(bundle: zipfile.ZipFile) -> tuple[Tables, list[Fault]]:
    tables: dict[str, list[list[str]]] = {}
    faults = []
    for part in bundle.infolist():
        table = part.filename.rsplit("/", 1)[-1].removesuffix(".csv")
        if not part.filename.endswith(".csv"):
            continue
        if table in tables:
            faults.append(Fault(table[:80], "twice", part.filename[:80]))
            continue
        tables[table] = _csv_rows(bundle, part) if table in TABLES else []
    return tables, faults


def _csv_rows(bundle: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[list[str]]:
    try:
        text = bundle.read(part).decode("utf-8-sig")
        rows = list(_limited(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except (UnicodeDecodeError, csv.Error) as problem:
        message = _("%(name)s is not a CSV file in UTF-8.") % {"name": part.filename[:80]}
        raise NoSpreadsheet(message) from problem
    return [[_unguarded(cell) for cell in row] for row in rows]


def _limited(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """No more rows than one too many: the reading then says that they are too many."""
    for number, row in enumerate(rows):
        if number > MOST_ROWS + 1:
            return
        yield row[:MOST_CELLS_IN_ROW]
