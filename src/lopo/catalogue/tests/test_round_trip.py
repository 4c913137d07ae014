"""What the server gives away of all agencies, it takes in again and nothing has changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lopo.catalogue.actions import (
    BKD_SERVICES,
    NTB_SERVICES,
    CatalogueRefused,
    draft_from_file,
    export_standards,
    import_catalogue,
)
from lopo.catalogue.models import Home, Offering, Service, Standard
from lopo.catalogue.rules import (
    Law,
    ServiceRow,
    document_of,
    parse_catalogue,
    positions,
    read_tables,
    tables_of,
)
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_agency
from lopo.people.tests.builders import make_staff
from lopo.registers.models import Regulation, SharedRequirement

from .builders import make_content, write

ALL = 145
KEPT = (Service, Standard, Home, Offering, Regulation, SharedRequirement)


def import_everything() -> None:
    """The catalogues of the demo: two files, each counted from one; the first names no agency."""
    import_catalogue(BKD_SERVICES, agency=make_agency(code="bkd-ntt"))
    import_catalogue(NTB_SERVICES)


def everything() -> dict[str, list[Any]]:
    """Every row a catalogue file could change."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


@pytest.mark.django_db
def test_the_dump_of_the_whole_catalogue_is_taken_in_again_and_nothing_has_changed(
    client: Client, tmp_path: Path
) -> None:
    import_everything()
    before, raw = everything(), client.get("/layanan/data/standar.json").content
    (path := tmp_path / "standar.json").write_bytes(raw)
    report = import_catalogue(path)
    assert (report.created, report.updated, report.unchanged) == (0, 0, ALL)
    assert (report.drafted, report.kept_titles) == (0, ())
    assert everything() == before
    assert client.get("/layanan/data/standar.json").content == raw
    # Nor do the shipped files find anything to do, whose orders go through one another.
    for shipped in (BKD_SERVICES, NTB_SERVICES):
        again = import_catalogue(shipped, agency=Service.objects.get(code="CUTI").agency)
        assert (again.created, again.updated) == (0, 0)
    assert everything() == before


@pytest.mark.django_db
def test_a_house_that_knows_nothing_takes_the_dump_in_whole(tmp_path: Path) -> None:
    with transaction.atomic():
        import_everything()
        raw = export_standards(None, "json")
        transaction.set_rollback(True)
    assert not Service.objects.exists()
    (path := tmp_path / "standar.json").write_bytes(raw)
    report = import_catalogue(path)
    assert (report.created, report.kept_titles) == (ALL, ())
    assert export_standards(None, "json") == raw


@pytest.mark.django_db
def test_one_change_in_the_dump_updates_one_service(tmp_path: Path) -> None:
    import_everything()
    document = json.loads(export_standards(None, "json"))
    document["layanan"][40]["produk"] = ["Surat lain"]
    report = import_catalogue(write(tmp_path, document))
    assert (report.created, report.updated, report.unchanged) == (0, 1, ALL - 1)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_agency_takes_its_tables_in_again_and_nothing_has_changed(kind: str) -> None:
    import_everything()
    agency = Service.objects.get(code="BKD-PENSIUN").agency
    made = draft_from_file(
        raw=export_standards(agency, kind), agency=agency, author=make_staff(), clock=system_clock
    )
    assert (list(made.drafted), list(made.added)) == ([], [])


def test_no_shipped_regulation_has_two_codes() -> None:
    titles: dict[str, set[str]] = {}
    for shipped in (BKD_SERVICES, NTB_SERVICES):
        for title, code in parse_catalogue(shipped.read_bytes()).laws.items():
            titles.setdefault(title.lower(), set()).add(code)
    assert {title: codes for title, codes in titles.items() if len(codes) > 1} == {}


def row(code: str, *laws: Law) -> ServiceRow:
    """A service that stands on these."""
    columns = dict.fromkeys(["name", "category"], "Umum") | {"description": "", "audience": ""}
    lists = {"channels": ["loket"], "synonyms": [], "life_events": []}
    return ServiceRow(code, "", "Bidang", "", columns | lists, make_content(legal_basis=laws))


TITLE = "UU Nomor 20 Tahun 2023"
ONE_LAW_THREE_WAYS = [
    row("SATU", Law("UU20", TITLE)),
    row("DUA", Law("UU25", "UU Nomor 25 Tahun 2009"), Law("UU20_23", TITLE)),
    row("TIGA", Law("", TITLE)),
]


def test_a_law_keeps_the_code_it_is_cited_by_whatever_others_call_it() -> None:
    document = document_of(ONE_LAW_THREE_WAYS)
    for raw in (document, read_tables(tables_of(document)).document):
        parsed = parse_catalogue(json.dumps(raw).encode())
        assert parsed.faults == []
        cited = [[law.code for law in found.content.legal_basis] for found in parsed.services]
        assert cited == [["UU20"], ["UU25", "UU20_23"], [""]]


@pytest.mark.django_db
def test_codes_that_do_not_go_with_the_laws_are_told_and_nothing_is_taken_in(
    tmp_path: Path,
) -> None:
    document = document_of(ONE_LAW_THREE_WAYS)
    document["layanan"][1]["kode_dasar_hukum"] = ["UU25"]
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(write(tmp_path, document))
    (fault,) = refused.value.errors
    assert (fault.field, fault.code) == ("layanan[1] DUA: kode_dasar_hukum", "as-many")
    assert "2" in fault.message


@pytest.mark.parametrize(
    ("codes", "held", "places"),
    [
        ("ABC", {}, [1, 2, 3]),
        ("ABC", {"A": 1, "B": 1, "C": 7}, [1, 1, 7]),
        ("ABC", {"A": 2, "B": 1, "C": 3}, [1, 2, 3]),
        ("AXB", {"A": 1, "B": 2}, [1, 2, 3]),
        ("XAB", {"A": 1, "B": 5}, [1, 2, 5]),
        ("ABX", {"A": 3, "B": 3, "C": 4}, [3, 3, 4]),
    ],
)
def test_a_file_in_the_order_that_stands_moves_only_what_a_new_service_needs(
    codes: str, held: dict[str, int], places: list[int]
) -> None:
    assert positions(list(codes), held) == places
