"""Is it genuine, and does it still hold? Anybody asks, and is told plainly."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client

from lopo.catalogue.actions.life import withdraw_standard
from lopo.catalogue.api import Service, service_in_full
from lopo.catalogue.tests.builders import make_content, make_service, make_version
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.people.tests.builders import make_staff
from lopo.publications import actions
from lopo.publications.models import Publication
from lopo.publications.queries import Standing, verdict_of
from lopo.publications.rules import make_code
from lopo.publications.views import checking

pytestmark = pytest.mark.django_db
HTTP_OK, FOUND, NOT_FOUND, TOO_MANY = 200, 302, 404, 429
UNKNOWN = make_code(2026, 12345)


def published(service: Service, kind: str = "POSTER") -> Publication:
    found = service_in_full(service.code)
    assert found is not None
    return actions.code_of(found, kind, system_clock)


def text_of(code: str, **headers: str) -> str:
    answer = Client().get(f"/cek/{code}/", headers=headers)
    assert answer.status_code == HTTP_OK
    return " ".join(answer.content.decode().split())


def test_a_code_nobody_issued_is_not_ours_and_says_what_to_do() -> None:
    make_service()
    answer = Client().get(f"/cek/{UNKNOWN}/")
    assert answer.status_code == NOT_FOUND
    page = answer.content.decode()
    for told in ("Kode ini bukan dari kami", "Jangan teruskan", UNKNOWN):
        assert told in page
    odd = Client().get("/cek/<script>alert(1)/")
    assert odd.status_code == NOT_FOUND
    assert b"<script>alert" not in odd.content


def test_who_tries_many_codes_is_told_to_wait() -> None:
    client = Client()
    for _try in range(checking.TRIES):
        assert client.get(f"/cek/{UNKNOWN}/").status_code == NOT_FOUND
    answer = client.get(f"/cek/{UNKNOWN}/")
    assert answer.status_code == TOO_MANY
    assert int(answer["Retry-After"]) > 0
    assert "Terlalu banyak kode" in answer.content.decode()
    api = client.get(f"/api/v1/verifications/{UNKNOWN}")
    assert (api.status_code, api.json()["code"]) == (TOO_MANY, "too-many-requests")


def test_what_holds_is_genuine_and_leads_to_the_living_page() -> None:
    service = make_service(name="Kartu Pegawai")
    found = published(service)
    page = text_of(found.code)
    for told in ("Asli dan berlaku", "Poster layanan", "Kartu Pegawai", service.agency.name):
        assert told in page
    assert f'href="/layanan/{service.code}/"' in page
    english = text_of(found.code, cookie=f"{settings.LANGUAGE_COOKIE_NAME}=en")
    assert "Genuine and in force" in english


def test_a_newer_version_supersedes_it_from_its_day() -> None:
    service = make_service()
    old = published(service)
    service.standards.update(valid_to=date(2026, 11, 1))
    make_version(service, make_content(products=("Lain",)), number=2, valid_from=date(2026, 11, 1))
    assert verdict_of(old, date(2026, 10, 31)).standing is Standing.IN_FORCE
    page = text_of(old.code)
    assert "Asli, tetapi sudah tidak berlaku" in page
    assert "sejak 1 November 2026" in page
    assert "Lihat yang berlaku hari ini" in page
    assert "Asli dan berlaku" in text_of(published(service).code)


def test_a_version_for_tomorrow_is_not_in_force_yet() -> None:
    service = make_service()
    tomorrow = civil_date(system_clock()) + timedelta(days=1)
    service.standards.update(valid_to=tomorrow)
    coming = make_version(service, make_content(products=("Lain",)), number=2, valid_from=tomorrow)
    service.standard = coming
    early = actions.code_of(service, "SOP", system_clock)
    assert verdict_of(early, tomorrow - timedelta(days=1)).standing is Standing.NOT_YET
    assert "Asli, belum berlaku" in text_of(early.code)
    assert verdict_of(early, tomorrow).standing is Standing.IN_FORCE


def test_what_was_withdrawn_says_since_when_and_why() -> None:
    service = make_service()
    found = published(service)
    today = civil_date(system_clock())
    withdraw_standard(
        service=service, reason="Layanan pindah ke Dinas Dukcapil", from_day=today,
        publisher=make_staff(username="pengesah"), clock=system_clock,
    )  # fmt: skip
    page = text_of(found.code)
    assert "Dicabut" in page
    assert "Alasan: " in page
    assert "Layanan pindah ke Dinas Dukcapil" in page
    body = Client().get(f"/api/v1/verifications/{found.code}").json()
    assert body["standing"] == "WITHDRAWN"
    assert body["reason"] == "Layanan pindah ke Dinas Dukcapil"
    assert body["since"] == today.isoformat()
    assert body["current_url"] is None


def test_a_kind_nobody_answers_for_any_more_holds_no_longer() -> None:
    found = published(make_service())
    Publication.objects.filter(pk=found.pk).update(kind="LAMA")
    assert "Dicabut" in text_of(found.code)


def test_a_code_is_found_however_it_is_typed() -> None:
    code = published(make_service()).code
    client = Client()
    answer = client.get("/cek/", {"kode": f"  {code.lower().replace('-', ' ')} "})
    assert (answer.status_code, answer["Location"]) == (FOUND, f"/cek/{code}/")
    answer = client.get(f"/cek/{code.lower()}/")
    assert (answer.status_code, answer["Location"]) == (FOUND, f"/cek/{code}/")


def test_a_slip_is_said_at_the_field_and_kept() -> None:
    page = Client().get("/cek/", {"kode": "26-ABC<b>"}).content.decode()
    assert "Periksa sekali lagi" in page
    assert 'value="26-ABC&lt;b&gt;"' in page
    assert "Periksa sekali lagi" not in Client().get("/cek/").content.decode()


def test_nobody_keeps_the_answer() -> None:
    answer = Client().get(f"/cek/{published(make_service()).code}/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_api_tells_the_same() -> None:
    service = make_service(name="Kartu Pegawai")
    found = published(service, "SOP")
    answer = Client().get(f"/api/v1/verifications/{found.code.lower()}")
    assert answer.status_code == HTTP_OK
    assert answer.json() == {
        "code": found.code,
        "kind": "SOP",
        "title": "Kartu Pegawai",
        "issuer": service.agency.name,
        "version": "1",
        "issued_at": found.issued_at.isoformat(),
        "standing": "IN_FORCE",
        "since": None,
        "reason": "",
        "current_url": f"{settings.PUBLIC_URL}/layanan/{service.code}/",
        "url": f"{settings.PUBLIC_URL}/cek/{found.code}/",
    }
    unknown = Client().get(f"/api/v1/verifications/{UNKNOWN}")
    assert (unknown.status_code, unknown.json()["code"]) == (NOT_FOUND, "not-found")


def test_the_page_of_a_service_leads_to_its_own_check_and_prints_its_code() -> None:
    service = make_service()
    answer = Client().get(f"/layanan/{service.code}/cek/")
    code = Publication.objects.get(kind="PAGE").code
    assert (answer.status_code, answer["Location"]) == (FOUND, f"/cek/{code}/")
    seal = Client().get(f"/layanan/{service.code}/tanda.svg")
    assert seal["Content-Type"] == "image/svg+xml"
    assert code in seal.content.decode()
    for where in ("cek/", "tanda.svg"):
        assert Client().get(f"/layanan/TIDAK-ADA/{where}").status_code == NOT_FOUND


def test_a_check_asks_the_database_a_few_times_however_many_versions_there_are(
    django_assert_max_num_queries: object,
) -> None:
    code = published(make_service()).code
    client = Client()
    client.get(f"/cek/{code}/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(f"/cek/{code}/")
