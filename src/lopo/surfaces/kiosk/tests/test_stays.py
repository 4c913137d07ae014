"""A kiosk stays with its centre: no link of its pages leads to another one, or to the public site.

Two agencies of two provinces share the installation, each with a centre of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_bkd, make_offering, make_service
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre, add_agency
from lopo.people.api import DEVICE_COOKIE, register_device

pytestmark = pytest.mark.django_db
MOST_PAGES = 800
BACK = re.compile(r"^\d+; url=/(anjungan/[\w-]+|layanan/[\w-]+)/$")
SHEETS = (".pdf", ".svg", ".xml")
# Nothing to follow on a screen without a telephone: a place on the page, or what is not a page.
ASIDE = ("#", "data:")
STATIC = ("/static/", "/media/")


class Links(HTMLParser):
    """Where a page can lead: links, and forms that only ask."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.found.append(str(values["href"]))
        if tag == "form" and values.get("method", "get") == "get":
            self.found += [
                f"{values.get('action') or ''}?q={word}" for word in ("kartu", "pangkat")
            ]


@dataclass
class Walk:
    """Every page a visitor can reach from the first screen by touching what is there."""

    client: Client
    pages: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)

    def from_(self, start: str) -> "Walk":
        """Go on until there is nothing new."""
        ahead = [start]
        while ahead:
            assert len(self.pages) < MOST_PAGES
            path = ahead.pop()
            if path in self.pages:
                continue
            ahead += self._look(path)
        return self

    def _look(self, path: str) -> list[str]:
        answer = self.client.get(path, follow=True)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        text = self.pages[path] = str(answer.content.decode()) if is_page else ""
        if not (answer.status_code == 200 and stays(answer, text)):
            self.strays.append(path)
            return []
        links = Links()
        links.feed(text)
        for link in links.found:
            if urlsplit(link).scheme:  # mailto, tel, another site
                self.strays.append(f"{path} → {link}")
        inside = [link for link in links.found if not link.startswith(ASIDE)]
        sheets = [link for link in inside if link.partition("?")[0].endswith(SHEETS)]
        self.strays += sheets  # a sheet has no way home
        inside = [link for link in inside if link not in sheets]
        joined = [urljoin(path, link).partition("#")[0] for link in inside]
        return [link for link in joined if not urlsplit(link).scheme and not is_file(link)]


def is_file(link: str) -> bool:
    return link.startswith(STATIC)


def stays(answer: Any, text: str) -> bool:
    """In the kiosk's layout, with the way home and the clock; or a sheet that goes back itself.

    Back is home, or the page of the service, which is walked as well and goes home from there.
    """
    if 'class="paper' in text:
        return BACK.search(answer.headers.get("Refresh", "")) is not None
    idle = re.search(r'<body class="kiosk" data-idle="(\d+)"', text)
    return (
        idle is not None
        and int(idle[1]) + 20 <= 60
        and "data-reset" in text
        and 'http-equiv="refresh"' in text
    )


@pytest.fixture
def bkd() -> Centre:
    """The first centre of the installation: all 37 services."""
    return make_bkd(phone="0380 000000", email="bkd@contoh.go.id")


@pytest.fixture
def dukcapil(bkd: Centre) -> Centre:
    """The second agency's centre, in the east, with three services; one takes no numbers."""
    agency = add_agency(code="dukcapil", name="Dukcapil", short_name="Dukcapil", actor=SYSTEM)
    centre = make_centre(code="dukcapil", queues="AB", agency=agency, zone="Asia/Jayapura")
    for code, name, queue in (
        ("KTP", "Kartu Tanda Penduduk", "A"),
        ("KK", "Kartu Keluarga", "B"),
        ("SURVEI", "Survei kepuasan", None),
    ):
        make_offering(
            centre=centre, service=make_service(code=code, name=name, agency=agency), queue=queue
        )
    return centre


def kiosk_of(centre: Centre) -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name="anjungan", kind="KIOSK", in_room=True, actor=SYSTEM
    )
    client.cookies["lopo_surface"] = "kiosk"
    return client


@pytest.fixture
def without_knowing() -> Iterator[None]:
    """The control: the catalogue does not know that a kiosk asks."""
    with (
        mock.patch("lopo.catalogue.views.promised.kiosk_centre", return_value=None),
        mock.patch("lopo.catalogue.views.finding.kiosk_centre", return_value=None),
    ):
        yield


