"""Where a service moves, from which day, and by which regulation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.catalogue.api import LegalBasis
from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Agency, Centre, Unit

from .fields import FILL_IN, text_field

Places = Mapping[str, tuple[Agency, Unit | None]]


def _day(label: Any, hint: Any = "") -> forms.DateField:
    wrong = {**FILL_IN, "invalid": _later("Write the date as 2027-01-31.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, error_messages=wrong, widget=widget)


class MoveForm(forms.Form):
    """A service goes to another agency; everything else of it stays."""

    place = forms.ChoiceField(
        label=_later("Moves to"),
        help_text=_later("The agency, and the unit in it that will answer for the service."),
        error_messages=FILL_IN,
        widget=DataSelect,
    )
    from_day = _day(_later("From"), _later("Today or later. Until then everything stays as it is."))
    basis_number = text_field(
        _later("Regulation"), 200, _later("For example: Perda Nomor 3 Tahun 2026")
    )
    basis_date = _day(_later("Date of the regulation"))
    basis_office = text_field(
        _later("Decided by (office)"), 200, _later("For example: Gubernur. Never a name.")
    )
    reason = text_field(
        _later("Reason"),
        500,
        _later("In a sentence. It is kept with the move."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    stop_at = forms.MultipleChoiceField(
        label=_later("No longer given at"),
        required=False,
        help_text=_later("Leave it empty, and visitors find it where they find it now."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, places: Places, centres: Sequence[Centre], data: Any, day: date) -> None:
        super().__init__(data, use_required_attribute=False, initial={"from_day": day})
        self._places, self._today = places, day
        self.fields["place"].choices = [("", ""), *_grouped(places)]  # type: ignore[attr-defined]
        self.fields["stop_at"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in centres
        ]

    def clean(self) -> dict[str, Any]:
        """A centre stops on the day itself: for a day ahead nothing can be stopped yet."""
        said: dict[str, Any] = super().clean() or {}
        day = said.get("from_day")
        if said.get("stop_at") and day is not None and day > self._today:
            self.add_error(
                "stop_at", _("Choose it on the day of the move, on the page of the centre.")
            )
        return said

    def chosen(self) -> tuple[Agency, Unit | None]:
        """The agency and its unit (None: the agency as a whole); only after ``is_valid``."""
        return self._places[self.cleaned_data["place"]]

    def basis(self) -> LegalBasis:
        """The regulation; only after ``is_valid``."""
        said = self.cleaned_data
        return LegalBasis(said["basis_number"], said["basis_date"], said["basis_office"])

    def sent(self) -> list[tuple[str, str]]:
        """Every field as it was sent, to be sent again."""
        return [
            (name, value)
            for name in self.fields
            for value in self.data.getlist(name)  # type: ignore[attr-defined]  # a QueryDict
        ]


class CallOffForm(forms.Form):
    """Why a planned move does not happen."""

    reason = text_field(_later("Reason"), 500, _later("It is kept with the move."))


def _grouped(places: Places) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for value, (agency, unit) in places.items():
        label = unit.name if unit is not None else _("%(agency)s as a whole") % {"agency": agency}
        groups.setdefault(agency.name, []).append((value, label))
    return list(groups.items())
