"""What to bring, on the paper of a kiosk: refusals, both papers, the way back, the code."""

import pytest
from django.test import Client

from lopo.catalogue.models import Service
from lopo.catalogue.rules import Requirement
from lopo.catalogue.tests.builders import make_content, make_offering, make_service
from lopo.frontdesk.tests.builders import make_centre, offering_of
from lopo.frontdesk.tests.visiting import kiosk_of, text_of
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre, HoursSpec, change_policy
from lopo.people.api import DEVICE_COOKIE
from lopo.publications.models import Publication

pytestmark = pytest.mark.django_db
WEEK = (
    HoursSpec(weekdays=[0, 1, 2, 3], opens=7 * 60 + 30, closes=16 * 60),
    HoursSpec(weekdays=[4], opens=7 * 60 + 30, closes=11 * 60),
)
NEEDS = (
    Requirement("KTP", "KTP elektronik", mandatory=True),
    Requirement("KUASA", "Surat kuasa", mandatory=False, condition="Bila diwakilkan"),
)


def offered(centre: Centre) -> Service:
    """A service of the centre with something always needed and something at times."""
    service = make_service(agency=centre.host_agency, content=make_content(requirements=NEEDS))
    make_offering(centre=centre, service=service)
    return service


def path_of(centre: Centre, service: Service) -> str:
    """Where the list of a service is printed."""
    return f"/antrean/{centre.code}/syarat/{service.code}/"


# --- what is refused -------------------------------------------------------------------------


def test_what_is_not_given_here_is_not_printed_here(client: Client) -> None:
    here, there = make_centre(), make_centre()
    for path in (
        path_of(here, offering_of(there).service),
        f"/antrean/{here.code}/syarat/TIADA/",
        f"/antrean/tiada/syarat/{offering_of(here).service.code}/",
    ):
        assert client.get(path).status_code == 404
    assert not Publication.objects.exists()


def test_only_a_kiosk_of_this_centre_is_offered_the_list(client: Client) -> None:
    centre = make_centre()
    service = offered(centre)
    page = f"/layanan/{service.code}/"
    assert path_of(centre, service) not in text_of(client.get(page))
    assert path_of(centre, service) in text_of(kiosk_of(centre).get(page))


def test_a_service_that_needs_nothing_offers_no_list() -> None:
    centre = make_centre()
    service = make_service(content=make_content(requirements=(), needs_nothing=True))
    make_offering(centre=centre, service=service)
    kiosk = kiosk_of(centre)
    assert path_of(centre, service) not in text_of(kiosk.get(f"/layanan/{service.code}/"))
    assert "Tidak ada yang perlu dibawa" in text_of(kiosk.get(path_of(centre, service)))


# --- what the paper says ---------------------------------------------------------------------


def test_the_list_says_what_to_bring_how_long_how_much_where_and_which_version(
    client: Client,
) -> None:
    centre = make_centre(hours=WEEK)
    change_policy(centre=centre, actor=SYSTEM, phone="0822-9939-5149", address="Jalan Contoh 1")
    service = offered(centre)
    text = text_of(client.get(path_of(centre, service)))
    for said in (
        centre.name, service.name, "KTP elektronik", "Bila diwakilkan", "3 hari kerja",
        "Gratis", "Jalan Contoh 1", "Senin–Kamis 07.30–16.00", "Jumat 07.30–11.00",
        "0822-9939-5149", "belum ditetapkan", Publication.objects.get().code,
    ):  # fmt: skip
        assert said in text, said
    assert text.count('class="slip__box"') == 2
    assert text.index("KTP elektronik") < text.index("Surat kuasa")
    assert f"/layanan/{service.code}/" in text


def test_a_practice_centre_gives_no_code(client: Client) -> None:
    centre = make_centre(is_practice=True)
    text = text_of(client.get(path_of(centre, offering_of(centre).service)))
    assert "LATIHAN" in text
    assert not Publication.objects.exists()


def test_the_width_of_the_paper_is_remembered_as_for_tickets(client: Client) -> None:
    centre = make_centre()
    path = path_of(centre, offering_of(centre).service)
    assert 'data-roll="80"' in text_of(client.get(path))
    assert 'data-roll="58"' in text_of(client.get(f"{path}?kertas=58"))
    assert 'data-roll="58"' in text_of(client.get(path))


def test_printing_twice_gives_one_code_and_few_questions(
    client: Client, django_assert_max_num_queries: object
) -> None:
    centre = make_centre()
    path = path_of(centre, offered(centre))
    client.get(path)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(path)
    assert Publication.objects.count() == 1


# --- at the kiosk ----------------------------------------------------------------------------


def test_a_kiosk_prints_at_once_and_returns_to_the_service(client: Client) -> None:
    centre = make_centre()
    service = offered(centre)
    response = kiosk_of(centre).get(path_of(centre, service))
    text = text_of(response)
    assert "data-print-now" in text
    assert f'content="60;url=/layanan/{service.code}/"' in text
    assert response["Cache-Control"] == "no-store"


def test_without_scripts_a_kiosk_has_the_sheet_alone_and_goes_back() -> None:
    centre = make_centre()
    service = offered(centre)
    response = kiosk_of(centre).get(f"{path_of(centre, service)}?lembar=1")
    assert response["Refresh"] == f"60; url=/layanan/{service.code}/"
    assert "data-print-now" not in text_of(response)


def test_the_kiosk_of_another_centre_is_any_browser_here() -> None:
    here, there = make_centre(), make_centre()
    kiosk = kiosk_of(there)
    assert DEVICE_COOKIE in kiosk.cookies
    response = kiosk.get(path_of(here, offered(here)))
    assert "data-print-now" not in text_of(response)
    assert "Refresh" not in response
