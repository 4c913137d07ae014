"""What is asked of those who have sheets made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PAPER_NAMES = [
    ("a4", _("Posters, A4")),
    ("a3", _("Posters, A3")),
    ("spanduk", _("Roll-ups, 60 × 160 cm")),
    ("a6", _("Counter cards, A6")),
]
SOPS = "sop"


class BatchForm(forms.Form):
    """Which sheets of every service of an agency."""

    sheets = forms.MultipleChoiceField(
        label=_("What to make"),
        choices=[*PAPER_NAMES, (SOPS, _("SOP sheets"))],
        initial=["a4", SOPS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of sheet.")},
    )

    def wanted(self) -> dict[str, Any]:
        """As the act wants it."""
        chosen = self.cleaned_data["sheets"]
        return {"papers": [one for one in chosen if one != SOPS], "sops": SOPS in chosen}
