"""What the pages of the shared registers ask."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Agency
from lopo.registers.api import Regulation, RegulationFacts, Wording

from .content import HANDOVERS
from .fields import choice, day, line, text

CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]*")
FOR_ALL = ""


def _code(label: Any) -> forms.CharField:
    return line(label, 40, required=True, help_text=_later("Capitals and digits, such as PP11_17."))


def checked_code(form: forms.Form) -> str:
    """A code as the registers have them, in capitals."""
    code = str(form.cleaned_data["code"]).strip().upper()
    if not CODE.fullmatch(code):
        raise forms.ValidationError(_("Only capitals, digits, full stop, hyphen and underscore."))
    return code


class RegulationForm(forms.Form):
    """What is said of a regulation."""

    title = text(
        _later("Title as it is cited"),
        500,
        "PP Nomor 11 Tahun 2017 tentang Manajemen PNS",
        rows=2,
    )
    valid_from = day(_later("In force from"), required=False)
    link = line(
        _later("Where its text is"), 500, help_text=_later("An address that begins with https://.")
    )
    note = text(_later("Note"), 500, rows=2)

    def clean_title(self) -> str:
        """One line, and never empty."""
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Please fill this in."))
        return title

    def clean_link(self) -> str:
        """Only addresses that nobody on the way can change."""
        link = str(self.cleaned_data["link"]).strip()
        if link and not re.fullmatch(r"https://[^\s\"'<>]+", link):
            raise forms.ValidationError(_("Only an address that begins with https://."))
        return link

    @property
    def facts(self) -> RegulationFacts:
        """What was said; only after ``is_valid``."""
        names = ("title", "valid_from", "note", "link")
        return RegulationFacts(**{name: self.cleaned_data[name] for name in names})


class NewRegulationForm(RegulationForm):
    """A regulation the register does not have yet."""

    code = _code(_later("Code"))
    field_order = ("code", "title", "valid_from", "link", "note")

    def clean_code(self) -> str:
        """As in the register."""
        return checked_code(self)


class EndForm(forms.Form):
    """Since when a regulation holds no longer, and what took its place."""

    valid_to = day(
        _later("No longer in force from"),
        _later("Leave it empty if it still holds."),
        required=False,
    )
    replaced_by = forms.ChoiceField(label=_later("Replaced by"), required=False, widget=DataSelect)

    def __init__(self, *given: Any, others: Iterable[Regulation], **more: Any) -> None:
        super().__init__(*given, **more)
        self.others = {str(one.pk): one for one in others}
        nothing = [("", _("nothing, or not known"))]
        shown = [(pk, f"{one.title} ({one.code})") for pk, one in self.others.items()]
        self.fields["replaced_by"].choices = nothing + shown  # type: ignore[attr-defined]

    @property
    def successor(self) -> Regulation | None:
        """What took its place; only after ``is_valid``."""
        return self.others.get(self.cleaned_data["replaced_by"])


class WordingForm(forms.Form):
    """What a requirement of the register says in every standard."""

    name = line(_later("Document or condition"), 300, required=True)
    format = line(_later("Format"), 40)
    handover = choice(_later("How"), HANDOVERS)
    sensitive = forms.BooleanField(
        label=_later("Sensitive: seen only by the officer who handles it"), required=False
    )

    def clean_name(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    @property
    def wording(self) -> Wording:
        """What was said; only after ``is_valid``."""
        said = self.cleaned_data
        return Wording(said["name"], said["format"], said["handover"], said["sensitive"])


class NewRequirementForm(WordingForm):
    """A requirement the register does not have yet, and whose it is."""

    agency = forms.ChoiceField(label=_later("For"), required=False, widget=DataSelect)
    code = _code(_later("Code"))
    field_order = ("agency", "code", "name", "format", "handover", "sensitive")

    def __init__(self, *given: Any, agencies: Iterable[Agency], for_all: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        self.agencies = {one.code: one for one in agencies}
        shown = [(code, one.name) for code, one in self.agencies.items()]
        everybody = [(FOR_ALL, _("all agencies"))] if for_all else []
        self.fields["agency"].choices = everybody + shown  # type: ignore[attr-defined]
        self.fields["agency"].required = not for_all

    def clean_code(self) -> str:
        """As in the register."""
        return checked_code(self)

    @property
    def owner(self) -> Agency | None:
        """Whose it is (None: for all); only after ``is_valid``."""
        return self.agencies.get(self.cleaned_data["agency"])
