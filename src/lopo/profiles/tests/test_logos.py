"""A logo is drawn, or it is refused: nothing in it can act, fetch, swell up or tell of people."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.profiles.rules import LogoFault, read_logo

from .builders import SHAPE, chunk, png, svg

BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;">]>'
)
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 64 64"'
TABLE = chunk(b"PLTE", b"\xff\xff\xff\x0b\x3b\x3c")
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "a script": (svg("<script>alert(1)</script>"), "svg-element", "script"),
    "a handler on a shape": (svg('<path d="M0 0" onload="x()"/>'), "svg-attribute", "onload"),
    "a handler on the root": (
        svg(root='viewBox="0 0 9 9" onload="x()"'),
        "svg-attribute",
        "onload",
    ),
    "HTML inside": (svg("<foreignObject><p/></foreignObject>"), "svg-element", "foreignObject"),
    "a picture from elsewhere": (
        svg('<image href="https://x.example/a"/>'),
        "svg-element",
        "image",
    ),
    "a link": (svg('<a href="javascript:x()"><path d="M0 0"/></a>'), "svg-element", "a"),
    "a reference": (svg('<use href="#a"/>'), "svg-element", "use"),
    "an old reference": (
        svg('<linearGradient xlink:href="https://x.example/#a"/>', root=XLINK),
        "svg-attribute",
        "href",
    ),
    "a stylesheet": (svg("<style>*{fill:red}</style>"), "svg-element", "style"),
    "a style of its own": (svg('<path d="M0 0" style="fill:red"/>'), "svg-attribute", "style"),
    "an animation": (svg('<animate attributeName="href"/>'), "svg-element", "animate"),
    "a paint from elsewhere": (svg('<path fill="url(//x.example/a#b)"/>'), "svg-value", "fill"),
    "a paint by a program": (svg('<path fill="javascript:x()"/>'), "svg-value", "fill"),
    "letters": (svg("<text>Dinas</text>"), "svg-element", "text"),
    "an element of another language": (svg('<x:p xmlns:x="urn:x"/>'), "svg-element", "p"),
    "a clip inside a clip": (
        svg('<clipPath id="a"><path d="M0 0" clip-path="url(#a)"/></clipPath>'),
        "svg-attribute",
        "clip-path",
    ),
    "a drawing inside": (svg('<svg viewBox="0 0 1 1"/>'), "svg-element", "svg"),
    "a document type": (svg(before="<!DOCTYPE svg>"), "svg-doctype", ""),
    "words that grow": (svg("<title>&c;</title>", before=BOMB), "svg-doctype", ""),
    "an instruction": (svg(before='<?xml-stylesheet href="a.css"?>'), "svg-instruction", ""),
    "no size": (svg(root='width="64"'), "svg-no-size", ""),
    "no extent": (svg(root='viewBox="0 0 0 64"'), "svg-no-size", ""),
    "an endless size": (svg(root='viewBox="0 0 1e999 64"'), "svg-no-size", ""),
    "too large a file": (svg(SHAPE * 3000), "svg-too-large", ""),
    "too many parts": (svg("<g/>" * 2001), "svg-too-much", ""),
    "too deep a nest": (svg("<g>" * 17 + "</g>" * 17), "svg-too-much", ""),
    "a drawing without a shape": (svg("<g></g>"), "draws-nothing", ""),
    "shapes nobody uses": (svg(f"<defs>{SHAPE}</defs>"), "draws-nothing", ""),
    "a picture one sees through": (
        png(colour=6, pixels=(b"\0" + b"\x0b\x3b\x3c\0" * 32) * 32),
        "draws-nothing",
        "",
    ),
    "a table of colours one sees through": (
        png(colour=3, pixels=b"\0" * 1056, extra=TABLE + chunk(b"tRNS", b"\0\0")),
        "draws-nothing",
        "",
    ),
    "the colour of a table one sees through": (
        png(colour=3, pixels=b"\0" * 1056, extra=TABLE + chunk(b"tRNS", b"\0\xff")),
        "draws-nothing",
        "",
    ),
    "half a drawing": (svg()[:-3], "not-a-picture", ""),
    "a page": (b"<html><script>x()</script></html>", "svg-element", "html"),
    "a photograph": (b"\xff\xd8\xff\xe0" + b"\0" * 40, "not-a-picture", ""),
    "nothing": (b"", "not-a-picture", ""),
    "a picture too large to keep": (png() + b"\0" * 200_000, "png-too-large", ""),
    "a picture too wide": (png(1025, 32), "png-sides", "1025 × 32"),
    "a picture too small": (png(8, 8), "png-sides", "8 × 8"),
    "a picture that swells up": (png(pixels=b"\0" * 4_000_000), "png-broken", ""),
    "a picture that ends early": (png(pixels=b"\0" * 40), "png-broken", ""),
    "a damaged picture": (png().replace(b"IDAT", b"IDAX"), "png-broken", ""),
    "a picture without an end": (png()[:-12], "png-broken", ""),
    "only the first bytes": (png()[:8], "png-broken", ""),
    "a picture packed in no known way": (png(pixels=b"\x05" * 3104), "png-broken", ""),
    "a picture of a table that is not there": (
        png(colour=3, pixels=b"\0" * 1056),
        "png-broken",
        "",
    ),
    "a picture like a thread": (png(260, 32), "too-long", ""),
    "a drawing like a thread": (svg(root='viewBox="0 0 0.5 0.1"'), "too-long", ""),
    "two heads": (png(extra=chunk(b"IHDR", b"\0" * 13)), "png-broken", ""),
    "an interlaced picture": (png(interlaced=1), "png-interlaced", ""),
    "a picture of sixteen bits": (png(depth=16), "png-colours", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_harmless_drawing_is_refused_with_its_reason(name: str) -> None:
    raw, code, detail = REFUSED[name]
    with pytest.raises(LogoFault) as refusal:
        read_logo(raw)
    assert (refusal.value.code, refusal.value.detail) == (code, detail)


def test_a_picture_with_one_dot_that_is_seen_is_taken() -> None:
    clear = b"\0" + b"\0" * 128
    dot = clear[:-1] + b"\x01"
    assert read_logo(png(colour=6, pixels=clear * 31 + dot)).kind == "PNG"
    table = png(colour=3, pixels=b"\0" * 1055 + b"\1", extra=TABLE + chunk(b"tRNS", b"\0"))
    assert read_logo(table).kind == "PNG"


@given(st.binary(max_size=400))
def test_whatever_bytes_come_they_are_drawn_or_refused(raw: bytes) -> None:
    for sent in (raw, b"\x89PNG\r\n\x1a\n" + raw, svg(raw.decode("latin-1"))):
        try:
            read_logo(sent)
        except LogoFault:
            continue


@pytest.mark.parametrize("name", ["nonsense", "utf-7", "shift_jis", "idna", "punycode", "hex"])
def test_what_a_drawing_says_of_its_letters_opens_no_codec(name: str) -> None:
    sent = svg(before=f'<?xml version="1.0" encoding="{name}"?>')
    assert read_logo(sent).raw == read_logo(svg()).raw


def test_a_drawing_in_wide_letters_is_written_in_ours() -> None:
    assert read_logo(svg().decode().encode("utf-16")).raw == read_logo(svg()).raw


def test_a_drawing_is_written_anew_without_what_is_told_beside_it() -> None:
    sent = svg(
        "<!-- by somebody --><title>Nama orang</title><defs><linearGradient id='a'>"
        "<stop offset='0' stop-color='#fff'/></linearGradient></defs>"
        "<path class='x' d='M0 0h9' fill='url(#a)'/>",
        root='version="1.1" width="10cm" viewBox="0 0 64.5 32" xml:space="preserve"',
        before='<?xml version="1.0"?>',
    )
    drawing = read_logo(sent)
    assert (drawing.kind, drawing.width, drawing.height) == ("SVG", 65, 32)
    assert drawing.raw.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64.5 32"><defs>'
        '<linearGradient id="a"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>'
        '<path d="M0 0h9" fill="url(#a)"></path></svg>'
    )
    assert read_logo(drawing.raw).raw == drawing.raw


def test_a_picture_keeps_its_dots_and_loses_what_is_told_beside_them() -> None:
    told = chunk(b"tEXt", b"Author\0Nama orang") + chunk(b"eXIf", b"MM\0*GPS")
    drawing = read_logo(png(extra=told) + b"more after the end")
    assert drawing.raw == png()
    assert (drawing.kind, drawing.width, drawing.height) == ("PNG", 32, 32)
    assert zlib.crc32(drawing.raw) == zlib.crc32(png())
