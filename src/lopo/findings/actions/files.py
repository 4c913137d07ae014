"""The two files of a report, from the same content."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import segno

from lopo.foundation.typeset import drawn_as_png, typeset
from lopo.foundation.word import WordFile

CHART = "findings/chart.typ"
REPORT = "findings/report.typ"
QR_WIDTH = 28


def pdf_of(content: Mapping[str, Any], dated: date) -> bytes:
    """The report to read and to print: PDF/A-2a and PDF/UA-1."""
    return typeset(REPORT, content, dated=dated)


def docx_of(content: Mapping[str, Any], dated: date) -> bytes:
    """The report to edit and to sign."""
    brand = content["brand"]
    file = WordFile(
        title=content["title"],
        author=content["agency"],
        dated=dated,
        ground=brand["ground"],
        action=brand["action"],
    )
    file.cover(_cover(content["cover"]))
    _write(file, content["front"], brand)
    file.contents(content["contents"])
    _write(file, content["body"], brand)
    sign = content["sign"]
    file.signed([sign["place"], sign["office"], f"{sign['name']}:", f"{sign['number']}:"])
    check = content["check"]
    file.small_picture(_qr(check["url"]), check["alt"], QR_WIDTH)
    file.note(f"{check['label']}. {check['text']}")
    _write(file, content["appendices"], brand)
    return file.saved()


def _cover(cover: Mapping[str, str]) -> list[tuple[str, str]]:
    lines = [(cover["agency"], "Subtitle"), (cover["title"], "Title")]
    if cover["subject"] != cover["agency"]:
        lines.append((cover["subject"], "Subtitle"))
    value = " ".join(part for part in (cover["label"], cover["value"], cover["grade"]) if part)
    rest = (cover["period"], cover["months"], value, cover["respondents"], cover["interim"])
    return [*lines, *((line, "Subtitle") for line in rest if line)]


def _write(file: WordFile, pieces: Sequence[Mapping[str, Any]], brand: Mapping[str, str]) -> None:
    for one in pieces:
        kind = one["kind"]
        if kind == "heading":
            label = f"{one['label']} " if one["label"] else ""
            file.heading(f"{label}{one['text']}", one["level"])
        elif kind == "paragraph":
            file.paragraph(one["text"])
        elif kind == "note":
            file.note(one["text"])
        elif kind == "points":
            file.points(one["items"])
        elif kind == "table":
            file.table(one)
        else:
            png = drawn_as_png(CHART, {"chart": one, "brand": brand})
            file.picture(png, one["caption"], one["alt"])


def _qr(url: str) -> bytes:
    made = BytesIO()
    segno.make(url, error="m", micro=False).save(made, kind="png", scale=8, border=2)
    return made.getvalue()
