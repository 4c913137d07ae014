"""Documents: the same data, the same bytes; nobody's text is code; every letter can be drawn."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.foundation import typeset as typesetter
from lopo.foundation.typeset import TypesetFault, drawable, fingerprint, typeset

DAY = date(2026, 11, 26)
SOURCE = """#let d = json(bytes(sys.inputs.data))
#set document(title: "Uji", date: auto)
#set text(font: "Plus Jakarta Sans", lang: "id")
= #d.said
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A context of its own with one template, in a house of its own."""
    folder = tmp_path / "uji" / "templates" / "uji"
    folder.mkdir(parents=True)
    (folder / "lembar.typ").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(typesetter, "ROOT", tmp_path)
    typesetter._sources.cache_clear()
    yield "uji/lembar.typ"
    typesetter._sources.cache_clear()


def said(pdf: bytes) -> str:
    page = pdfium.PdfDocument(pdf)[0]
    return " ".join(page.get_textpage().get_text_bounded().split())


def test_a_template_outside_a_context_is_refused() -> None:
    for name in ("../secrets.typ", "uji/../x.typ", "uji/lembar.html", "uji/tidak_ada.typ", ""):
        with pytest.raises(TypesetFault, match="no template"):
            typeset(name, {}, dated=DAY)


def test_a_broken_template_says_what_and_where(template: str) -> None:
    typesetter.path_of(template).write_text(SOURCE + "#d.missing", encoding="utf-8")
    with pytest.raises(TypesetFault, match=r"uji/lembar\.typ.*missing"):
        typeset(template, {"said": "x"}, dated=DAY)


def test_a_template_cannot_read_outside_the_house(template: str) -> None:
    typesetter.path_of(template).write_text(
        SOURCE + '#read("/../../../../etc/hostname")', encoding="utf-8"
    )
    with pytest.raises(TypesetFault):
        typeset(template, {"said": "x"}, dated=DAY)


def test_a_warning_is_a_fault_too(template: str) -> None:
    source = SOURCE.replace("Plus Jakarta Sans", "Comic Sans")
    typesetter.path_of(template).write_text(source, encoding="utf-8")
    with pytest.raises(TypesetFault, match=r"(?i)comic sans|font"):
        typeset(template, {"said": "x"}, dated=DAY)


def test_the_same_data_gives_the_same_bytes_whoever_asks_at_once(template: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: typeset(template, {"said": "Halo"}, dated=DAY), range(24)))
    assert len(set(made)) == 1
    assert made[0].startswith(b"%PDF")


def test_documents_say_that_they_are_pdf_a_and_pdf_ua(template: str) -> None:
    pdf = typeset(template, {"said": "Halo"}, dated=DAY)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"2026-11-26" in pdf


def test_what_somebody_wrote_is_never_code(template: str) -> None:
    wrote = '#read("/x") $a^2$ *b* @label <x> = y \\ "quoted" #panic("no")'
    assert said(typeset(template, {"said": wrote}, dated=DAY)) == wrote


def test_the_fingerprint_follows_data_day_and_template(template: str) -> None:
    first = fingerprint(template, {"said": "a"}, dated=DAY)
    assert first == fingerprint(template, {"said": "a"}, dated=DAY)
    assert first != fingerprint(template, {"said": "b"}, dated=DAY)
    assert first != fingerprint(template, {"said": "a"}, dated=date(2026, 11, 27))
    typesetter._sources.cache_clear()
    typesetter.path_of(template).write_text(SOURCE + "x", encoding="utf-8")
    assert first != fingerprint(template, {"said": "a"}, dated=DAY)


@given(st.text())
def test_any_text_becomes_text_the_font_can_draw(text: str) -> None:
    assert set(drawable(text)) <= typesetter.DRAWN
    assert drawable(drawable(text)) == drawable(text)


def test_every_letter_said_to_be_drawn_is_in_the_font(template: str) -> None:
    letters = "".join(sorted(typesetter.DRAWN - {"\n"}))
    typeset(template, {"said": " ".join(letters)}, dated=DAY)


def test_letters_without_a_shape_are_said_otherwise() -> None:
    assert drawable("≤ 3 hari → selesai ✓") == "<= 3 hari -> selesai v"
    assert drawable("Ṫëhō") == "Tëho"
    assert drawable("中") == "?"


def test_our_templates_fetch_nothing() -> None:
    templates = list(typesetter.ROOT.rglob("*.typ"))
    assert templates
    for path in templates:
        assert "@preview" not in path.read_text("utf-8"), path
        assert "@local" not in path.read_text("utf-8"), path
