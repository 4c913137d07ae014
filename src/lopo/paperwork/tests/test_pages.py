"""The page to fill in a form: nothing is kept, nothing is lost, nothing leaks."""

import json
import logging
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.tests.builders import make_bkd, make_service
from lopo.organisation.api import Centre
from lopo.paperwork.models import FormDefinition, SealedDraft
from lopo.paperwork.rules import Seal
from lopo.people.api import Role
from lopo.people.tests.builders import make_device, make_staff

from .builders import NIP, codes_on, form, kept_file, posted, text_of, typed

pytestmark = pytest.mark.django_db
CUTI = "/layanan/CUTI/formulir/"


@pytest.fixture(autouse=True)
def bkd() -> Centre:
    return make_bkd()


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def filled(code: str = "CUTI", **own: Any) -> dict[str, Any]:
    return typed(form(code).definition, **own)


@pytest.mark.parametrize("path", ["", "kosong.pdf"])
@pytest.mark.parametrize("code", ["TIDAK-ADA", "x" * 300])
def test_a_service_that_is_not_there_has_no_form(client: Client, code: str, path: str) -> None:
    assert client.get(f"/layanan/{code}/formulir/{path}").status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"/layanan/{code}/formulir/").status_code == HTTPStatus.NOT_FOUND


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put(CUTI).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.post(f"{CUTI}kosong.pdf").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_forged_form_of_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CUTI, posted(filled(), "bawa")).status_code == HTTPStatus.FORBIDDEN
    assert not SealedDraft.objects.exists()


def test_every_fault_is_said_at_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    wrong = filled(nip="1971", hp_cuti="123", mulai="2026-02-30", nama="<b>Ana</b>")
    answer = client.post(CUTI, posted(wrong, "bawa"))
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.headers["Cache-Control"] == "no-store"
    for said in (
        "3 hal perlu diperbaiki",
        "NIP: kurang 14 angka",
        "tulis nomor dari 0 atau +62",
        "Mulai tanggal: tulis tanggal",
    ):
        assert said in text
    assert "&lt;b&gt;Ana&lt;/b&gt;" in text
    assert "<b>Ana" not in text
    assert 'value="1971"' in text
    assert "Isian alasan_cuti" in text
    assert not SealedDraft.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("nama", "a\x00b", "tulis teks biasa"),
        ("jenis_cuti", "APA", "pilih salah satu jawaban"),
        ("lampiran", "APA", "pilih salah satu jawaban"),
        ("pernyataan", "APA", "pilih salah satu jawaban"),
    ],
)
def test_what_no_browser_sends_is_refused_kindly(
    client: Client, field: str, value: str, said: str
) -> None:
    answer = client.post(CUTI, posted(filled(**{field: value}), "bawa"))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.content.decode()


def test_a_request_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post(CUTI, {"verb": "bawa", "alasan_cuti": "x" * 600_000})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "terlalu besar" in answer.content.decode()


