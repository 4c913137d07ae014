"""What staff and devices type in."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User
from .queries import LONGEST_TOKEN


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Refused here, not in the database: PostgreSQL cannot even compare a NUL.
        name = forms.CharField(
            label=_("User name"),
            max_length=150,
            validators=[User.username_validator],
            widget=forms.TextInput(
                attrs={
                    "class": "input",
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": _("Enter your user name.")},
        )
        name.error_messages["invalid"] = _("A user name has letters, digits and @ . + - _ only.")
        password: forms.Field = self.fields["password"]
        password.label, password.help_text = _("Your password"), ""
        password.error_messages["required"] = _("Enter your password.")
        password.widget.attrs.pop("placeholder", None)
        password.widget.attrs["class"] = "input"
        self.fields = {"login": name, "password": password}


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = _("Fill this in.")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "input"
        self.fields["password1"].help_text = _("At least 12 characters. A short sentence is fine.")


class PairForm(forms.Form):
    """The secret of a device, as printed by ``./lopo token create --device``."""

    token = forms.CharField(
        label=_("Device code"),
        help_text=_("Starts with lopo_d_. The administrator of this centre gives it to you."),
        max_length=LONGEST_TOKEN,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the device code.")},
    )
