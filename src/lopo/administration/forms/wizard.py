"""The first account, and the steps of the wizard."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import pgettext_lazy

from lopo.administration.queries import agency_named, provinces, zone_of
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import check_new_password, rule_in_words

from .fields import (
    CENTRE_CODE,
    FILL_IN,
    LARGEST_FILE,
    MIDNIGHT,
    NEW_AGENCY,
    SHORT,
    TELEPHONE,
    ClockField,
    email_field,
    password_field,
    text_field,
)


class FirstAdminForm(forms.Form):
    """The first account of an installation."""

    username = text_field(
        _later("User name"),
        150,
        hint=_later("Letters and digits, for example your function: kepala-tu."),
        validators=[RegexValidator(r"^[\w.@+-]+$", _later("Letters, digits and @ . + - _ only."))],
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "username"}),
    )
    password = password_field(pgettext_lazy("account", "Password"))
    again = password_field(_later("Password again"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = rule_in_words()

    def clean(self) -> dict[str, Any]:
        """A password that the house rules allow, twice."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                check_new_password(cleaned["password"], username=cleaned.get("username", ""))
            except FieldRefusal as refusal:
                self.add_error("password", [error.message for error in refusal.errors])
        if {"password", "again"} <= set(cleaned) and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return cleaned


_CONTRADICTION = _later(
    "An agency is chosen above, and another one is written here. Choose A new agency above, or"
    " empty these two fields."
)


class AgencyForm(forms.Form):
    """Whose centre it is: an agency that is known already, or a new one."""

    agency = forms.ChoiceField(label=_later("Agency"), widget=forms.RadioSelect, required=False)
    name = text_field(
        _later("Full name of the agency"),
        200,
        _later("As it stands on its letterhead."),
        required=False,
    )
    short_name = text_field(
        _later("Short name"),
        40,
        _later("What people call it, for example Dukcapil Kupang."),
        required=False,
    )

    def __init__(self, *args: Any, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            *agencies.items(),
            (NEW_AGENCY, _("A new agency")),
        ]
        if not agencies:
            self.fields["agency"].widget = forms.HiddenInput()
            self.initial.setdefault("agency", NEW_AGENCY)
            for name in ("name", "short_name"):
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """One of the known, or a new one with both names that nobody else has; never both."""
        cleaned = super().clean() or {}
        if "agency" in self.errors:
            return cleaned
        typed = [name for name in ("name", "short_name") if cleaned.get(name)]
        # Names alone say it, too: nothing was chosen that they could contradict.
        cleaned["agency"] = cleaned["agency"] or (NEW_AGENCY if typed else "")
        if not cleaned["agency"]:
            self.add_error("agency", _("Choose the agency, or A new agency."))
        elif cleaned["agency"] == NEW_AGENCY:
            self._clean_new(cleaned)
        elif typed:
            self.add_error(typed[0], _CONTRADICTION)
        return cleaned

    def _clean_new(self, cleaned: dict[str, Any]) -> None:
        for name in ("name", "short_name"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in."))
        if cleaned.get("name") and agency_named(cleaned["name"]):
            self.add_error("name", _("There is an agency with this name. Choose it above."))


class CentreForm(forms.Form):
    """The place: its name, its address on the web, where it stands, how to reach it."""

    name = text_field(
        _later("Name of the service centre"),
        120,
        _later("Visitors read it on their ticket and on the screen."),
    )
    code = text_field(
        _later("Short code"),
        12,
        required=False,
        validators=[CENTRE_CODE],
        hint=_later("Part of its web address; it cannot be changed later. Empty: we propose one."),
        widget=forms.TextInput(attrs=SHORT),
    )
    province = forms.ChoiceField(
        label=_later("Province"),
        error_messages=FILL_IN,
        help_text=_later("It decides the time zone: WIB, WITA or WIT."),
    )
    address = text_field(_later("Address"), 300, required=False)
    phone = text_field(
        _later("Telephone"),
        40,
        required=False,
        validators=[TELEPHONE],
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = email_field()

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        self.fields["province"].choices = [("", _("Choose")), *provinces()]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """A code that no other centre has."""
        code = str(self.cleaned_data["code"])
        if code in self.taken:
            raise forms.ValidationError(_("Another centre has this code. Choose another one."))
        return code

    def answers(self) -> dict[str, Any]:
        """What is kept of it."""
        kept = dict(self.cleaned_data)
        return {**kept, "zone": zone_of(kept["province"])}


class HoursForm(forms.Form):
    """The hours of one kind of day: open from, until, and a break; all empty means closed."""

    opens = ClockField(label=_later("Opens"))
    closes = ClockField(label=_later("Closes"), latest=MIDNIGHT)
    pause = ClockField(label=_later("Break from"))
    resumes = ClockField(label=_later("Break until"))

    def clean(self) -> dict[str, Any]:
        """Opens before it closes, and the break lies between."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for pair in (("opens", "closes"), ("pause", "resumes")):
            missing = [name for name in pair if cleaned[name] is None]
            if len(missing) == 1:
                self.add_error(missing[0], _("Fill in both times, or leave both empty."))
                return cleaned
        opens, closes, pause, resumes = (cleaned[name] for name in self.fields)
        if opens is not None and opens >= closes:
            self.add_error("closes", _("It closes after it opens."))
        elif pause is not None and (opens is None or not opens <= pause < resumes <= closes):
            self.add_error("pause", _("The break lies within the opening hours."))
        return cleaned

    def answers(self) -> dict[str, int]:
        """What is kept of it, in minutes of the day; nothing for a day that is closed."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class HolidaysForm(forms.Form):
    """Whether holidays close the centre."""

    observes = forms.BooleanField(
        label=_later("Closed on national holidays and collective leave"),
        required=False,
        initial=True,
    )


class CatalogueForm(forms.Form):
    """Which services of the agency's catalogue are given here."""

    services = forms.MultipleChoiceField(
        label=_later("Services of the agency"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = list(known.items())  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A catalogue file (JSON)."""

    file = forms.FileField(
        label=_later("Catalogue file (JSON)"),
        error_messages={
            "required": _later("Choose a file first."),
            "empty": _later("It is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes; a file that nobody would write by hand is refused."""
        uploaded = self.cleaned_data["file"]
        if uploaded.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        return bytes(uploaded.read())
