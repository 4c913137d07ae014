"""People find services by the words they use, on the real catalogue."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.api import search
from lopo.catalogue.models import SearchSynonym, Service
from lopo.catalogue.queries import offers, searchable, today
from lopo.catalogue.rules import Requirement, examples, telling_words, words
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_centre

from .builders import make_bkd, make_content, make_offering, make_service, make_version


@pytest.fixture
def _catalogue(db: None) -> None:
    make_bkd()


def found(text: str) -> list[str]:
    """Codes of what a search finds, best first."""
    return [service.code for service in search(text).services]


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("naik pangkat", ["KP-REG"]),
        ("saya mau naik pangkat", ["KP-REG"]),
        ("kenaikan pangkat", ["KP-REG"]),
        ("NAIK  PANGKAT!", ["KP-REG"]),
        ("kuliah", ["TB-MAN", "TB-BEA"]),
        ("tubel", ["TB-BEA"]),
        ("izin belajar", ["TB-MAN"]),
        ("pensiun", ["PEN-BUP"]),
        ("pensiun janda", ["PEN-JD"]),
        ("cuti hamil", ["CUTI"]),
        ("cut", ["CUTI"]),
        ("pindah", ["MUT-OPD"]),
        ("karsu", ["KARIS"]),
        ("p3k", ["PPPK"]),
        ("gaji berkala", ["KGB"]),
        ("data salah", ["SIASN"]),
        ("legalisir ijazah", ["LEGALISIR"]),
        ("KP-PI", ["KP-PI"]),
        ("lapor korupsi", ["WBS"]),
        ("keluar", ["MUT-KLR"]),
        ("petugas kasar", ["ADUAN"]),
        ("pensiunan", ["PEN-BUP"]),
    ],
)
def test_the_right_service_comes_first(typed: str, first: list[str]) -> None:
    assert found(typed)[: len(first)] == first


@pytest.mark.usefixtures("_catalogue")
def test_all_five_promotions_are_found_and_nothing_about_leave() -> None:
    assert {"KP-REG", "KP-STR", "KP-JF", "KP-PI", "KP-PGB"} <= set(found("naik pangkat"))
    assert "CUTI" not in found("naik pangkat")


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    ("typed", "read_as", "first"),
    [
        ("pensun", "pensiun", "PEN-BUP"),
        ("kuliyah", "kuliah", "TB-MAN"),
        ("tugas blajar", "tugas belajar", "TB-MAN"),
    ],
)
def test_a_typing_error_is_read_kindly_and_said_so(typed: str, read_as: str, first: str) -> None:
    answer = search(typed)
    assert (answer.read_as, answer.services[0].code) == (read_as, first)


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize("typed", ["xyzzy", "qqqq wwww", "1234567890"])
def test_nonsense_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize("typed", ["!!!", "' OR 1=1 --", "a:* | b", "\\", "%", "&|!()<>", "ˈ"])
def test_signs_are_never_a_query_language(typed: str) -> None:
    search(typed)


@pytest.mark.django_db
def test_a_service_out_of_use_is_not_found() -> None:
    make_bkd()
    Service.objects.filter(code="KP-REG").update(is_active=False)
    assert "KP-REG" not in found("naik pangkat")


@pytest.mark.django_db
def test_a_search_can_be_kept_to_one_agency() -> None:
    centre = make_bkd()
    stranger = make_service()
    assert search("", centre.host_agency).services
    assert search("pensiun", stranger.agency).services == []


@given(st.text(max_size=60))
def test_words_are_plain_whatever_is_typed(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in words(text))
    assert len(telling_words(text)) <= 12


def test_stop_words_go_unless_they_are_all_there_is() -> None:
    assert telling_words("bagaimana cara mengurus pensiun") == ["pensiun"]
    assert telling_words("yang mana") == ["yang", "mana"]


@pytest.mark.usefixtures("_catalogue")
def test_a_centre_finds_only_what_it_gives() -> None:
    centre = make_centre()
    assert search("pensiun", centre=centre).services == []
    make_offering(centre=centre, service=Service.objects.get(code="PEN-BUP"))
    assert [one.code for one in search("pensiun", centre=centre).services] == ["PEN-BUP"]


# Words to try


def test_without_services_there_are_no_examples() -> None:
    assert examples([], {"KP-REG": "kenaikan pangkat"}, 4) == []


def test_shipped_words_stand_only_where_their_service_is() -> None:
    rows = [("KTP", "Perekaman KTP", "Penduduk", ["e-ktp"])]
    shipped = {"KP-REG": "kenaikan pangkat", "CUTI": "cuti"}
    assert examples(rows, shipped, 4) == ["e-ktp"]
    assert examples([*rows, ("CUTI", "Cuti PNS", "Cuti", [])], shipped, 4) == ["cuti"]


def test_the_first_of_each_category_comes_before_a_second_of_one() -> None:
    rows = [
        ("A", "Akta Kelahiran (baru)", "Akta", []),
        ("B", "Akta Kematian", "Akta", []),
        ("C", "Kartu Keluarga", "Penduduk", ["kk"]),
    ]
    assert examples(rows, {}, 4) == ["Akta Kelahiran", "kk", "Akta Kematian"]
    assert examples(rows, {}, 2) == ["Akta Kelahiran", "kk"]


# The words in memory


@pytest.mark.django_db
def test_what_changes_is_found_at_once() -> None:
    make_bkd()
    assert found("kacamata") == []
    Service.objects.filter(code="CUTI").update(name="Kacamata")
    assert found("kacamata") == ["CUTI"]
    Service.objects.filter(code="CUTI").update(is_active=False)
    assert found("kacamata") == []


@pytest.mark.django_db
def test_a_new_synonym_holds_at_once() -> None:
    make_bkd()
    assert found("leha leha") == []
    SearchSynonym.objects.create(term="leha leha", expands_to="cuti tahunan")
    assert found("leha leha") == ["CUTI"]


@pytest.mark.django_db
def test_what_a_version_asks_for_is_found_from_the_day_it_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tomorrow = today() + timedelta(days=1)
    service = make_service(name="Cuti")
    service.standards.update(valid_to=tomorrow)
    asked = make_content(requirements=(Requirement("X", "Surat kacamata"),))
    make_version(service, asked, number=2, valid_from=tomorrow)
    assert found("kacamata") == []
    later = system_clock() + timedelta(days=1)
    monkeypatch.setattr(offers, "system_clock", lambda: later)
    assert found("kacamata") == [service.code]


@pytest.mark.django_db
def test_without_looking_at_the_rows_a_change_would_be_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control."""
    make_bkd()
    stems = searchable._STEMS
    monkeypatch.setattr(searchable, "_STATE", f"SELECT 'as ever', {stems}")
    assert found("kacamata") == []
    Service.objects.filter(code="CUTI").update(name="Kacamata")
    assert found("kacamata") == []


@pytest.mark.django_db
@pytest.mark.parametrize("copies", [0, 30])
def test_a_search_costs_two_statements_however_many_services_there_are(
    copies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    for copy in range(copies):
        make_service(name=f"Layanan Cuti Pensiun dan Kuliah {copy}")
    search("cuti")
    for typed in ("pensiun janda", "cuti melahrikan", "zzz", "saya mau kuliah lagi pak"):
        with django_assert_num_queries(1 if typed == "zzz" else 2):
            search(typed)
