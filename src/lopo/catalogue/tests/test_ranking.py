"""How a search is read and ranked, without a database: every score says what it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.rules import (
    Because,
    Entry,
    Index,
    Meaning,
    Ranking,
    because,
    make_index,
    nearest,
    pieces,
    rank,
    vocabulary_of,
    words,
)
from lopo.catalogue.rules.ranking import WORTH_SHOWING
from lopo.catalogue.rules.spelling import distance, meant, sound

SHORT_WORDS = st.text(st.characters(codec="ascii", categories=["Ll"]), max_size=9)
TYPED = st.lists(
    st.sampled_from(["cuti", "mutasi", "masuk", "pindah", "ke", "provinsi", "pns", "kuliah", "zzz"])
    | st.text(max_size=8)
).map(" ".join)


def saying(term: str, means: str) -> Meaning:
    """A meaning from two texts."""
    return Meaning(tuple(term.split()), tuple(means.split()))


def make(*entries: Entry, meanings: tuple[Meaning, ...] = ()) -> Index:
    """An index in which every word is its own stem, but for 'perceraian'."""
    stems = {word: word for word in vocabulary_of(entries, meanings)}
    return make_index(entries, meanings, stems | {"perceraian": "cerai", "cerai": "cera"})


LEAVE = Entry("CUTI", "Cuti PNS (Tahunan, Sakit)", ["cuti haji"], "Cuti", about="Izin tidak masuk")
UNPAID = Entry("CLTN", "Cuti di Luar Tanggungan Negara", [], "Cuti")
INTO = Entry("MUT-MSK", "Mutasi Masuk ke Pemerintah Provinsi", [], "Mutasi")
OUT = Entry("MUT-KLR", "Mutasi Keluar dari Pemerintah Provinsi", [], "Mutasi")
DIVORCE = Entry("IZIN", "Izin Perceraian", asked=[("Akta nikah yang disahkan", "AKTA")])
STUDY = Entry("TB-MAN", "Tugas Belajar Biaya Mandiri", asked=[("Sertifikat akreditasi", "")])
MEANINGS = (
    saying("kuliah", "tugas belajar"),
    saying("pindah", "mutasi"),
    saying("ke provinsi", "mutasi masuk"),
    saying("dari provinsi", "mutasi keluar"),
    saying("kuliah gratis", "tidak ada layanannya"),
)
INDEX = make(LEAVE, UNPAID, INTO, OUT, DIVORCE, STUDY, meanings=MEANINGS)
STEMS = {"cerai": "cera"}


def found(text: str, index: Index = INDEX) -> list[str]:
    """Codes of what fits, best first."""
    return [hit.code for hit in rank(text, STEMS, index).hits]


# Typing errors


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mutsi", "mutasi"),
        ("muatsi", "mutasi"),
        ("tahunann", "tahunan"),
        ("ijasah", "ijazah"),
        ("foto", None),
        ("utasi", None),
        ("cupi", None),
        ("cuit", "cuti"),
        ("tht", None),
        ("12345", None),
    ],
)
def test_a_word_nobody_wrote_is_mended_where_it_looks_like_an_error(
    typed: str, read: str | None
) -> None:
    assert meant(typed, ["cuti", "mutasi", "tahunan", "ijazah", "tnt"]) == read


def test_a_second_error_is_believed_in_long_words_only() -> None:
    assert meant("tangungan", ["tanggungan"]) == "tanggungan"
    assert meant("tangungn", ["tanggungan"]) == "tanggungan"
    assert meant("pejabat", ["perawat"]) is None


def test_what_sounds_alike_is_closest() -> None:
    assert sound("fotocopy") == sound("fotokopi")
    assert meant("ijasah", ["ijarah", "ijazah"]) == "ijazah"
    assert meant("pizza", ["pisah"]) is None


@given(SHORT_WORDS, SHORT_WORDS, st.integers(0, 4))
def test_distance_is_the_same_both_ways_and_bounded(one: str, other: str, most: int) -> None:
    far = distance(one, other, most)
    assert far == distance(other, one, most)
    assert far <= most + 1
    assert (far == 0) == (one == other)


def test_letters_in_the_wrong_order_are_one_error() -> None:
    assert distance("melahrikan", "melahirkan", 3) == 1
    assert distance("kapreg", "karpeg", 3) == 1


def test_beside_other_words_an_error_is_mended_to_a_word_they_go_with() -> None:
    index = make(LEAVE, Entry("HUKDIS", "Sidang Disiplin"), Entry("B", "Cuti Bidan"))
    assert rank("cuti bidam", {}, index).read_as == "cuti bidan"
    assert rank("cuti sidanx", {}, index).read_as == ""


def test_two_words_typed_as_one_are_read_as_two() -> None:
    assert rank("mutasimasuk", {}, INDEX).read_as == "mutasi masuk"
    assert rank("mutasicera", {}, INDEX).read_as == ""  # a stem is no word


def test_one_word_typed_as_two_is_found() -> None:
    index = make(Entry("SIASN", "Perbaikan Data", ["myasn"]), LEAVE)
    assert found("my asn", index) == ["SIASN"]


# What is found


def test_nothing_is_found_by_nothing() -> None:
    assert rank("", {}, INDEX) == Ranking()
    assert found("!!!") == []
    assert found("pemutihan pajak kendaraan") == []
    assert found("2026") == []


def test_a_word_finds_its_other_forms_less_well_than_itself() -> None:
    index = make(DIVORCE, Entry("PISAH", "Cerai dan Pisah"))
    assert found("cerai", index) == ["PISAH", "IZIN"]


def test_a_beginning_finds_the_whole_word() -> None:
    assert found("tangg") == ["CLTN"]


def test_while_typing_the_last_word_may_go_on() -> None:
    index = make(LEAVE, Entry("X", "Cutian"))
    assert [hit.code for hit in rank("cuti", {}, index, typing=True).hits] == ["CUTI", "X"]
    assert found("cuti", index) == ["CUTI"]


def test_a_name_counts_more_than_a_description_and_that_more_than_a_requirement() -> None:
    named = Entry("NAMA", "Akreditasi")
    told = Entry("CERITA", "Lain", about="Tentang akreditasi")
    asked = Entry("SYARAT", "Lain lagi", asked=[("Sertifikat akreditasi", "")])
    assert found("akreditasi", make(asked, told, named)) == ["NAMA", "CERITA", "SYARAT"]


def test_a_rare_word_decides() -> None:
    assert found("cuti negara")[0] == "CLTN"
    assert found("mutasi keluar")[0] == "MUT-KLR"


def test_a_code_in_any_letters_and_spacing_is_found_first() -> None:
    for typed in ("MUT-KLR", "mut klr", "mutklr"):
        assert found(typed)[0] == "MUT-KLR"


def test_a_saying_is_what_it_means() -> None:
    assert found("mau kuliah lagi dong") == ["TB-MAN"]
    assert set(found("pindah")) == {"MUT-MSK", "MUT-KLR"}


def test_small_words_that_turn_the_sense_keep_their_order() -> None:
    assert found("pindah dari kota ke provinsi")[0] == "MUT-MSK"
    assert found("pindah dari provinsi ke kota")[0] == "MUT-KLR"
    assert found("pindah ke pemerintah provinsi")[0] == "MUT-MSK"


def test_a_longer_saying_goes_before_a_part_of_it() -> None:
    index = make(LEAVE, STUDY, meanings=(saying("gaji", "cuti"), saying("gaji studi", "belajar")))
    assert found("gaji studi", index) == ["TB-MAN"]


def test_a_requirement_asked_for_word_by_word_goes_before_names_with_some_of_it() -> None:
    index = make(Entry("X", "Akta Sah"), DIVORCE)
    assert found("akta nikah yang disahkan", index)[0] == "IZIN"


def test_what_is_for_everybody_tells_little() -> None:
    index = make(Entry("KARPEG", "Kartu PNS"), Entry("APS", "Lain", ["mundur"]))
    assert found("mundur pns", index)[0] == "APS"


def test_where_it_stands_in_its_course_is_not_what_is_asked_for() -> None:
    assert found("cuti belum keluar") == found("cuti")


def test_what_most_ask_for_decides_between_equals() -> None:
    one, other = Entry("A", "Cuti Satu"), Entry("B", "Cuti Dua", asked_for_most=True)
    assert found("cuti", make(one, other)) == ["B", "A"]


def test_only_what_fits_beside_the_best_of_those_given_is_shown() -> None:
    ranking = rank("cuti sakit", {}, INDEX)
    assert ranking.worth_showing({"CUTI", "CLTN"}) == ["CUTI"]
    assert ranking.worth_showing({"CLTN"}) == ["CLTN"]
    assert ranking.worth_showing(set()) == []


def test_one_is_sure_only_of_what_knows_most_of_the_search() -> None:
    assert rank("cuti sakit", {}, INDEX).is_sure_of("CUTI")
    assert not rank("cuti gigi kelinci", {}, INDEX).is_sure_of("CUTI")


@given(TYPED, st.booleans())
def test_every_score_is_the_sum_of_its_reasons_and_the_best_comes_first(
    typed: str, typing: bool
) -> None:
    hits = rank(typed, {}, INDEX, typing=typing).hits
    assert all(abs(sum(hit.why.values()) - hit.score) < 1e-9 for hit in hits)
    assert all(0 <= hit.known <= 1 + 1e-9 for hit in hits)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    shown = rank(typed, {}, INDEX, typing=typing).worth_showing({hit.code for hit in hits})
    assert all(hit.score >= WORTH_SHOWING * scores[0] for hit in hits if hit.code in shown)


# Showing it


def test_words_are_marked_as_written_and_neighbours_together() -> None:
    assert pieces("Kartu Istri/Kartu Suami (Karis/Karsu)", {"kartu", "suami", "karsu"}) == [
        ("Kartu", True),
        (" Istri/", False),
        ("Kartu Suami", True),
        (" (Karis/", False),
        ("Karsu", True),
        (")", False),
    ]


def test_a_part_of_a_word_is_not_marked() -> None:
    assert pieces("Pencantuman gelar", {"cantum", "gelar"}) == [
        ("Pencantuman ", False),
        ("gelar", True),
    ]


@given(st.text(max_size=60), st.sets(SHORT_WORDS))
def test_the_pieces_are_the_text_again(text: str, shown: set[str]) -> None:
    assert "".join(piece for piece, _is_found in pieces(text, shown)) == text


def test_it_is_said_why_a_service_was_found_that_does_not_show_it() -> None:
    assert because("CUTI", {"haji"}, INDEX) == Because("called", "cuti haji")
    assert because("IZIN", {"akta"}, INDEX) == Because("asked", "Akta nikah yang disahkan")
    assert because("CUTI", {"cuti", "haji"}, INDEX) is None
    assert because("CUTI", {"akta"}, INDEX) is None


def test_the_nearest_words_lead_to_something_that_is_given() -> None:
    assert "tahunan" in nearest("tabunan", {}, INDEX, given={"CUTI"}, most=4)
    assert nearest("tabunan", {}, INDEX, given={"MUT-MSK"}, most=4) == []
    assert nearest("cuti", {}, INDEX, given={"CUTI"}, most=4) == []


@given(st.text(max_size=40))
def test_whatever_is_typed_is_ranked(typed: str) -> None:
    rank(typed, {word: word for word in words(typed)}, INDEX)
    nearest(typed, {}, INDEX, given={"CUTI"}, most=4)
