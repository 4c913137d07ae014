"""What belongs to a centre: queues, counters, services, people, devices, facts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.foundation.staff_pages import DataSelect
from lopo.organisation.api import ARCHIVAL_REASON_LENGTH
from lopo.people.api import Role, RolesApart, check_roles_together

from .fields import (
    COUNTER_CODE,
    FILL_IN,
    LETTER,
    SHORT,
    TELEPHONE,
    email_field,
    lines_field,
    number_field,
    text_field,
)


class ServiceForm(forms.Form):
    """A service in the simplest form: what a visitor must know before coming."""

    name = text_field(_later("Name of the service"), 200)
    category = text_field(
        _later("Category"), 80, _later("Services of one category usually share a queue.")
    )
    requirements = lines_field(
        _later("What to bring"), required=False, hint=_later("One document on each line.")
    )
    steps = lines_field(_later("Steps"), hint=_later("What happens, one step on each line."))
    working_days = number_field(
        _later("Working days until it is done"),
        0,
        1000,
        help_text=_later("0 when the visitor can wait for it."),
    )
    fee = number_field(
        _later("Fee in rupiah"),
        0,
        10**12,
        initial=0,
        help_text=_later("0 when it is free. Other amounts need a legal basis."),
    )
    fee_basis = text_field(
        _later("Legal basis of the fee"),
        300,
        hint=_later("The regulation that sets it, with its number and year."),
        required=False,
    )
    product = text_field(
        _later("Result"), 200, hint=_later("What the visitor gets, for example a card.")
    )

    def clean(self) -> dict[str, Any]:
        """A fee without a legal basis is refused (UU 25/2009 art. 31)."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("fee"):
            said["fee_basis"] = ""
        elif not said.get("fee_basis") and "fee_basis" not in self.errors:
            message = _("Name the regulation that sets this fee, or write 0.")
            self.add_error("fee_basis", message)
        return said


class LetterField(forms.CharField):
    """One letter; a small one becomes a capital."""

    def to_python(self, value: Any) -> Any:
        """As it will stand on the numbers."""
        text = super().to_python(value)
        return text.upper() if isinstance(text, str) else text


class QueueForm(forms.Form):
    """A queue: its letter and its name."""

    code = LetterField(
        label=_later("Letter"),
        max_length=1,
        validators=[LETTER],
        error_messages=FILL_IN,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = text_field(_later("Name of the queue"), 80)


class CounterForm(forms.Form):
    """A counter: its number, its name, the queues it serves."""

    code = text_field(
        _later("Number"), 8, validators=[COUNTER_CODE], widget=forms.TextInput(attrs={"size": 4})
    )
    name = text_field(_later("Name of the counter"), 80)
    queues = forms.MultipleChoiceField(
        label=_later("Serves the queues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_later("None ticked: all queues."),
    )

    def __init__(self, *args: Any, queues: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queues"].choices = list(queues.items())  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Somebody to invite: for whom the link is, and the roles it gives."""

    name = text_field(
        _later("For whom"),
        120,
        _later("A name or function that you recognise, for example officer of counter 1."),
    )
    roles = forms.MultipleChoiceField(
        label=_later("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _later("Choose at least one role.")},
    )

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = list(roles.items())  # type: ignore[attr-defined]

    def clean_roles(self) -> list[str]:
        """Roles that one person may hold together."""
        chosen: list[str] = self.cleaned_data["roles"]
        try:
            check_roles_together([Role(role) for role in chosen])
        except RolesApart as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return chosen


class PlacesForm(forms.Form):
    """Which queue takes the numbers of which service: one choice for each service."""

    def __init__(
        self, *args: Any, services: Mapping[str, str], queues: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = list(queues.items())
        for code, name in services.items():
            field = forms.ChoiceField(
                label=name, choices=choices, required=False, widget=DataSelect
            )
            self.fields[code] = field


class AssignForm(forms.Form):
    """A role for somebody who has an account already."""

    username = text_field(_later("User name"), 150, widget=forms.TextInput(attrs=SHORT))
    role = forms.ChoiceField(label=_later("Role"), error_messages=FILL_IN)

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles.items())  # type: ignore[attr-defined]
        self.fields["role"].initial = next(iter(roles), None)


class PairForm(forms.Form):
    """The code on the screen of a device, and what the device will be."""

    code = text_field(
        _later("Code on the screen"),
        20,
        hint=_later("Eight letters and digits; large or small, with or without spaces."),
        widget=forms.TextInput(attrs={**SHORT, "autocapitalize": "characters"}),
    )
    kind = forms.ChoiceField(
        label=_later("What is it?"),
        choices=[("KIOSK", _later("Kiosk")), ("TV", _later("Television"))],
        initial="KIOSK",
        widget=forms.RadioSelect,
        error_messages=FILL_IN,
    )
    name = text_field(
        _later("Name of the device"),
        80,
        _later("Where it stands, for example kiosk at the entrance."),
    )
    in_room = forms.BooleanField(
        label=_later("It stands in the service room"), required=False, initial=True
    )


class ArchiveForm(forms.Form):
    """Why a whole centre goes out of use."""

    reason = text_field(
        _later("Reason"),
        ARCHIVAL_REASON_LENGTH,
        _later("Everybody reads it. Say where visitors can go now."),
    )


class FactsForm(forms.Form):
    """What is said of a centre, and the rules of its room."""

    name = text_field(_later("Name of the service centre"), 120)
    address = text_field(_later("Address"), 300, required=False)
    phone = text_field(_later("Telephone"), 40, required=False, validators=[TELEPHONE])
    email = email_field()
    wifi_ssid = text_field(_later("Name of the visitors' Wi-Fi"), 32, required=False)
    wifi_password = text_field(
        _later("Its password"),
        63,
        _later("Printed on every slip: use the password of the guest network only."),
        required=False,
    )
    no_show_calls = number_field(_later("Calls before a visitor counts as not here"), 1, 20)
    no_show_interval_seconds = number_field(_later("Seconds between these calls"), 1, 3600)
    return_minutes = number_field(_later("Minutes in which a missed visitor may come back"), 0, 480)
    remote_grace_minutes = number_field(
        _later("Minutes a number from a phone is kept after it was passed over"), 0, 480
    )
