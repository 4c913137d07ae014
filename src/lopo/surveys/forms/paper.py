"""Sheets of paper as forms: a digit for every answer, nothing where there is no tick."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import Service
from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import Counter
from lopo.surveys.actions import LONGEST_REASON, LONGEST_REMARK, MOST_SHEETS, Said
from lopo.surveys.models import Instrument, Item, PaperCheck, PaperForm, ProfileField
from lopo.surveys.queries import Asked, told_apart
from lopo.surveys.rules import Difference

from .ballots import Line, Written

FIRST, SECOND = "1", "2"


class BatchForm(forms.Form):
    """A batch of sheets: of which day, how many, about what."""

    def __init__(
        self,
        data: Any = None,
        *,
        services: Sequence[Service],
        counters: Sequence[Counter],
        instruments: Sequence[Instrument],
        today: date,
    ) -> None:
        super().__init__(data)
        self.services = {one.code: one for one in services}
        self.counters = {one.code: one for one in counters}
        day = forms.DateInput(attrs={"type": "date", "max": today.isoformat()})
        self.fields["day"] = forms.DateField(
            label=_("Collected on"),
            help_text=_("The day the visitors filled the sheets in."),
            initial=today.isoformat(),
            widget=day,
        )
        self.fields["sheets"] = _sheets()
        named = [(one["code"], one["name"]) for one in told_apart(instruments)]
        self.fields["instrument"] = forms.ChoiceField(
            label=_("Questionnaire"), choices=named, widget=DataSelect
        )
        all_services = ("", _("Different ones: every sheet says its own"))
        self.fields["service"] = forms.ChoiceField(
            label=_("Service"),
            required=False,
            choices=[all_services, *((one.code, one.name) for one in services)],
            widget=DataSelect,
        )
        no_counter = ("", _("No counter, or different ones"))
        self.fields["counter"] = forms.ChoiceField(
            label=_("Counter"),
            required=False,
            choices=[no_counter, *((one.code, one.name) for one in counters)],
            widget=DataSelect,
        )

    @property
    def service(self) -> Service | None:
        """The service of all sheets, of a valid form."""
        return self.services.get(self.cleaned_data["service"])

    @property
    def counter(self) -> Counter | None:
        """The counter of all sheets, of a valid form."""
        return self.counters.get(self.cleaned_data["counter"])


def _sheets(initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Sheets"),
        help_text=_("Counted in the hand, before the first one is entered."),
        min_value=1,
        max_value=MOST_SHEETS,
        initial=initial,
    )


class SheetsForm(forms.Form):
    """How many sheets there are, counted anew."""

    def __init__(self, data: Any = None, *, sheets: int | None = None) -> None:
        super().__init__(data)
        self.fields["sheets"] = _sheets(sheets)


class ReasonForm(forms.Form):
    """Why something is not counted, or not shown."""

    reason = Line(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Digits(forms.CharField):
    """A number of a scale, or nothing; ``data-digit`` lets the script go on to the next."""

    def __init__(self, lowest: int, highest: int, **more: Any) -> None:
        self.scale = range(lowest, highest + 1)
        signs = len(str(highest))
        widget = forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "data-digit": f"{lowest}-{highest}",
                "class": "input digit",
            }
        )
        super().__init__(required=False, max_length=signs, widget=widget, **more)
        self.error_messages["max_length"] = self._said()

    def _said(self) -> Any:
        told = {"lowest": self.scale.start, "highest": self.scale.stop - 1}
        return _("Write a number from %(lowest)s to %(highest)s, or nothing.") % told

    def clean(self, value: Any) -> Any:
        """The number, or None."""
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and int(text) in self.scale):
            raise forms.ValidationError(self._said(), code="invalid")
        return int(text)


class SheetForm(forms.Form):
    """One sheet: a digit an answer, a digit for every field about the respondent, the remark."""

    def __init__(
        self,
        data: Any = None,
        *,
        asked: Asked,
        services: Sequence[Service] = (),
        filled: PaperForm | PaperCheck | None = None,
        with_remark: bool = True,
    ) -> None:
        super().__init__(data, initial=_initial(asked, filled))
        self.asked = asked
        self.services = {one.code: one for one in services}
        if services:
            choices = [("", "–"), *((one.code, one.name) for one in services)]
            self.fields["service"] = forms.ChoiceField(
                label=_("Service"), choices=choices, widget=DataSelect
            )
        scale = asked.instrument
        for item in self.in_order:
            self.fields[item.code] = Digits(scale.lowest, scale.highest, label=item.name)
        for one in asked.profile:
            self.fields[one.code] = Digits(
                1, len(one.options), label=one.name, help_text=_options_said(one)
            )
        if with_remark:
            self.fields["remark"] = Written(
                label=_("Remark"),
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def in_order(self) -> list[Item]:
        """The items as they stand on the sheet."""
        return sorted(self.asked.items, key=lambda item: item.form_position)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The fields of the answers, with the number that stands on the sheet."""
        return [
            {"number": number, "item": item, "field": self[item.code]}
            for number, item in enumerate(self.in_order, start=1)
        ]

    @property
    def named_here(self) -> list[str]:
        """The labels that are data, so Indonesian whatever the page speaks."""
        asked: list[Item | ProfileField] = [*self.asked.items, *self.asked.profile]
        return [one.name for one in asked]

    @property
    def respondent(self) -> list[forms.BoundField]:
        """The fields about the respondent."""
        return [self[one.code] for one in self.asked.profile]

    @property
    def service(self) -> Service | None:
        """The service the sheet names, of a valid form; None where the batch has one."""
        return self.services.get(self.cleaned_data.get("service", ""))

    def said(self) -> Said:
        """What the sheet says; only of a valid form."""
        found = self.cleaned_data
        return Said(
            answers={item.code: found[item.code] for item in self.asked.items},
            profile={
                one.code: one.options[found[one.code] - 1]["code"]
                for one in self.asked.profile
                if found[one.code]
            },
            remark=found.get("remark", ""),
        )


