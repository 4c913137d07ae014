"""A form as it is printed: blank for a pen, or with answers. Pure; the template draws it."""

from collections.abc import Sequence
from typing import Any

from lopo.kernel.identifiers import NIK_GROUPS, NIP_GROUPS

from .answers import Answer, Answers, is_shown
from .definition import Column, Definition, Field, Kind
from .saying import cell_said, condition_said, said

BOXES = {Kind.NIP: NIP_GROUPS, Kind.NIK: NIK_GROUPS}
DAY_GROUPS, DAY_CAPTION = (2, 2, 4), "tanggal – bulan – tahun"
# Lines for a pen: one per so many characters that may be written.
PER_LINE, MOST_LINES = 160, 6
# Rows left free under those that were filled.
SPARE_ROWS = 2


def sheet(definition: Definition, answers: Answers | None = None) -> dict[str, Any]:
    """Everything the template prints. Without answers: all fields, with the conditions in words."""
    return {
        "title": definition.title,
        "note": definition.note,
        "sections": [
            {"title": section.title, "note": section.note, "fields": fields}
            for section in definition.sections
            if (fields := _fields(definition, section.fields, answers))
        ],
    }


def _fields(
    definition: Definition, fields: Sequence[Field], answers: Answers | None
) -> list[dict[str, Any]]:
    return [
        _field(definition, field, answers)
        for field in fields
        if answers is None or is_shown(field.shown_if, answers)
    ]


def _field(definition: Definition, field: Field, answers: Answers | None) -> dict[str, Any]:
    answer = (answers or {}).get(field.code)
    when = (
        condition_said(definition, field.shown_if)
        if field.shown_if is not None and answers is None
        else ""
    )
    printed: dict[str, Any] = {
        "kind": field.kind.value,
        "label": field.label,
        "hint": field.hint,
        "when": when,
        "needed": field.required,
        "answer": "" if answer is None else said(field, answer),
        **_by_kind(field, answer),
    }
    return printed


def _by_kind(field: Field, answer: Answer | None) -> dict[str, Any]:
    if field.kind in BOXES:
        digits = answer if isinstance(answer, str) else ""
        return {"boxes": _boxes(digits, BOXES[field.kind]), "caption": ""}
    if field.kind is Kind.DATE and answer is None:
        return {"boxes": _boxes("", DAY_GROUPS), "caption": DAY_CAPTION}
    if field.choices:
        chosen = answer if isinstance(answer, list) else [answer]
        return {
            "choices": [
                {"label": one.label, "note": one.note, "chosen": one.value in chosen}
                for one in field.choices
            ]
        }
    if field.kind is Kind.TABLE:
        return {"columns": [one.label for one in field.columns], "rows": _rows(field, answer)}
    if field.kind is Kind.TEXTAREA:
        return {"lines": min(MOST_LINES, max(2, field.limit // PER_LINE))}
    return {"chosen": answer is not None} if field.kind is Kind.DECLARATION else {}


def _boxes(digits: str, groups: tuple[int, ...]) -> list[list[str]]:
    """One box per digit, in the groups in which the number is read."""
    found, start = [], 0
    for length in groups:
        part = digits[start : start + length]
        found.append([*part, *([""] * (length - len(part)))])
        start += length
    return found


def _rows(field: Field, answer: Answer | None) -> list[list[str]]:
    filled = [
        [_cell(column, row) for column in field.columns]
        for row in (answer if isinstance(answer, list) else [])
        if isinstance(row, dict)
    ]
    free = max(0, field.rows - len(filled)) if not filled else min(SPARE_ROWS, field.rows)
    return filled + [[""] * len(field.columns)] * free


def _cell(column: Column, row: dict[str, str | int]) -> str:
    return cell_said(column, row[column.code]) if column.code in row else ""
