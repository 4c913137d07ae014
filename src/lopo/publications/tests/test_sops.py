"""The SOP AP sheet: the fields and columns of PermenPANRB 35/2012, drawn from the standard."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from lopo.catalogue.actions.life import open_draft, save_draft
from lopo.catalogue.api import Service, service_in_full
from lopo.catalogue.rules import Decision, Span, Step
from lopo.catalogue.tests.builders import make_bkd, make_content, make_service, make_version
from lopo.kernel.clock import system_clock
from lopo.people.tests.builders import make_staff
from lopo.publications.actions import printed
from lopo.publications.models import Publication
from lopo.publications.queries import sop_of

from .builders import decision_rich
from .reading import Paper

pytestmark = pytest.mark.django_db
HTTP_OK, NOT_FOUND = 200, 404


def sheet(code: str) -> Paper:
    answer = Client().get(f"/layanan/{code}/sop.pdf", headers={"Accept-Language": "en"})
    assert answer.status_code == HTTP_OK
    return Paper(answer.content)


def test_there_is_no_sheet_of_no_service() -> None:
    assert Client().get("/layanan/TIDAK-ADA/sop.pdf").status_code == NOT_FOUND


def test_the_sheet_has_the_thirteen_fields_and_all_columns() -> None:
    make_bkd()
    paper = sheet("IZIN-CERAI")
    assert paper.size_mm() == (330, 215)
    for told in (
        "Perangkat Daerah", "Nomor SOP", "Tanggal pembuatan", "Tanggal revisi", "Tanggal efektif",
        "Disahkan oleh", "Nama SOP", "Dasar hukum", "Kualifikasi pelaksana", "Keterkaitan",
        "Peralatan/perlengkapan", "Peringatan", "Pencatatan dan pendataan",
        "Kegiatan", "Pelaksana", "Mutu baku", "Kelengkapan", "Waktu", "Output", "Keterangan",
        "Memanggil para pihak, mediasi dan pembinaan", "15 hari kerja", "Berita acara pemeriksaan",
        "Gubernur", "PP Nomor 10 Tahun 1983",
    ):  # fmt: skip
        assert paper.says(told), told


def test_every_step_stands_once_with_its_actor() -> None:
    make_bkd()
    paper = sheet("PEN-APS")
    service = service_in_full("PEN-APS")
    assert service is not None
    for step in service.standard.told.steps:
        assert paper.says(step.activity), step.activity


def test_an_official_is_an_office_and_a_blank_line_never_a_name() -> None:
    make_bkd()
    paper = sheet("KP-REG")
    assert paper.says("Nama, pangkat, NIP")
    assert paper.says("(tanda tangan dan cap)")


def test_the_code_on_the_sheet_leads_to_its_check() -> None:
    make_bkd()
    paper = sheet("KP-REG")
    code = Publication.objects.get(kind="SOP").code
    assert code in paper.words
    assert paper.codes() == {f"{settings.PUBLIC_URL}/cek/{code}/"}


def test_a_decision_has_its_yes_and_no_on_the_sheet() -> None:
    decision_rich()
    paper = sheet("IZIN-RISET")
    assert paper.words.count("tidak") >= 3
    assert paper.says("Konsep disetujui tanpa perubahan?")
    assert paper.says("waktu di luar kami")


def test_a_table_longer_than_a_page_is_connected_by_letters() -> None:
    steps = tuple(
        Step(f"A{n % 4}", f"Pelaksana {n % 4}", f"Kegiatan ke-{n}", time=Span(1, "JAM"))
        for n in range(40)
    )
    back = Step("A1", "Pelaksana 1", "Memeriksa ulang", decision=Decision("Benar?", 2))
    service = make_service(content=make_content(steps=(*steps, back, *steps[:1])))
    paper = sheet(service.code)
    assert len(paper.pages) >= 5
    first, second = (paper.pages[n].get_textpage().get_text_bounded().split() for n in (1, 2))
    assert "A" in first
    assert "A" in second
    assert "Z" in first, "the page a no leads to"
    last = paper.pages[-1].get_textpage().get_text_bounded().split()
    assert "Z" in last, "the page a no comes from"


def draft_of(service: Service, **changes: object) -> Service:
    author = make_staff(username="penyunting")
    draft = open_draft(service=service, author=author, clock=system_clock)
    content = draft.told.with_fields(**changes)
    service.standard = save_draft(
        draft=draft, content=content, seen=draft.revision, author=author, clock=system_clock
    )
    return service


def test_a_draft_says_so_and_what_must_be_mended_and_has_no_code() -> None:
    steps = (
        Step("P", "Petugas", "Memeriksa", time=Span(9, "HARI_KERJA"), decision=Decision("Ya?", 5)),
    )
    service = draft_of(make_service(), steps=steps)
    paper = Paper(printed(sop_of(service, None)))
    for told in (
        "RANCANGAN", "Perlu diperbaiki sebelum diajukan", "melebihi janji layanan",
        "Langkah 1 adalah yang terakhir", "tidak dimulai dari pemohon",
    ):  # fmt: skip
        assert paper.says(told), told
    assert paper.codes() == set()
    assert not Publication.objects.exists()


def test_what_is_in_force_is_not_corrected_in_public() -> None:
    long = (Step("P", "Petugas", "Memeriksa", time=Span(90, "HARI_KERJA")),)
    paper = sheet(make_service(content=make_content(steps=long)).code)
    assert not paper.says("Perlu diperbaiki")
    assert not paper.says("RANCANGAN")


def test_a_decree_stands_on_the_sheet() -> None:
    service = make_service()
    service.standards.update(valid_to=date(2026, 3, 1))
    make_version(service, make_content(), number=2, valid_from=date(2026, 3, 1))
    assert sheet(service.code).says("1 Maret 2026")
    none = make_service(content=make_content(steps=()))
    assert sheet(none.code).says("Prosedur belum punya langkah.")
