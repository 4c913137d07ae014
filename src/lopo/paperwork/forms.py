"""A form definition as a Django form: the browser's widgets outside, our pure rules inside."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .rules import MOST_ROWS, Definition, Field, Kind, Problem, Reading, read

REGION_LIST = "daftar-wilayah"
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
# What a browser may offer from its own memory: the visitor's own name and ways to reach them.
AUTOCOMPLETE = {"nama": "name", "hp": "tel", "email": "email", "alamat": "street-address"}


class Rows(forms.Widget):
    """The rows of a table; each cell is an input named `field-row-column`."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.columns = [column.code for column in field.columns]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[dict[str, str]]:
        """Every row that was sent, also one more than may be: it is refused, not lost."""
        rows = []
        for number in range(MOST_ROWS + 1):
            cells = {code: data.get(f"{name}-{number}-{code}") for code in self.columns}
            if all(cell is None for cell in cells.values()):
                break
            rows.append({code: str(cell or "") for code, cell in cells.items()})
        return rows


class PaperForm(forms.Form):
    """The form of a service. ``cleaned_data`` holds the answers of the fields that are shown.

    ``demands``: which problems count: ``ALL``, ``WRONG`` (what is missing may be written by pen),
    or ``NOTHING``.
    """

    ALL, WRONG, NOTHING = "ALL", "WRONG", "NOTHING"
    use_required_attribute = False

    def __init__(
        self,
        definition: Definition,
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, Any] | None = None,
        demands: str = ALL,
    ) -> None:
        super().__init__(data, initial=dict(typed or {}))
        self.definition, self.demands = definition, demands
        self.reading = Reading({})
        for field in definition.fields:
            if field.kind is not Kind.SIGNATURE:
                self.fields[field.code] = _form_field(field)

    def full_clean(self) -> None:
        """Read everything at once: whether a field is asked depends on those before it."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        if not self.is_bound:
            return
        self.reading = read(self.definition, self.typed())
        problems = {
            self.ALL: self.reading.problems,
            self.WRONG: self.reading.wrong,
            self.NOTHING: (),
        }[self.demands]
        for problem in problems:
            field = self.definition.field(problem.field)
            self.add_error(problem.field or None, _sentence(problem, field))
        self.cleaned_data = dict(self.reading.answers)

    def typed(self) -> dict[str, Any]:
        """What was sent for each field, as its widget takes it."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


def _form_field(field: Field) -> forms.Field:
    made = forms.Field(
        label=field.label,
        required=field.required,
        help_text=field.hint,
        widget=_WIDGETS[field.kind](field),
    )
    return made


def _line(field: Field) -> forms.Widget:
    attrs: dict[str, Any] = {"maxlength": field.limit or None}
    attrs["autocomplete"] = AUTOCOMPLETE.get(field.code, "off")
    return forms.TextInput({key: value for key, value in attrs.items() if value})


def _choice(field: Field) -> forms.Widget:
    return forms.RadioSelect(choices=[(one.value, one.label) for one in field.choices])


def _multi(field: Field) -> forms.Widget:
    return forms.CheckboxSelectMultiple(choices=[(one.value, one.label) for one in field.choices])


_WIDGETS: dict[Kind, Callable[[Field], forms.Widget]] = {
    Kind.TEXT: _line,
    Kind.FILE: _line,
    Kind.TEXTAREA: lambda field: forms.Textarea({"maxlength": field.limit, "rows": 4}),
    Kind.NUMBER: lambda field: forms.TextInput(NUMERIC),
    Kind.RUPIAH: lambda field: forms.TextInput(NUMERIC),
    Kind.DATE: lambda field: forms.DateInput({"type": "date", "autocomplete": "off"}),
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.NIK: lambda field: forms.TextInput({**NUMERIC, "maxlength": 24}),
    Kind.NIP: lambda field: forms.TextInput({**NUMERIC, "maxlength": 24}),
    Kind.PHONE: lambda field: forms.TextInput(
        {"type": "tel", "autocomplete": AUTOCOMPLETE.get(field.code, "off"), "maxlength": 24}
    ),
    Kind.REGION: lambda field: forms.TextInput(
        {"list": REGION_LIST, "maxlength": field.limit, "autocomplete": "off"}
    ),
    Kind.TABLE: Rows,
    # Drawn by our own template as a box to tick, with a value of its own.
    Kind.DECLARATION: lambda field: forms.TextInput(),
}


def _sentence(problem: Problem, field: Field | None) -> str:
    """What is wrong and how to mend it."""
    if problem.code == "untold":
        return _("Please tick the declaration")
    if field is None:
        return _reason(problem.code, problem.detail)
    code, detail, place = problem.code, problem.detail, ""
    if code.startswith("cell-"):
        row, column, detail = detail.split("|", 2)
        code = code.removeprefix("cell-")
        place = ", " + _("row %(row)s, %(column)s") % {"row": row, "column": column}
    named = f"{field.label}{place}"
    return f"{named}{'' if named.endswith('?') else ':'} {_reason(code, detail)}"


def _reason(code: str, detail: str) -> str:
    count = int(detail) if detail.isdigit() else 0
    if code == "digits-missing":
        return ngettext("%(n)s digit is missing", "%(n)s digits are missing", count) % {"n": count}
    if code == "digits-over":
        return ngettext("%(n)s digit too many", "%(n)s digits too many", count) % {"n": count}
    return _reasons().get(code, _("please check this")) % {"detail": detail}


def _reasons() -> dict[str, str]:
    return {
        "required": _("please fill this in"),
        "choice": _("choose one of the answers on the form"),
        "too-long": _("use at most %(detail)s characters"),
        "control-character": _("use plain text without control characters"),
        "number": _("write a whole number, for example 12"),
        "range": _("write a number within %(detail)s"),
        "date": _("write a date, for example 21-11-2026"),
        "year": _("the year must be within %(detail)s"),
        "too-early": _("this day is earlier than “%(detail)s”"),
        "digits-only": _("write digits only"),
        "nip": _("a NIP begins with the date of birth; please check every digit"),
        "nik": _("a NIK holds the area and the date of birth; please check every digit"),
        "phone": _("write the number from 0 or +62, for example 081234567890"),
        "too-many-rows": _("at most %(detail)s rows"),
        "too-large": _("All answers together are too long; at most %(detail)s kB."),
    }
