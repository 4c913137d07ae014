"""Moving a service to another agency: who may, what would change, and how it is called off."""

import re
from typing import Any

import pytest
from django.test import Client

from lopo.administration.tests.builders import centre_admin, make_user, system_admin
from lopo.catalogue.api import Service, offering, service_in_full, today
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.actions import issue_ticket
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, Centre
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, charge
from lopo.people.tests.builders import just_proved

pytestmark = pytest.mark.django_db
PAGE = "/petugas/layanan/CUTI/pindah/"


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def service(centre: Centre) -> Service:
    made = make_service(code="CUTI", name="Cuti tahunan", agency=centre.host_agency)
    make_offering(centre=centre, service=made)
    return made


@pytest.fixture
def biro() -> Agency:
    return make_agency(code="biro", name="Biro Organisasi")


def publisher_of(*agencies: Agency) -> Client:
    """Somebody who decrees for these agencies."""
    user = make_user()
    for agency in agencies:
        charge(user=user, duty=Duty.PUBLISHER, agency=agency, actor=SYSTEM)
    return just_proved(Client(), user)


def said(**changed: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "place": "biro:",
        "from_day": today().isoformat(),
        "basis_number": "Perda Nomor 3 Tahun 2026",
        "basis_date": "2026-01-05",
        "basis_office": "Gubernur",
        "reason": "Penataan perangkat daerah",
        **changed,
    }


def test_a_centre_s_administrator_and_a_publisher_of_one_agency_find_no_such_page(
    centre: Centre, service: Service, biro: Agency
) -> None:
    for browser in (centre_admin(centre), publisher_of(service.agency), publisher_of(biro)):
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE, said(go="pindahkan")).status_code == 404


def test_who_publishes_for_both_moves_between_them_only(service: Service, biro: Agency) -> None:
    make_agency(code="dinas", name="Dinas Lain")
    both = publisher_of(service.agency, biro)
    page = both.get(PAGE).content.decode()
    assert "Biro Organisasi secara keseluruhan" in page
    assert "Dinas Lain" not in page
    assert both.post(PAGE, said(place="dinas:", go="pindahkan")).status_code == 422
    assert both.post(PAGE, said(go="pindahkan")).status_code == 303
    assert Service.objects.get(code="CUTI").agency == biro


def test_what_is_missing_is_said_and_nothing_typed_is_lost(service: Service, biro: Agency) -> None:
    answer = system_admin().post(PAGE, said(basis_number="", reason=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Isi bagian ini.") >= 2
    assert 'value="2026-01-05"' in page
    assert Service.objects.get(code="CUTI").agency == service.agency


def test_what_would_change_is_shown_before_it_changes(
    centre: Centre, service: Service, biro: Agency
) -> None:
    leaver, comer = make_user(), make_user()
    charge(user=leaver, duty=Duty.EDITOR, agency=service.agency, actor=SYSTEM)
    charge(user=comer, duty=Duty.EDITOR, agency=biro, actor=SYSTEM)
    chief = system_admin()
    page = chief.post(PAGE, said()).content.decode()
    assert f"Tetap diberikan di {centre.name}, lewat antrean A." in page
    assert f"Tidak lagi melihat dan mengubah rancangannya: {leaver}." in page
    assert f"Sejak saat itu melihat dan mengubah rancangannya: {comer}." in page
    assert Service.objects.get(code="CUTI").agency == service.agency
    back = chief.post(PAGE, said(go="ubah"))
    assert back.status_code == 200
    assert "Perda Nomor 3 Tahun 2026" in back.content.decode()


def test_it_moves_and_stays_where_it_is_given(
    centre: Centre, service: Service, biro: Agency
) -> None:
    answer = system_admin().post(PAGE, said(go="pindahkan"), follow=True)
    assert "mulai hari ini diampu oleh Biro Organisasi" in answer.content.decode()
    now = service_in_full("CUTI")
    assert now is not None
    assert (now.agency, now.unit.name) == (biro, "Biro Organisasi")
    assert offering(centre, "CUTI") is not None


def test_a_centre_stops_only_when_it_is_said_and_only_today(
    centre: Centre, service: Service, biro: Agency
) -> None:
    chief = system_admin()
    ahead = today().replace(year=today().year + 1).isoformat()
    answer = chief.post(PAGE, said(stop_at=[centre.code], from_day=ahead, go="pindahkan"))
    assert answer.status_code == 422
    chief.post(PAGE, said(stop_at=[centre.code], go="pindahkan"))
    assert Service.objects.get(code="CUTI").agency == biro
    assert offering(centre, "CUTI") is None


def test_a_planned_move_is_shown_and_called_off(service: Service, biro: Agency) -> None:
    chief = system_admin()
    ahead = today().replace(year=today().year + 1).isoformat()
    chief.post(PAGE, said(from_day=ahead, go="pindahkan"))
    assert Service.objects.get(code="CUTI").agency == service.agency
    assert "Perpindahan sudah direncanakan" in chief.get(PAGE).content.decode()
    assert chief.post(f"{PAGE}batal/", {"reason": ""}).status_code == 422
    page = chief.post(f"{PAGE}batal/", {"reason": "Perda diubah"}, follow=True).content.decode()
    assert "tidak jadi pindah" in page
    again = chief.post(f"{PAGE}batal/", {"reason": "lagi"}, follow=True).content.decode()
    assert "Tidak ada lagi perpindahan" in again


def test_the_preview_says_that_a_visitor_still_waits_where_it_would_stop(
    centre: Centre, service: Service, biro: Agency
) -> None:
    chief = system_admin()
    stops = said(stop_at=[centre.code])
    assert "Belum bisa saat ini" not in chief.post(PAGE, stops).content.decode()
    given = offering(centre, "CUTI")
    assert given is not None
    issue_ticket(
        centre=centre,
        offering=given,
        channel="RECEPTION",
        priority=None,
        present=True,
        actor=VISITOR,
        clock=system_clock,
    )
    text = chief.post(PAGE, stops).content.decode()
    assert "Belum bisa saat ini" in text
    assert "Nomor yang sudah diambil tetap dilayani" not in text
    refused = chief.post(PAGE, said(stop_at=[centre.code], go="pindahkan"))
    assert refused.status_code == 422
    why = re.search(r"1 [^.<]*masih memerlukan[^.<]*|1 [^.<]*Cuti tahunan[^.<]*", text)
    assert why is not None
    assert why.group() in refused.content.decode()
