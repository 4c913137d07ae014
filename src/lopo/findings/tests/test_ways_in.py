"""From page to page of the survey: nobody is led where they may not go, nor left without a way."""

import re

import pytest
from django.test import Client

from lopo.frontdesk.tests.builders import make_centre, make_officer
from lopo.organisation.api import Centre
from lopo.people.api import Duty, Role, User
from lopo.people.tests.builders import make_staff

from .test_reports import browser, charged

pytestmark = pytest.mark.django_db
PLANS, REPORTS = "/petugas/survei/tindak-lanjut/", "/petugas/survei/laporan/"
NAV = re.compile(r"<nav.*?</nav>", re.DOTALL)
LINK = re.compile(r'href="(/[^"#]*)"')
ROLES = (Role.SUPERVISOR, Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN)


def led_to(client: Client, path: str) -> list[str]:
    """Where the bars and tabs of a page lead."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [link for nav in NAV.findall(answer.content.decode()) for link in LINK.findall(nav)]


def survey_of(centre: Centre) -> str:
    return f"/petugas/survei/{centre.code}/"


def in_role(centre: Centre, role: Role) -> User:
    return make_staff(centre=None if role == Role.SYSTEM_ADMIN else centre, role=role)


@pytest.mark.parametrize("role", ROLES)
def test_who_has_no_plans_is_not_led_to_them(role: Role) -> None:
    client = browser(in_role(make_centre(), role))
    assert client.get(PLANS).status_code == 404
    assert PLANS not in led_to(client, REPORTS)


def test_who_only_enters_paper_is_not_led_to_the_reports() -> None:
    centre = make_centre()
    client = browser(make_officer(centre=centre, role=Role.RECEPTIONIST))
    assert client.get(REPORTS).status_code == 404
    assert REPORTS not in led_to(client, f"{survey_of(centre)}kertas/")
    assert survey_of(centre) not in client.get("/petugas/").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_a_survey_gets_from_the_start_page_to_its_report(role: Role) -> None:
    centre = make_centre()
    client = browser(in_role(centre, role))
    assert f'href="{survey_of(centre)}"' in client.get("/petugas/").content.decode()
    assert REPORTS in led_to(client, survey_of(centre))


@pytest.mark.parametrize("role", ROLES)
def test_every_link_beside_the_survey_and_its_reports_leads_somewhere(role: Role) -> None:
    centre = make_centre()
    client = browser(in_role(centre, role))
    pages = (REPORTS, survey_of(centre), f"{survey_of(centre)}perlu-dilihat/")
    for link in {link for page in pages for link in led_to(client, page)}:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("duty", [Duty.EDITOR, Duty.PUBLISHER])
def test_who_writes_for_an_agency_is_led_to_plans_and_reports(duty: Duty) -> None:
    centre = make_centre()
    client = browser(charged(centre.host_agency, duty))
    for page in (PLANS, REPORTS):
        assert {PLANS, REPORTS} <= set(led_to(client, page))
    assert REPORTS in led_to(client, survey_of(centre))
    for link in {link for page in (PLANS, REPORTS) for link in led_to(client, page)}:
        assert client.get(link, follow=True).status_code == 200, link
