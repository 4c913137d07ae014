"""Who gets which duty for which agency."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _later

from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Agency
from lopo.people.api import Mandate, User

from .fields import FILL_IN


class MandateForm(forms.Form):
    """An account, an agency, a duty."""

    account = forms.ChoiceField(label=_later("Account"), error_messages=FILL_IN, widget=DataSelect)
    of_agency = forms.ChoiceField(label=_later("Agency"), error_messages=FILL_IN, widget=DataSelect)
    duty = forms.ChoiceField(
        label=_later("May"), choices=Mandate.DutyName.choices, error_messages=FILL_IN
    )

    def __init__(self, agencies: Sequence[Agency], people: Sequence[User], data: Any) -> None:
        super().__init__(data, use_required_attribute=False)
        self._agencies = {one.code: one for one in agencies}
        self._people = {one.username: one for one in people}
        names = [("", ""), *((name, str(one)) for name, one in self._people.items())]
        places = [("", ""), *((code, one.name) for code, one in self._agencies.items())]
        self.fields["account"].choices = names  # type: ignore[attr-defined]
        self.fields["of_agency"].choices = places  # type: ignore[attr-defined]

    def person(self) -> User:
        """The account that was chosen; only after ``is_valid``."""
        return self._people[self.cleaned_data["account"]]

    def agency(self) -> Agency:
        """The agency that was chosen; only after ``is_valid``."""
        return self._agencies[self.cleaned_data["of_agency"]]
