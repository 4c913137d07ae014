"""What staff and devices type in."""

import struct
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lopo.kernel.errors import FieldRefusal

from .actions import rule_in_words, tries
from .models import User
from .queries import LONGEST_TOKEN
from .rules import LONGEST_PASSWORD

# What the parsers of WebAuthn answer to a browser that makes things up.
ODD_CREDENTIAL = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    struct.error,
    InvalidSignature,
)


class SignInForm(LoginForm):
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


class NewPasswordForm(ChangePasswordForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": pgettext_lazy("account", "New password"),
            "password2": _("New password again"),
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = _("Fill this in.")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "input"
        self.fields["password1"].help_text = rule_in_words()


def _code_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "input input--code",
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                **more,
            }
        ),
        error_messages={"required": _("Enter the code.")},
    )


class CodeMixin:
    """A code of an app or a recovery code; tries are counted, a code of an app counts once."""

    user: User

    def clean_code(self) -> str:
        """The code, without the spaces people type."""
        form = cast(forms.Form, self)
        code = plain_code(form.cleaned_data["code"])
        address = get_adapter().get_client_ip(context.request)
        if tries.coding_too_often(address, self.user.pk):
            raise get_adapter().validation_error("too_many_login_attempts")
        self.accept(code)
        tries.code_was_right(address, self.user.pk)
        return code

    def accept(self, code: str) -> None:
        """Raise ``ValidationError`` when it is not a right one."""
        raise NotImplementedError


class SecondStepForm(CodeMixin, base.AuthenticateForm):
    """The second step of signing in, and of proving who one is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(inputmode="text")
        self.fields["code"].help_text = _(
            "Six digits from your app, or one of your recovery codes."
        )

    def accept(self, code: str) -> None:
        """One of the account's factors knows the code."""
        known = Authenticator.objects.filter(user=self.user)
        for factor in known.exclude(type=Authenticator.Type.WEBAUTHN):
            if factor.wrap().validate_code(code):
                factor.user, self.authenticator = self.user, factor
                if factor.type != "totp" or not tries.code_is_spent(code, self.user.pk):
                    return
        raise get_factor_adapter().validation_error("incorrect_code")


class ProveAgainForm(SecondStepForm, base.ReauthenticateForm):
    """The same, before factors are changed."""


class ProvePasswordForm(ReauthenticateForm):
    """The own password, before factors are changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Your password"), ""
        field.error_messages["required"] = _("Enter your password.")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "input"


class SetUpAppForm(CodeMixin, ActivateTOTPForm):
    """The first code of a new app proves that it holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(inputmode="numeric")
        self.fields["code"].help_text = _("The six digits your app shows now.")

    def accept(self, code: str) -> None:
        """The app and we have the same secret and the same time."""
        if not validate_totp_code(self.secret, code) or tries.code_is_spent(code, self.user.pk):
            raise get_factor_adapter().validation_error("incorrect_code")


class CredentialMixin:
    """What a browser says about a passkey: nothing it can say makes the server stumble."""

    def full_clean(self) -> None:
        """Odd JSON is a wrong answer, not a fault of ours; nor can PostgreSQL store a NUL."""
        form = cast(forms.Form, self)
        try:
            super().full_clean()  # type: ignore[misc]
            if form.is_bound and "\\u0000" in str(form.data.get("credential", "")):
                raise ValueError("NUL")
        except ODD_CREDENTIAL:
            form.add_error(None, get_factor_adapter().validation_error("incorrect_code"))


def _passkey_name(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you know it again, for example: my phone."),
        required=required,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": _("Give it a name.")},
    )


class AddPasskeyForm(CredentialMixin, webauthn.AddWebAuthnForm):
    """A name for a passkey, and what the browser made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _passkey_name(required=False)
        self.fields.pop("passwordless", None)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _passkey_name(required=True)


class PasskeyStepForm(CredentialMixin, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeySignInForm(CredentialMixin, webauthn.LoginWebAuthnForm):
    """A passkey instead of name and password."""


class ProvePasskeyForm(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before factors are changed."""


def plain_code(typed: str) -> str:
    """A code without what people put between its parts."""
    return "".join(sign for sign in typed if sign.isalnum())[:40]


class ChosenPasswordForm(forms.Form):
    """A new password of one's own choice, twice."""

    password = forms.CharField(
        label=pgettext_lazy("account", "New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        error_messages={"required": _("Fill this in.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = rule_in_words()

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        found = super().clean() or {}
        if "again" in found and found.get("password") != found["again"]:
            self.add_error("again", _("This is not the same password. Type it once more."))
        return found

    def refuse(self, refusal: FieldRefusal) -> None:
        """Put the reasons of an act at their fields."""
        for error in refusal.errors:
            self.add_error(error.field if error.field in self.fields else None, error.message)


class AcceptForm(ChosenPasswordForm):
    """The account an invited person opens: a name and a password of their own choice."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("With this name you sign in. Letters, digits and @ . + - _ only."),
        max_length=150,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Choose a user name.")},
    )
    field_order = ("username", "password", "again")


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
