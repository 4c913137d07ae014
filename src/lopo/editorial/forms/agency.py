"""What an agency says of itself: its profiles, one form for every item, and its look."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.profiles.api import PROFILE_FIELDS, Answer, Colours, FactTold, Look, Report

from .fields import FILL_IN, plain_line, plain_text

# More than the largest logo is not even read.
MOST_BYTES: Final = 200_001
SAFE_LINK: Final = RegexValidator(
    r"^https://[^\s<>\"]+$", _later("Write an address that begins with https://.")
)
NO_NAMES: Final = _later("Functions only: no names, no NIP, no titles of people.")


def link(label: Any, longest: int, hint: Any = "") -> forms.CharField:
    """An address outside, which may be left empty."""
    return plain_line(
        label, longest, help_text=hint, validators=[SAFE_LINK],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip


class ProfileForm(forms.Form):
    """Profil penyelenggara and profil pelaksana."""

    tasks = plain_text(_later("Tasks and functions"), 2000)
    structure = plain_text(
        _later("Organisation"), 2000, _later("Offices and what they do. No names.")
    )
    address = plain_line(_later("Address"), 300)
    hours = plain_line(_later("Service hours"), 300)
    phone = plain_line(_later("Phone"), 40)
    email = forms.EmailField(
        label=_later("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _later("Write it like nama@instansi.go.id.")},
    )
    website = link(_later("Website"), 200)
    performers = plain_text(
        _later("Functions of those who serve, and their competence"),
        4000,
        _later("One a line, like: Front officer – answers questions about every service."),
        rows=6,
    )

    def told(self) -> dict[str, str]:
        """What was filled in, for the act."""
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}


class FactForm(forms.Form):
    """One compliance item."""

    is_present = forms.BooleanField(label=_later("We have it"), required=False)
    text = plain_text(_later("What there is"), 1000, rows=2)
    evidence_url = link(_later("Link to see it"), 300)
    is_confirmed = forms.BooleanField(label=_later("Looked at today, still so"), required=False)

    def __init__(self, answer: Answer, data: Any = None) -> None:
        self.answer, self.about = answer, answer.item.name
        initial = {
            "is_present": answer.is_there,
            "text": answer.text,
            "evidence_url": answer.evidence_url,
        }
        super().__init__(
            data, initial=initial, prefix=answer.item.code, use_required_attribute=False
        )

    def clean(self) -> dict[str, Any]:
        """What is there is described."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_present") and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what there is."))
        return said

    def told(self) -> FactTold:
        """What was filled in, for the act."""
        return FactTold(**self.cleaned_data)


class AgencyForms:
    """The whole page: the profiles and a form for every item the agency writes itself."""

    def __init__(self, report: Report, typed: Mapping[str, Any], data: Any = None) -> None:
        initial = {name: getattr(report.profile, name) for name in PROFILE_FIELDS}
        self.profile = ProfileForm(data, initial=initial)
        self.facts = [FactForm(one, data) for one in report.items if one.item.code in typed]

    def is_valid(self) -> bool:
        """Whether nothing is wrong; ``faults_of`` then tells all errors at once."""
        return all(form.is_valid() for form in self.every_form())

    def every_form(self) -> list[forms.Form]:
        """In the order of the page."""
        return [*self.facts, self.profile]

    def told(self) -> dict[str, FactTold]:
        """The facts by the code of their item."""
        return {form.answer.item.code: form.told() for form in self.facts}


def colour(label: Any, hint: Any) -> forms.CharField:
    """A colour, by the picker of the browser."""
    return forms.CharField(
        label=label,
        max_length=7,
        help_text=hint,
        error_messages=FILL_IN,
        widget=forms.TextInput(attrs={"type": "color", "class": "swatch"}),
    )


class LookForm(forms.Form):
    """The colours, the logo and the motto of an agency."""

    ground = colour(_later("Ground"), _later("Large areas and headings; white text stands on it."))
    action = colour(_later("Action"), _later("Buttons and links; white text stands on it."))
    accent = colour(_later("Accent"), _later("Little, and bright; dark text stands on it."))
    motto = plain_line(_later("Motto"), 160)
    logo = forms.FileField(
        label=_later("Logo"),
        required=False,
        help_text=_later("SVG up to 100 kB, or PNG up to 200 kB and 1,024 dots a side."),
        error_messages={"empty": _later("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )
    logo_alt = plain_line(
        _later("What the logo shows"), 120, help_text=_later("Read aloud to those who do not see.")
    )

    def look(self) -> Look:
        """What was filled in, for the act."""
        said = self.cleaned_data
        file = said["logo"]
        return Look(
            colours=Colours(*(said[name].lower() for name in ("ground", "action", "accent"))),
            motto=said["motto"],
            logo=file.read(MOST_BYTES) if file else None,
            logo_alt=said["logo_alt"],
        )
