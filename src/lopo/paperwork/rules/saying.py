"""How answers are written for people, in Indonesian as the form is. Pure."""

from datetime import date

from lopo.kernel.formats import long_date, number, rupiah
from lopo.kernel.identifiers import NIK_GROUPS, NIP_GROUPS, grouped

from .answers import Answer
from .definition import Column, Condition, Definition, Field, Kind


def said(field: Field, answer: Answer) -> str:
    """One answer as text; rows of a table and several choices in lines of their own."""
    if field.kind is Kind.TABLE:
        return "\n".join(
            "; ".join(
                f"{one.label}: {cell_said(one, row[one.code])}"
                for one in field.columns
                if isinstance(row, dict) and one.code in row
            )
            for row in (answer if isinstance(answer, list) else [])
        )
    if isinstance(answer, list):
        return "\n".join(field.label_of(str(value)) for value in answer)
    return _single(field, answer)


def _single(field: Field, answer: str | int) -> str:
    text = str(answer)
    if field.kind is Kind.NIP:
        return grouped(text, NIP_GROUPS)
    if field.kind is Kind.NIK:
        return grouped(text, NIK_GROUPS)
    if field.kind is Kind.PHONE:
        return f"0{text.removeprefix('+62')}"
    if field.kind is Kind.CHOICE:
        return field.label_of(text)
    return _value(field.kind, answer)


def cell_said(column: Column, answer: str | int) -> str:
    """What stands in one cell of a table."""
    return _value(column.kind, answer)


def _value(kind: Kind, answer: str | int) -> str:
    if kind is Kind.DATE:
        return long_date(date.fromisoformat(str(answer)))
    if kind is Kind.RUPIAH:
        return rupiah(int(answer))
    if kind is Kind.NUMBER:
        return number(int(answer))
    return str(answer)


def condition_said(definition: Definition, condition: Condition) -> str:
    """When a field is to be filled: `Jenis cuti: Cuti sakit atau Cuti melahirkan`."""
    asked = definition.field(condition.field)
    if asked is None:
        return ""
    if asked.kind is Kind.DECLARATION:
        return asked.label
    values = " atau ".join(asked.label_of(value) for value in condition.values)
    return f"{asked.label} {values}" if asked.label.endswith("?") else f"{asked.label}: {values}"
