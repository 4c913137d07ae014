"""The questionnaire as a form."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import Service
from lopo.surveys.actions import LONGEST_REMARK, Said
from lopo.surveys.models import Item
from lopo.surveys.queries import Asked
from lopo.surveys.rules import plain_text

FACES = 4
# "Rather not say", where nothing chosen is not the same as that.
UNSAID = "-"


def page_key(version: int, key: str = "") -> str:
    """The key of a view of the form with the version it asks; a new one unless ``key`` is given."""
    return f"{key or uuid4()}.{version}"


class Written(forms.CharField):
    """Free text over several lines; its length is that of what is kept."""

    def to_python(self, value: Any) -> str:
        """The text without signs nobody sees."""
        return plain_text(super().to_python(value) or "")


class Line(Written):
    """Free text in one line."""

    def to_python(self, value: Any) -> str:
        """The text without signs nobody sees, and without line ends."""
        return " ".join(super().to_python(value).split())


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
        self.fields["remark"] = Written(
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
            remark=found.get("remark", ""),
        )


class VisitorForm(BallotForm):
    """The questionnaire as those who were served meet it: one question after the other.

    ``kunci`` makes a second press harmless; without one, or with an odd one, every press counts
    by itself. It also says which version the page asked when it was opened. ``short``: the
    questions only, for a kiosk, where others wait.
    """

    def __init__(self, data: Any = None, *, short: bool = False, **facts: Any) -> None:
        super().__init__(data, with_profile=not short, **facts)
        # Not a CharField: what that refuses (a NUL) nobody could mend in a field nobody sees.
        version = self.asked.instrument.version
        self.fields["kunci"] = forms.Field(
            required=False, initial=partial(page_key, version), widget=forms.HiddenInput
        )
        for one in self.asked.profile:
            if one.code in self.fields:
                choices = [(option["code"], option["name"]) for option in one.options]
                self.fields[one.code] = forms.ChoiceField(
                    choices=[*choices, (UNSAID, _("Rather not say"))],
                    required=False,
                    label=one.name,
                    widget=forms.RadioSelect,
                    error_messages={"invalid_choice": _("Choose one of the answers.")},
                )
        if short:
            del self.fields["remark"]
            return
        remark = self.fields["remark"]
        remark.help_text = _("Please write no names or phone numbers, yours or others’.")
        remark.error_messages["max_length"] = _("Use at most %(most)s characters.") % {
            "most": LONGEST_REMARK
        }

    def clean_kunci(self) -> str:
        """The key of this view of the form, or nothing."""
        try:
            return str(UUID(str(self.cleaned_data["kunci"] or "").partition(".")[0]))
        except ValueError:
            return ""

    def said(self) -> Said:
        """The same; who would rather not say has said nothing."""
        for one in self.asked.profile:
            if self.cleaned_data.get(one.code) == UNSAID:
                self.cleaned_data[one.code] = ""
        return super().said()

    @property
    def has_two_wordings(self) -> bool:
        """Whether a question is worded in few words and in full."""
        return any(item.question != item.short_question for item in self.asked.shown)

    @property
    def has_faces(self) -> bool:
        """Whether the answers are the four that have a face."""
        scale = self.asked.instrument
        return scale.highest - scale.lowest + 1 == FACES


class LetterForm(forms.Form):
    """Where the link of a visit is to be written to."""

    to = forms.CharField(
        max_length=254,
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Write an e-mail address such as nama@contoh.id.")},
    )


def _one_of(choices: list[tuple[str, str]], label: Any) -> forms.ChoiceField:
    messages = {
        "required": _("Choose one of the answers."),
        "invalid_choice": _("Choose one of the answers."),
    }
    return forms.ChoiceField(
        choices=choices, label=label, widget=forms.RadioSelect, error_messages=messages
    )
