"""What an administrator fills in: the steps of the wizard, and the pages of a centre."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from .queries import agency_taken, provinces, zone_of

FILL_IN = {"required": _later("Fill this in.")}
LETTER = RegexValidator(r"^[A-Z]$", _later("A queue has one letter, A to Z."))
COUNTER_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9-]*$", _later("Use letters, digits and hyphens only.")
)
CENTRE_CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$", _later("Use small letters, digits and hyphens only.")
)
NEW_AGENCY = "+"
CLOCK = "%H:%M"
LARGEST_FILE = 1024 * 1024
LONGEST_LINE = 300
SHORT = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _text(label: Any, longest: int, **more: Any) -> forms.CharField:
    more.setdefault("error_messages", FILL_IN)
    return forms.CharField(label=label, max_length=longest, **more)


def _password(label: Any, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return _text(label, 200, strip=False, widget=widget, **more)


def _short_lines(text: str) -> None:
    """Every line fits its column in the catalogue."""
    if any(len(line) > LONGEST_LINE for line in text.splitlines()):
        raise forms.ValidationError(_("One of the lines is longer than 300 characters."))


def _lines(label: Any, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return _text(label, 4000, widget=widget, validators=[_short_lines], **more)


def _number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    more.setdefault("error_messages", FILL_IN)
    return forms.IntegerField(label=label, min_value=low, max_value=high, **more)


class FirstAdminForm(forms.Form):
    """The first account of an installation."""

    username = _text(
        _later("User name"),
        150,
        help_text=_later("Letters and digits, for example your function: kepala-tu."),
        validators=[RegexValidator(r"^[\w.@+-]+$", _later("Letters, digits and @ . + - _ only."))],
        widget=forms.TextInput(attrs={**SHORT, "autocomplete": "username"}),
    )
    password = _password(
        _later("Password"), help_text=_later("At least 12 characters. A short sentence is fine.")
    )
    again = _password(_later("Password again"))

    def clean_password(self) -> str:
        """A password that the house rules allow."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        cleaned = super().clean() or {}
        if {"password", "again"} <= set(cleaned) and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return cleaned


