"""Icons, QR codes and the line of lozenges."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from hypothesis import given
from hypothesis import strategies as st

from lopo.ui.templatetags.lopo import queue_places


def draw(source: str, **values: object) -> str:
    """A template with our tags, drawn."""
    return Template("{% load lopo %}" + source).render(Context(values))


def test_an_icon_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no-such-icon"):
        draw('{% icon "no-such-icon" %}')


def test_a_bare_icon_is_silent_and_a_named_one_speaks() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "ticket" %}')
    named = draw('{% icon "ticket" "i--lg" label=label %}', label='<b>"Karcis"</b>')
    assert 'role="img"' in named
    assert "<b>" not in named


def test_a_qr_code_has_a_name_and_no_inline_style() -> None:
    drawn = draw("{% qr text label %}", text="https://x.test/t/é", label="Buka <tiket>")
    assert 'aria-label="Buka &lt;tiket&gt;"' in drawn
    assert "style=" not in drawn
    assert drawn.count("<svg") == 1


@given(st.integers(min_value=0, max_value=500))
def test_the_lozenges_add_up_to_the_people_ahead(ahead: int) -> None:
    places = queue_places(ahead)
    assert sum(place["more"] or 1 for place in places) == ahead
    assert len(places) <= 6
