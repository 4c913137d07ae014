"""What every template of the design system keeps to."""

import re
from pathlib import Path

import polib
import pytest

UI = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
CONTRACTED = [path for path in TEMPLATES if path.parent.name in {"components", "layouts"}]
FORBIDDEN = {
    "inline style": re.compile(r"<style|\sstyle="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "event attribute": re.compile(r"\son\w+=|hx-on|javascript:"),
}
WORD = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")


def name(path: Path) -> str:
    """A test id."""
    return path.relative_to(UI / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_obeys_the_strict_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, sign in FORBIDDEN.items() if sign.search(text)] == []


@pytest.mark.parametrize("path", CONTRACTED, ids=name)
def test_a_component_or_layout_states_its_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    contract = re.search(r"\{% comment %\}(.+?)\{% endcomment %\}", text, re.DOTALL)
    assert contract, "no contract"
    assert re.search(r"[Vv]ariables|Blocks", contract[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_button_outside_a_form_is_no_submit_by_accident(path: Path) -> None:
    for button in re.findall(r"<button[^>]*data-[^>]*>", path.read_text(encoding="utf-8")):
        assert "{%" in button or 'type="button"' in button or "data-sound" in button, button


def test_every_word_is_said_in_indonesian() -> None:
    catalogue = polib.pofile(str(UI / "locale/id/LC_MESSAGES/django.po"))
    assert catalogue.fuzzy_entries() == []
    assert catalogue.untranslated_entries() == []
    known = {entry.msgid for entry in catalogue}
    said = {
        first or second
        for path in TEMPLATES
        for first, second in WORD.findall(path.read_text(encoding="utf-8"))
    }
    assert said - known == set()


def test_no_file_is_too_long() -> None:
    files = [
        *UI.rglob("*.py"),
        *(UI / "static_src").rglob("*.css"),
        *(UI / "static_src").rglob("*.js"),
    ]
    assert [file.name for file in files if len(file.read_text("utf-8").splitlines()) > 400] == []
