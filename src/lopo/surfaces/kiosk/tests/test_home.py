"""The kiosk's first screen: for paired devices of its centre only."""

from typing import Any

import pytest
from django.test import Client

from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre, change_policy
from lopo.organisation.tests.builders import make_centre
from lopo.people.api import DEVICE_COOKIE, register_device

pytestmark = pytest.mark.django_db


def device_of(centre: Centre, kind: str = "KIOSK") -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name="perangkat", kind=kind, in_room=True, actor=SYSTEM
    )
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_browser_without_pairing_is_shown_the_way_to_the_web_version(client: Client) -> None:
    centre = make_centre()
    response = client.get(f"/anjungan/{centre.code}/")
    assert response.status_code == 403
    assert f'href="/antrean/{centre.code}/"' in text_of(response)
    assert 'href="/perangkat/"' in text_of(response)


@pytest.mark.parametrize("kind", ["TV", "KIOSK"])
def test_another_centres_kiosk_and_a_television_are_refused(kind: str) -> None:
    here, there = make_centre(), make_centre()
    device = device_of(here if kind == "TV" else there, kind)
    assert device.get(f"/anjungan/{here.code}/").status_code == 403


def test_an_unknown_centre_has_no_kiosk(client: Client) -> None:
    assert client.get("/anjungan/tiada/").status_code == 404


def test_a_paired_kiosk_greets_and_tells_how_to_reach_the_centre() -> None:
    centre = make_centre()
    change_policy(
        centre=centre, actor=SYSTEM, phone="0822-9939-5149", email="pusat@contoh.go.id",
        wifi_ssid="Tamu", wifi_password="gratis123",
    )  # fmt: skip
    response = device_of(centre).get(f"/anjungan/{centre.code}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    for needed in ("Selamat datang", "0822-9939-5149", "pusat@contoh.go.id", "gratis123"):
        assert needed in text_of(response)
    assert text_of(response).count('class="qr"') == 1


def test_a_centre_without_wifi_shows_no_code_for_it() -> None:
    centre = make_centre()
    change_policy(centre=centre, actor=SYSTEM, wifi_ssid="", wifi_password="")
    assert 'class="qr"' not in text_of(device_of(centre).get(f"/anjungan/{centre.code}/"))


def test_the_short_address_leads_to_the_devices_own_centre(client: Client) -> None:
    centre = make_centre()
    assert device_of(centre).get("/anjungan/")["Location"] == f"/anjungan/{centre.code}/"
    assert client.get("/anjungan/").status_code == 403
