"""Photographs what is published: the check, and every document page by page.

The pictures go to ``var/gallery``; look at them before anybody hangs them up.
"""

import pypdfium2 as pdfium
import pytest
from django.test import Client

from lopo.catalogue.api import service_in_full
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.publications import actions
from lopo.publications.models import Batch
from lopo.publications.rules import PAPERS
from lopo.publications.tests.builders import decision_rich
from tests.conftest import OpenWindow

from .test_gallery import CONSOLE, DESKTOP, OUT, PHONE, TABLET, Stage, signed_in, stage

__all__ = ["stage"]
pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
UNKNOWN = "26-00000-00001"
# A short one, a long one, one with many papers, and one that asks three times.
SERVICES = ("KONSUL", "IZIN-CERAI", "PEN-APS", "IZIN-RISET")
PIXELS = 900


def photograph_pdf(url: str, name: str) -> int:
    """Every page of a document as a picture; how many there were."""
    answer = Client().get(url)
    assert answer.status_code == 200, url
    pages = list(pdfium.PdfDocument(answer.content))
    OUT.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, 1):
        picture = page.render(scale=PIXELS / page.get_size()[0]).to_pil()
        picture.save(OUT / f"{name}-{number}.png")
    return len(pages)


def test_the_check_says_plainly(window: OpenWindow, stage: Stage) -> None:
    service = service_in_full("IZIN-CERAI")
    assert service is not None
    code = actions.code_of(service, "POSTER", system_clock).code
    for size in (PHONE, TABLET, DESKTOP):
        visitor = window(size)
        for path, status, name in (
            ("/cek/", 200, "cek"),
            ("/cek/?kode=26-ABC", 200, "cek-keliru"),
            (f"/cek/{code}/", 200, "cek-asli"),
            (f"/cek/{UNKNOWN}/", 404, "cek-bukan-dari-kami"),
        ):
            assert visitor.go(path) == status, path
            stage.photograph(visitor, name)


def test_the_page_of_a_service_that_asks(window: OpenWindow, stage: Stage) -> None:
    decision_rich()
    for size in (PHONE, DESKTOP):
        visitor = window(size)
        assert visitor.go("/layanan/IZIN-RISET/") == 200
        stage.photograph(visitor, "layanan-bertanya")
        visitor.page.emulate_media(media="print")
        stage.photograph(visitor, "layanan-dicetak")
        visitor.page.emulate_media(media="screen")
        for look in ("ponsel", "lebar"):
            assert visitor.go(f"/layanan/IZIN-RISET/alur.svg?bentuk={look}") == 200
            visitor.page.screenshot(path=OUT / f"alur-{look}-{size[0]}.png")


def test_the_sheets_of_an_agency_are_asked_for_watched_and_fetched(
    window: OpenWindow, stage: Stage
) -> None:
    agency = stage.centre.host_agency
    for size in (PHONE, TABLET, CONSOLE):
        visitor = signed_in(window, "penyunting", size)
        assert visitor.go("/petugas/terbitan/") == 200
        stage.photograph(visitor, "terbitan")
        for chosen in ("Poster, A4", "Lembar SOP AP"):
            visitor.page.get_by_role("checkbox", name=chosen).uncheck()
        with visitor.page.expect_response("**/buat/") as refused:
            visitor.page.get_by_role("button", name="Buat").click()
        assert refused.value.status == 422
        stage.photograph(visitor, "terbitan-kosong")
        batch = actions.start_batch(
            agency=agency, papers=[], sops=True, actor=SYSTEM, clock=system_clock
        )
        assert visitor.go(f"/petugas/terbitan/arsip/{batch.token}/") == 200
        stage.photograph(visitor, "terbitan-menunggu")
        Batch.objects.filter(pk=batch.pk).update(
            state="DONE", total=37, done=37, finished_at=system_clock()
        )
        assert visitor.go(f"/petugas/terbitan/arsip/{batch.token}/") == 200
        stage.photograph(visitor, "terbitan-siap")
        Batch.objects.filter(pk=batch.pk).update(state="FAILED")
        assert visitor.go(f"/petugas/terbitan/arsip/{batch.token}/") == 200
        stage.photograph(visitor, "terbitan-gagal")


def test_every_document_page_by_page(stage: Stage) -> None:
    decision_rich()
    for code in SERVICES:
        where = f"/layanan/{code}"
        for size in PAPERS:
            assert photograph_pdf(f"{where}/poster.pdf?ukuran={size}", f"poster-{code}-{size}") == 1
        assert photograph_pdf(f"{where}/sop.pdf", f"sop-{code}") >= 2
    for size in ("a4", "spanduk"):
        url = f"/terbitan/perangkat/{stage.centre.host_agency.code}/jenis-layanan.pdf?ukuran={size}"
        assert photograph_pdf(url, f"jenis-layanan-{size}") == 1
