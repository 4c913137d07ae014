"""What the stages of a standard's life ask."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.catalogue.api import LARGEST_FILE, Signatory

from .fields import RowForm, choice, day, line, text

MOST_SIGNATORIES = 40
HELD, WAIVED = "DIADAKAN", "TIDAK"


class FileForm(forms.Form):
    """A file with standards."""

    file = forms.FileField(
        label=_later("File"),
        help_text=_later("JSON, XLSX, or a zip of CSV files; at most 5 MB."),
        error_messages={
            "required": _later("Choose a file first."),
            "empty": _later("The file is empty."),
        },
    )

    def clean_file(self) -> Any:
        """No larger than what is read."""
        found = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return found


class NoteForm(forms.Form):
    """What a draft changes, in one sentence."""

    change_note = text(
        _later("What changes, and why"), 500, _later("Published with the new version."), rows=2
    )


class MinutesForm(forms.Form):
    """The public consultation: its minutes, or the reason why there was none."""

    held = forms.ChoiceField(
        label=_later("Public consultation"),
        choices=[
            (HELD, _later("It was held")),
            (WAIVED, _later("There was none, for a reason that is published")),
        ],
        widget=forms.RadioSelect,
        initial=HELD,
    )
    held_on = day(_later("Held on"), required=False)
    place = line(_later("Where"), 200)
    minutes = text(_later("Minutes"), 20_000, _later("What was said. No names of people."), rows=6)
    changes = text(_later("Changes made after it"), 5000)
    waived_because = text(_later("Reason"), 500, rows=2)

    def clean(self) -> dict[str, Any]:
        """Minutes need a day and a text; none needs its reason."""
        said: dict[str, Any] = super().clean() or {}
        needed = ["held_on", "minutes"] if said.get("held") == HELD else ["waived_because"]
        for name in needed:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        return said


class SignatoryForm(RowForm):
    """Who signed the minutes."""

    telling = ("body",)

    element = choice(_later("Element"), Signatory.Element.choices)
    body = line(_later("Body or group"), 200, required=True)
    office = line(_later("Function"), 200)


SignatoryFormSet = formset_factory(
    SignatoryForm,
    extra=3,
    max_num=MOST_SIGNATORIES,
    absolute_max=MOST_SIGNATORIES,
    validate_max=True,
)


class DecreeForm(forms.Form):
    """The decree a version comes into force by."""

    decree_number = line(_later("Number of the decree"), 120, required=True)
    decree_date = day(_later("Date of the decree"))
    decree_office = line(_later("Signed by (office)"), 200, required=True)
    valid_from = day(
        _later("In force from"), _later("Today or later: what was promised in the past stays.")
    )


class WithdrawForm(forms.Form):
    """The end of a standard without a successor."""

    reason = text(_later("Reason"), 500, _later("Published with the last version."), rows=2)
    valid_from = day(_later("No longer promised from"))

    def clean_reason(self) -> str:
        """A reason is needed."""
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError(_("Please fill this in."))
        return reason
