"""What a system administrator enters about questionnaires."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import Service, known_service
from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Agency
from lopo.surveys.actions import refused_bands
from lopo.surveys.models import Item
from lopo.surveys.rules import BandRow, read_bands

LONGEST = 300
MOST_BYTES = 1_000_000


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def _line(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, **more)


class InstrumentsFileForm(forms.Form):
    """A file with questionnaires."""

    file = forms.FileField(
        label=_("File with questionnaires (JSON)"),
        help_text=_("All of it is taken over, or nothing. A version that has begun never changes."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file, not more than one may send."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return bytes(sent.read())


class EndForm(forms.Form):
    """The last day of a version."""

    last_day = _day(_("Last day"))


class BandsForm(forms.Form):
    """Grades of a new year, a line each."""

    valid_from = _day(_("From"))
    bands = forms.CharField(
        label=_("Grades"),
        max_length=2000,
        help_text=_("A line each: grade; name; lowest value. Example: A; Sangat baik; 88,31"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    legal_basis = _line(_("Legal basis"))

    rows: Sequence[BandRow] = ()

    def clean_bands(self) -> str:
        """The lines, read."""
        text = str(self.cleaned_data["bands"])
        self.rows, faults = read_bands(text)
        if faults:
            raise forms.ValidationError([one.message for one in refused_bands(faults).errors])
        return text


class ExemptionForm(forms.Form):
    """An item that does not apply: to whom, why, by which rule, from when on."""

    def __init__(
        self, data: Any = None, *, items: Sequence[Item], agencies: Sequence[Agency], today: date
    ) -> None:
        super().__init__(data)
        self.items = {one.code: one for one in items}
        self.agencies = {one.code: one for one in agencies}
        self.fields["item"] = forms.ChoiceField(
            label=_("Item"),
            choices=[(one.code, f"{one.code} {one.name}") for one in items],
            widget=DataSelect,
        )
        everybody = ("", _("All agencies"))
        self.fields["agency"] = forms.ChoiceField(
            label=_("Agency"),
            required=False,
            choices=[everybody, *((one.code, one.name) for one in agencies)],
            widget=DataSelect,
        )
        self.fields["service"] = forms.CharField(
            label=_("Code of the service"),
            required=False,
            max_length=40,
            help_text=_("Only where it is one service. Example: CUTI"),
        )
        self.fields["reason"] = _line(_("Reason"))
        self.fields["legal_basis"] = _line(_("Legal basis"))
        self.fields["valid_from"] = _day(_("From"), initial=today.isoformat())
        self.fields["valid_until"] = _day(_("Until"), required=False)

    def clean_service(self) -> Service | None:
        """The service of the code."""
        code = self.cleaned_data["service"].strip()
        if not code:
            return None
        found = known_service(code)
        if found is None:
            raise forms.ValidationError(_("There is no service with this code."))
        return found

    def clean(self) -> dict[str, Any]:
        """Item and agency themselves instead of their codes."""
        facts = super().clean() or {}
        facts["item"] = self.items.get(facts.get("item", ""))
        facts["agency"] = self.agencies.get(facts.get("agency", ""))
        return facts
