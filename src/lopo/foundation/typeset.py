"""PDF from a typst template of a context and data: the same data, the same bytes.

Data goes in as JSON, never as typst source, so no text of anybody can become markup or code. Only
the fonts of this folder are used, nothing is fetched, and every document is PDF/A-2a (which is
also 2b: kept for decades) and PDF/UA-1 (read aloud) at once.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timezone
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

# What templates may read: those of every context, and the pictures of the design.
ROOT = Path(__file__).resolve().parents[1]
FONTS = Path(__file__).resolve().parent / "fonts"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
TEMPLATE = re.compile(r"([a-z]+)/[a-z_]+\.typ")

# What the font cannot draw would make the whole document fail; these are said otherwise.
SPELLED = {
    "→": "->", "←": "<-", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "/=", "≈": "~", "✓": "v", "✔": "v",
    "✗": "x", "✘": "x", "−": "-", "‐": "-", "‑": "-", "●": "•", "▪": "•", "■": "•", "◦": "•",
    "‛": "'", "″": '"', "\t": " ", "\xad": "", "\u200b": "", "\ufeff": "",
}  # fmt: skip
DRAWN = frozenset(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0x100)),
        *"ıŒœ\u02c6\u02da\u02dc–—‘’‚“”„•…‹›⁄€™↑↓−∕\n",
    ]
) - {"\xad"}


class TypesetFault(RuntimeError):
    """A document could not be made: our template is wrong, never what somebody wrote."""


def typeset(template: str, data: Mapping[str, Any], *, dated: date) -> bytes:
    """A PDF by the template named as Django's are (`publications/poster.typ`).

    ``dated`` is when what it says was decided: the document has no other time in it. Raises
    ``TypesetFault`` with what typst says and where.
    """
    made = datetime(dated.year, dated.month, dated.day, tzinfo=timezone.utc)
    return _compiled(template, data, pdf_standards=STANDARDS, timestamp=made, format="pdf")


def drawn_as_png(template: str, data: Mapping[str, Any], *, ppi: int = 200) -> bytes:
    """The only page of a template as a picture, for files that cannot hold drawings of ours."""
    return _compiled(template, data, format="png", ppi=float(ppi))


def _compiled(template: str, data: Mapping[str, Any], **how: Any) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(
            str(path_of(template)),
            root=str(ROOT),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": canonical(data)},
            **how,
        )
    except typst.TypstError as fault:
        raise TypesetFault(f"{template}: {fault.diagnostic or fault.message}") from fault
    if warnings:
        raise TypesetFault(f"{template}: {'; '.join(one.message for one in warnings)}")
    if not isinstance(made, bytes):
        raise TypesetFault(f"{template}: more than one page, or none")
    return made


def fingerprint(template: str, data: Mapping[str, Any], *, dated: date) -> str:
    """What the document follows from, in short: its name in a cache, and its ETag."""
    parts = (_sources(template), canonical(data), dated.isoformat())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def canonical(data: Mapping[str, Any]) -> str:
    """The data as typst gets it: every character one that the font can draw."""
    return json.dumps(_drawable(data), ensure_ascii=False, sort_keys=True)


def path_of(template: str) -> Path:
    """Where a template lies; raises ``TypesetFault`` when there is none of this name."""
    named = TEMPLATE.fullmatch(template)
    path = ROOT / named[1] / "templates" / template if named else None
    if path is None or not path.is_file():
        raise TypesetFault(f"there is no template {template!r}")
    return path


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


@cache
def _sources(template: str) -> str:
    """The templates of the folder and the typesetter: with another of them, another document."""
    found = [version("typst")]
    for path in sorted(path_of(template).parent.glob("*.typ")):
        found.append(path.read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(found).encode()).hexdigest()


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Mapping):
        return {key: _drawable(one) for key, one in value.items()}
    return [_drawable(one) for one in value] if isinstance(value, list | tuple) else value


def drawable(text: str) -> str:
    """The text in the characters the font has: others become their plain letter, or `?`."""
    return "".join(_drawn(letter) for letter in unicodedata.normalize("NFC", text))


def _drawn(letter: str) -> str:
    if letter in SPELLED:
        return SPELLED[letter]
    if letter in DRAWN:
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(one for one in plain if one in DRAWN)
    return kept or ("" if unicodedata.category(letter).startswith("C") else "?")
