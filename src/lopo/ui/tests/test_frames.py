"""A frame runs another GET view in the same request, one level deep."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory, override_settings

from lopo.ui import frames

pytestmark = pytest.mark.urls("lopo.ui.tests.urls")


def page_request(**headers: str) -> HttpRequest:
    """The request of a page that was posted to."""
    return RequestFactory().post("/page/?q=1", {"name": "value"}, headers=headers)


def draw(name: str, request: HttpRequest, *args: Any) -> str:
    """What a page with this frame shows."""
    source = "{% load lopo %}{% frame name " + " ".join(f'"{arg}"' for arg in args) + " %}"
    return Template(source).render(Context({"request": request, "name": name}))


def test_a_frame_inside_a_frame_is_refused() -> None:
    with pytest.raises(frames.FrameProblem, match="one level deep"):
        draw("nested", page_request())


@pytest.mark.parametrize("name", ["gone", "away"])
def test_an_answer_that_is_no_fragment_stops_a_test(name: str) -> None:
    with pytest.raises(frames.FrameProblem, match="instead of a fragment"):
        draw(name, page_request())


def test_a_broken_view_stops_a_test() -> None:
    with pytest.raises(RuntimeError, match="fell down"):
        draw("broken", page_request())


@pytest.mark.parametrize("name", ["gone", "away", "broken", "nested"])
def test_a_visitor_sees_a_kind_sentence_instead_of_a_broken_part(name: str) -> None:
    with override_settings(TESTING=False, DEBUG=False):
        shown = draw(name, page_request())
    assert "notice" in shown
    assert "fell down" not in shown


def test_a_frame_is_a_plain_get_of_the_named_view() -> None:
    shown = draw("board", page_request(if_none_match='"7"'), "KPG")
    assert shown == "<p>GET /board/KPG/ KPG no query no form True no device no condition</p>"


def test_a_frame_knows_who_is_asking() -> None:
    request = page_request()
    request.device = "kiosk 1"  # type: ignore[attr-defined]
    assert "kiosk 1" in draw("board", request, "KPG")


def test_the_page_keeps_its_own_request() -> None:
    request = page_request()
    draw("board", request, "KPG")
    assert (request.method, request.path, request.POST["name"]) == ("POST", "/page/", "value")
    assert not hasattr(request, "is_frame")


def test_a_late_rendered_answer_is_rendered() -> None:
    assert draw("later", page_request()) == "<b>late</b>"
