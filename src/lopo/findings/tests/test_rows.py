"""Who takes ballots away row by row: never whoever may be in them."""

import pytest

from lopo.frontdesk.tests.builders import make_centre, make_desk, make_officer, open_session
from lopo.people.api import Duty, Role

from .test_reports import browser, charged, voiced

pytestmark = pytest.mark.django_db
ROWS = "/petugas/survei/laporan/baris/pusat"


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.RECEPTIONIST, Role.CENTRE_ADMIN])
def test_nobody_but_the_supervisor_takes_rows_of_a_centre(role: Role) -> None:
    centre = voiced()
    client = browser(make_officer(centre=centre, role=role))
    assert client.get(f"{ROWS}/{centre.code}/?periode=2026-tw3").status_code == 404


def test_the_supervisor_of_another_centre_takes_no_rows() -> None:
    centre = voiced()
    client = browser(make_officer(centre=make_centre(), role=Role.SUPERVISOR))
    assert client.get(f"{ROWS}/{centre.code}/?periode=2026-tw3").status_code == 404
    assert client.get("/petugas/survei/laporan/").content.decode().count(centre.code) == 0


def test_nobody_takes_rows_of_practice() -> None:
    centre = make_centre(is_practice=True)
    client = browser(make_officer(centre=centre, role=Role.SUPERVISOR))
    assert client.get(f"{ROWS}/{centre.code}/?periode=2026-tw3").status_code == 404


def test_a_supervisor_takes_the_rows_of_their_own_centre() -> None:
    centre = voiced()
    client = browser(make_officer(centre=centre, role=Role.SUPERVISOR))
    page = client.get("/petugas/survei/laporan/").content.decode()
    assert f"{ROWS}/{centre.code}/" in page
    answer = client.get(f"{ROWS}/{centre.code}/?periode=2026-tw3")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "Layanan,U1,U2,U3,U4,U5,U6,U7,U8,U9"
    assert len(lines) == 44
    assert f"e-sukma-{centre.code}-2026-tw3.csv" in answer["Content-Disposition"]
    assert client.get(f"{ROWS}/{centre.code}/?periode=2099").status_code == 404
    assert client.get(f"{ROWS}/{centre.code}/?periode=kemarin").status_code == 404


def test_a_supervisor_who_sat_at_a_counter_is_told_why_there_are_no_rows() -> None:
    centre = voiced()
    user = make_officer(centre=centre, role=Role.SUPERVISOR)
    open_session(make_desk(centre=centre, officer=user))
    client = browser(user)
    answer = client.get(f"{ROWS}/{centre.code}/?periode=2026-tw3", follow=True)
    assert answer.redirect_chain
    assert "Anda pernah melayani di meja di sini" in answer.content.decode()


def test_the_publisher_finds_the_rows_of_the_agency() -> None:
    agency = voiced().host_agency
    page = browser(charged(agency, Duty.PUBLISHER)).get("/petugas/survei/laporan/")
    assert f"/petugas/survei/laporan/baris/{agency.code}/" in page.content.decode()
    page = browser(charged(agency, Duty.EDITOR)).get("/petugas/survei/laporan/")
    assert "/petugas/survei/laporan/baris/" not in page.content.decode()