def _options_said(field: ProfileField) -> str:
    """`1 Laki-laki · 2 Perempuan`."""
    return " · ".join(f"{n} {one['name']}" for n, one in enumerate(field.options, start=1))


def _initial(asked: Asked, filled: PaperForm | PaperCheck | None) -> dict[str, Any]:
    if filled is None:
        return {}
    given: dict[str, Any] = {
        item.code: value for item, value in zip(asked.items, filled.answers, strict=True)
    }
    for one in asked.profile:
        codes = [option["code"] for option in one.options]
        chosen = filled.profile.get(one.code)
        given[one.code] = codes.index(chosen) + 1 if chosen in codes else None
    remark = filled.remark if isinstance(filled, PaperForm) else ""
    return {**given, "service": filled.service.code, "remark": remark}


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """What a place of a sheet is called, and how its value is said: None where nothing stands.

    Values are data, and so is the label, unless ``is_ours``.
    """

    label: str
    says: Callable[[Any], str | None]
    is_ours: bool = False


class SettleForm(forms.Form):
    """Two readings of a sheet, place by place: which of them is right?"""

    def __init__(
        self, data: Any = None, *, gaps: Sequence[Difference], told: Mapping[str, PlaceTold]
    ) -> None:
        super().__init__(data)
        self.gaps = gaps
        self.told = told
        nothing = _("nothing ticked")
        for gap in gaps:
            place = told[gap.key]
            first, second = (place.says(one) or nothing for one in (gap.first, gap.second))
            choices = [
                (FIRST, _("First entry: %(value)s") % {"value": first}),
                (SECOND, _("Second entry: %(value)s") % {"value": second}),
            ]
            messages = {"required": _("Decide every difference.")}
            self.fields[gap.key] = forms.ChoiceField(
                label=place.label, choices=choices, widget=forms.RadioSelect,
                error_messages=messages,
            )  # fmt: skip

    @property
    def places(self) -> list[dict[str, Any]]:
        """Every field with what in it is data: of its label and of each of its sentences."""
        return [
            {
                "field": self[gap.key],
                "is_ours": self.told[gap.key].is_ours,
                "options": [
                    (option, self.told[gap.key].says(value) or "")
                    for option, value in zip(self[gap.key], (gap.first, gap.second), strict=True)
                ],
            }
            for gap in self.gaps
        ]

    @property
    def named_here(self) -> list[str]:
        """The labels that are data, so Indonesian whatever the page speaks."""
        return [one.label for one in self.told.values() if not one.is_ours]

    def takes_second(self) -> dict[str, bool]:
        """At which places the second reading is right; only of a valid form."""
        return {gap.key: self.cleaned_data[gap.key] == SECOND for gap in self.gaps}
