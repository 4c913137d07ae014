"""Judging at the kiosk of the room, and only there; nothing of it stays behind."""

from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.models import Offering
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.organisation.api import Centre
from lopo.people.api import DEVICE_COOKIE
from lopo.people.tests.builders import make_device
from lopo.surveys.models import Participation

from .builders import ALL, counted

pytestmark = pytest.mark.django_db
GOOD = dict.fromkeys(ALL, "4")


def kiosk_of(centre: Centre, kind: str = "KIOSK") -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = make_device(centre=centre, kind=kind)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_no_other_browser_speaks_in_the_name_of_the_room(client: Client) -> None:
    here, there = make_centre(queues="A"), make_centre()
    for stranger in (client, kiosk_of(there), kiosk_of(here, "TV")):
        for path in ("", "terima-kasih/"):
            refused = stranger.get(f"/survei/{here.code}/anjungan/{path}")
            assert refused.status_code == 403
            assert "Layar ini belum menjadi anjungan" in text_of(refused)
            assert f'href="/anjungan/{here.code}/"' in text_of(refused)
        assert stranger.post(f"/survei/{here.code}/anjungan/", GOOD).status_code == 403
    assert counted() == 0
    assert kiosk_of(here).get("/survei/tiada/anjungan/").status_code == 404


def test_the_first_screen_leads_to_service_questions_and_thanks() -> None:
    centre = make_centre(queues="AB")
    kiosk, way = kiosk_of(centre), f"/survei/{centre.code}/anjungan/"
    assert f'href="{way}"' in text_of(kiosk.get(f"/anjungan/{centre.code}/"))
    assert "?antrean=B" in text_of(kiosk.get(way))
    service = service_of(centre, "B")
    assert f"?layanan={service.code}" in text_of(kiosk.get(f"{way}?antrean=B"))
    form = f"{way}?layanan={service.code}"
    page = kiosk.get(form)
    assert page["Cache-Control"] == "no-store"
    answer = kiosk.post(form, GOOD)
    assert (answer.status_code, answer["Location"]) == (303, f"{way}terima-kasih/")
    thanks = kiosk.get(answer["Location"])
    assert thanks["Refresh"] == f"15; url=/anjungan/{centre.code}/"
    came = Participation.objects.get()
    assert (came.channel, came.service, came.counter) == ("KIOSK", service, None)


def test_a_kiosk_asks_nothing_of_the_person_and_keeps_nothing() -> None:
    centre = make_centre(queues="A")
    kiosk, way = kiosk_of(centre), f"/survei/{centre.code}/anjungan/"
    page = text_of(kiosk.get(way))
    assert 'data-idle="25"' in page  # asks after 25 s, is gone 20 s later
    for absent in ("data-keep", "GENDER", "<textarea", "lopo_answered"):
        assert absent not in page
    answer = kiosk.post(way, {**GOOD, "GENDER": "P", "remark": "Budi"})
    assert not answer.cookies
    assert Participation.objects.get().from_known_device == 0


def test_what_is_missing_is_said_at_the_kiosk_too() -> None:
    centre = make_centre(queues="A")
    kiosk, way = kiosk_of(centre), f"/survei/{centre.code}/anjungan/"
    answer = kiosk.post(way, {"U1": "4", "U2": "9"})
    assert answer.status_code == 422
    assert "errsum" in text_of(answer)
    assert counted() == 0


def test_a_centre_without_services_says_so() -> None:
    centre = make_centre(queues="A")
    Offering.objects.filter(centre=centre).delete()
    assert "tidak ada survei" in text_of(kiosk_of(centre).get(f"/survei/{centre.code}/anjungan/"))
