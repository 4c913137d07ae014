"""Answers: refused with a reason, hidden ones dropped, read the same from wherever they come."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.paperwork.rules import (
    LARGEST,
    Definition,
    Kind,
    Problem,
    is_shown,
    parse,
    read,
    sheet,
    typed_again,
)

from .strategies import definitions, typed_into
from .test_definition import CHOICE, form


def one(kind: str, **more: Any) -> Definition:
    return parse(form({"code": "x", "type": kind, "label": "X", **more}))


def problem(definition: Definition, typed: Any) -> tuple[str, str]:
    problems = read(definition, {"x": typed}).problems
    assert len(problems) == 1, problems
    return problems[0].code, problems[0].detail


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("text", "", "required"),
        ("text", "   ", "required"),
        ("text", "a\x00b", "control-character"),
        ("text", "\ud800", "control-character"),
        ("text", "baris\nlain", "control-character"),
        ("text", "x" * 201, "too-long"),
        ("text", ["a"], "required"),
        ("textarea", "x" * 2001, "too-long"),
        ("number", "dua", "number"),
        ("number", "-1", "number"),
        ("number", "1,5", "number"),
        ("number", "9" * 30, "range"),
        ("rupiah", "Rp 1.25", "number"),
        ("date", "2026-02-30", "date"),
        ("date", "30/2/2026", "date"),
        ("date", "21 Nopember 2026", "date"),
        ("date", "1800-01-01", "year"),
        ("nip", "1971", "digits-missing"),
        ("nik", "12345678901234567", "digits-over"),
        ("phone", "123", "phone"),
        ("declaration", "", "untold"),
        ("declaration", "tidak", "choice"),
        ("region", "x" * 121, "too-long"),
        ("file", "x" * 201, "too-long"),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, typed: Any, code: str) -> None:
    assert problem(one(kind), typed)[0] == code


def test_numbers_keep_within_their_bounds() -> None:
    assert problem(one("number", lowest=1, highest=5), "6") == ("range", "1–5")
    assert problem(one("number", lowest=1), "0")[0] == "range"


SPAN = parse(
    form(
        {"code": "mulai", "type": "date", "label": "Mulai"},
        {"code": "sampai", "type": "date", "label": "Sampai", "not_before": "mulai"},
    )
)


def test_a_leave_does_not_end_before_it_begins() -> None:
    span = {"mulai": "1 Desember 2026", "sampai": "30-11-2026"}
    assert read(SPAN, span).problems == (Problem("sampai", "too-early", "Mulai"),)
    # The control: on the same day it may, and without a first day nothing is too early.
    assert not read(SPAN, {**span, "sampai": "2026-12-01"}).problems
    assert read(SPAN, {**span, "mulai": ""}).problems == (Problem("mulai", "required"),)


def test_a_row_of_a_table_does_not_end_before_it_begins() -> None:
    columns = [
        {"code": "mulai", "label": "Mulai", "type": "date"},
        {"code": "selesai", "label": "Selesai", "type": "date", "not_before": "mulai"},
    ]
    jobs = one("table", rows=3, columns=columns)
    rows = [{"mulai": "2020-01-01", "selesai": "2020-01-01"}, {"selesai": "2019-01-01"}]
    assert not read(jobs, {"x": rows}).problems
    rows += [{"mulai": "2020-01-02", "selesai": "2020-01-01"}]
    assert problem(jobs, rows) == ("cell-too-early", "3|Selesai|Mulai")


def test_choices_are_those_of_the_form() -> None:
    choices = CHOICE["choices"]
    assert problem(one("choice", choices=choices), "C")[0] == "choice"
    assert problem(one("multi", choices=choices), ["A", "C"])[0] == "choice"


TABLE = {
    "rows": 3,
    "columns": [
        {"code": "nama", "label": "Nama"},
        {"code": "lembar", "label": "Lembar", "type": "number"},
    ],
}


def test_a_wrong_cell_is_named_with_its_row_and_column() -> None:
    rows = [{"nama": "SK"}, {"nama": "Ijazah", "lembar": "banyak"}]
    assert problem(one("table", **TABLE), rows) == ("cell-number", "2|Lembar|")


def test_a_table_has_fifty_rows_at_most() -> None:
    rows = [{"nama": "SK", "lembar": "1"}] * 51
    assert problem(one("table", **TABLE), rows) == ("too-many-rows", "50")
    assert not read(one("table", **TABLE), {"x": rows[:50]}).problems


def test_all_answers_together_are_limited() -> None:
    columns = [{"code": f"k{n}", "label": "K"} for n in range(8)]
    fields = [
        {"code": f"t{n}", "type": "table", "label": "T", "rows": 50, "columns": columns}
        for n in range(2)
    ]
    definition = parse(form(*fields))
    row = {f"k{n}": "x" * 200 for n in range(8)}
    reading = read(definition, {"t0": [row] * 50, "t1": [row] * 50})
    assert Problem("", "too-large", str(LARGEST // 1024)) in reading.problems
    # The control: half of it is within.
    assert not read(definition, {"t0": [row] * 20, "t1": [row] * 15}).wrong


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("text", "  Ana  ", "Ana"),
        ("textarea", "satu\r\ndua", "satu\ndua"),
        ("number", "1.250", 1250),
        ("rupiah", "Rp 1.250.000,00", 1250000),
        ("rupiah", "rp1250000", 1250000),
        ("date", "21 November 2026", "2026-11-21"),
        ("date", "21-11-2026", "2026-11-21"),
        ("date", "21/11/2026", "2026-11-21"),
        ("nip", "19710707 199703 2 008", "197107071997032008"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("region", "Kota Kupang, Nusa Tenggara Timur", "Kota Kupang, Nusa Tenggara Timur"),
        ("declaration", "ya", "ya"),
    ],
)
def test_an_answer_has_one_spelling(kind: str, typed: str, answer: Any) -> None:
    reading = read(one(kind), {"x": typed})
    assert reading.answers == {"x": answer}
    assert not reading.problems


CONDITIONAL = parse(
    form(
        CHOICE,
        {
            "code": "lanjut",
            "type": "choice",
            "label": "Lanjut",
            "choices": [{"value": "ya", "label": "Ya"}],
            "shown_if": {"field": "jenis", "equals": "A"},
        },
        {
            "code": "dalam",
            "type": "text",
            "label": "Dalam",
            "shown_if": {"field": "lanjut", "equals": "ya"},
        },
    )
)


def test_what_is_hidden_is_dropped_with_all_that_hangs_on_it() -> None:
    typed = {"jenis": "B", "lanjut": "ya", "dalam": "rahasia"}
    reading = read(CONDITIONAL, typed)
    assert reading.answers == {"jenis": "B"}
    assert not reading.problems
    # The control: shown, the same is read.
    assert read(CONDITIONAL, {**typed, "jenis": "A"}).answers == {**typed, "jenis": "A"}


@given(st.data())
def test_hidden_fields_answer_nothing_and_shown_ones_are_as_typed(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    reading = read(definition, data.draw(typed_into(definition)))
    for field in definition.fields:
        if not is_shown(field.shown_if, reading.answers):
            assert field.code not in reading.answers
            assert all(one.field != field.code for one in reading.problems)


@given(st.data())
def test_answers_are_read_the_same_from_a_file_or_a_draft(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    answers = read(definition, data.draw(typed_into(definition))).answers
    assert read(definition, typed_again(definition, answers)).answers == answers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(st.data())
def test_no_file_of_a_stranger_breaks_the_reading(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    codes = st.sampled_from([field.code for field in definition.fields])
    stored = data.draw(JSON | st.dictionaries(codes, JSON))
    read(definition, typed_again(definition, stored))


@given(st.data())
def test_a_printed_form_holds_every_answer(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    answers = read(definition, data.draw(typed_into(definition))).answers
    printed = [
        field for section in sheet(definition, answers)["sections"] for field in section["fields"]
    ]
    shown = [field for field in definition.fields if is_shown(field.shown_if, answers)]
    assert [field["label"] for field in printed] == [field.label for field in shown]
    for field, on_paper in zip(shown, printed, strict=True):
        answer = answers.get(field.code)
        assert bool(on_paper["answer"]) == (answer is not None) or field.kind is Kind.TABLE
        if field.kind is Kind.TABLE and answer:
            written = [row for row in on_paper["rows"] if any(row)]
            assert len(written) == len([row for row in answer if row])  # type: ignore[union-attr]


@given(definitions())
def test_a_blank_form_has_every_field_with_its_condition(definition: Definition) -> None:
    printed = [field for section in sheet(definition)["sections"] for field in section["fields"]]
    assert len(printed) == len(list(definition.fields))
    for field, on_paper in zip(definition.fields, printed, strict=True):
        assert bool(on_paper["when"]) == (field.shown_if is not None)
        assert not on_paper["answer"]
