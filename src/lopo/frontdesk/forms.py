"""What visitors fill in at the front desk. Field names are the words of the page's address."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.frontdesk.models import Ticket

LONGEST_CODE = 40


class TakeForm(forms.Form):
    """What a number is taken for; ``kunci`` makes a second press harmless."""

    layanan = forms.CharField(
        label=_later("What do you come for?"),
        max_length=LONGEST_CODE,
        error_messages={"required": _later("Choose a service first.")},
    )
    prioritas = forms.ChoiceField(
        label=_later("Should you be served earlier?"),
        choices=[("", _later("No, thank you")), *Ticket.Priority.choices],
        required=False,
    )
    kunci = forms.CharField(max_length=LONGEST_CODE, required=False)
    kode = forms.CharField(max_length=LONGEST_CODE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The group as a whole: error messages lead there.
        self.fields["layanan"].widget.attrs["id"] = "layanan"
        self.fields["prioritas"].widget.attrs["id"] = "prioritas"

    def clean_prioritas(self) -> str | None:
        """The declared class, or None."""
        return self.cleaned_data["prioritas"] or None

    def clean(self) -> dict[str, Any]:
        """A page without a key of its own cannot tell a second press from a second number."""
        cleaned = super().clean() or self.cleaned_data
        try:
            UUID(cleaned.get("kunci", ""))
        except ValueError:
            raise forms.ValidationError(
                _("This page had become too old. Please press once more.")
            ) from None
        return cleaned


class DoorCodeForm(forms.Form):
    """The code shown on the screen in the room."""

    kode = forms.CharField(
        label=_later("Code of the room"),
        help_text=_later("Six letters and digits on the screen in the service room, new each day."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={
                "class": "input code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _later("Type the code you see in the room.")},
    )
