"""What was promised when, and what changed, as a program asks it."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.models import Service
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Promise
from lopo.catalogue.views.shapes import DiffOut, ServiceInFullOut, VersionInFullOut, VersionsOut
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_centre
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_offering, make_service, make_version

pytestmark = pytest.mark.django_db
CUTI = "/api/v1/services/CUTI"


@pytest.fixture
def service() -> Service:
    """Three days until yesterday, five by a decree from today on."""
    made = make_service(code="CUTI")
    made.standards.update(valid_to=today())
    make_version(
        made,
        make_content(promise=Promise(5)),
        number=2,
        state="DECREED",
        valid_from=today(),
        decree_number="800/1/2026",
        decree_date=today(),
        decree_office="Kepala BKD",
        published_by=make_staff(),
        published_at=system_clock(),
    )
    return made


def get(client: Client, path: str) -> Any:
    """An answer that is there."""
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK, response.content
    return response.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/versions/3", 404),
        ("/versions/0", 404),
        ("/versions/99999999999999999999", 404),
        ("/versions/dua", 422),
        ("?on=kemarin", 422),
        ("?on=2026-02-30", 422),
        ("?on=0", 422),
        ("?on=2026-11-26T00:00:00", 422),
        ("/versions?limit=0", 422),
        ("/versions?cursor=x", 422),
        ("/diff", 422),
        ("/diff?from=1", 422),
        ("/diff?from=1&to=9", 404),
        ("/diff?from=0&to=1", 422),
        ("/diff?from=1&to=99999", 422),
    ],
)
def test_a_wrong_question_is_a_problem_document(
    client: Client, service: Service, path: str, status: int
) -> None:
    response = client.get(CUTI + path)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/versions", "/versions/1", "/diff?from=1&to=2"])
def test_of_an_unknown_service_there_is_nothing(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/services/TIDAK-ADA{path}")
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_today_tells_the_new_truth_and_yesterday_the_old(client: Client, service: Service) -> None:
    yesterday = today() - timedelta(days=1)
    now, then = get(client, CUTI), get(client, f"{CUTI}?on={yesterday}")
    ServiceInFullOut.model_validate(now)
    assert (now["duration"]["working_days"], then["duration"]["working_days"]) == (5, 3)
    assert now["version"]["decree_number"] == "800/1/2026"
    assert now["version"]["valid_from"] == today().isoformat()
    assert then["version"]["valid_until"] == today().isoformat()


def test_every_version_and_what_changed_can_be_read(client: Client, service: Service) -> None:
    versions = get(client, f"{CUTI}/versions")
    VersionsOut.model_validate(versions)
    assert [one["number"] for one in versions["items"]] == [2, 1]
    first = get(client, f"{CUTI}/versions/1")
    VersionInFullOut.model_validate(first)
    assert first["duration"]["working_days"] == 3
    changes = get(client, f"{CUTI}/diff?from=1&to=2")
    DiffOut.model_validate(changes)
    assert {(one["place"], one["was"], one["now"]) for one in changes["changes"]} >= {
        ("amount", 3, 5)
    }


def test_a_withdrawn_service_is_gone_but_its_past_is_not(client: Client, service: Service) -> None:
    service.standards.filter(number=2).update(
        valid_to=today(), withdrawn_at=system_clock(), withdrawal_reason="Dialihkan"
    )
    assert client.get(CUTI).status_code == HTTPStatus.NOT_FOUND
    assert get(client, f"{CUTI}?on={today() - timedelta(days=1)}")["code"] == "CUTI"
    assert len(get(client, f"{CUTI}/versions")["items"]) == 2


def test_a_draft_is_nobodys_business(client: Client, service: Service) -> None:
    make_version(service, make_content(promise=Promise(9)), number=None, state="DRAFT")
    assert [one["number"] for one in get(client, f"{CUTI}/versions")["items"]] == [2, 1]


@pytest.mark.parametrize("typed", ["kemarin", "2026-13-45", "9999-99-99", "0"])
def test_a_day_that_does_not_exist_is_not_answered_with_today(
    client: Client, service: Service, typed: str
) -> None:
    answer = client.get(f"/layanan/CUTI/?pada={typed}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Halaman ini tidak ada" in answer.content.decode()


def test_the_page_of_a_past_day_says_so(client: Client, service: Service) -> None:
    yesterday = today() - timedelta(days=1)
    text = client.get(f"/layanan/CUTI/?pada={yesterday}").content.decode()
    assert "Lihat janji hari ini" in text
    assert "3 hari kerja" in text
    assert client.get("/layanan/CUTI/?pada=").status_code == HTTPStatus.OK


def test_the_page_of_a_day_ahead_does_not_tell_of_the_past(
    client: Client, service: Service
) -> None:
    text = client.get(f"/layanan/CUTI/?pada={today() + timedelta(days=14)}").content.decode()
    assert "yang akan berlaku pada hari itu" in text
    assert "seperti berlaku pada hari itu" not in text
    assert "Lihat janji hari ini" in text


def test_a_withdrawn_service_says_so_and_nothing_of_visitors(
    client: Client, service: Service
) -> None:
    service.standards.filter(number=2).update(
        valid_to=today(), withdrawn_at=system_clock(), withdrawal_reason="Dialihkan"
    )
    answer = client.get("/layanan/CUTI/")
    assert answer.status_code == HTTPStatus.GONE
    assert "<h1>Layanan ini sudah dicabut</h1>" in answer.content.decode()


def test_where_no_numbers_are_taken_the_interface_names_no_queue(
    client: Client, service: Service, settings: Any
) -> None:
    make_offering(centre=make_centre(), service=service)
    assert get(client, CUTI)["queue"] == "A"
    settings.PARTS = frozenset({"standards"})
    assert get(client, CUTI)["queue"] is None


def test_an_unchanged_page_is_not_sent_again(client: Client, service: Service) -> None:
    first = client.get("/layanan/CUTI/")
    again = client.get("/layanan/CUTI/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    service.standards.filter(number=2).update(valid_to=date(9999, 1, 1))
    client.cookies["lopo_language"] = "en"
    changed = client.get("/layanan/CUTI/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == HTTPStatus.OK


def test_versions_are_a_list_like_any_other(client: Client, service: Service) -> None:
    first = get(client, f"{CUTI}/versions?limit=1")
    assert [one["number"] for one in first["items"]] == [2]
    rest = get(client, f"{CUTI}/versions?limit=1&cursor={first['next']}")
    assert ([one["number"] for one in rest["items"]], rest["next"]) == ([1], None)
