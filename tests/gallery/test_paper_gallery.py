"""Photographs forms: empty, refused, with the longest words; sealed; at the counter; on paper.

Pages with axe in three sizes, papers page by page (``var/gallery``); see test_gallery.py.
"""

import pypdfium2 as pdfium
import pytest

from lopo.kernel.clock import system_clock
from lopo.paperwork.actions import seal_draft
from lopo.paperwork.tests.builders import answers_of, form
from lopo.paperwork.views.papers import blank_paper, filled_paper
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import (
    CONSOLE,
    DESKTOP,
    KIOSK,
    OUT,
    PHONE,
    TABLET,
    Stage,
    paired,
    signed_in,
    stage,
)

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
__all__ = ["stage"]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
LONG = "Kepala Subbagian Perencanaan, Evaluasi, Pelaporan, dan Keuangan pada Sekretariat Daerah"
ON_PAPER = ("CUTI", "IZIN-CERAI", "LEGALISIR", "PEN-BUP", "WBS", "KP-JF")


@SIZES
def test_forms(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    visitor = window(size)
    for code in ("CUTI", "LEGALISIR", "IZIN-CERAI", "WBS"):
        assert visitor.go(f"/layanan/{code}/formulir/") == 200
        stage.photograph(visitor, f"formulir-{code}")
        visitor.page.goto(f"{visitor.base}/layanan/{code}/formulir/#selesai")
        visitor.page.reload()
        stage.photograph(visitor, f"formulir-{code}-selesai")
    visitor.page.locator("button[value=periksa]").click()
    visitor.sees("hal perlu diperbaiki")
    stage.photograph(visitor, "formulir-perlu-diperbaiki")


@SIZES
def test_a_form_without_scripts(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    visitor = window(size, java_script_enabled=False)
    assert visitor.go("/layanan/CUTI/formulir/") == 200
    OUT.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=OUT / f"formulir-tanpa-skrip-{size[0]}.png", full_page=True)


@SIZES
def test_a_sealed_form(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    visitor = window(size)
    visitor.go("/layanan/KGB/formulir/")
    page = visitor.page
    own = {
        "nama": LONG, "nip": "197107071997032008", "pangkat": "Penata Muda, III/a",
        "jabatan": LONG, "unit": LONG, "hp": "081234567890", "gaji_lama": "3500000",
        "tmt_lama": "2024-12-01", "nomor_lama": "1/2024", "mkg_tahun": "12", "mkg_bulan": "3",
        "tmt_baru": "2026-12-01",
    }  # fmt: skip
    for code, value in own.items():
        page.locator(f"#id_{code}").evaluate("(input, value) => (input.value = value)", value)
    page.locator("#id_pernyataan").evaluate("input => (input.checked = true)")
    page.locator("button[value=bawa]").evaluate("button => button.click()")
    visitor.sees("Formulir Anda siap dibawa ke meja")
    stage.photograph(visitor, "formulir-tersegel")


def test_at_the_counter(window: OpenWindow, stage: Stage) -> None:
    made = form("PEN-APS")
    answers = answers_of(made, nama=LONG, unit=LONG)
    seal, _until = seal_draft(form=made, answers=answers, clock=system_clock)
    for size in (TABLET, CONSOLE):
        officer = signed_in(window, "petugas1", size)
        assert officer.go("/petugas/formulir/bkd/") == 200
        stage.photograph(officer, "formulir-pindai")
        officer.page.fill("#kode", "LOPO-SALAH")
        officer.page.keyboard.press("Enter")
        officer.sees("Tidak ada formulir untuk kode ini")
        stage.photograph(officer, "formulir-pindai-keliru")
        officer.page.fill("#kode", seal.code)
        officer.page.keyboard.press("Enter")
        officer.sees("Selesai, hapus")
        stage.photograph(officer, "formulir-terbuka")


def test_at_the_kiosk(window: OpenWindow, stage: Stage) -> None:
    screen = paired(window, stage, "KIOSK", KIOSK)
    assert screen.go("/layanan/CUTI/formulir/") == 200
    stage.photograph(screen, "anjungan-formulir", full=False)


def test_on_paper(stage: Stage) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for code in ON_PAPER:
        made = form(code)
        papers = {
            "kosong": blank_paper(made),
            "terisi": filled_paper(made, answers_of(made), None),
        }
        for name, pdf in papers.items():
            for number, page in enumerate(pdfium.PdfDocument(pdf), start=1):
                picture = page.render(scale=1.5).to_pil()
                assert picture.width > 800
                picture.save(OUT / f"kertas-{code}-{name}-{number}.png")
