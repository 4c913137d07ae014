"""A form filled in at home and read at the counter, in a real browser, with scripts and without."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lopo.catalogue.tests.builders import make_bkd
from lopo.organisation.api import Centre
from lopo.paperwork.models import SealedDraft
from lopo.people.api import Role
from lopo.people.tests.builders import PASSWORD, make_staff
from tests.conftest import OpenWindow, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUTI = "/layanan/CUTI/formulir/"
APPLICANT = {
    "nama": "Ana Tamu",
    "nip": "19710707 199703 2 008",
    "pangkat": "Penata Muda, III/a",
    "jabatan": "Analis",
    "unit": "Dinas Kesehatan",
    "hp": "0812 3456 7890",
}
LEAVE = {"alasan_cuti": "Sakit", "dokter": "RSUD", "lama": "3"}
DATES = {"mulai": "2026-12-01", "sampai": "2026-12-03"}
MEANWHILE = {"alamat_cuti": "Kupang", "hp_cuti": "0812 3456 7890"}


@pytest.fixture
def bkd(transactional_db: None) -> Centre:
    return make_bkd()


def fill(visitor: Visitor, values: dict[str, str]) -> None:
    for code, value in values.items():
        visitor.page.fill(f"#id_{code}", value)


def go_on(visitor: Visitor) -> None:
    visitor.page.locator("[data-step]:not([hidden]) [data-next]").click()


def fill_all(visitor: Visitor) -> None:
    """Every part, one after the other."""
    fill(visitor, APPLICANT)
    go_on(visitor)
    visitor.page.get_by_text("Cuti sakit", exact=True).click()
    fill(visitor, LEAVE | DATES)
    go_on(visitor)
    fill(visitor, MEANWHILE)
    go_on(visitor)
    go_on(visitor)
    visitor.page.locator("#id_pernyataan").check()
    go_on(visitor)


def test_one_part_at_a_time_with_only_what_applies(window: OpenWindow, bkd: Centre) -> None:
    visitor = window()
    assert visitor.go(CUTI) == 200
    page = visitor.page
    assert page.locator("[data-step]:visible").count() == 1
    expect(page.get_by_text("Bagian 1 dari 6")).to_be_visible()
    page.fill("#id_nama", "Ana")
    page.keyboard.press("Enter")  # goes on, sends nothing
    expect(page.get_by_role("heading", name="Cuti yang diminta")).to_be_focused()
    expect(page.locator("#id_anak_ke")).to_be_hidden()
    page.get_by_text("Cuti melahirkan", exact=True).click()
    expect(page.locator("#id_anak_ke")).to_be_visible()
    page.get_by_text("Cuti tahunan", exact=True).click()
    expect(page.locator("#id_anak_ke")).to_be_hidden()
    page.go_back()  # the way back of a phone leads to the part before
    expect(page.locator("#id_nama")).to_have_value("Ana")
    expect(page.get_by_text("Bagian 1 dari 6")).to_be_visible()
    assert too_wide(page) == 0


def test_faults_lead_to_their_part_and_field(window: OpenWindow, bkd: Centre) -> None:
    visitor = window()
    visitor.go(CUTI)
    fill_all(visitor)
    page = visitor.page
    page.evaluate("location.hash = ''")
    page.locator("#id_hp_cuti").evaluate("input => input.value = '123'")
    page.locator("button[value=bawa]").evaluate("button => button.click()")
    summary = page.locator(".errsum")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("1 hal perlu diperbaiki")
    expect(page.get_by_role("heading", name="Selama cuti")).to_be_visible()
    summary.get_by_role("link").click()
    expect(page.locator("#id_hp_cuti")).to_be_focused()
    expect(page.locator("#id_nama")).to_have_value("Ana Tamu")


def test_filled_at_home_and_read_at_the_counter(window: OpenWindow, bkd: Centre) -> None:
    visitor = window()
    visitor.go(CUTI)
    fill_all(visitor)
    visitor.page.get_by_role("button", name="Bawa ke meja").click()
    expect(visitor.page.get_by_role("img", name="Kode QR yang membuka")).to_be_visible()
    code = visitor.page.locator("[name=segel]").input_value()
    assert "Ana" not in visitor.page.url
    stored = visitor.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert stored == "[{},{}]"
    officer = window((1366, 768))
    member = make_staff(role=Role.COUNTER_OFFICER, centre=bkd)
    officer.go(f"/petugas/formulir/{bkd.code}/")
    officer.page.fill("input[name=login]", member.username)
    officer.page.fill("input[name=password]", PASSWORD)
    officer.page.get_by_role("button", name="Masuk", exact=True).click()
    scanner = officer.page.locator("#kode")
    expect(scanner).to_be_focused()
    officer.page.keyboard.type(code)  # a USB scanner types and presses Enter
    officer.page.keyboard.press("Enter")
    officer.sees("Ana Tamu")
    officer.sees("1 Desember 2026")
    assert code not in officer.page.url
    officer.page.get_by_role("button", name="Selesai, hapus").click()
    officer.sees("Sudah dihapus")
    assert not SealedDraft.objects.exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_is_kept_as_a_file_and_opened_again(
    window: OpenWindow, bkd: Centre, tmp_path: Path, scripts: bool
) -> None:
    visitor = window(java_script_enabled=scripts)
    visitor.go(CUTI)
    fill(visitor, APPLICANT)
    if scripts:
        visitor.page.locator("[data-to=selesai]").click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Simpan di perangkat saya").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    assert json.loads(kept.read_text())["isian"]["nama"] == "Ana Tamu"
    later = window(java_script_enabled=scripts)
    later.go(CUTI)
    later.page.set_input_files("#berkas", kept)
    later.page.get_by_role("button", name="Buka berkas").click()
    later.sees("Berkas Anda terbuka")
    expect(later.page.locator("#id_unit")).to_have_value("Dinas Kesehatan")


def test_without_scripts_the_whole_form_is_one_page(window: OpenWindow, bkd: Centre) -> None:
    visitor = window(java_script_enabled=False)
    visitor.go(CUTI)
    page = visitor.page
    assert page.locator("[data-step]:visible").count() == 6
    fill(visitor, APPLICANT | LEAVE | DATES | MEANWHILE)
    page.get_by_text("Cuti sakit", exact=True).click()
    page.locator("#id_pernyataan").check()
    page.get_by_role("button", name="Bawa ke meja").click()
    visitor.sees("Formulir Anda siap dibawa ke meja")
    assert SealedDraft.objects.count() == 1


def test_a_row_more_comes_when_it_is_asked_for(window: OpenWindow, bkd: Centre) -> None:
    visitor = window()
    visitor.go("/layanan/LEGALISIR/formulir/#bagian-2")
    page = visitor.page
    assert page.locator("[data-row]:visible").count() == 2
    page.get_by_role("button", name="Tambah satu baris").click()
    expect(page.locator("#id_dokumen_2_nama")).to_be_focused()