def html_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_list_and_a_search_show_what_the_own_centre_gives(dukcapil: Centre) -> None:
    kiosk = kiosk_of(dukcapil)
    listed, found = html_of(kiosk, "/layanan/"), html_of(kiosk, "/layanan/?q=pangkat")
    assert "Kartu Keluarga" in listed
    assert "Kenaikan Pangkat" not in listed + found


def test_a_service_of_another_centre_leads_back_to_the_own_list(dukcapil: Centre) -> None:
    assert kiosk_of(dukcapil).get("/layanan/KP-REG/")["Location"] == "/layanan/"


def test_a_service_leads_to_the_kiosks_own_form_with_it_chosen(dukcapil: Centre) -> None:
    kiosk = kiosk_of(dukcapil)
    page = html_of(kiosk, "/layanan/KK/")
    assert "/antrean/dukcapil/?layanan=KK" in page
    form = html_of(kiosk, "/antrean/dukcapil/?layanan=KK")
    assert 'class="kiosk"' in form
    assert "Kartu Keluarga" in form


def test_a_kiosk_for_practice_gives_numbers_of_practice_only(bkd: Centre) -> None:
    practice = make_bkd(code="latihan", agency=bkd.host_agency, is_practice=True)
    page = html_of(kiosk_of(practice), "/layanan/KP-REG/")
    assert "/antrean/latihan/?layanan=KP-REG" in page
    assert "/antrean/bkd/" not in page


@pytest.mark.parametrize(
    "path", ["/", "/antrean/", "/antrean/bkd/", "/antrean/bkd/?layanan=KP-REG"]
)
def test_typed_addresses_of_the_public_site_lead_home(dukcapil: Centre, path: str) -> None:
    assert kiosk_of(dukcapil).get(path)["Location"] == "/anjungan/dukcapil/"


def test_what_does_not_exist_is_said_in_the_kiosks_layout(dukcapil: Centre) -> None:
    answer = kiosk_of(dukcapil).get("/layanan/TIDAK-ADA/")
    assert answer.status_code == 404
    assert '<body class="kiosk"' in answer.content.decode()


def test_every_link_stays_in_the_kiosk_and_with_its_centre(bkd: Centre, dukcapil: Centre) -> None:
    walk = Walk(kiosk_of(dukcapil)).from_("/anjungan/dukcapil/")
    assert walk.strays == []
    seen = " ".join(walk.pages)
    for reached in ("/layanan/", "/layanan/KK/", "/layanan/SURVEI/", "?layanan=KK", "?q=pangkat"):
        assert reached in seen
    everything = " ".join(walk.pages.values())
    assert "/antrean/bkd/" not in everything
    assert "Kenaikan Pangkat" not in everything


def test_the_ticket_and_its_sheet_go_home_too(dukcapil: Centre) -> None:
    kiosk = kiosk_of(dukcapil)
    asked = {"layanan": "KK", "kunci": str(uuid4()), "prioritas": ""}
    ticket = kiosk.post("/antrean/dukcapil/nomor/", asked)["Location"]
    walk = Walk(kiosk).from_(ticket)
    assert walk.strays == []
    assert f"{ticket}cetak/" in walk.pages


def test_at_bkd_all_37_services_are_there_and_none_leads_away(
    bkd: Centre, dukcapil: Centre
) -> None:
    walk = Walk(kiosk_of(bkd)).from_("/anjungan/bkd/")
    assert walk.strays == []
    assert sum(bool(re.fullmatch(r"/layanan/[A-Z-]+/", path)) for path in walk.pages) == 37
    assert "/layanan/KTP/" not in " ".join(walk.pages.values())


@pytest.mark.usefixtures("without_knowing")
def test_the_walk_would_see_other_centres(dukcapil: Centre) -> None:
    walk = Walk(kiosk_of(dukcapil)).from_("/anjungan/dukcapil/")
    assert "/antrean/bkd/" in " ".join(walk.pages.values())


def test_the_walk_would_see_the_public_site(dukcapil: Centre) -> None:
    kiosk = kiosk_of(dukcapil)
    del kiosk.cookies["lopo_surface"]
    strays = Walk(kiosk).from_("/anjungan/dukcapil/").strays
    assert "/layanan/" in strays
