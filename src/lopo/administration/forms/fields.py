"""The kinds of fields these forms are made of, and what they say when left empty."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.kernel.formats import language, minute_of_day

FILL_IN = {"required": _later("Fill this in.")}
NUMBER = {
    **FILL_IN,
    "invalid": _later("Write a whole number in digits, for example 3."),
    "min_value": _later("Write %(limit_value)s or more."),
    "max_value": _later("Write %(limit_value)s at most."),
}
# Five digits at least, and what people write around them: +62 380 833214 pes. 12
TELEPHONE = RegexValidator(
    r"^(?=(?:\D*\d){5})[\d+()./,; -]+(?:(?:ext|pes|pesawat)\.? ?\d+)?$",
    _later("Write the telephone number in digits, for example 0380 833214."),
)
LETTER = RegexValidator(r"^[A-Z]$", _later("A queue has one letter, A to Z."))
COUNTER_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9-]*$", _later("Use letters, digits and hyphens only.")
)
CENTRE_CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$", _later("Use small letters, digits and hyphens only.")
)
NEW_AGENCY = "+"
CLOCK = re.compile(r"([0-9]{1,2})[.:]?([0-9]{2})")
HOUR, MIDNIGHT = 60, 1440
LARGEST_FILE = 1024 * 1024
LONGEST_LINE = 300
SHORT = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def text_field(label: Any, longest: int, hint: Any = "", **more: Any) -> forms.CharField:
    """A line of text; required unless said otherwise."""
    more.setdefault("error_messages", FILL_IN)
    return forms.CharField(label=label, max_length=longest, help_text=hint, **more)


def email_field() -> forms.EmailField:
    """An e-mail address, which may be left out."""
    wrong = {"invalid": _later("Write it like nama@instansi.go.id.")}
    return forms.EmailField(
        label=_later("E-mail"), max_length=254, required=False, error_messages=wrong
    )


def password_field(label: Any, **more: Any) -> forms.CharField:
    """A new password, typed blindly and kept exactly."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return text_field(label, 200, strip=False, widget=widget, **more)


def _short_lines(text: str) -> None:
    """Every line fits its column in the catalogue."""
    if any(len(line) > LONGEST_LINE for line in text.splitlines()):
        raise forms.ValidationError(_("One of the lines is longer than 300 characters."))


def lines_field(label: Any, **more: Any) -> forms.CharField:
    """Several lines, each a thing of its own."""
    widget = forms.Textarea(attrs={"rows": 5})
    return text_field(label, 4000, widget=widget, validators=[_short_lines], **more)


def number_field(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number between two others."""
    more.setdefault("error_messages", NUMBER)
    return forms.IntegerField(label=label, min_value=low, max_value=high, **more)


class ClockField(forms.CharField):
    """A time of day in minutes, written 07.30; empty is no time.

    Not the browser's own clock: it asks for AM and PM where the browser speaks English.
    """

    def __init__(self, *, label: Any, latest: int = MIDNIGHT - 1) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(label=label, required=False, max_length=5, widget=widget)
        self.latest = latest

    def clean(self, value: Any) -> int | None:
        """Minutes of the day, or None."""
        text = str(super().clean(value) or "")
        found = CLOCK.fullmatch(text)
        minutes = int(found[1]) * HOUR + int(found[2]) if found else -1
        if text and (found is None or int(found[2]) >= HOUR or minutes > self.latest):
            raise forms.ValidationError(_("Write the time as 08.00."))
        return minutes if text else None

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        if isinstance(value, int):
            return minute_of_day(value, language(get_language()))
        return value
