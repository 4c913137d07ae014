"""What the screen tells, in portions: no word is lost, and none runs over its line."""

from hypothesis import given
from hypothesis import strategies as st

from lopo.frontdesk.rules import MOST, NARROW_ROOM, ROOM, Slide, slides
from lopo.frontdesk.rules.slides import TEXT_LINE, TITLE_LINE, breadth, lines

WORDS = st.lists(st.text("abcdeKLM-./1", min_size=1, max_size=70), max_size=200).map(" ".join)
TITLES = st.lists(st.text("abcdeKLM-", min_size=1, max_size=20), max_size=12).map(" ".join)
ROOMS = st.sampled_from((ROOM, NARROW_ROOM))


def plain(text: str) -> list[str]:
    """The words, without the sign that a text goes on."""
    return [word for word in text.split() if word != "…"]


def test_a_short_notice_is_one_portion_and_set_large() -> None:
    assert slides("Pengumuman", "Libur", "Besok kami tutup.") == (
        Slide("Libur", "Besok kami tutup.", 1, 1, is_short=True),
    )


def test_a_notice_without_a_text_is_its_title() -> None:
    assert slides("", "Maklumat pelayanan", "") == (
        Slide("Maklumat pelayanan", "", 1, 1, is_short=True),
    )


def test_nothing_is_set_large_where_there_is_less_room() -> None:
    (only,) = slides("Pengumuman", "Libur", "Besok kami tutup.", room=NARROW_ROOM)
    assert not only.is_short


def test_a_title_of_one_line_stands_over_every_portion_a_long_one_only_once() -> None:
    text = "Bawalah surat keputusan yang asli. " * 20
    assert {slide.title for slide in slides("Pengumuman", "Libur", text)} == {"Libur"}
    long_title = "Libur bersama bagi seluruh pegawai di semua meja"
    first, *others = slides("Pengumuman", long_title, text)
    assert first.title == long_title
    assert {slide.title for slide in others} == {""}


def test_a_text_that_goes_on_says_so_and_the_last_portion_does_not() -> None:
    *before, last = slides("Pengumuman", "Libur", "Bawalah surat keputusan yang asli. " * 20)
    assert all(slide.text.endswith(" …") for slide in before)
    assert last.text.endswith("asli.")


def test_of_an_endless_announcement_so_much_is_told_and_where_the_rest_stands() -> None:
    told = slides("Pengumuman", "Libur", "kata " * 5000, most=MOST, rest="… Selengkapnya di sana")
    assert len(told) == MOST
    assert told[-1].text.endswith("… Selengkapnya di sana")


def test_capitals_are_broader() -> None:
    assert len(lines("W" * 20 + " " + "W" * 20, TEXT_LINE)) == 2
    assert len(lines("w" * 20 + " " + "w" * 20, TEXT_LINE)) == 1


def test_an_address_at_the_end_leaves_no_portion_without_a_word() -> None:
    address = "https://bkd.contoh.go.id/pengumuman/2026/11/jadwal-ujian-dinas-tingkat-satu"
    for words in range(20, 40):
        told = slides("Pengumuman", "Ujian dinas", "Bawalah kartu " * words + address)
        assert all(slide.text for slide in told)


@given(text=WORDS, title=TITLES, room=ROOMS)
def test_no_word_is_lost(text: str, title: str, room: int) -> None:
    told = slides("Pengumuman", title, text, room=room)
    assert [word for slide in told for word in plain(slide.text)] == text.split()
    assert told[0].title == title
    assert [slide.number for slide in told] == list(range(1, len(told) + 1))
    assert {slide.count for slide in told} == {len(told)}
    assert all(slide.text for slide in told[1:])


@given(text=WORDS, title=TITLES, room=ROOMS)
def test_no_portion_has_more_lines_than_there_is_room(text: str, title: str, room: int) -> None:
    for slide in slides("Pengumuman", title, text, room=room):
        head = lines(f"Pengumuman {slide.title}", TITLE_LINE)
        said = lines(slide.text.removesuffix(" …"), TEXT_LINE)
        assert len(said) <= max(0, room - len(head))


@given(text=WORDS)
def test_no_line_is_broader_than_it_may_be_but_for_one_endless_word(text: str) -> None:
    for line in lines(text, TEXT_LINE):
        assert breadth(line) <= TEXT_LINE or " " not in line
