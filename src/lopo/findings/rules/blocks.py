"""What a report is made of: pieces that every file format can show. Pure.

The same pieces become the PDF and the DOCX, so both always say the same.
"""

from collections.abc import Sequence
from typing import Any

Piece = dict[str, Any]


def heading(level: int, text: str, label: str = "") -> Piece:
    """A heading; ``label`` stands above it (`BAB I`)."""
    return {"kind": "heading", "level": level, "text": text, "label": label}


def paragraph(text: str) -> Piece:
    """A paragraph."""
    return {"kind": "paragraph", "text": text}


def note(text: str) -> Piece:
    """A remark in small letters under a table."""
    return {"kind": "note", "text": text}


def points(items: Sequence[str]) -> Piece:
    """A numbered list."""
    return {"kind": "points", "items": list(items)}


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    align: str,
    has_total: bool = False,
    is_small: bool = False,
) -> Piece:
    """A table; ``widths`` are shares, ``align`` a letter (l, c, r) for each column."""
    return {
        "kind": "table",
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "align": list(align),
        "total": has_total,
        "small": is_small,
    }


def chart(shape: str, caption: str, alt: str, values: Sequence[Piece], limit: float = 0) -> Piece:
    """A drawing: ``bars`` of elements, or the ``line`` of a trend; ``limit``: where A begins."""
    return {
        "kind": "chart",
        "shape": shape,
        "caption": caption,
        "alt": alt,
        "values": list(values),
        "limit": limit,
    }
