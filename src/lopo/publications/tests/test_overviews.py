"""All services of an agency on one sheet, and whether it still holds."""

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.models import Service
from lopo.catalogue.tests.builders import make_bkd, make_service
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_agency
from lopo.publications.models import Publication
from lopo.publications.queries import Standing, verdict_of
from lopo.publications.rules import PAPERS, pages_of

from .reading import Paper

HTTP_OK, NOT_FOUND = 200, 404


def overview(agency: str, size: str = "a4") -> Paper:
    answer = Client().get(f"/terbitan/perangkat/{agency}/jenis-layanan.pdf", {"ukuran": size})
    assert answer.status_code == HTTP_OK
    return Paper(answer.content)


@pytest.mark.django_db
def test_there_is_none_of_no_agency_and_no_paper() -> None:
    agency = make_agency()
    assert Client().get("/terbitan/perangkat/tak-ada/jenis-layanan.pdf").status_code == NOT_FOUND
    where = f"/terbitan/perangkat/{agency.code}/jenis-layanan.pdf"
    assert Client().get(where, {"ukuran": "a6"}).status_code == NOT_FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["a4", "a3", "spanduk"])
def test_all_thirty_seven_services_stand_on_one_sheet(size: str) -> None:
    make_bkd()
    paper = overview("bkd", size)
    assert len(paper.pages) == 1
    assert paper.size_mm() == (PAPERS[size].width, PAPERS[size].height)
    for service in Service.objects.all():
        assert paper.says(service.name), service.name
    code = Publication.objects.get().code
    assert paper.codes() == {
        f"{settings.PUBLIC_URL}/layanan/",
        f"{settings.PUBLIC_URL}/cek/{code}/",
    }


@pytest.mark.django_db
def test_an_agency_with_very_many_services_gets_more_sheets() -> None:
    agency = make_agency(code="banyak")
    for number in range(90):
        make_service(agency=agency, name=f"Layanan ke-{number}", category=f"Bagian {number // 7}")
    paper = overview("banyak")
    assert len(paper.pages) == 2
    assert all(f"Layanan ke-{number} " in f"{paper.words} " for number in range(90))


@pytest.mark.django_db
def test_it_holds_until_a_service_says_something_else() -> None:
    centre = make_bkd()
    first = overview("bkd").words
    issued = Publication.objects.get()
    today = civil_date(system_clock())
    assert verdict_of(issued, today).standing is Standing.IN_FORCE
    make_service(agency=centre.host_agency, name="Layanan baru")
    assert verdict_of(issued, today).standing is Standing.SUPERSEDED
    assert "Layanan baru" not in first
    assert "Layanan baru" in overview("bkd").words


GROUPS = st.lists(st.integers(1, 40), max_size=12).map(
    lambda sizes: [
        {"name": f"g{g}", "rows": [f"{g}.{n}" for n in range(size)]} for g, size in enumerate(sizes)
    ]
)


@given(GROUPS, st.integers(1, 3), st.integers(6, 40))
def test_every_row_stands_once_and_in_order(
    groups: list[dict[str, list[str]]], columns: int, rows: int
) -> None:
    pages = pages_of(groups, columns=columns, rows=rows)
    placed = [row for page in pages for column in page for group in column for row in group["rows"]]
    assert placed == [row for group in groups for row in group["rows"]]
    assert all(len(page) <= columns for page in pages)
