"""The public catalogue as a visitor meets it, without any script."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.queries import event_name
from lopo.catalogue.rules import Promise, Requirement

from .builders import make_bkd, make_content, make_service

# Whose page it is, and whether anything costs money.
OF_THE_PAGE = 2
# Services, synonyms and their stems: once for as long as none of them changes.
GATHERING = 3

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    """The text of a page that must answer 200."""
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


@pytest.mark.parametrize("code", ["TIDAK-ADA", "kp-tidak-ada", "x" * 300])
def test_an_unknown_service_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/layanan/{code}/").status_code == HTTPStatus.NOT_FOUND


def test_a_service_out_of_use_is_not_found(client: Client) -> None:
    service = make_service(is_active=False)
    assert client.get(f"/layanan/{service.code}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["/layanan/?q=%00", "/layanan/a%00b/"])
def test_a_character_that_cannot_be_kept_is_answered_with_a_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Ke halaman utama" in answer.content.decode()


def test_pages_are_for_reading_only(client: Client) -> None:
    assert client.post("/layanan/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_an_empty_catalogue_says_what_to_do(client: Client) -> None:
    assert "Daftar layanan sedang disiapkan" in page(client, "/layanan/")


def test_events_and_formats_are_said_as_people_say_them(client: Client) -> None:
    formats = {"KTP": "kartu", "KK": "fisik", "FOTO": "pdf/jpg"}
    wanted = tuple(Requirement(code, code, form) for code, form in formats.items())
    service = make_service(content=make_content(requirements=wanted))
    text = page(client, f"/layanan/{service.code}/")
    for said in ("kartu", "berkas fisik", "PDF atau JPG"):
        assert said in text
    for unsaid in ("KARTU", "FISIK"):
        assert unsaid not in text
    assert event_name("jadi-pns") == "Jadi PNS"
    assert event_name("naik-pangkat") == "Naik pangkat"


def test_a_search_without_answer_offers_ways_on(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=xyzzy")
    assert "Belum ada layanan dengan kata itu" in text
    assert "Tampilkan semua layanan" in text
    assert "/layanan/?q=kenaikan%20pangkat" in text


def test_without_services_nothing_is_said_to_be_searched_often(client: Client) -> None:
    text = page(client, "/layanan/?q=pangkat")
    assert "Sering dicari" not in text
    assert "placeholder" not in text


def test_another_agencys_list_gives_examples_of_its_own(client: Client) -> None:
    make_service(name="Perekaman KTP Elektronik", synonyms=["e-ktp"], category="Penduduk")
    make_service(name="Akta Kelahiran (baru)", category="Akta")
    assert 'placeholder="Contoh: e-ktp, Akta Kelahiran"' in page(client, "/layanan/")
    text = page(client, "/layanan/?q=xyzzy")
    assert "/layanan/?q=e-ktp" in text
    assert "pangkat" not in text


def test_what_was_typed_is_shown_escaped(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=<script>alert(1)</script>")
    assert "<script>alert" not in text
    assert page(client, "/layanan/?q=" + "a" * 5000)


def test_the_list_shows_all_services_by_category_in_one_query_of_its_own(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    page(client, "/layanan/")
    with django_assert_num_queries(1 + OF_THE_PAGE):
        text = page(client, "/layanan/")
    assert text.count('class="service"') == 37
    assert text.count('class="group"') == 14


def test_a_search_costs_three_queries_of_its_own_once_the_words_are_gathered(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    with django_assert_num_queries(3 + GATHERING + OF_THE_PAGE):
        page(client, "/layanan/?q=cuti")
    with django_assert_num_queries(3 + OF_THE_PAGE):
        text = page(client, "/layanan/?q=kulyah sambil krja")
    assert "Tugas Belajar Biaya Mandiri" in text


def test_a_service_page_answers_first_and_costs_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    page(client, "/layanan/KP-REG/")
    with django_assert_num_queries(4):
        text = page(client, "/layanan/KP-REG/")
    order = [
        text.index(part)
        for part in ("10 hari kerja", "Gratis", "SK CPNS", "Alur pelayanan", "Dasar hukum")
    ]
    assert order == sorted(order)
    assert text.count('type="checkbox"') == 9


def test_no_working_day_means_that_one_may_wait_for_it(client: Client) -> None:
    service = make_service(content=make_content(promise=Promise(0)))
    text = page(client, f"/layanan/{service.code}/")
    assert "Dapat ditunggu" in text
    assert "0 hari kerja" not in text + page(client, "/layanan/")


def test_a_service_with_a_queue_leads_to_a_number_at_real_centres_only(client: Client) -> None:
    centre = make_bkd()
    make_bkd(code="latihan", agency=centre.host_agency, is_practice=True)
    text = page(client, "/layanan/KP-REG/")
    assert "/antrean/bkd/?layanan=KP-REG" in text
    assert "latihan" not in text


def test_a_service_without_queue_explains_the_other_ways(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/WBS/")
    assert "?layanan=" not in text
    assert "Urus lewat: Daring." in text


def test_a_code_in_small_letters_leads_to_the_service(client: Client) -> None:
    make_bkd()
    assert client.get("/layanan/kp-reg/").headers["Location"] == "/layanan/KP-REG/"


def test_the_front_page_gets_its_parts(client: Client) -> None:
    make_bkd()
    assert page(client, "/layanan/bagian/utama/").count('class="service"') == 6
    assert "Kepangkatan" in page(client, "/layanan/bagian/kategori/")
