"""What search engines and browsers ask for beside the pages."""

from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_service

pytestmark = pytest.mark.django_db


def test_the_map_of_the_site_names_every_service_and_nothing_of_staff(client: Client) -> None:
    make_service(code="CUTI")
    response = client.get("/sitemap.xml")
    places = [
        element.text or "" for element in ET.fromstring(response.content).iter() if element.text
    ]
    assert any(place.endswith("/layanan/CUTI/") for place in places)
    assert not any("petugas" in place for place in places)


def test_robots_are_kept_from_tickets_and_desks(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /petugas/" in text
    assert "Disallow: /tiket/" in text
    assert "/sitemap.xml" in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/manifest.webmanifest", "application/manifest+json"), ("/sw.js", "text/javascript")],
)
def test_a_browser_gets_what_it_needs_to_keep_pages(client: Client, path: str, kind: str) -> None:
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    assert response["Content-Type"].startswith(kind)
    assert "{{" not in response.content.decode()


def test_linked_data_cannot_leave_its_element(client: Client) -> None:
    make_service(code="CUTI", name="</script><script>alert(1)</script>")
    text = client.get("/layanan/CUTI/").content.decode()
    assert "<script>alert(1)" not in text
    assert '"@type": "GovernmentService"' in text
