"""The questionnaire as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import Service
from lopo.surveys.actions import LONGEST_REMARK, Said
from lopo.surveys.models import Item
from lopo.surveys.queries import Asked


class BallotForm(forms.Form):
    """Worded answers to what is asked, what one may say of oneself, and a remark."""

    def __init__(
        self,
        data: Any = None,
        *,
        asked: Asked,
        services: Sequence[Service] = (),
        official: bool = False,
        with_profile: bool = True,
    ) -> None:
        super().__init__(data)
        self.asked = asked
        self.services = {service.code: service for service in services}
        if services:
            self.fields["service"] = _one_of(
                [(one.code, one.name) for one in services], _("Which service did you receive?")
            )
        for item in asked.shown:
            label = item.question if official else item.short_question
            self.fields[item.code] = _one_of(self._answers(item), label)
        if with_profile:
            for one in asked.profile:
                choices = [("", _("Rather not say"))]
                choices += [(option["code"], option["name"]) for option in one.options]
                field = forms.ChoiceField(choices=choices, required=False, label=one.name)
                self.fields[one.code] = field
        self.fields["remark"] = forms.CharField(
            max_length=LONGEST_REMARK,
            required=False,
            label=_("Is there anything you would like to tell us?"),
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _answers(self, item: Item) -> list[tuple[str, str]]:
        lowest = self.asked.instrument.lowest
        return [(str(lowest + place), said) for place, said in enumerate(item.answers)]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions, in the order of the form."""
        return [self[item.code] for item in self.asked.shown]

    @property
    def about_you(self) -> list[forms.BoundField]:
        """What one may say of oneself."""
        return [self[one.code] for one in self.asked.profile if one.code in self.fields]

    @property
    def service(self) -> Service:
        """The service that was chosen, of a form that asks for it."""
        return self.services[self.cleaned_data["service"]]

    def said(self) -> Said:
        """What was filled in; only of a form that is valid."""
        found = self.cleaned_data
        return Said(
            answers={item.code: int(found[item.code]) for item in self.asked.shown},
            profile={
                one.code: found[one.code] for one in self.asked.profile if found.get(one.code)
            },
            remark=found["remark"].strip(),
        )


def _one_of(choices: list[tuple[str, str]], label: Any) -> forms.ChoiceField:
    messages = {
        "required": _("Choose one of the answers."),
        "invalid_choice": _("Choose one of the answers."),
    }
    return forms.ChoiceField(
        choices=choices, label=label, widget=forms.RadioSelect, error_messages=messages
    )
