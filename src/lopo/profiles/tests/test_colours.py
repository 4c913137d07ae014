"""Text can be read on every colour of an agency; where it cannot, the nearest shade is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.profiles.rules import LEAST, Colours, faults_of_colours, is_colour, nearest, ratio
from lopo.profiles.rules.colours import INK, WHITE

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    "written", ["", "#fff", "#12345G", "red", "#1234567", "#ABCDEF", "#12345\n"]
)
def test_what_is_not_written_as_a_colour_is_refused(written: str) -> None:
    assert not is_colour(written)
    assert [fault.nearest for fault in faults_of_colours(Colours(action=written))] == [""]


def test_a_colour_white_cannot_be_read_on_is_refused_with_its_contrast_and_a_way_out() -> None:
    (fault,) = faults_of_colours(Colours(ground="#ff9900"))
    assert fault.field == "ground"
    assert 2.1 < fault.ratio < 2.2
    assert faults_of_colours(Colours(ground=fault.nearest)) == []


def test_a_dark_accent_is_refused_with_a_lighter_one() -> None:
    (fault,) = faults_of_colours(Colours(accent="#444444"))
    assert fault.field == "accent"
    assert ratio(fault.nearest, "#444444") > 1


def test_contrast_is_measured_as_wcag_does() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


def test_the_colours_of_the_house_can_be_read_on() -> None:
    assert faults_of_colours(Colours()) == []


@given(colours, st.sampled_from([WHITE, INK]))
def test_the_nearest_shade_always_passes_and_a_good_colour_stays(colour: str, text: str) -> None:
    shade = nearest(colour, text)
    assert ratio(shade, text) >= LEAST
    assert is_colour(shade)
    assert nearest(shade, text) == shade
    if ratio(colour, text) >= LEAST:
        assert shade == colour


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_never_below_one(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one) >= 1