class AgencyForm(forms.Form):
    """Whose centre it is: an agency that is known already, or a new one."""

    agency = forms.ChoiceField(
        label=_later("Agency"), widget=forms.RadioSelect, error_messages=FILL_IN
    )
    name = _text(
        _later("Full name of the agency"),
        200,
        required=False,
        help_text=_later("As it stands on its letterhead."),
    )
    short_name = _text(
        _later("Short name"),
        40,
        required=False,
        help_text=_later("What people call it, for example Dukcapil Kupang."),
    )

    def __init__(self, *args: Any, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            *agencies.items(),
            (NEW_AGENCY, _("A new agency")),
        ]
        if not agencies:
            self.fields["agency"].widget = forms.HiddenInput()
            self.initial.setdefault("agency", NEW_AGENCY)
            for name in ("name", "short_name"):
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """A new agency has both names, and nobody else has them."""
        cleaned = super().clean() or {}
        if cleaned.get("agency") != NEW_AGENCY:
            return cleaned
        for name in ("name", "short_name"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in."))
        if cleaned.get("name") and agency_taken(cleaned["name"]):
            self.add_error("name", _("There is an agency with this name. Choose it above."))
        return cleaned


class CentreForm(forms.Form):
    """The place: its name, its address on the web, where it stands, how to reach it."""

    name = _text(
        _later("Name of the service centre"),
        120,
        help_text=_later("Visitors read it on their ticket and on the screen."),
    )
    code = _text(
        _later("Short code"),
        12,
        required=False,
        validators=[CENTRE_CODE],
        help_text=_later(
            "Part of its web address; it cannot be changed later. Empty: we make one."
        ),
        widget=forms.TextInput(attrs=SHORT),
    )
    province = forms.ChoiceField(
        label=_later("Province"),
        error_messages=FILL_IN,
        help_text=_later("It decides the time zone: WIB, WITA or WIT."),
    )
    address = _text(_later("Address"), 300, required=False)
    phone = _text(
        _later("Telephone"), 40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(
        label=_later("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _later("Write it like nama@instansi.go.id.")},
    )

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        groups = [(label, [(p, p) for p in names]) for label, names in provinces()]
        self.fields["province"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """A code that no other centre has."""
        code = str(self.cleaned_data["code"])
        if code in self.taken:
            raise forms.ValidationError(_("Another centre has this code. Choose another one."))
        return code

    def answers(self) -> dict[str, Any]:
        """What is kept of it."""
        kept = dict(self.cleaned_data)
        return {**kept, "zone": zone_of(kept["province"])}


def _clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=[CLOCK, "%H.%M"],
        widget=forms.TimeInput(format=CLOCK, attrs={"type": "time"}),
        error_messages={"invalid": _later("Write a time like 07:30.")},
    )


class HoursForm(forms.Form):
    """The hours of one kind of day: open from, until, and a break; all empty means closed."""

    opens = _clock_field(_later("Opens"))
    closes = _clock_field(_later("Closes"))
    pause = _clock_field(_later("Break from"))
    resumes = _clock_field(_later("Break until"))

    def clean(self) -> dict[str, Any]:
        """Opens before it closes, and the break lies between."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for pair in (("opens", "closes"), ("pause", "resumes")):
            missing = [name for name in pair if cleaned[name] is None]
            if len(missing) == 1:
                self.add_error(missing[0], _("Fill in both times, or leave both empty."))
                return cleaned
        opens, closes, pause, resumes = (cleaned[name] for name in self.fields)
        if opens is not None and opens >= closes:
            self.add_error("closes", _("It closes after it opens."))
        elif pause is not None and (opens is None or not opens <= pause < resumes <= closes):
            self.add_error("pause", _("The break lies within the opening hours."))
        return cleaned

    def answers(self) -> dict[str, str]:
        """What is kept of it; nothing for a day that is closed."""
        kept = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {name: value.strftime(CLOCK) for name, value in kept.items()}


class HolidaysForm(forms.Form):
    """Whether holidays close the centre."""

    observes = forms.BooleanField(
        label=_later("Closed on national holidays and collective leave"),
        required=False,
        initial=True,
    )


class CatalogueForm(forms.Form):
    """Which services of the agency's catalogue are given here."""

    services = forms.MultipleChoiceField(
        label=_later("Services of the agency"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = list(known.items())  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A catalogue file (JSON)."""

    file = forms.FileField(
        label=_later("Catalogue file (JSON)"),
        error_messages={
            "required": _later("Choose a file first."),
            "empty": _later("It is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes; a file that nobody would write by hand is refused."""
        uploaded = self.cleaned_data["file"]
        if uploaded.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        return bytes(uploaded.read())


class ServiceForm(forms.Form):
    """A service in the simplest form: what a visitor must know before coming."""

    name = _text(_later("Name of the service"), 200)
    category = _text(
        _later("Category"),
        80,
        help_text=_later("Services of one category usually share a queue."),
    )
    requirements = _lines(
        _later("What to bring"), required=False, help_text=_later("One document on each line.")
    )
    steps = _lines(_later("Steps"), help_text=_later("What happens, one step on each line."))
    working_days = _number(
        _later("Working days until it is done"),
        0,
        1000,
        help_text=_later("0 when the visitor can wait for it."),
    )
    fee = _number(
        _later("Fee in rupiah"),
        0,
        10**12,
        initial=0,
        help_text=_later("0 when it is free. Other amounts need a legal basis."),
    )
    product = _text(
        _later("Result"), 200, help_text=_later("What the visitor gets, for example a card.")
    )


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
    name = _text(_later("Name of the queue"), 80)


class CounterForm(forms.Form):
    """A counter: its number, its name, the queues it serves."""

    code = _text(
        _later("Number"), 8, validators=[COUNTER_CODE], widget=forms.TextInput(attrs={"size": 4})
    )
    name = _text(_later("Name of the counter"), 80)
    queues = forms.MultipleChoiceField(
        label=_later("Serves the queues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_later("None ticked: all queues."),
    )

    def __init__(self, *args: Any, queues: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queues"].choices = list(queues.items())  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role for somebody."""

    role = forms.ChoiceField(label=_later("Role"), error_messages=FILL_IN)

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles.items())  # type: ignore[attr-defined]
        self.fields["role"].initial = next(iter(roles), None)


class PersonForm(RoleForm):
    """Somebody to invite: for whom the link is, and the role it gives."""

    field_order = ("name", "role")
    name = _text(
        _later("For whom"),
        120,
        help_text=_later("A name or function that you recognise, for example petugas meja 1."),
    )


class PlacesForm(forms.Form):
    """Which queue takes the numbers of which service: one choice for each service."""

    def __init__(
        self,
        *args: Any,
        services: Iterable[Mapping[str, Any]],
        queues: Mapping[str, str],
        placed: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for service in services:
            self.fields[service["kode"]] = forms.ChoiceField(
                label=service["nama"],
                choices=list(queues.items()),
                initial=placed.get(service["kode"], ""),
                required=False,
            )


class AssignForm(RoleForm):
    """A role for somebody who has an account already."""

    field_order = ("username", "role")
    username = _text(_later("User name"), 150, widget=forms.TextInput(attrs=SHORT))


class PairForm(forms.Form):
    """The code on the screen of a device, and what the device will be."""

    code = _text(
        _later("Code on the screen"),
        20,
        help_text=_later("Eight letters and digits; large or small, with or without spaces."),
        widget=forms.TextInput(attrs={**SHORT, "autocapitalize": "characters"}),
    )
    kind = forms.ChoiceField(
        label=_later("What is it?"),
        choices=[("KIOSK", _later("Kiosk")), ("TV", _later("Television"))],
        initial="KIOSK",
        widget=forms.RadioSelect,
        error_messages=FILL_IN,
    )
    name = _text(
        _later("Name of the device"),
        80,
        help_text=_later("Where it stands, for example kiosk at the entrance."),
    )
    in_room = forms.BooleanField(
        label=_later("It stands in the service room"), required=False, initial=True
    )


class FactsForm(forms.Form):
    """What is said of a centre, and the rules of its room."""

    name = _text(_later("Name of the service centre"), 120)
    address = _text(_later("Address"), 300, required=False)
    phone = _text(_later("Telephone"), 40, required=False)
    email = forms.EmailField(label=_later("E-mail"), max_length=254, required=False)
    wifi_ssid = _text(_later("Name of the visitors' Wi-Fi"), 32, required=False)
    wifi_password = _text(
        _later("Its password"),
        63,
        required=False,
        help_text=_later("Printed on every slip: use the password of the guest network only."),
    )
    no_show_calls = _number(_later("Calls before a visitor counts as not here"), 1, 20)
    no_show_interval_seconds = _number(_later("Seconds between these calls"), 1, 3600)
    return_minutes = _number(_later("Minutes in which a missed visitor may come back"), 0, 480)
    remote_grace_minutes = _number(
        _later("Minutes a number from a phone is kept after it was passed over"), 0, 480
    )
