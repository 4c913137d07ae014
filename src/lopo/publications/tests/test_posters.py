"""A poster says what the standard says, on every paper, and its codes lead where they say."""

import os
from base64 import b64encode
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from PIL.Image import new as new_image

from lopo.catalogue.api import service_in_full
from lopo.catalogue.rules import Content, Decision, Fee, Requirement, Span, Step
from lopo.catalogue.tests.builders import make_bkd, make_content, make_service, make_version
from lopo.foundation.typeset import typeset
from lopo.kernel.clock import system_clock
from lopo.publications import actions
from lopo.publications.models import Publication
from lopo.publications.queries import Brand, poster_of
from lopo.publications.rules import PAPERS

from .reading import Paper

pytestmark = pytest.mark.django_db

HTTP_OK, NOT_MODIFIED, NOT_FOUND, NOT_ALLOWED = 200, 304, 404, 405


def poster(code: str, size: str = "a4") -> Paper:
    answer = Client().get(f"/layanan/{code}/poster.pdf", {"ukuran": size})
    assert answer.status_code == HTTP_OK
    assert answer["Content-Type"] == "application/pdf"
    return Paper(answer.content)


def with_content(content: Content, name: str | None = None) -> str:
    return make_service(content=content, name=name).code


def test_a_poster_of_no_service_or_paper_is_not_there() -> None:
    service = make_service()
    assert Client().get("/layanan/TIDAK-ADA/poster.pdf").status_code == NOT_FOUND
    for size in ("a5", "", "../a4", "A4\x01"):
        answer = Client().get(f"/layanan/{service.code}/poster.pdf", {"ukuran": size})
        assert answer.status_code == NOT_FOUND, size
    assert Client().post(f"/layanan/{service.code}/poster.pdf").status_code == NOT_ALLOWED
    assert not Publication.objects.exists()


def test_a_poster_holds_the_promise() -> None:
    make_bkd()
    words = poster("KP-REG").words
    for told in (
        "Kenaikan Pangkat Reguler", "Gratis", "10 hari kerja", "sejak berkas dinyatakan lengkap",
        "SK Kenaikan Pangkat", "SK CPNS", "Wajib bila pindah golongan", "Alur pelayanan",
        "Memverifikasi keabsahan berkas", "Anda, 15 menit", "waktu di luar kami",
        "SP4N-LAPOR!", "Dasar hukum:", "Layanan ini gratis.", "Standar pelayanan, versi 1",
    ):  # fmt: skip
        assert told in words, told


def test_what_only_some_bring_is_counted_apart_and_stands_last() -> None:
    wanted = (
        Requirement("KUASA", "Surat kuasa", mandatory=False),
        Requirement("NIKAH", "Akta nikah", condition="Bila menikah"),
        Requirement("KTP", "KTP elektronik"),
        Requirement("KK", "Kartu keluarga"),
    )
    words = poster(with_content(make_content(requirements=wanted))).words
    assert "Siapkan 2 berkas, 2 lagi bila perlu" in words
    assert words.index("Kartu keluarga") < words.index("Surat kuasa")
    words = poster(with_content(make_content(requirements=wanted[2:]))).words
    assert "Siapkan 2 berkas" in words
    assert "bila perlu" not in words


@pytest.mark.parametrize("size", PAPERS)
def test_every_paper_is_one_page_of_its_size_with_two_codes(size: str) -> None:
    make_bkd()
    for code in ("PEN-APS", "KONSUL"):
        paper = poster(code, size)
        assert len(paper.pages) == 1
        assert paper.size_mm() == (PAPERS[size].width, PAPERS[size].height)
        checked = Publication.objects.get(
            title__contains="Pensiun Atas" if code == "PEN-APS" else "Konsultasi"
        ).code
        assert checked in paper.words
        assert paper.codes() == {
            f"{settings.PUBLIC_URL}/layanan/{code}/",
            f"{settings.PUBLIC_URL}/cek/{checked}/",
        }


