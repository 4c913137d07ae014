"""Standards go out as a file and come in again without loss; bad files change nothing."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from lopo.catalogue.actions import (
    CatalogueRefused,
    NoSpreadsheet,
    draft_from_file,
    export_standards,
    import_catalogue,
)
from lopo.catalogue.actions.exchange import read_standards
from lopo.catalogue.actions.spreadsheets import csv_zip_of, read_spreadsheet, xlsx_of
from lopo.catalogue.models import Service, Standard
from lopo.catalogue.queries import service_by_code
from lopo.catalogue.rules import (
    Content,
    ServiceRow,
    document_of,
    parse_catalogue,
    read_tables,
    tables_of,
)
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.people.api import User
from lopo.people.tests.builders import make_staff

from .builders import make_bkd, make_service, shipped
from .strategies import contents

HEADINGS = ["kode", "nama", "kategori", "bidang", "kanal", "produk", "waktu_jumlah", "biaya_tarif"]
ONE = ["BARU", "Layanan baru", "Umum", "Bidang", "loket", "Surat", "3", "0"]
STEP = ["layanan", "aktor", "kegiatan"], ["BARU", "PEMOHON", "Datang"]


def row(content: Content) -> ServiceRow:
    """A service with this content."""
    fields = {
        "name": "Layanan",
        "category": "Umum",
        "description": "",
        "audience": "",
        "channels": ["loket"],
        "synonyms": ["kata"],
        "life_events": [],
    }
    return ServiceRow("KODE", "", "Bidang", "", fields, content)


def told(rows: list[ServiceRow]) -> list[tuple[Any, ...]]:
    """What rows say, wherever they were read."""
    return [(r.code, r.unit_name, dict(r.fields), r.content) for r in rows]


def tables(**changed: Any) -> dict[str, list[list[str]]]:
    """A workbook with one new service."""
    found = {"layanan": [HEADINGS, ONE], "prosedur": [*STEP]}
    return {name: rows for name, rows in {**found, **changed}.items() if rows}


# Nothing is lost


@given(contents)
def test_a_content_written_as_json_is_read_back_as_it_was(content: Content) -> None:
    raw = json.dumps(document_of([row(content)])).encode()
    parsed = parse_catalogue(raw)
    assert parsed.faults == []
    assert told(parsed.services) == told([row(content)])


@given(contents)
def test_a_content_written_as_tables_is_read_back_as_it_was(content: Content) -> None:
    read = read_tables(tables_of(document_of([row(content)])))
    parsed = parse_catalogue(json.dumps(read.document).encode())
    assert (read.faults, parsed.faults) == ([], [])
    assert told(parsed.services) == told([row(content)])


@settings(max_examples=30)
@given(contents)
def test_no_spreadsheet_loses_or_runs_anything(content: Content) -> None:
    made = tables_of(document_of([row(content)]))
    for raw in (xlsx_of(made), csv_zip_of(made)):
        again, faults = read_spreadsheet(raw)
        assert faults == []
        parsed = parse_catalogue(json.dumps(read_tables(again).document).encode())
        assert told(parsed.services) == told([row(content)])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["json", "xlsx", "csv"])
def test_all_services_of_the_agency_come_back_as_they_went_out(kind: str) -> None:
    centre = make_bkd()
    editor = make_staff()
    raw = export_standards(centre.host_agency, kind)
    made = draft_from_file(raw=raw, agency=centre.host_agency, author=editor, clock=system_clock)
    assert (len(made.unchanged), made.drafted, made.added) == (37, [], [])
    assert not Standard.objects.filter(state="DRAFT").exists()


@pytest.mark.django_db
def test_the_shipped_file_written_and_imported_again_changes_nothing(tmp_path: Any) -> None:
    centre = make_bkd()
    before = list(Standard.objects.order_by("pk").values_list("digest", flat=True))
    path = tmp_path / "lagi.json"
    path.write_bytes(export_standards(centre.host_agency, "json"))
    import_catalogue(path, agency=centre.host_agency)
    assert list(Standard.objects.order_by("pk").values_list("digest", flat=True)) == before


# Bad files


def workbook(**sheets: list[list[Any]]) -> bytes:
    """A workbook as somebody's spreadsheet programme writes it."""
    book = Workbook()
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = name
        for line in rows:
            sheet.append(line)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def bomb() -> bytes:
    """A small file that would unpack to 100 MB."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("[Content_Types].xml", "<x/>")
        bundle.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (lambda: b"", "XLSX"),
        (lambda: b"\x00" * 100, "XLSX"),
        (lambda: b"PK\x03\x04rusak", "XLSX"),
        (lambda: b"x" * (6 * 1024 * 1024), "5 MB"),
        (bomb, "60 MB"),
        (lambda: csv_zip_of({"layanan": [["kode"]]})[:-9], "XLSX"),
    ],
    ids=["empty", "zeros", "cut off", "large", "bomb", "half a zip"],
)
def test_a_file_that_is_no_spreadsheet_is_refused_in_a_sentence(
    raw: Callable[[], bytes], said: str
) -> None:
    with pytest.raises(NoSpreadsheet) as refused:
        read_standards(raw())
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("sheets", "place", "code"),
    [
        (tables(layanan=[[*HEADINGS, "harga"], [*ONE, "9"]]), "layanan, 1", "unknown-column"),
        (tables(layanan=[[*HEADINGS, "nama"], [*ONE, "x"]]), "layanan, 1", "twice"),
        (tables(layanan=[HEADINGS[1:], ONE[1:]]), "layanan, 1, kode", "required"),
        (tables(layanan=[HEADINGS, [*ONE[:-1], "gratis"]]), "layanan, 2, biaya_tarif", "number"),
        (tables(layanan=[HEADINGS, ["", *ONE[1:]]]), "layanan, 2, kode", "required"),
        (tables(layanan=[HEADINGS, ["kode kecil", *ONE[1:]]]), "layanan, 2, kode", "code"),
        (tables(layanan=[HEADINGS, ONE, ONE]), "layanan, 3, kode", "twice"),
        (tables(layanan=[HEADINGS, [ONE[0], "x" * 201, *ONE[2:]]]), "layanan, 2, nama", "too-long"),
        (tables(prosedur=[STEP[0], ["LAIN", "A", "B"]]), "prosedur, 2, layanan", "unknown-service"),
        (tables(prosedur=[STEP[0], ["BARU", "A", ""]]), "prosedur, 2, kegiatan", "required"),
        (tables(catatan=[["a"], ["b"]]), "catatan", "unknown-table"),
        (tables(layanan=None), "layanan", "required"),
        (tables(layanan=[HEADINGS, *[ONE] * 50_000]), "layanan", "too-many-rows"),
        (tables(layanan=[HEADINGS, [ONE[0], "=1+1", *ONE[2:]]]), "layanan, 2", "formula"),
    ],
)
def test_every_fault_of_a_workbook_is_told_by_table_row_and_column(
    sheets: dict[str, Any], place: str, code: str
) -> None:
    with pytest.raises(CatalogueRefused) as refused:
        read_standards(workbook(**sheets))
    assert (place, code) in [(error.field, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("table", "heading"),
    [("layanan", "nama"), ("layanan", "waktu_jumlah"), ("prosedur", "aktor")],
)
def test_a_wrong_heading_is_told_once_and_not_again_in_every_row(table: str, heading: str) -> None:
    told = tables(layanan=[HEADINGS, ONE, ["LAIN", "Layanan lain", *ONE[2:]]])
    told["prosedur"] = [*STEP, ["LAIN", "PEMOHON", "Datang"]]
    headings, *rows = told[table]
    told[table] = [[f"{name}_" if name == heading else name for name in headings], *rows]
    with pytest.raises(CatalogueRefused) as refused:
        read_standards(workbook(**told))
    assert [(one.field, one.code) for one in refused.value.errors] == [
        (f"{table}, 1", "unknown-column")
    ]


def test_a_text_like_a_formula_goes_out_as_text() -> None:
    raw = xlsx_of({"layanan": [["nama"], ["=HYPERLINK(1)"]]})
    cell = load_workbook(io.BytesIO(raw))["layanan"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
    with zipfile.ZipFile(io.BytesIO(csv_zip_of({"layanan": [["nama"], ["@SUM(1)"]]}))) as bundle:
        assert b"'@SUM(1)" in bundle.read("layanan.csv")


# What comes of a file


@pytest.fixture
def editor() -> User:
    return make_staff()


def take_in(agency: Agency, editor: User, document: dict[str, Any]) -> Any:
    return draft_from_file(
        raw=json.dumps(document).encode(), agency=agency, author=editor, clock=system_clock
    )


@pytest.mark.django_db
def test_services_of_another_agency_are_not_touched(editor: User) -> None:
    make_bkd()
    stranger = make_service().agency
    with pytest.raises(CatalogueRefused) as refused:
        take_in(stranger, editor, shipped())
    assert {error.code for error in refused.value.errors} == {"not-yours"}
    assert not Standard.objects.filter(state="DRAFT").exists()


@pytest.mark.django_db
def test_what_differs_becomes_a_draft_and_a_new_service_is_not_public(editor: User) -> None:
    centre = make_bkd()
    document = shipped()
    document["layanan"][0]["jangka_waktu"]["internal_hari_kerja"] = 11
    document["layanan"].append({**document["layanan"][1], "kode": "BARU", "nama": "Layanan baru"})
    made = take_in(centre.host_agency, editor, document)
    assert (list(made.drafted), list(made.added)) == (["KP-REG"], ["BARU"])
    assert service_by_code("BARU") is None, "nobody finds it before its first decree"
    assert Service.objects.get(code="BARU").standards.get().drafted_by == editor
    again = take_in(centre.host_agency, editor, document)
    assert (again.drafted, again.added) == ([], [])


@pytest.mark.django_db
def test_with_one_fault_nothing_is_taken_in(editor: User) -> None:
    centre = make_bkd()
    document = shipped()
    document["layanan"][0]["jangka_waktu"]["internal_hari_kerja"] = 11
    document["layanan"][5]["nama"] = ""
    with pytest.raises(CatalogueRefused):
        take_in(centre.host_agency, editor, document)
    assert not Standard.objects.filter(state="DRAFT").exists()