def test_fifty_one_rows_are_one_too_many(client: Client) -> None:
    rows = [{"nama": "SK", "nomor": str(n), "lembar": "1"} for n in range(51)]
    answer = client.post(
        "/layanan/LEGALISIR/formulir/", posted(filled("LEGALISIR", dokumen=rows), "cetak")
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "paling banyak 50 baris" in answer.content.decode()


BAD_FILES: list[tuple[Any, str]] = [
    (b"", "Pilih berkas"),
    (b"\xff\xfe", "bukan formulir"),
    (b"[]", "bukan formulir"),
    (b"[" * 50_000, "bukan formulir"),
    ({"lopo_formulir": 2}, "bukan formulir"),
    ({"lopo_formulir": 1, "layanan": "KGB"}, "layanan lain"),
    (b" " * 200_000, "terlalu besar"),
]


@pytest.mark.parametrize(("content", "said"), BAD_FILES)
def test_a_file_that_is_no_form_leaves_the_page_as_it_was(
    client: Client, content: Any, said: str
) -> None:
    answer = client.post(CUTI, posted(filled(nama="Ana"), "buka", berkas=kept_file(content)))
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in text
    assert 'value="Ana"' in text


def test_a_file_with_nonsense_in_it_opens_with_what_is_left(client: Client) -> None:
    content = {
        "lopo_formulir": 1, "layanan": "CUTI", "versi": "lama",
        "isian": {"nama": "Ana", "nip": ["x"], "jenis_cuti": {"a": 1}, "x": "x", "lampiran": [3]},
    }  # fmt: skip
    answer = client.post(CUTI, {"verb": "buka", "berkas": kept_file(content)})
    assert answer.status_code == HTTPStatus.OK
    text = answer.content.decode()
    assert 'value="Ana"' in text
    assert "formulirnya sudah berubah" in text


def test_what_is_saved_is_opened_again_as_it_was(client: Client) -> None:
    unfinished = {**filled(), "nip": "1971", "pernyataan": ""}
    saved = client.post(CUTI, posted(unfinished, "simpan"))
    assert saved.status_code == HTTPStatus.OK
    assert saved.headers["Content-Disposition"] == 'attachment; filename="formulir-CUTI.json"'
    assert saved.headers["Cache-Control"] == "no-store"
    opened = client.post(CUTI, {"verb": "buka", "berkas": kept_file(saved.content)})
    assert "Lanjutkan dari tempat Anda berhenti" in opened.content.decode()
    again = client.post(CUTI, posted(unfinished, "simpan"))
    assert json.loads(again.content)["isian"] == json.loads(saved.content)["isian"]
    for value in ('value="1971"', "Isian alasan_cuti", 'value="MELAHIRKAN"'):
        assert value in opened.content.decode()


def test_nothing_is_kept_while_somebody_fills_in(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page(client, CUTI)
    for verb in ("periksa", "cetak", "simpan", "buka", "apa saja"):
        client.post(CUTI, posted(filled(nama="Ana Rahasia"), verb))
    assert not SealedDraft.objects.exists()
    assert not FormDefinition.objects.exists()
    assert not Session.objects.exists()
    assert set(client.cookies) <= {"lopo_csrf"}
    assert NIP not in caplog.text
    assert "Ana Rahasia" not in caplog.text


def test_missing_answers_do_not_stop_a_print_and_wrong_ones_do(client: Client) -> None:
    answer = client.post(CUTI, {"verb": "cetak", "nama": "Ana"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="formulir-CUTI.pdf"'
    wrong = client.post(CUTI, {"verb": "cetak", "nip": "1971"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 hal perlu diperbaiki" in wrong.content.decode()


def test_checking_says_what_is_missing_or_that_all_is_there(client: Client) -> None:
    assert "Nama lengkap: belum diisi" in client.post(CUTI, {"verb": "periksa"}).content.decode()
    done = client.post(CUTI, posted(filled(), "periksa"))
    assert "Semua sudah terisi" in done.content.decode()


def test_the_code_on_the_screen_and_on_the_paper_opens_the_draft(
    client: Client, bkd: Centre
) -> None:
    answer = client.post(CUTI, posted(filled(nama="Ana"), "bawa"))
    text = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    code = text.split('name="segel" value="')[1].split('"')[0]
    seal = Seal.of_code(code)
    assert seal is not None
    assert SealedDraft.objects.get().token_hash == seal.token_hash
    answers = json.dumps(
        json.loads(text.split('name="isi" value="')[1].split('"')[0].replace("&quot;", '"'))
    )
    paper = client.post(CUTI, {"verb": "cetak-segel", "segel": code, "isi": answers})
    assert codes_on(paper.content) == [code]
    assert seal.human in text_of(paper.content).replace(" ", "")
    assert "Ana" in text_of(paper.content)
    officer = Client()
    officer.force_login(make_staff(role=Role.COUNTER_OFFICER, centre=bkd))
    read = officer.post(f"/petugas/formulir/{bkd.code}/", {"kode": code}).content.decode()
    assert "Ana" in read
    assert "19710707 199703 2 008" in read
    done = officer.post(f"/petugas/formulir/{bkd.code}/", {"kode": code, "verb": "selesai"})
    assert done.status_code == HTTPStatus.FOUND
    assert code not in done.headers["Location"]
    assert not SealedDraft.objects.exists()
    gone = client.post(CUTI, {"verb": "cetak-segel", "segel": code, "isi": answers})
    assert gone.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="Ana"' in gone.content.decode()


def test_taking_it_back_deletes_it_and_keeps_the_answers_on_the_page(client: Client) -> None:
    text = client.post(CUTI, posted(filled(nama="Ana"), "bawa")).content.decode()
    code = text.split('name="segel" value="')[1].split('"')[0]
    answer = client.post(CUTI, {"verb": "batal", "segel": code, "isi": '{"nama": "Ana"}'})
    assert not SealedDraft.objects.exists()
    assert "Formulir tersegel sudah dihapus" in answer.content.decode()
    assert 'value="Ana"' in answer.content.decode()


def test_a_service_without_a_counter_offers_no_way_to_one(client: Client) -> None:
    text = page(client, "/layanan/WBS/formulir/")
    assert 'value="bawa"' not in text
    assert 'value="cetak"' in text
    answer = client.post("/layanan/WBS/formulir/", posted(filled("WBS"), "bawa"))
    assert answer.status_code == HTTPStatus.OK
    assert not SealedDraft.objects.exists()


def test_too_many_papers_wait_and_lose_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lopo.paperwork.views.filling.PAPERS_PER_WINDOW", 1)
    assert client.post(CUTI, posted(filled(), "cetak")).status_code == HTTPStatus.OK
    answer = client.post(CUTI, posted(filled(nama="Ana"), "cetak"))
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(answer.headers["Retry-After"]) > 0
    assert 'value="Ana"' in answer.content.decode()
    assert client.get(f"{CUTI}kosong.pdf").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_the_empty_form_is_cached_by_what_it_follows_from(client: Client) -> None:
    first = client.get(f"{CUTI}kosong.pdf")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(f"{CUTI}kosong.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert codes_on(first.content)[0].endswith(CUTI)


def test_the_whole_form_is_on_the_page_and_costs_three_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, CUTI)
    with django_assert_num_queries(3):
        text = page(client, CUTI)
    for said in ("Data Anda", "Cuti yang diminta", "Hanya bila", "Surat pengantar", "Pernyataan"):
        assert said in text


def test_a_small_code_leads_to_the_form_and_the_service_page_to_it(client: Client) -> None:
    answer = client.get("/layanan/cuti/formulir/")
    assert answer.headers["Location"] == CUTI
    text = page(client, "/layanan/CUTI/")
    assert f'href="{CUTI}"' in text
    assert f'href="{CUTI}kosong.pdf"' in text


def test_at_a_kiosk_the_address_goes_to_the_phone(client: Client, bkd: Centre) -> None:
    client.cookies["lopo_device"] = make_device(centre=bkd)
    client.cookies["lopo_surface"] = "kiosk"
    text = page(client, CUTI)
    assert "Buka di ponsel Anda" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]
    assert 'name="nama"' not in client.post(CUTI, posted(filled(), "bawa")).content.decode()
    assert not SealedDraft.objects.exists()


def test_the_counters_page_refuses_and_says_why(client: Client, bkd: Centre) -> None:
    desk = f"/petugas/formulir/{bkd.code}/"
    assert client.get(desk).status_code == HTTPStatus.FOUND
    client.force_login(make_staff(role=Role.RECEPTIONIST, centre=bkd))
    assert client.get(desk).status_code == HTTPStatus.NOT_FOUND
    client.force_login(make_staff(role=Role.COUNTER_OFFICER, centre=bkd))
    answer = client.post(desk, {"kode": "salah"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tidak ada formulir untuk kode ini" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Pindai kode" in page(client, f"{desk}pindai/")


def test_a_form_of_another_agency_works_as_well(client: Client) -> None:
    service = make_service(name="Izin Usaha", audience="Masyarakat", category="Perizinan")
    path = f"/layanan/{service.code}/formulir/"
    assert "Apa yang Anda perlukan?" in page(client, path)
    made = client.post(path, posted(filled(service.code), "cetak"))
    assert "Izin Usaha" in text_of(made.content)