def test_a_long_list_ends_with_how_many_more_there_are_and_the_page_stays_one() -> None:
    many = tuple(
        Requirement(f"S{n}", f"Surat keterangan nomor {n} dari instansi") for n in range(60)
    )
    steps = tuple(
        Step("X", "Petugas", f"Kegiatan ke-{n} yang panjang sekali " * 3) for n in range(30)
    )
    paper = poster(with_content(make_content(requirements=many, steps=steps)))
    assert len(paper.pages) == 1
    assert "lainnya: pindai kodenya" in paper.words


def test_a_decision_says_where_a_no_leads() -> None:
    steps = (
        Step("PEMOHON", "Pemohon", "Menyerahkan berkas"),
        Step("P", "Petugas", "Memeriksa", time=Span(1, "JAM"), decision=Decision("Lengkap?", 1)),
        Step("P", "Petugas", "Menyerahkan hasil", time=Span(1, "JAM")),
    )
    assert (
        "Lengkap? Bila tidak: kembali ke langkah 1"
        in poster(with_content(make_content(steps=steps))).words
    )


def test_what_costs_money_is_not_called_free() -> None:
    fee = Fee(25000, "", "Perda Nomor 1 Tahun 2024")
    words = poster(with_content(make_content().with_fields(fee=fee))).words
    assert "Rp25.000" in words
    assert "Perda Nomor 1 Tahun 2024" in words
    assert "gratis" not in words.casefold()
    assert "Bayar hanya sesuai tarif resmi" in words


def test_a_poster_is_made_once_and_not_sent_again_to_those_who_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def counting(template: str, *args: object, **kwargs: object) -> bytes:
        made.append(template)
        return typeset(template, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(actions.printing, "typeset", counting)
    service = make_service()
    where = f"/layanan/{service.code}/poster.pdf"
    first = Client().get(where)
    again = Client().get(where, headers={"If-None-Match": first["ETag"]})
    third = Client().get(where, headers={"Accept-Language": "en"})
    assert (again.status_code, again.content) == (NOT_MODIFIED, b"")
    assert third.content == first.content, "whatever language is read, the wall is Indonesian"
    assert len(made) == 1


def test_a_new_version_is_a_new_poster_with_a_new_code() -> None:
    service = make_service()
    before = Client().get(f"/layanan/{service.code}/poster.pdf")
    service.standards.update(valid_to=date(2026, 1, 1))
    make_version(
        service, make_content().with_fields(note="baru"), number=2, valid_from=date(2026, 1, 1)
    )
    after = Client().get(f"/layanan/{service.code}/poster.pdf")
    assert before["ETag"] != after["ETag"]
    assert "versi 2" in Paper(after.content).words
    assert Publication.objects.count() == 2


def test_odd_letters_do_not_stop_a_poster() -> None:
    requirement = Requirement("X", "Nilai ≥ 76 → “Baik” 中文 \x0b 😀 عربي")
    words = poster(with_content(make_content(requirements=(requirement,)), name="Layanan ✓")).words
    assert "Nilai >= 76 -> “Baik”" in words


def test_only_fresh_sheets_are_kept() -> None:
    service = make_service()
    Client().get(f"/layanan/{service.code}/poster.pdf")
    sheets = list(actions.printing.folder().glob("*.pdf"))
    os.utime(sheets[0], (0, 0))
    assert actions.forget_old_sheets(system_clock()) >= 1
    assert not sheets[0].exists()
    assert Client().get(f"/layanan/{service.code}/poster.pdf").status_code == HTTP_OK


def test_an_agency_wears_its_own_mark_and_colours() -> None:
    pixel = BytesIO()
    new_image("RGB", (8, 8), "#00aa55").save(pixel, "PNG")
    raster = f"data:image/png;base64,{b64encode(pixel.getvalue()).decode()}"
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 8 8"><image width="8" height="8" xlink:href="{raster}"/></svg>'
    )
    brand = Brand(ground="#123456", logo=logo, logo_alt="Lambang Dinas Contoh")
    found = service_in_full(make_service().code)
    assert found is not None
    paper = Paper(actions.printed(poster_of(found, "a4", None, brand)))
    assert b"Lambang Dinas Contoh" in paper.pdf
    colours = {colour for _n, colour in paper.photo(width=600).getcolors(1 << 24) or []}
    assert {(0x12, 0x34, 0x56), (0x00, 0xAA, 0x55)} <= colours
