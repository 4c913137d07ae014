"""Every agency has a home page that wears its look and tells what it has, and what is missing."""

import gzip
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_content, make_offering, make_service
from lopo.kernel.clock import system_clock
from lopo.notices.tests.builders import make_notice
from lopo.organisation.api import Agency, Centre
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.tests.builders import make_device
from lopo.profiles.actions import FactTold
from lopo.profiles.tests.builders import make_look, make_profile

pytestmark = pytest.mark.django_db
HOME = "/perangkat-daerah/"
FACT = FactTold(True, "Kursi roda di pintu masuk", "https://contoh.example/kursi-roda")


@pytest.fixture
def agency() -> Agency:
    """One that has written everything, gives a service at a centre, and pledges."""
    owner = make_agency(code="bkd", name="Badan Kepegawaian")
    make_look(make_profile(owner, PELAYANAN_KHUSUS=FACT), motto="Melayani dengan hati")
    centre = make_centre(code="pusat", agency=owner)
    make_offering(service=make_service(code="CUTI", name="Cuti", agency=owner), centre=centre)
    incomplete = replace(make_content(), evaluation="", staffing="")
    make_service(code="KGB", name="Gaji Berkala", agency=owner, content=incomplete)
    make_notice(agency=owner, kind="MAKLUMAT", title="Maklumat", body="Kami sanggup melayani")
    make_notice(agency=owner, title="Buka hari Sabtu")
    return owner


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def kiosk(centre: Centre) -> Client:
    """A browser paired as the kiosk of a centre."""
    browser = Client()
    browser.cookies["lopo_device"] = make_device(centre=centre)
    browser.cookies["lopo_surface"] = "kiosk"
    return browser


def test_an_agency_out_of_use_or_unknown_has_no_page(client: Client, agency: Agency) -> None:
    Agency.objects.filter(pk=agency.pk).update(archived_at=system_clock())
    assert client.get(f"{HOME}bkd/").status_code == 404
    assert client.get(f"{HOME}tidak-ada/").status_code == 404
    assert f"{HOME}bkd/" not in text(client, HOME)


def test_what_an_agency_wrote_is_text_and_never_more(client: Client, agency: Agency) -> None:
    sly = "</script><script>alert(1)</script>"
    Agency.objects.filter(pk=agency.pk).update(name=sly)
    assert sly not in text(client, f"{HOME}bkd/")
    assert sly not in text(client, HOME)


def test_the_page_tells_who_they_are_what_they_do_and_what_they_promise(
    client: Client, agency: Agency
) -> None:
    page = text(client, f"{HOME}bkd/")
    for said in (
        "Melayani dengan hati",
        "/layanan/CUTI/",
        "/antrean/pusat/",
        "Kami sanggup melayani",
        "Buka hari Sabtu",
        "Mengurus kepegawaian daerah",
        "Petugas loket – menguasai semua layanan",
        "Kursi roda di pintu masuk",
        "https://contoh.example/kursi-roda",
        "0380-123",
        "/terbitan/perangkat/bkd/jenis-layanan.pdf",
        'rel="canonical"',
    ):
        assert said in page, said


def test_completeness_is_said_in_components_and_items(client: Client, agency: Agency) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", text(client, f"{HOME}bkd/"))
    assert re.search(r"13 +dari 14 komponen", page)  # 14 and 12
    assert "3 dari 8 butir kepatuhan dan 2 dari 2 profil sudah ada." in page
    listed = re.sub(r"<[^>]+>|\s+", " ", text(client, HOME))
    assert (
        "2 layanan · 1 di antaranya memuat semua 14 komponen · 3 dari 8 butir kepatuhan" in listed
    )


def test_the_page_wears_the_look_by_files_at_addresses_that_change_with_it(
    client: Client, agency: Agency
) -> None:
    page = text(client, f"{HOME}bkd/")
    (sheet,) = re.findall(r'href="(/perangkat-daerah/warna/[^"]+)"', page)
    (logo,) = re.findall(r'src="(/perangkat-daerah/logo/[^"]+)"', page)
    assert "style=" not in page
    assert client.get(sheet).status_code == client.get(logo).status_code == 200
    make_look(agency, seen=1, logo=None, motto="Lain")
    assert "Lain" in text(client, f"{HOME}bkd/")


def test_search_engines_are_told_which_organisation_it_is(client: Client, agency: Agency) -> None:
    page = text(client, f"{HOME}bkd/")
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    known = json.loads(told)
    assert known["@type"] == "GovernmentOrganization"
    assert known["slogan"] == "Melayani dengan hati"
    assert f"{HOME}bkd/" in text(client, "/sitemap.xml")


def test_a_service_and_the_list_lead_to_the_agency(client: Client, agency: Agency) -> None:
    assert f'href="{HOME}bkd/"' in text(client, "/layanan/CUTI/")
    make_service(code="AKTA")
    assert f'href="{HOME}"' in text(client, "/layanan/")


def test_searching_stays_within_the_agency(client: Client, agency: Agency) -> None:
    make_service(code="LAIN", name="Cuti Bersama Dinas Lain")
    assert '<input type="hidden" name="perangkat" value="bkd">' in text(client, f"{HOME}bkd/")
    found = text(client, "/layanan/?q=cuti&perangkat=bkd")
    assert "/layanan/CUTI/" in found
    assert "/layanan/LAIN/" not in found


def test_an_agency_that_wrote_nothing_has_a_page_all_the_same(client: Client) -> None:
    make_agency(code="baru", name="Dinas Baru")
    page = text(client, f"{HOME}baru/")
    assert "0 dari 8 butir kepatuhan" in re.sub(r"<[^>]+>", "", page)
    assert "/perangkat-daerah/warna/" not in page


def test_who_has_the_page_already_does_not_get_it_again(client: Client, agency: Agency) -> None:
    first = client.get(f"{HOME}bkd/")
    again = client.get(f"{HOME}bkd/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_notice(agency=agency, title="Kabar lain")
    changed = client.get(f"{HOME}bkd/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_the_page_is_light(client: Client, agency: Agency) -> None:
    for number in range(20):
        make_service(code=f"L-{number}", agency=agency)
    assert len(gzip.compress(client.get(f"{HOME}bkd/").content)) < 15_000


def test_pages_ask_as_little_of_many_agencies_and_services_as_of_few(
    client: Client, agency: Agency, django_assert_max_num_queries: Any
) -> None:
    for _number in range(4):
        other, centre = make_look(make_profile(PELAYANAN_KHUSUS=FACT)), make_centre()
        make_offering(service=make_service(agency=other), centre=centre)
        make_offering(service=make_service(agency=agency), centre=centre)
    with django_assert_max_num_queries(12):
        client.get(HOME)
    # What those who were served say takes six: five for how it is read, one for the ballots.
    with django_assert_max_num_queries(26 + 6):
        client.get(f"{HOME}bkd/")


def test_a_kiosk_shows_those_who_serve_there_and_leads_nowhere_else(agency: Agency) -> None:
    make_service(agency=make_agency(code="lain", name="Dinas Lain"))
    browser = kiosk(Centre.objects.get(code="pusat"))
    listed = text(browser, HOME)
    assert "Badan Kepegawaian" in listed
    assert "Dinas Lain" not in listed
    page = text(browser, f"{HOME}bkd/")
    assert "/layanan/CUTI/" in page
    assert "/layanan/KGB/" not in page  # not given there
    assert not re.findall(
        r'href="(?:https?:|mailto:|tel:)[^"]*"(?! hreflang)', page.split("<main")[1]
    )
