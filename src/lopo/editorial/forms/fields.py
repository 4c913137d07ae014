"""Fields as these pages use them."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _later

FILL_IN = {"required": _later("Please fill this in.")}


KEPT = "\n\r\t"


class PlainField(forms.CharField):
    """A text without signs nobody sees: they come along with a copy, or turn its direction round.

    They are taken out, not refused: nobody could find what to mend.
    """

    def to_python(self, value: Any) -> Any:
        """The text as everybody reads it."""
        if isinstance(value, str):
            value = "".join(_seen(sign) for sign in value)
        return super().to_python(value)


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Zl", "Zp"}:
        return " "
    # Nought is left to the field, which refuses it.
    return "" if kind in {"Cf", "Cc"} and sign not in KEPT + "\x00" else sign


def line(label: Any, longest: int, *, required: bool = False, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, max_length=longest, required=required, error_messages=FILL_IN, **more
    )


def text(label: Any, longest: int, hint: Any = "", *, rows: int = 3) -> forms.CharField:
    """A text of some lines, which may be left empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=False, help_text=hint, widget=widget
    )


def plain_line(label: Any, longest: int, **more: Any) -> PlainField:
    """A line that is published as it stands, and may be left empty."""
    return PlainField(label=label, max_length=longest, required=False, **more)


def plain_text(label: Any, longest: int, hint: Any = "", *, rows: int = 3) -> PlainField:
    """A text of some lines that is published as it stands, and may be left empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return PlainField(
        label=label, max_length=longest, required=False, help_text=hint, widget=widget
    )


def whole(label: Any, lowest: int, highest: int, *, required: bool = False) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label,
        min_value=lowest,
        max_value=highest,
        required=required,
        error_messages=FILL_IN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    """A calendar day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        error_messages=FILL_IN,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    """One of a few words."""
    return forms.ChoiceField(label=label, choices=choices)


class RowForm(forms.Form):
    """A row of a table; one whose telling fields were cleared is left out."""

    telling: tuple[str, ...] = ("name",)
    # Whether it comes from a shared register: {is_same, text}, or nothing.
    mark: dict[str, Any] | None = None

    def has_changed(self) -> bool:
        """Whether the row says anything; what a choice has by itself does not count."""
        return any(str(self.data.get(self.add_prefix(n), "")).strip() for n in self.telling)
