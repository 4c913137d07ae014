"""An address that wants to be told when something is published."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _later

from lopo.foundation.staff_pages import DataSelect
from lopo.kernel.errors import FieldRefusal
from lopo.notifications.api import check_address
from lopo.organisation.api import Agency

from .fields import SHORT, text_field


class WebhookForm(forms.Form):
    """Who is told of what; the address is judged as the act judges it."""

    description = text_field(
        _later("What it is for"), 120, _later("For example: portal of the province.")
    )
    address = text_field(
        _later("Address"),
        500,
        _later("Begins with https://. The office that receives the messages gives it to you."),
        widget=forms.TextInput(attrs={"inputmode": "url", **SHORT}),
    )
    kinds = forms.MultipleChoiceField(
        label=_later("Told when"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _later("Choose at least one kind of message.")},
    )
    agency_code = forms.ChoiceField(label=_later("Agency"), required=False, widget=DataSelect)

    def __init__(
        self, agencies: Sequence[Agency], kinds: Mapping[str, "str | Promise"], data: Any
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        places = [("", _later("All agencies")), *((one.code, one.name) for one in agencies)]
        self.fields["kinds"].choices = list(kinds.items())  # type: ignore[attr-defined]
        self.fields["agency_code"].choices = places  # type: ignore[attr-defined]
        if data is None:
            self.initial["kinds"] = list(kinds)

    def clean_address(self) -> str:
        """Told together with what else is to be mended."""
        address: str = self.cleaned_data["address"]
        try:
            check_address(address)
        except FieldRefusal as refusal:
            raise forms.ValidationError(refusal.message) from None
        return address
