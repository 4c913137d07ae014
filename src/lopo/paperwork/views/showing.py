"""A form as its page shows it: sections with their fields, and what scripts need to know."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from lopo.paperwork.forms import PaperForm
from lopo.paperwork.rules import YES, Definition, Field, Kind, condition_said


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    id: str
    value: str
    label: str
    note: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a table."""

    id: str
    name: str
    label: str
    value: str
    type: str
    mode: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One field on the page."""

    field: Field
    bound: BoundField
    when: str
    condition: str

    @property
    def kind(self) -> str:
        """Which template part draws it."""
        return self.field.kind.value

    @property
    def options(self) -> list[Option]:
        """The choices, with what was chosen."""
        value = self.bound.value()
        chosen = value if isinstance(value, list) else [value]
        return [
            Option(
                f"{self.bound.auto_id}_{place}", one.value, one.label, one.note, one.value in chosen
            )
            for place, one in enumerate(self.field.choices)
        ]

    @property
    def ticked(self) -> bool:
        """Whether the declaration was made."""
        return bool(self.bound.value() == YES)

    @property
    def rows(self) -> list[list[Cell]]:
        """The rows of a table: those that were written, and empty ones."""
        written = self.bound.value() or []
        count = max(self.field.rows, len(written))
        return [
            self._row(number, written[number] if number < len(written) else {})
            for number in range(count)
        ]

    def _row(self, number: int, cells: Mapping[str, Any]) -> list[Cell]:
        name = self.bound.html_name
        return [
            Cell(
                id=f"{self.bound.auto_id}_{number}_{column.code}",
                name=f"{name}-{number}-{column.code}",
                label=column.label,
                value=str(cells.get(column.code, "")),
                type="date" if column.kind is Kind.DATE else "text",
                mode="numeric" if column.kind in {Kind.NUMBER, Kind.RUPIAH} else "text",
            )
            for column in self.field.columns
        ]


@dataclass(frozen=True, slots=True)
class Step:
    """One section on the page."""

    anchor: str
    title: str
    note: str
    asked: list[Asked]

    @property
    def has_errors(self) -> bool:
        """Whether something in it needs fixing."""
        return any(one.bound.errors for one in self.asked)


def steps_of(form: PaperForm) -> list[Step]:
    """The sections that have something to fill in; a line to sign on is for the paper only."""
    steps: list[Step] = []
    for section in form.definition.sections:
        asked = [
            _asked(form, field) for field in section.fields if field.kind is not Kind.SIGNATURE
        ]
        if asked:
            steps.append(Step(f"bagian-{len(steps) + 1}", section.title, section.note, asked))
    return steps


def _asked(form: PaperForm, field: Field) -> Asked:
    return Asked(
        field=field,
        bound=form[field.code],
        when=_when(form.definition, field),
        condition=json.dumps(
            {"field": field.shown_if.field, "in": list(field.shown_if.values)}, ensure_ascii=False
        )
        if field.shown_if
        else "",
    )


def _when(definition: Definition, field: Field) -> str:
    return condition_said(definition, field.shown_if) if field.shown_if else ""
