"""Typed builders: a filled form, an officer who may read it, what a page sends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import zxingcpp

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.paperwork.actions import open_draft, seal_draft
from lopo.paperwork.permissions import Reader
from lopo.paperwork.queries import Form, form_of
from lopo.paperwork.rules import YES, Definition, Field, Kind, read
from lopo.people.api import Role
from lopo.people.tests.builders import make_staff

THURSDAY = datetime(2026, 11, 26, 1, 0, tzinfo=timezone.utc)
NIP, NIK = "197107071997032008", "5303710101900001"


@dataclass
class Clockwork:
    """A clock that stands still until the test moves it."""

    now: datetime = field(default=THURSDAY)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> "Clockwork":
        self.now += timedelta(**delta)
        return self


def form(code: str) -> Form:
    """The form of a service that exists."""
    found = form_of(code)
    assert found is not None
    return found


def typed(definition: Definition, **own: Any) -> dict[str, Any]:
    """A right answer to every question; the last choice of each, unless said otherwise."""
    return {
        one.code: _typed(one)
        for one in definition.fields
        if one.kind is not Kind.SIGNATURE and one.code not in own
    } | own


def _typed(one: Field) -> Any:
    if one.kind is Kind.TABLE:
        return [{c.code: _cell(c.kind, c.label) for c in one.columns} for _ in range(2)]
    if one.kind is Kind.MULTI:
        return [choice.value for choice in one.choices]
    if one.choices:
        return one.choices[-1].value
    if one.kind in {Kind.NUMBER, Kind.RUPIAH}:
        return str(max(one.lowest or 0, min(one.highest or 1999, 1999)))
    told = {
        Kind.NIP: NIP,
        Kind.NIK: NIK,
        Kind.PHONE: "0812 3456 7890",
        Kind.DATE: "2026-11-21",
        Kind.DECLARATION: YES,
        Kind.REGION: "Kota Kupang, Nusa Tenggara Timur",
    }
    return told.get(one.kind, f"Isian {one.code}"[: one.limit or 40])


def _cell(kind: Kind, label: str) -> str:
    return {Kind.DATE: "2020-02-01", Kind.NUMBER: "3", Kind.RUPIAH: "Rp5.000"}.get(kind, label)


def posted(typed_in: Mapping[str, Any], verb: str, **more: Any) -> dict[str, Any]:
    """The same as a browser sends it."""
    sent: dict[str, Any] = {"verb": verb, **more}
    for code, value in typed_in.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                sent |= {f"{code}-{number}-{cell}": text for cell, text in row.items()}
        else:
            sent[code] = value
    return sent


def answers_of(made: Form, **own: Any) -> Any:
    """The answers to every question of a form."""
    reading = read(made.definition, typed(made.definition, **own))
    assert not reading.problems, reading.problems
    return reading.answers


def make_reader(centre: Centre, role: Role = Role.COUNTER_OFFICER) -> Reader:
    """An officer who serves at a centre."""
    officer = make_staff(role=role, centre=centre)
    return Reader(centre, officer, Actor(f"user:{officer.pk}"))


def make_draft(code: str, *, opened_by: Reader, clock: Clock) -> str:
    """A form filled at home and read at the counter; the visitor's code."""
    made = form(code)
    seal, _until = seal_draft(form=made, answers=answers_of(made), clock=clock)
    open_draft(typed=seal.code, reader=opened_by, clock=clock)
    return seal.code


def text_of(pdf: bytes) -> str:
    """All words of a document, in one line."""
    pages = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def codes_on(pdf: bytes) -> list[str]:
    """What a reader sees in the QR codes of the first page, printed at 150 dpi."""
    page = pdfium.PdfDocument(pdf)[0]
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]


def kept_file(content: Any, name: str = "formulir.json") -> BytesIO:
    """A file as a visitor chooses it."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    upload = BytesIO(raw)
    upload.name = name
    return upload
