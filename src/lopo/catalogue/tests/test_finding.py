"""Finding a service on the public list: what is marked, narrowed down, suggested, and offered."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.models import MissedSearch, Service
from lopo.catalogue.views import finding
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import register_device

from .builders import make_bkd, make_offering, make_service

pytestmark = pytest.mark.django_db
SUGGEST = "/layanan/bagian/saran/"


def page(client: Client, path: str) -> str:
    """The text of a page that must answer 200."""
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def at_kiosk(client: Client, centre: Centre) -> Client:
    """The browser of a kiosk of this centre."""
    secret = register_device(
        centre=centre, name="Anjungan", kind="KIOSK", in_room=True, actor=SYSTEM
    )
    client.cookies["lopo_device"] = secret
    return client


# Marks


def test_the_words_that_fitted_are_marked_as_they_are_written(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=naik pangkat")
    assert "<mark>Kenaikan Pangkat</mark> Reguler" in text
    assert "naik pangkat</mark>" not in text


def test_what_is_marked_is_escaped(client: Client) -> None:
    make_service(name="Izin <b>Usaha</b> & Dagang", description="Usaha <i>kecil</i>")
    text = page(client, "/layanan/?q=usaha b")
    assert "&lt;b&gt;<mark>Usaha</mark>&lt;/b&gt; &amp; Dagang" in text
    assert "<b>Usaha" not in text
    assert "<i>kecil" not in text


def test_the_text_typed_is_shown_escaped_whatever_is_found(client: Client) -> None:
    make_bkd()
    for typed in ("<b>cuti</b>", "<b>cutih</b>", "<b>zzzz</b>", "<b>izin usaha warung</b>"):
        text = page(client, f"/layanan/?q={typed}&perangkat=<b>&kanal=<b>")
        assert "<b>" not in text.replace("<b>BKD", "").split("<main", 1)[1].split("</main>")[0]


def test_on_an_english_page_marked_data_is_still_indonesian(client: Client) -> None:
    make_bkd()
    client.post("/bahasa/", {"language": "en", "next": "/layanan/"})
    text = page(client, "/layanan/?q=legalisir")
    assert '<span lang="id"><mark>Legalisasi' in text


def test_a_service_found_by_a_requirement_says_which(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=DPCP")
    assert (
        "Ada dalam persyaratan: Data Perorangan Calon Penerima Pensiun (<mark>DPCP</mark>)" in text
    )


def test_a_service_found_by_what_people_call_it_says_so(client: Client) -> None:
    make_bkd()
    assert "Disebut juga: <mark>tubel</mark>" in page(client, "/layanan/?q=tubel")


def test_a_mended_search_says_how_it_was_read(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=cuti melahrikan")
    assert "Kami baca sebagai “cuti melahirkan”" in text


# Filters


def test_with_one_agency_and_one_way_there_is_nothing_to_narrow_down(client: Client) -> None:
    make_service()
    assert "filter__form" not in page(client, "/layanan/")


def test_the_list_is_narrowed_down_to_a_way_and_says_so(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?kanal=telepon")
    assert text.count('class="service"') == 2
    assert "Cara mengurus: Telepon" in text
    assert '<option value="telepon" selected>Telepon (2)</option>' in text
    assert 'href="/layanan/"' in text.split("Cara mengurus: Telepon")[0].rsplit("<a", 1)[1]


def test_a_search_is_narrowed_down_to_an_agency_and_keeps_its_words(client: Client) -> None:
    make_bkd()
    other = make_agency(code="dukcapil", name="Dinas Kependudukan")
    make_service(name="Cuti Bersama Penduduk", agency=other)
    text = page(client, "/layanan/?q=cuti&perangkat=dukcapil")
    assert text.count('class="service"') == 1
    assert "Perangkat daerah: Dinas Kependudukan" in text
    assert '<input type="hidden" name="perangkat" value="dukcapil">' in text
    assert '<input type="hidden" name="q" value="cuti">' in text
    assert 'href="/layanan/?q=cuti"' in text


def test_whose_a_service_is_is_said_where_the_list_has_several(client: Client) -> None:
    one, other = make_agency(name="Dinas Satu"), make_agency(name="Dinas Dua")
    make_service(name="Izin Usaha", agency=one)
    alone = page(client, "/layanan/") + page(client, f"{SUGGEST}?q=izin")
    assert "Dinas Satu" not in alone
    make_service(name="Izin Tempat", agency=other)
    for path in ("/layanan/", "/layanan/?q=izin", f"{SUGGEST}?q=izin"):
        assert "Dinas Satu" in page(client, path)
        assert "Dinas Dua" in page(client, path)


def test_when_the_filter_leaves_nothing_of_what_was_found_the_way_back_is_offered(
    client: Client,
) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=pensiun&kanal=telepon&perangkat=bkd")
    assert "Tidak ada yang tersisa setelah disaring" in text
    assert 'href="/layanan/?q=pensiun">Cari tanpa saringan' in text
    assert '<option value="telepon" selected>Telepon (0)</option>' in text
    assert not MissedSearch.objects.exists()


@pytest.mark.parametrize("value", ["tidak-ada", "x" * 500, "'; --", "%FF"])
def test_a_filter_nobody_has_leaves_nothing_and_can_be_taken_off(
    client: Client, value: str
) -> None:
    make_bkd()
    for name in ("perangkat", "kanal", "peristiwa"):
        text = page(client, f"/layanan/?{name}={value}")
        assert 'class="service"' not in text
        assert "Tampilkan semua layanan" in text


def test_a_filter_costs_no_query_of_its_own(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    page(client, "/layanan/?q=cuti")
    with django_assert_num_queries(5):
        page(client, "/layanan/?q=cuti&kanal=daring&perangkat=bkd")


# Events in a life


def test_who_knows_only_what_happened_finds_what_is_needed(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/")
    assert 'href="/layanan/?peristiwa=pensiun">Pensiun</a>' in text
    found = page(client, "/layanan/?peristiwa=pensiun")
    assert "Peristiwa hidup: Pensiun" in found
    needed = {one.code for one in Service.objects.all() if "pensiun" in one.life_events}
    assert needed
    assert found.count('class="service"') == len(needed)
    assert all(f"/layanan/{code}/" in found for code in needed)
    assert 'aria-labelledby="peristiwa"' not in found


def test_without_events_there_is_no_empty_box(client: Client) -> None:
    make_service()
    assert 'aria-labelledby="peristiwa"' not in page(client, "/layanan/")


def test_a_kiosk_gives_the_page_to_a_phone(client: Client) -> None:
    centre = make_bkd()
    assert "ke-ponsel" not in page(client, "/layanan/CUTI/")
    text = page(at_kiosk(client, centre), "/layanan/CUTI/")
    assert "Kode QR dengan alamat halaman ini" in text


# Found nothing


def test_a_search_in_vain_offers_a_person_and_the_number_to_ask_with(client: Client) -> None:
    centre = make_bkd()
    centre.phone, centre.email = "0380 123456", "tanya@bkd.example"
    centre.save()
    text = page(client, "/layanan/?q=xyzzy")
    assert 'href="tel:0380123456"' in text
    assert 'href="mailto:tanya@bkd.example"' in text
    assert "Penerima tamu di ruang layanan" in text
    assert "/antrean/bkd/?layanan=KONSUL" in text


def test_no_number_to_ask_with_is_offered_where_nobody_gives_advice(client: Client) -> None:
    make_offering(queue="A")
    text = page(client, "/layanan/?q=xyzzy")
    assert "Tanyakan kepada petugas" in text
    assert "Ambil nomor konsultasi" not in text


def test_a_practice_centre_helps_nobody_while_there_is_a_real_one(client: Client) -> None:
    centre = make_bkd()
    make_bkd(code="latihan", agency=centre.host_agency, is_practice=True)
    assert "/antrean/latihan/" not in page(client, "/layanan/?q=xyzzy")


def test_of_many_centres_some_are_named_and_the_way_to_all(client: Client) -> None:
    for number in range(6):
        make_centre(code=f"pusat{number}")
    text = page(client, "/layanan/?q=xyzzy")
    assert text.count('class="ask-us__place"') == 4
    assert "Semua pusat layanan" in text


def test_words_that_look_like_it_are_offered(client: Client) -> None:
    make_bkd()
    assert "/layanan/?q=pendaftaran" in page(client, "/layanan/?q=kendaran")


def test_what_comes_nearest_is_shown_without_pretending(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/?q=izin usaha warung")
    assert "Belum ada layanan yang persis “izin usaha warung”" in text
    assert "Tanyakan kepada petugas" in text
    assert 'class="service"' in text


def test_without_any_centre_the_page_still_answers(client: Client) -> None:
    assert "Belum ada layanan dengan kata itu" in page(client, "/layanan/?q=cuti")


def test_signs_alone_ask_for_nothing(client: Client) -> None:
    make_bkd()
    assert page(client, "/layanan/?q=%3F%3F%3F").count('class="group"') == 14


def test_of_very_many_the_best_are_shown_and_how_to_go_on(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_ROWS", 3)
    agency = make_agency()
    for number in range(5):
        make_service(name=f"Izin Usaha {number}", agency=agency)
    text = page(client, "/layanan/?q=izin")
    assert text.count('class="service"') == 3
    assert "5 layanan untuk “izin”" in text
    assert "Ini 3 yang paling cocok" in text


# At a kiosk


def test_a_kiosk_finds_and_helps_within_its_centre_only(client: Client) -> None:
    make_bkd()
    here = make_centre(code="sana")
    make_offering(centre=here, service=Service.objects.get(code="PEN-BUP"))
    kiosk = at_kiosk(client, here)
    assert "PEN-BUP" in page(kiosk, f"{SUGGEST}?q=pensiun")
    assert "PEN-APS" not in page(kiosk, f"{SUGGEST}?q=pensiun")
    text = page(kiosk, "/layanan/?q=xyzzy")
    assert "Penerima tamu kami ada di ruangan ini" in text
    assert "KONSUL" not in text
    main = text.split("<main", 1)[1].split("</main>")[0]
    assert "tel:" not in main
    assert "mailto:" not in main


# Suggestions


def test_suggestions_are_a_short_list_of_links_best_first(client: Client) -> None:
    make_bkd()
    text = page(client, f"{SUGGEST}?q=kenaikan pa")
    assert text.count('role="option"') <= 8
    assert text.index("/layanan/KP-REG/") < text.index("/layanan/KP-JF/")
    assert "<html" not in text


@pytest.mark.parametrize("typed", ["", " ", "%3F", "zzzzzz", "a" * 5000])
def test_nothing_to_suggest_is_an_empty_answer(client: Client, typed: str) -> None:
    make_bkd()
    assert page(client, f"{SUGGEST}?q={typed}").strip() == ""


def test_a_beginning_is_enough_and_a_whole_word_with_a_space_is_meant(client: Client) -> None:
    make_service(code="KART", name="Kartu Keluarga")
    make_service(code="KARTUNIS", name="Kartunis Resmi")
    assert "KARTUNIS" in page(client, f"{SUGGEST}?q=kartu")
    assert "KARTUNIS" not in page(client, f"{SUGGEST}?q=kartu ")


def test_unchanged_suggestions_are_not_sent_again(client: Client) -> None:
    make_bkd()
    first = client.get(f"{SUGGEST}?q=cuti")
    again = client.get(f"{SUGGEST}?q=cuti", headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "private, max-age=60"


def test_suggestions_cost_two_queries_and_count_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    page(client, f"{SUGGEST}?q=cuti")
    with django_assert_num_queries(2):
        page(client, f"{SUGGEST}?q=pens")
    page(client, f"{SUGGEST}?q=xyzzy")
    assert not MissedSearch.objects.exists()


def test_the_search_form_works_without_suggestions(client: Client) -> None:
    make_bkd()
    text = page(client, "/layanan/")
    form = text.split('<form class="search"', 1)[1].split("</form>")[0]
    assert 'action="/layanan/" method="get"' in form
    assert f'data-suggest="{SUGGEST}"' in form
    assert "listbox" not in form
