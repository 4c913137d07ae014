"""Files that are damaged, crowded or not what they claim to be are refused in a sentence."""

import io
import zipfile
from typing import Any

import pytest
from django.utils import translation

from lopo.catalogue.actions import CatalogueRefused, NoSpreadsheet, is_soon_read, spreadsheets
from lopo.catalogue.actions.exchange import read_standards

from .test_exchange import HEADINGS, ONE, tables, workbook


def damaged(method: int, cut: int = 0, *, name: str = "layanan.csv") -> bytes:
    """A zip whose only file cannot be unpacked any more."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as bundle:
        bundle.writestr(name, bytes(range(256)) * 40)
        start = 30 + len(name)
    broken = bytearray(raw.getvalue())
    broken[start + cut : start + cut + 40] = b"\xff" * 40
    return bytes(broken)


@pytest.mark.parametrize("name", ["layanan.csv", "[Content_Types].xml"])
@pytest.mark.parametrize("cut", [0, 4, 60])
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_zip_is_refused_however_it_was_packed(method: int, cut: int, name: str) -> None:
    with pytest.raises(NoSpreadsheet):
        read_standards(damaged(method, cut, name=name))


def changed(raw: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts (by the last word of their name) otherwise."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            word = one.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(one, parts.get(word, old.read(one)))
    return made.getvalue()


def test_a_sheet_is_read_once_however_often_the_workbook_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = workbook(**tables())
    with zipfile.ZipFile(io.BytesIO(book)) as bundle:
        told = bundle.read("xl/workbook.xml")
    entry = told[told.index(b"<sheet ") : told.index(b"/>", told.index(b"<sheet ")) + 2]
    again = [entry.replace(b'"layanan"', b'"lain%d"' % n) for n in range(90)] + [entry] * 90
    read: list[str] = []
    real = spreadsheets._sheet

    def counted(sheet: Any, faults: Any) -> Any:
        read.append(sheet.title)
        return real(sheet, faults)

    monkeypatch.setattr(spreadsheets, "_sheet", counted)
    with pytest.raises(CatalogueRefused) as refused:
        read_standards(changed(book, workbook=told.replace(entry, entry + b"".join(again))))
    assert {error.code for error in refused.value.errors} == {"twice", "unknown-table"}
    assert sorted(read) == ["layanan", "prosedur"]


def test_what_has_too_many_cells_is_refused_before_they_are_made() -> None:
    cells = b"<c/>" * 3_000_001
    sheet = b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>' % cells
    crowded = io.BytesIO()
    with zipfile.ZipFile(crowded, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("layanan.csv", b"," * 1_000_001)
    for raw in (changed(workbook(**tables()), sheet1=sheet), crowded.getvalue()):
        assert not is_soon_read(raw), "however small it is packed"
        with pytest.raises(NoSpreadsheet) as refused:
            read_standards(raw)
        assert "sel" in refused.value.message


def test_a_table_that_stands_twice_in_a_zip_is_told() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as bundle:
        bundle.writestr("a/layanan.csv", "kode\nA\n")
        bundle.writestr("b/layanan.csv", "kode\nB\n")
    with pytest.raises(CatalogueRefused) as refused:
        read_standards(raw.getvalue())
    assert ("layanan", "twice") in [(one.field, one.code) for one in refused.value.errors]


def test_a_way_that_is_not_known_is_told_by_row_and_column() -> None:
    spoiled = tables(layanan=[HEADINGS, [*ONE[:4], "loket\npos merpati", *ONE[5:]]])
    with pytest.raises(CatalogueRefused) as refused:
        read_standards(workbook(**spoiled))
    told = {error.field: error.message for error in refused.value.errors}
    assert "telekonferensi" in told["layanan, 2, kanal"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a": ' + b"9" * 5000 + b"}", "json-number"),
        (b'{"a": ' + b"[" * 100_000 + b"}", "json-deep"),
        (b'{"a": NaN}', "json-constant"),
        (b'{"a": 1, "a": 2}', "json-twice"),
        (b'{"a": "\xff"}', "json-bytes"),
        (b'{"a": ', "json"),
    ],
)
def test_a_file_that_is_no_json_is_refused_in_the_language_of_the_page(
    raw: bytes, code: str
) -> None:
    with translation.override("id"), pytest.raises(CatalogueRefused) as refused:
        read_standards(raw)
    (error,) = refused.value.errors
    assert (error.field, error.code) == ("", code)
    assert "bukan berkas JSON" in error.message
    for english in ("limit", "recursion", "is not", "Expecting", "duplicate", "decode"):
        assert english not in error.message
