"""How complete the standards of each unit are: its mean, what it lacks, the way to mend it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.api import Service, today
from lopo.catalogue.tests.builders import make_content, make_service, make_version
from lopo.kernel.clock import system_clock
from lopo.people.api import Duty

from .builders import HOME, Office, browser, charged, page

pytestmark = pytest.mark.django_db


def answered_by(unit: str, office: Office, code: str, **components: Any) -> Service:
    """A service of the same agency that another of its units answers for."""
    content = make_content(**components)
    return make_service(code=code, agency=office.service.agency, unit=unit, content=content)


@pytest.fixture
def office() -> Office:
    """Two units: one lacks two components of one service and one of another, one lacks none."""
    made = Office()
    answered_by("Bidang Mutasi", made, "PINDAH", staffing="", evaluation="")
    answered_by("Bidang Mutasi", made, "NAIK", evaluation="")
    return made


def overview(who: Client, query: str = "") -> str:
    """The page with all standards."""
    answer = who.get(f"{HOME}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def key(office: Office, unit: str) -> str:
    """What the address calls a unit."""
    return f"?bidang={office.service.agency.code}%3A{unit}"


def test_a_unit_of_another_agency_is_not_there(office: Office) -> None:
    stranger = browser(charged(make_service(code="LUAR").agency, Duty.EDITOR))
    text = overview(stranger, key(office, "bidang mutasi"))
    assert "Bidang Mutasi" not in text
    assert "LUAR" in text


@pytest.mark.parametrize("odd", ["?bidang=tidak:ada", "?bidang=:", "?bidang=%3Cscript%3E"])
def test_what_is_no_unit_narrows_nothing(office: Office, odd: str) -> None:
    text = overview(office.editor, odd)
    assert "PINDAH" in text
    assert "CUTI" in text
    assert "<script>" not in text


def test_each_unit_has_its_mean_and_what_its_services_lack(office: Office) -> None:
    text = overview(office.editor)
    # 12 and 13 of 14 are 85 and 92 percent; the agency's third service has all.
    assert "88% lengkap" in text
    assert "92% dari empat belas komponen" in text
    assert (
        "Yang kurang: Evaluasi kinerja pelaksana: 2 layanan · Jumlah pelaksana: 1 layanan" in text
    )
    assert text.count(">PINDAH ") == 1
    assert text.index(">Bidang<") < text.index(">Bidang Mutasi<")


def test_one_unit_is_shown_alone(office: Office) -> None:
    text = overview(office.editor, key(office, "bidang%20mutasi"))
    assert "PINDAH" in text
    assert "CUTI" not in text
    assert "92% dari empat belas komponen" in text  # the agency's own score stays


def test_an_agency_with_one_unit_has_nothing_to_choose() -> None:
    assert "?bidang=" not in overview(Office().editor)


def test_what_is_missing_leads_to_where_it_is_mended(office: Office) -> None:
    service = Service.objects.get(code="PINDAH")
    assert f'href="{page(service)}">Jumlah pelaksana' in overview(office.editor)
    office.editor.post(page(service, "susun/"))
    mend = f'href="{page(service, "rancangan/")}#pengelolaan">Jumlah pelaksana'
    assert mend in overview(office.editor)
    assert mend not in overview(office.publisher)


def test_the_overview_costs_the_same_however_many_units(
    office: Office, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(14) as few:
        overview(office.editor)
    for number in range(4):
        answered_by(f"Bidang {number}", office, f"LAIN-{number}", evaluation="")
    with django_assert_max_num_queries(len(few)):
        overview(office.editor)


def test_what_is_not_in_force_stands_in_a_group_of_its_own(
    office: Office, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    agency = office.service.agency
    with django_assert_max_num_queries(14) as few:
        assert "Tidak berlaku" not in overview(office.editor)
    later = today() + timedelta(days=9)
    for code, version in (
        ("BARU", {"state": "DRAFT", "number": None}),
        ("CABUT", {"valid_to": today()}),
        ("NANTI", {"valid_from": later}),
    ):
        service = Service.objects.create(
            code=code,
            name=f"Layanan {code.lower()}",
            agency=agency,
            unit=office.service.unit,
            category="Umum",
            channels=["loket"],
            updated_at=system_clock(),
        )
        make_version(service, make_content(), **version)
    with django_assert_max_num_queries(len(few)):
        text = overview(office.editor).split("Tidak berlaku")[1]
    for code, why in (
        ("BARU", "baru, belum ditetapkan"),
        ("CABUT", "dicabut"),
        ("NANTI", "berlaku mulai"),
    ):
        assert why in text.split(f"{code} ")[1].split("</small>")[0]
        assert f'href="{HOME}{code}/"' in text
    assert "BARU" not in overview(browser(charged(make_service(code="LUAR").agency, Duty.EDITOR)))
    assert "BARU" not in overview(office.editor, key(office, "bidang%20mutasi"))
