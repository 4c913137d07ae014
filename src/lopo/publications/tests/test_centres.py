"""How a visit goes: a picture and a poster of the centre's own."""

import pytest
from django.conf import settings
from django.test import Client

from lopo.catalogue.tests.builders import make_bkd, make_offering, make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import archive_centre
from lopo.organisation.tests.builders import make_centre
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS

from .reading import Paper

pytestmark = pytest.mark.django_db
HTTP_OK, NOT_FOUND = 200, 404
STATIONS = ("Datang", "nomor", "Tunggu", "Petugas meja", "survei")


def test_there_is_none_of_no_centre_look_or_paper() -> None:
    centre = make_centre()
    for where in ("alur.svg", "poster.pdf"):
        assert Client().get(f"/terbitan/pusat/tak-ada/{where}").status_code == NOT_FOUND
    practice = make_centre(is_practice=True)
    assert Client().get(f"/terbitan/pusat/{practice.code}/poster.pdf").status_code == NOT_FOUND
    assert Client().get(f"/terbitan/pusat/{centre.code}/alur.svg?bentuk=x").status_code == NOT_FOUND
    assert Client().get(f"/terbitan/pusat/{centre.code}/poster.pdf?ukuran=a6").status_code == 404


@pytest.mark.parametrize("look", ["ponsel", "lebar"])
def test_the_picture_goes_from_the_door_to_the_survey(look: str) -> None:
    centre = make_centre()
    answer = Client().get(f"/terbitan/pusat/{centre.code}/alur.svg", {"bentuk": look})
    assert answer["Content-Type"] == "image/svg+xml"
    text = answer.content.decode()
    for station in ("Datang", "Penerima tamu", "Petugas meja", "Tunggu"):
        assert station in text, station


@pytest.mark.parametrize("size", ["a4", "a3", "spanduk"])
def test_the_poster_is_one_page_with_two_codes(size: str) -> None:
    centre = make_bkd()
    answer = Client().get(f"/terbitan/pusat/{centre.code}/poster.pdf", {"ukuran": size})
    paper = Paper(answer.content)
    assert len(paper.pages) == 1
    assert paper.size_mm() == (PAPERS[size].width, PAPERS[size].height)
    for station in STATIONS:
        assert paper.says(station), station
    assert paper.says("Semua layanan gratis.")
    code = Publication.objects.get().code
    assert paper.codes() == {
        f"{settings.PUBLIC_URL}/antrean/{centre.code}/",
        f"{settings.PUBLIC_URL}/cek/{code}/",
    }


def test_where_something_costs_money_the_poster_does_not_call_all_free() -> None:
    centre = make_centre()
    make_offering(centre=centre, service=make_service(agency=centre.host_agency, fee=5000))
    paper = Paper(Client().get(f"/terbitan/pusat/{centre.code}/poster.pdf").content)
    assert not paper.says("gratis")


def test_it_holds_while_the_centre_is_in_use_and_called_the_same() -> None:
    centre = make_centre()
    Client().get(f"/terbitan/pusat/{centre.code}/poster.pdf")
    code = Publication.objects.get().code
    assert "Asli dan berlaku" in Client().get(f"/cek/{code}/").content.decode()
    type(centre).objects.filter(pk=centre.pk).update(name="Pusat Baru")
    assert "tidak berlaku" in Client().get(f"/cek/{code}/").content.decode()
    archive_centre(centre=centre, reason="Pindah", actor=SYSTEM, clock=system_clock)
    assert "Dicabut" in Client().get(f"/cek/{code}/").content.decode()
