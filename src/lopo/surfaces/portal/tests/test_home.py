"""The front page: complete without scripts, honest about what exists."""

from http import HTTPStatus

import pytest
from django.test import Client

from lopo.catalogue.tests.builders import make_bkd, make_service

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    """The front page."""
    response = client.get("/")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_a_house_without_centre_or_services_still_answers(client: Client) -> None:
    text = home(client)
    assert "Daftar layanan sedang disiapkan" in text
    for word in ("Sering dicari", "pangkat", "pensiun", "placeholder"):
        assert word not in text


def test_another_agencys_words_stand_on_its_front_page(client: Client) -> None:
    make_service(name="Perekaman KTP", synonyms=["e-ktp"], category="Penduduk")
    make_service(name="Akta Kelahiran", synonyms=["akta lahir"], category="Akta")
    text = home(client)
    assert "E-ktp, akta lahir." in text
    assert 'placeholder="Contoh: e-ktp, akta lahir"' in text
    assert "pangkat" not in text


def test_it_asks_what_one_needs_and_shows_the_room_services_and_subjects(client: Client) -> None:
    make_bkd(phone="0380 000000")
    text = home(client)
    for part in ("Apa yang ingin Anda urus?", "Buka 24 jam", "Kenaikan Pangkat Reguler"):
        assert part in text
    assert 'href="/layanan/#kategori-1"' in text
    assert "0380 000000" in text


def test_the_practice_centre_is_not_shown_to_visitors(client: Client) -> None:
    centre = make_bkd()
    make_bkd(code="latihan", agency=centre.host_agency, is_practice=True)
    assert "/antrean/latihan/" not in home(client)


def test_several_centres_are_named_alike_with_their_own_hours(client: Client) -> None:
    centre = make_bkd()
    make_bkd(code="mpp", agency=centre.host_agency)
    text = home(client)
    assert "Pusat layanan kami" in text
    assert text.index("/antrean/bkd/") < text.index("/antrean/mpp/")
    assert text.count("Buka 24 jam") == 2
