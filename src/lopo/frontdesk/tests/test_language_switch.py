"""The language switch: it stays on the page, keeps what was chosen, and needs no script."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.people.api import DEVICE_COOKIE, register_device

from .builders import make_centre, make_ticket, service_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def press(client: Client, text: str, language: str = "en") -> Any:
    """Press EN (or ID) on a page as a browser without scripts does."""
    [form] = re.findall(r'<form class="lang".*?</form>', text, re.DOTALL)
    assert f'value="{language}"' in form
    [stay] = re.findall(r'name="next" value="([^"]*)"', form)
    return client.post("/bahasa/", {"language": language, "next": unescape(stay)})


def test_an_unknown_language_and_a_foreign_address_change_nothing(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "xx", "next": "https://jahat.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert client.get("/bahasa/?language=en").status_code == 405
    assert '<html lang="id"' in text_of(client.get("/?bahasa=xx"))


@pytest.mark.parametrize(
    "address",
    ["/", "/layanan/?q=naik+pangkat&page=1", "/antrean/{centre}/?layanan={service}&kode=AB12"],
)
def test_the_switch_keeps_the_page_and_what_was_asked(
    address: str, client: Client, centre: Centre
) -> None:
    path = address.format(centre=centre.code, service=service_of(centre).code)
    answer = press(client, text_of(client.get(path)))
    assert answer["Location"] == path
    page = client.get(path)
    assert '<html lang="en"' in text_of(page)
    assert page["Content-Language"] == "en"
    assert press(client, text_of(page), "id")["Location"] == path
    assert '<html lang="id"' in text_of(client.get(path))


def test_after_a_refused_form_the_switch_keeps_what_was_chosen(
    client: Client, centre: Centre
) -> None:
    """The address of the form takes only POST: it cannot be where the switch leads."""
    service = service_of(centre).code
    wrong = {"kunci": "", "layanan": service, "prioritas": "LANSIA", "kode": "AB12"}
    refused = client.post(f"/antrean/{centre.code}/nomor/", wrong)
    assert refused.status_code == 422
    answer = press(client, text_of(refused))
    assert answer["Location"] == (
        f"/antrean/{centre.code}/?layanan={service}&prioritas=LANSIA&kode=AB12"
    )
    page = text_of(client.get(answer["Location"]))
    assert '<html lang="en"' in page
    assert re.search(r'value="LANSIA"[^>]* (checked|selected)', page)


def test_who_reloads_the_address_of_the_form_loses_nothing(client: Client, centre: Centre) -> None:
    service = service_of(centre).code
    answer = client.get(f"/antrean/{centre.code}/nomor/?layanan={service}")
    assert answer["Location"] == f"/antrean/{centre.code}/?layanan={service}"


def test_the_kiosk_switches_too_and_is_indonesian_for_the_next_visitor(centre: Centre) -> None:
    kiosk = Client()
    kiosk.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name="k", kind="KIOSK", in_room=True, actor=SYSTEM
    )
    path = f"/antrean/{centre.code}/?antrean=A"
    assert press(kiosk, text_of(kiosk.get(path)))["Location"] == path
    page = text_of(kiosk.get(path))
    assert '<html lang="en"' in page
    assert 'id="kiosk-reset" method="post" action="/bahasa/"' in page
    kiosk.post("/bahasa/", {"language": "id", "next": "/anjungan/"})
    assert '<html lang="id"' in text_of(kiosk.get(path))


def test_a_link_may_name_the_language_and_the_switch_still_wins(client: Client) -> None:
    """Search engines and letters point to one language; the choice stays on the device."""
    page = client.get("/layanan/?q=cuti&bahasa=en")
    assert '<html lang="en"' in text_of(page)
    assert '<html lang="en"' in text_of(client.get("/"))
    answer = press(client, text_of(page), "id")
    assert answer["Location"] == "/layanan/?q=cuti"
    assert '<html lang="id"' in text_of(client.get("/"))


def test_public_pages_name_their_address_in_each_language(client: Client) -> None:
    text = text_of(client.get("/layanan/?q=cuti&bahasa=en"))
    found = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', text))
    assert {code: unescape(url) for code, url in found.items()} == {
        "id": f"{settings.PUBLIC_URL}/layanan/?q=cuti&bahasa=id",
        "en": f"{settings.PUBLIC_URL}/layanan/?q=cuti&bahasa=en",
    }


def test_a_ticket_of_a_phone_is_shown_in_the_language_of_the_phones_choice(
    client: Client, centre: Centre
) -> None:
    ticket = make_ticket(centre=centre)
    client.post("/bahasa/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in text_of(client.get(f"/tiket/{ticket.token}/"))
