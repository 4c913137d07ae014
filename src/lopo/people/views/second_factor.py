"""Second factors: an app with codes, recovery codes, and proving again who one is."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import can_generate_recovery_codes
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lopo.people.forms import (
    PasskeyStepForm,
    ProveAgainForm,
    ProvePasswordForm,
    SecondStepForm,
    SetUpAppForm,
)

from .proving import (
    as_json,
    forget_proof_without_factor,
    heading_for,
    note_proof,
    prove_context,
)

private = [never_cache, sensitive_post_parameters("code", "password", "credential")]


@method_decorator(private, name="dispatch")
class SecondStep(AuthenticateView):
    """After a right password: a code, or a passkey."""

    template_name = "people/second_step.html"

    def get_form_class(self) -> type[SecondStepForm]:
        """Ours."""
        return SecondStepForm

    def get_webauthn_form_class(self) -> type[PasskeyStepForm]:
        """Ours."""
        return PasskeyStepForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The code's form, and a passkey's when the account has one."""
        found = super().get_context_data(**kwargs)
        kinds = set(
            Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        )
        return {
            "form": found["form"],
            "passkey_form": found["webauthn_form"],
            "has_code": "totp" in kinds,
            "passkey_options": as_json(found["js_data"])
            if settings.PASSKEYS and "webauthn" in kinds
            else "",
        }


@method_decorator(private, name="dispatch")
class ProvePassword(ReauthenticateView):
    """The own password once more, before something about sign-in is changed."""

    template_name = "people/prove.html"

    def get_form_class(self) -> type[ProvePasswordForm]:
        """Ours."""
        return ProvePasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the page shows."""
        return prove_context(super().get_context_data(**kwargs), "password", self.request)


@method_decorator(private, name="dispatch")
class ProveCode(ReauthenticateByCodeView):
    """A code once more."""

    template_name = "people/prove.html"

    def get_form_class(self) -> type[ProveAgainForm]:
        """Ours."""
        return ProveAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the page shows."""
        return prove_context(super().get_context_data(**kwargs), "code", self.request)


@method_decorator(private, name="dispatch")
class SetUpApp(ActivateTOTPView):
    """A QR code for the app, and the first code back."""

    template_name = "people/app_set_up.html"

    def get_form_class(self) -> type[SetUpAppForm]:
        """Ours."""
        return SetUpAppForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The secret as a picture and as text to type."""
        form = kwargs.get("form") or self.get_form()
        url = super().get_context_data(form=form)["totp_url"]
        return {
            "form": form,
            "totp_url": url,
            "secret": " ".join(form.secret[n : n + 4] for n in range(0, len(form.secret), 4)),
            "back_url": reverse("mfa_index"),
        }

    def form_valid(self, form: SetUpAppForm) -> HttpResponse:
        """The code was a proof: this session has its second factor."""
        response: HttpResponse = super().form_valid(form)
        note_proof(self.request, "totp")
        messages.success(self.request, _("Your app is set up. From now on sign-in asks its code."))
        return response


@method_decorator(private, name="dispatch")
class RemoveApp(DeactivateTOTPView):
    """Asks once, then removes it."""

    template_name = "people/factor_remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which factor."""
        form = kwargs.get("form") or self.get_form()
        return {"form": form, "name": _("Authenticator app"), "back_url": reverse("mfa_index")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Say so."""
        response: HttpResponse = super().form_valid(form)
        forget_proof_without_factor(self.request)
        messages.success(self.request, _("The app is removed."))
        return response


@method_decorator(private, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    """The codes that are left, to print or to write down."""

    template_name = "people/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In groups that people can copy."""
        found = super().get_context_data(**kwargs)
        codes = [f"{code[:5]} {code[5:]}" for code in found["unused_codes"]]
        return {
            "codes": codes,
            "total": found["total_count"],
            "work_url": heading_for(self.request),
            "back_url": reverse("mfa_index"),
        }


@method_decorator(private, name="dispatch")
class DownloadRecoveryCodes(DownloadRecoveryCodesView):
    """The same as a text file."""

    def render_to_response(self, context: dict[str, Any], **_more: Any) -> HttpResponse:
        """A heading and ten lines, under a name people find again."""
        heading = _(
            "Recovery codes for Lopo. Each works once. Keep this file where nobody else finds it."
        )
        lines = [heading, "", *(f"{code[:5]} {code[5:]}" for code in self.unused_codes), ""]
        response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="kode-pemulihan-lopo.txt"'
        return response


@method_decorator(private, name="dispatch")
class NewRecoveryCodes(GenerateRecoveryCodesView):
    """New codes; the old ones are void."""

    template_name = "people/recovery_codes_new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Codes come with a factor; without one there is nothing to make here."""
        if request.user.is_authenticated and not can_generate_recovery_codes(request.user):
            return redirect("mfa_index")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many are left."""
        found = super().get_context_data(**kwargs)
        return {
            "form": found["form"],
            "left": found["unused_code_count"],
            "back_url": reverse("mfa_index"),
        }
