"""One centre, services of several agencies; and how wide the paper of a slip is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.rules import PAPER_COOKIE, paper_width
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.frontdesk.tests.pressing import make_ticket_now
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Agency, Centre, add_agency
from lopo.people.api import DEVICE_COOKIE, register_device

pytestmark = pytest.mark.django_db


def shared_centre() -> tuple[Centre, Agency]:
    """A centre of one agency where another gives a service too."""
    centre = make_centre(queues="AB")
    guest = add_agency(code="tamu", name="Dinas Tamu", short_name="Tamu", actor=SYSTEM)
    service = make_service(code="TAMU-1", name="Layanan tamu", agency=guest)
    make_offering(centre=centre, service=service, queue="B")
    return centre, guest


def kiosk_of(centre: Centre) -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name="anjungan", kind="KIOSK", in_room=True, actor=SYSTEM
    )
    return client


def html_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_kiosk_of_one_agency_asks_for_no_agency() -> None:
    centre = make_centre()
    html = html_of(kiosk_of(centre), f"/antrean/{centre.code}/")
    assert "instansi" not in html
    assert "antrean=A" in html


def test_a_kiosk_of_several_asks_first_and_then_shows_only_that_one() -> None:
    centre, guest = shared_centre()
    kiosk, at = kiosk_of(centre), f"/antrean/{centre.code}/"
    first = html_of(kiosk, at)
    assert f"instansi={guest.code}" in first
    assert f"instansi={centre.host_agency.code}" in first
    assert "antrean=A" not in first
    queues = html_of(kiosk, f"{at}?instansi={guest.code}")
    assert "antrean=B" in queues
    assert "antrean=A" not in queues
    services = html_of(kiosk, f"{at}?instansi={guest.code}&antrean=B")
    assert "Layanan tamu" in services
    assert service_of(centre, "A").name not in services
    assert f"?instansi={guest.code}&amp;antrean=B" in html_of(
        kiosk, f"{at}?instansi={guest.code}&layanan=TAMU-1"
    )


def test_an_agency_nobody_knows_is_asked_again() -> None:
    centre, guest = shared_centre()
    html = html_of(kiosk_of(centre), f"/antrean/{centre.code}/?instansi=siapa")
    assert f"instansi={guest.code}" in html


def test_the_web_page_groups_services_by_agency(client: Client) -> None:
    centre, guest = shared_centre()
    html = html_of(client, f"/antrean/{centre.code}/")
    assert html.index(guest.name) < html.rindex("Layanan tamu")  # the first is an example
    assert centre.host_agency.name in html


def test_more_agencies_cost_no_further_questions(client: Client) -> None:
    def asked(centre: Centre) -> int:
        with CaptureQueriesContext(connection) as questions:
            html_of(client, f"/antrean/{centre.code}/")
        return len(questions)

    centre, _guest = shared_centre()
    asked(centre)
    few = asked(centre)
    for n in range(4):
        agency = add_agency(code=f"lain-{n}", name=f"Dinas {n}", short_name=f"D{n}", actor=SYSTEM)
        service = make_service(code=f"LAIN-{n}", agency=agency)
        make_offering(centre=centre, service=service, queue="B")
    assert asked(centre) == few


# Paper


@pytest.mark.parametrize(
    ("asked", "kept", "width"),
    [("", "", "80"), ("58", "", "58"), ("", "58", "58"), ("80", "58", "80"), ("99", "58", "58"),
     ("99", "x", "80")],
)  # fmt: skip
def test_the_paper_is_what_was_asked_for_or_remembered(asked: str, kept: str, width: str) -> None:
    assert paper_width(asked, kept) == width


def test_a_kiosk_is_told_its_paper_once(client: Client) -> None:
    centre = make_centre()
    ticket = make_ticket_now(centre)
    kiosk = kiosk_of(centre)
    assert "slip--58" not in html_of(kiosk, f"/tiket/{ticket.token}/")
    html_of(kiosk, f"/anjungan/{centre.code}/?kertas=58")
    assert kiosk.cookies[PAPER_COOKIE].value == "58"
    assert "print-only--58" in html_of(kiosk, f"/tiket/{ticket.token}/")


def test_a_slip_remembers_the_paper_of_the_browser_that_prints(client: Client) -> None:
    ticket = make_ticket_now(make_centre())
    at = f"/tiket/{ticket.token}/cetak/"
    assert "paper--slip58" not in html_of(client, at)
    assert "paper--slip58" in html_of(client, f"{at}?kertas=58")
    assert "paper--slip58" in html_of(client, at)
    assert "paper--slip58" in html_of(client, f"{at}?kertas=A3")
