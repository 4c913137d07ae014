"""A form definition is read strictly: every fault is named with its place."""

from typing import Any

import pytest
from hypothesis import given

from lopo.paperwork.rules import Definition, FaultyForm, digest, dump, parse

from .strategies import definitions


def form(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "title": "Formulir",
        "sections": [{"code": "satu", "title": "Satu", "fields": list(fields)}],
        **more,
    }


NAME = {"code": "nama", "type": "text", "label": "Nama"}
CHOICE: dict[str, Any] = {
    "code": "jenis",
    "type": "choice",
    "label": "Jenis",
    "choices": [{"value": "A", "label": "A"}, {"value": "B", "label": "B"}],
}
DAY = {"code": "mulai", "type": "date", "label": "Mulai"}
F = "sections[0].fields"


@pytest.mark.parametrize(
    ("value", "where", "code"),
    [
        (None, "", "object"),
        ({"title": "x"}, "sections", "required"),
        ({"title": "x", "sections": {}}, "sections", "required"),
        ({"title": "x", "sections": "abc"}, "sections", "list"),
        (form(NAME, title=" "), "title", "required"),
        (form(NAME, title="a\x00b"), "title", "control-character"),
        (form(NAME, tilte="x"), "tilte", "unknown-key"),
        (form(), "sections[0].fields", "required"),
        (form("nama"), f"{F}[0]", "object"),  # type: ignore[arg-type]
        (form({**NAME, "type": "email"}), f"{F}[0].type", "kind"),
        (form({**NAME, "code": "Nama"}), f"{F}[0].code", "code"),
        (form({**NAME, "required": "ya"}), f"{F}[0].required", "flag"),
        (form({**NAME, "longest": 9999}), f"{F}[0].longest", "range"),
        (form({**NAME, "choices": []}), f"{F}[0].choices", "not-for-type"),
        (form({**NAME, "label": ""}), f"{F}[0].label", "required"),
        (form({**CHOICE, "choices": []}), f"{F}[0].choices", "required"),
        (form({**CHOICE, "choices": CHOICE["choices"] * 2}), f"{F}[0].choices[2]", "twice"),
        (form(NAME, NAME), f"{F}[1].code", "twice"),
        (
            form({**NAME, "shown_if": {"field": "jenis", "equals": "A"}}, CHOICE),
            f"{F}[0].shown_if.field",
            "not-earlier",
        ),
        (
            form(NAME, {**CHOICE, "shown_if": {"field": "nama", "equals": "A"}}),
            f"{F}[1].shown_if.field",
            "not-a-choice",
        ),
        (
            form(CHOICE, {**NAME, "shown_if": {"field": "jenis", "equals": "C"}}),
            f"{F}[1].shown_if",
            "unknown-value",
        ),
        (
            form(CHOICE, {**NAME, "shown_if": {"field": "jenis", "equals": "A", "in": ["B"]}}),
            f"{F}[1].shown_if",
            "equals-or-in",
        ),
        (
            form({**DAY, "not_before": "sampai"}, {**DAY, "code": "sampai"}),
            f"{F}[0].not_before",
            "not-earlier",
        ),
        (form({**DAY, "not_before": "mulai"}), f"{F}[0].not_before", "not-earlier"),
        (form(NAME, {**DAY, "not_before": "nama"}), f"{F}[1].not_before", "not-a-date"),
        (form(DAY, {**NAME, "not_before": "mulai"}), f"{F}[1].not_before", "not-for-type"),
        (form({**DAY, "not_before": 3}), f"{F}[0].not_before", "text"),
        (
            form(
                {
                    "code": "kerja",
                    "type": "table",
                    "label": "Kerja",
                    "rows": 2,
                    "columns": [
                        {"code": "mulai", "label": "Mulai"},
                        {"code": "selesai", "label": "S", "type": "date", "not_before": "mulai"},
                    ],
                }
            ),
            f"{F}[0].columns[1].not_before",
            "not-a-date",
        ),
        (
            form(CHOICE, {**NAME, "shown_if": {"field": "jenis", "in": []}}),
            f"{F}[1].shown_if.in",
            "list",
        ),
        (
            form({"code": "t", "type": "table", "label": "T", "rows": 51, "columns": [NAME]}),
            f"{F}[0].rows",
            "range",
        ),
        (
            form({"code": "t", "type": "table", "label": "T", "columns": [NAME]}),
            f"{F}[0].rows",
            "required",
        ),
        (
            form(
                {
                    "code": "t",
                    "type": "table",
                    "label": "T",
                    "rows": 1,
                    "columns": [{**NAME, "type": "nik"}],
                }
            ),
            f"{F}[0].columns[0].type",
            "kind",
        ),
        (
            form({"code": "n", "type": "number", "label": "N", "lowest": 5, "highest": 4}),
            f"{F}[0].highest",
            "range",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(value: Any, where: str, code: str) -> None:
    with pytest.raises(FaultyForm) as faulty:
        parse(value)
    assert (where, code) in [(fault.where, fault.code) for fault in faulty.value.faults]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FaultyForm) as faulty:
        parse(form({**NAME, "code": "1"}, {**CHOICE, "choices": "x"}, title=""))
    assert len(faulty.value.faults) == 3


@given(definitions())
def test_what_is_dumped_is_read_back_the_same(definition: Definition) -> None:
    again = parse(dump(definition))
    assert again == definition
    assert digest(again) == digest(definition)
    assert parse(dump(again)) == again
