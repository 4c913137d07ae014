"""The gallery shows everything, and only where it belongs."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from lopo.ui.samples import SAMPLES
from lopo.ui.tests.test_templates import UI

pytestmark = pytest.mark.urls("lopo.ui.tests.urls")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gaya/", "/gaya/beranda/"])
def test_a_real_centre_has_no_gallery(client: Client, path: str) -> None:
    with override_settings(DEMO_MODE=False, TESTING=False, DEBUG=False):
        assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_sample_that_does_not_exist_is_not_found(client: Client) -> None:
    answer = client.get("/gaya/nothing/")
    assert answer.status_code == 404
    assert "error" not in answer.content.decode().lower()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gaya/", *(f"/gaya/{name}/" for name in SAMPLES)])
def test_every_sample_is_shown(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert page.count('id="isi"') == 1
    assert len(re.findall(r'\sid="([^"]+)"', page)) == len(set(re.findall(r'\sid="([^"]+)"', page)))


def test_every_component_has_a_place_in_the_gallery_or_a_layout() -> None:
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (UI / "templates").rglob("*.html")
    ) + (UI / "frames.py").read_text(encoding="utf-8") + (
        UI / "templatetags/lopo.py"
    ).read_text(encoding="utf-8")  # fmt: skip
    components = [path.name for path in (UI / "templates/ui/components").glob("*.html")]
    assert [name for name in components if f"ui/components/{name}" not in shown] == []


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_an_error_page_needs_no_context(name: str) -> None:
    page = render_to_string(name)
    assert 'href="/"' in page
    assert "<h1>" in page
