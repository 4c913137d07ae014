"""What follow-up plans and reports ask of whoever writes them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.foundation.staff_pages import DataSelect
from lopo.surveys.api import period_spelled

from .models import FollowUp

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[FollowUp]
else:
    ModelForm = forms.ModelForm

FILL_IN = {"required": _later("Please fill this in.")}


class PlanItemForm(ModelForm):
    """One thing that is planned."""

    quarters = forms.TypedMultipleChoiceField(
        label=_later("Quarters (TW)"),
        choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FILL_IN,
    )
    year = forms.IntegerField(label=_later("Year"), min_value=2000, max_value=2100)

    class Meta:
        model = FollowUp
        fields = ["action", "quarters", "year", "function", "target", "evidence"]
        labels = {
            "action": _later("What is done"),
            "function": _later("Office that answers for it"),
            "target": _later("Target value"),
            "evidence": _later("What will prove it"),
        }
        help_texts = {"function": _later("An office or a function, never a name.")}
        error_messages = dict.fromkeys(fields, FILL_IN)
        widgets = {"action": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        """The target is not below what it is now."""
        said: dict[str, Any] = super().clean() or {}
        target = said.get("target")
        if target is not None and not self.instance.value <= target <= 100:  # noqa: PLR2004
            self.add_error("target", _("The target lies between the value now and 100."))
        return said


class RealiseForm(ModelForm):
    """What became of it."""

    evidence_link = forms.URLField(
        label=_later("Link to the evidence"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _later("A link begins with https://.")},
    )

    class Meta:
        model = FollowUp
        fields = [
            "state",
            "realised_date",
            "realisation",
            "dropped_reason",
            "evidence",
            "evidence_link",
        ]
        labels = {
            "state": _later("How far it is"),
            "realised_date": _later("Done on"),
            "realisation": _later("What was done, in one sentence"),
            "dropped_reason": _later("Why it was dropped"),
            "evidence": _later("Evidence"),
        }
        widgets = {"realised_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["realised_date"].required = False

    def clean(self) -> dict[str, Any]:
        """Done says what and when, dropped says why."""
        said: dict[str, Any] = super().clean() or {}
        needed = {"DONE": ("realised_date", "realisation"), "DROPPED": ("dropped_reason",)}
        for name in needed.get(said.get("state", ""), ()):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, FILL_IN["required"])
        return said


class AskedForm(forms.Form):
    """Of whom and of which period something is wanted."""

    of = forms.ChoiceField(label=_later("Of"), error_messages=FILL_IN, widget=DataSelect)
    period = forms.CharField(label=_later("Period"), max_length=8, error_messages=FILL_IN)

    def __init__(
        self, choices: Sequence[tuple[str, str]], periods: Sequence[Any], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "use_required_attribute": False})
        self.fields["of"].choices = choices  # type: ignore[attr-defined]
        self.fields["of"].widget.choices = choices
        self.fields["period"].widget = forms.Select(choices=periods)

    def clean_period(self) -> Any:
        """A period there is."""
        found = period_spelled(self.cleaned_data["period"])
        if found is None:
            raise forms.ValidationError(_("There is no such period."))
        return found
