"""Which old line a typed line goes on from: nothing is used twice, what is the same stays."""

from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.rules import carried_over

LINES = st.lists(st.sampled_from(["KTP", "KTP asli", "Ijazah", "Ijazah terakhir", "Surat"]))


def test_a_corrected_line_goes_on_from_the_one_it_resembles() -> None:
    assert carried_over(["Ijasah terakhir", "KTP"], ["KTP", "Ijazah terakhir"]) == [1, 0]


def test_a_line_that_resembles_none_is_new() -> None:
    assert carried_over(["KTP"], ["Surat kuasa bermeterai"]) == [None]


@given(old=LINES, new=LINES)
def test_no_old_line_is_used_twice_and_the_same_text_is_found_first(
    old: list[str], new: list[str]
) -> None:
    places = carried_over(old, new)
    used = [place for place in places if place is not None]
    assert len(used) == len(set(used))
    for text in set(new):
        same = [old[p] for p, one in zip(places, new, strict=True) if one == text and p is not None]
        assert same.count(text) == min(old.count(text), new.count(text))
