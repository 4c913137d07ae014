"""What is entered beside the ballots: how many people an agency serves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Agency

from .ballots import Line

MOST_PEOPLE = 100_000_000
LONGEST_SOURCE = 300


class PopulationForm(forms.Form):
    """How many people an agency serves, by which source, since when."""

    def __init__(self, data: Any = None, *, agencies: Sequence[Agency], today: date) -> None:
        super().__init__(data)
        self.agencies = {one.code: one for one in agencies}
        self.fields["agency"] = forms.ChoiceField(
            label=_("Agency"),
            choices=[(one.code, one.name) for one in agencies],
            widget=DataSelect,
        )
        self.fields["people"] = forms.IntegerField(
            label=_("People served"), min_value=1, max_value=MOST_PEOPLE
        )
        self.fields["source"] = Line(
            label=_("Source"),
            max_length=LONGEST_SOURCE,
            help_text=_("Where the number is from, so that everybody can look it up."),
        )
        self.fields["valid_from"] = forms.DateField(
            label=_("Since"),
            initial=today.replace(month=1, day=1).isoformat(),
            widget=forms.DateInput(attrs={"type": "date"}),
        )

    @property
    def agency(self) -> Agency:
        """The agency chosen, of a valid form."""
        return self.agencies[self.cleaned_data["agency"]]
