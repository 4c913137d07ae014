"""Reading a form definition strictly out of JSON, and writing it back. Pure.

Every fault is collected with its place (`sections[1].fields[0].shown_if.field`), so that whoever
writes a form mends them in one go. A key nobody knows is a fault too: it is a misspelt one.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .definition import (
    CHOOSING,
    COUNTING,
    DECIDING,
    IN_A_CELL,
    LONGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    WRITING,
    YES,
    Choice,
    Column,
    Condition,
    Definition,
    Field,
    Kind,
    Section,
)

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST_SECTIONS, MOST_FIELDS, MOST_CHOICES = 20, 60, 60
MOST_NUMBER = 10**12
# Keys of a field that only some kinds have.
OF_KINDS = {
    "choices": CHOOSING,
    "columns": frozenset({Kind.TABLE}),
    "rows": frozenset({Kind.TABLE}),
    "longest": WRITING,
    "lowest": COUNTING,
    "highest": COUNTING,
    "not_before": frozenset({Kind.DATE}),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: ``code`` names the kind, ``detail`` what it needs to be said."""

    where: str
    code: str
    detail: str = ""


class FaultyForm(ValueError):
    """A definition with faults, all of them named."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.where}: {one.code} {one.detail}" for one in faults))


def parse(value: Any) -> Definition:
    """The form a JSON value describes; raises ``FaultyForm`` with every fault."""
    faults: list[Fault] = []
    definition = _definition(_Object(value, "", faults, "title note sections"))
    if not faults:
        _check_codes(definition, faults)
    if faults:
        raise FaultyForm(faults)
    return definition


def dump(definition: Definition) -> dict[str, Any]:
    """The JSON value of a form; what is as usual is left out, and ``parse`` gives it back."""
    return _without_nothing(
        {
            "title": definition.title,
            "note": definition.note,
            "sections": [
                _without_nothing(
                    {
                        "code": section.code,
                        "title": section.title,
                        "note": section.note,
                        "fields": [_dump_field(one) for one in section.fields],
                    }
                )
                for section in definition.sections
            ],
        }
    )


def digest(definition: Definition) -> str:
    """SHA-256 of the stored form: the same form, the same digest."""
    text = json.dumps(dump(definition), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Object:
    """Takes typed values out of one JSON object and notes what is wrong with them."""

    def __init__(self, value: Any, where: str, faults: list[Fault], keys: str) -> None:
        self.where, self.faults = where, faults
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", "object")
            self.faults = []  # its fields are missing with it: one fault is enough
        for key in self.value:
            if key not in keys.split():
                self.fault(str(key), "unknown-key")

    def fault(self, name: str, code: str, detail: str = "") -> None:
        place = f"{self.where}.{name}" if self.where and name else self.where or name
        self.faults.append(Fault(place, code, detail))

    def text(self, name: str, longest: int, *, required: bool = True) -> str:
        value = self.value.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "text")
            return ""
        if required and not value.strip():
            self.fault(name, "required")
        if len(value) > longest:
            self.fault(name, "too-long", str(longest))
        if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value):
            self.fault(name, "control-character")
        return value

    def code(self, name: str, pattern: re.Pattern[str] = CODE) -> str:
        value = self.text(name, 40)
        if value and not pattern.fullmatch(value):
            self.fault(name, "code")
        return value

    def flag(self, name: str, usual: bool) -> bool:
        value = self.value.get(name, usual)
        if not isinstance(value, bool):
            self.fault(name, "flag")
            return usual
        return value

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        value = self.value.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(name, "number")
        elif not lowest <= value <= highest:
            self.fault(name, "range", f"{lowest}–{highest}")
        else:
            return value
        return None

    def kind(self, name: str, allowed: "frozenset[Kind]", usual: Kind | None = None) -> Kind:
        value = self.value.get(name, usual)
        if value in [one.value for one in allowed]:
            return Kind(value)
        self.fault(name, "kind", ", ".join(sorted(one.value for one in allowed)))
        return Kind.TEXT

    def rows(self, name: str, most: int, keys: str) -> "list[_Object]":
        """A list of objects that is neither missing nor empty."""
        items = self.value.get(name)
        if not isinstance(items, list) or not items:
            self.fault(name, "required" if not items else "list")
            return []
        if len(items) > most:
            self.fault(name, "too-many", str(most))
        place = f"{self.where}.{name}" if self.where else name
        return [
            _Object(item, f"{place}[{number}]", self.faults, keys)
            for number, item in enumerate(items[:most])
        ]


def _definition(form: _Object) -> Definition:
    sections = form.rows("sections", MOST_SECTIONS, "code title note fields")
    return Definition(
        title=form.text("title", 200),
        note=form.text("note", 600, required=False),
        sections=tuple(_section(one) for one in sections),
    )


FIELD_KEYS = (
    "code type label hint required longest lowest highest not_before choices columns rows shown_if"
)


def _section(section: _Object) -> Section:
    return Section(
        code=section.code("code"),
        title=section.text("title", 120),
        note=section.text("note", 600, required=False),
        fields=tuple(_field(one) for one in section.rows("fields", MOST_FIELDS, FIELD_KEYS)),
    )


def _field(field: _Object) -> Field:
    kind = field.kind("type", frozenset(Kind))
    for key, kinds in OF_KINDS.items():
        if key in field.value and kind not in kinds:
            field.fault(key, "not-for-type", kind.value)
    return Field(
        code=field.code("code"),
        kind=kind,
        label=field.text("label", 600 if kind is Kind.DECLARATION else 200),
        hint=field.text("hint", 300, required=False),
        required=field.flag("required", True),
        longest=field.whole("longest", 1, LONGEST.get(kind, 1)) or 0,
        lowest=field.whole("lowest", 0, MOST_NUMBER),
        highest=field.whole("highest", 0, MOST_NUMBER),
        choices=_choices(field) if kind in CHOOSING else (),
        columns=_columns(field) if kind is Kind.TABLE else (),
        rows=_rows(field) if kind is Kind.TABLE else 0,
        not_before=_not_before(field),
        shown_if=_condition(field),
    )


def _choices(field: _Object) -> tuple[Choice, ...]:
    rows = field.rows("choices", MOST_CHOICES, "value label note")
    found = tuple(
        Choice(
            row.code("value", VALUE), row.text("label", 300), row.text("note", 300, required=False)
        )
        for row in rows
    )
    _refuse_twins([(one.value, row.where) for one, row in zip(found, rows, strict=True)], field)
    return found


def _columns(field: _Object) -> tuple[Column, ...]:
    rows = field.rows("columns", MOST_COLUMNS, "code label type not_before")
    found = tuple(
        Column(
            row.code("code"),
            row.text("label", 80),
            row.kind("type", IN_A_CELL, Kind.TEXT),
            _not_before(row),
        )
        for row in rows
    )
    _refuse_twins([(one.code, row.where) for one, row in zip(found, rows, strict=True)], field)
    earlier: dict[str, Kind] = {}
    for column, row in zip(found, rows, strict=True):
        _check_days(column, earlier, row.where, field.faults)
        earlier[column.code] = column.kind
    return found


def _not_before(holder: _Object) -> str:
    return holder.code("not_before") if "not_before" in holder.value else ""


def _rows(field: _Object) -> int:
    rows = field.whole("rows", 1, MOST_ROWS)
    if "rows" not in field.value:
        field.fault("rows", "required")
    return rows or 1


def _condition(field: _Object) -> Condition | None:
    if field.value.get("shown_if") is None:
        return None
    condition = _Object(
        field.value["shown_if"], f"{field.where}.shown_if", field.faults, "field equals in"
    )
    values = condition.value.get("in", [condition.value.get("equals")])
    if ("in" in condition.value) == ("equals" in condition.value):
        condition.fault("", "equals-or-in")
    elif not isinstance(values, list) or not values:
        condition.fault("in", "list")
    elif not all(isinstance(one, str) and VALUE.fullmatch(one) for one in values):
        condition.fault("in" if "in" in condition.value else "equals", "code")
    else:
        return Condition(condition.code("field"), tuple(values))
    return None


def _refuse_twins(codes: list[tuple[str, str]], holder: _Object) -> None:
    seen: set[str] = set()
    for code, where in codes:
        if code and code in seen:
            holder.faults.append(Fault(where, "twice", code))
        seen.add(code)


def _check_codes(definition: Definition, faults: list[Fault]) -> None:
    """No code twice; a condition looks back at a field that has such an answer."""
    earlier: dict[str, Field] = {}
    sections: set[str] = set()
    for place, section in enumerate(definition.sections):
        if section.code in sections:
            faults.append(Fault(f"sections[{place}].code", "twice", section.code))
        sections.add(section.code)
        for number, field in enumerate(section.fields):
            where = f"sections[{place}].fields[{number}]"
            if field.code in earlier:
                faults.append(Fault(f"{where}.code", "twice", field.code))
            _check_condition(field, earlier, where, faults)
            _check_days(field, {one.code: one.kind for one in earlier.values()}, where, faults)
            _check_bounds(field, where, faults)
            earlier[field.code] = field


def _check_condition(
    field: Field, earlier: Mapping[str, Field], where: str, faults: list[Fault]
) -> None:
    condition = field.shown_if
    if condition is None:
        return
    asked = earlier.get(condition.field)
    if asked is None:
        faults.append(Fault(f"{where}.shown_if.field", "not-earlier", condition.field))
    elif asked.kind not in DECIDING:
        faults.append(Fault(f"{where}.shown_if.field", "not-a-choice", condition.field))
    else:
        known = {one.value for one in asked.choices} or {YES}
        for value in condition.values:
            if value not in known:
                faults.append(Fault(f"{where}.shown_if", "unknown-value", value))


def _check_days(
    one: Field | Column, earlier: Mapping[str, Kind], where: str, faults: list[Fault]
) -> None:
    """A day that is no earlier than another is asked for after it."""
    if not one.not_before:
        return
    if one.not_before not in earlier:
        faults.append(Fault(f"{where}.not_before", "not-earlier", one.not_before))
    elif {earlier[one.not_before], one.kind} != {Kind.DATE}:
        faults.append(Fault(f"{where}.not_before", "not-a-date", one.not_before))


def _check_bounds(field: Field, where: str, faults: list[Fault]) -> None:
    if field.lowest is not None and field.highest is not None and field.lowest > field.highest:
        faults.append(Fault(f"{where}.highest", "range", f"{field.lowest}–"))


def _without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in ("", None)}


def _dump_field(field: Field) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "code": field.code,
        "type": field.kind.value,
        "label": field.label,
        "hint": field.hint,
        "required": None if field.required else False,
        "longest": field.longest or None,
        "lowest": field.lowest,
        "highest": field.highest,
        "not_before": field.not_before,
        "shown_if": _dump_condition(field.shown_if),
    }
    if field.choices:
        stored["choices"] = [
            _without_nothing({"value": one.value, "label": one.label, "note": one.note})
            for one in field.choices
        ]
    if field.columns:
        stored["columns"] = [
            _without_nothing(
                {
                    "code": one.code,
                    "label": one.label,
                    "type": one.kind.value,
                    "not_before": one.not_before,
                }
            )
            for one in field.columns
        ]
        stored["rows"] = field.rows
    return {key: value for key, value in stored.items() if value is not None and value != ""}


def _dump_condition(condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    if len(condition.values) == 1:
        return {"field": condition.field, "equals": condition.values[0]}
    return {"field": condition.field, "in": list(condition.values)}
