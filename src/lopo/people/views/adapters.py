"""What we decide differently from django-allauth, at sign-in and with second factors."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lopo.kernel.actor import Actor
from lopo.people.actions import set_password
from lopo.people.actions.tries import password_was_right, signing_in_too_often
from lopo.people.models import User
from lopo.people.permissions import address_of, needs_second_factor, proved_recently


class SignInAdapter(DefaultAccountAdapter):
    """Closed sign-up, tries counted in PostgreSQL, our own words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "User name or password is not right. Check capital letters and try again."
        ),
        "too_many_login_attempts": _(
            "Too many tries from this device. Wait five minutes, then try again."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """One answer for all that count tries."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at, in one atomic statement each."""
        if signing_in_too_often(self.get_client_ip(request), str(credentials.get("username", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A right password is no failed try; the failed ones before it stay counted."""
        found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if found is not None:
            username = str(credentials.get("username", ""))
            password_was_right(self.get_client_ip(request), username)
        return found

    def _rollback_login_failed_rl_usage(self) -> None:
        """Not here: what is given back are our own counters, by ``authenticate``."""

    def set_password(self, user: User, password: str) -> None:
        """Through our act, which knows when and remembers what may not come back."""
        set_password(user=user, password=password, actor=Actor(id=f"user:{user.pk}"))

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Not for somebody who has just signed in: that was a proof, too."""
        request = context.request
        return not proved_recently(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor proves with it: a password seen over a shoulder changes none."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not settings.PASSKEYS:
            ways = [way for way in ways if not way["id"].endswith(":webauthn")]
        return [way for way in ways if way["id"] != "reauthenticate"] or ways

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work."""
        return str(settings.LOGIN_REDIRECT_URL)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages speak for themselves; see the views."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets encrypted at rest, names from LOPO_URL, our own words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already. Take the next one."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Set up another one first, then remove this one."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with a second factor. Set one up first."
        ),
    }

    def get_totp_issuer(self) -> str:
        """The name an app shows above its codes; never from the Host header."""
        return f"Lopo {settings.PUBLIC_HOST}"

    def build_totp_svg(self, url: str) -> str:
        """Our page draws the picture itself."""
        return ""

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database opens no account."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The other way."""
        return _box().decrypt(encrypted_text.encode("ascii")).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whose role needs a second factor keeps at least one."""
        user = authenticator.user
        if not needs_second_factor(user):
            return True
        others = Authenticator.objects.filter(user=user).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """When the owner gives a passkey no name."""
        n = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Passkey %(n)d") % {"n": n + 1})

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the public name of this installation."""
        return {"id": settings.PUBLIC_HOST, "name": self.get_totp_issuer()}

    def _get_user_identifier(self, user: User) -> str:
        return user.username


def _box() -> Fernet:
    key = hashlib.sha256(settings.SECOND_FACTOR_SECRET.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
