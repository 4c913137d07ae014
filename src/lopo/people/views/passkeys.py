"""Passkeys: a phone, a laptop or a security key instead of codes, or instead of a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as factors
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lopo.people.actions import tries
from lopo.people.forms import (
    AddPasskeyForm,
    PasskeySignInForm,
    ProvePasskeyForm,
    RenamePasskeyForm,
)

from .proving import as_json, forget_proof_without_factor, note_proof, prove_context

private = [never_cache, sensitive_post_parameters("credential")]


class OfferedMixin:
    """Passkeys exist on the public https name and on localhost only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 where a browser would refuse them anyway."""
        if not settings.PASSKEYS:
            raise Http404(_("Passkeys need a secure address (https)."))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


@method_decorator(private, name="dispatch")
class AddPasskey(OfferedMixin, AddWebAuthnView):
    """Make a passkey on this device, or on a phone or key beside it."""

    template_name = "people/passkey_add.html"

    def get_form_class(self) -> type[AddPasskeyForm]:
        """Ours."""
        return AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One that can sign in alone: kept on the device, behind its PIN or finger."""
        options = auth.begin_registration(self.request.user, True)
        return {
            "form": kwargs.get("form") or self.get_form(),
            "options": as_json({"options": options}),
            "back_url": reverse("mfa_index"),
        }

    def form_valid(self, form: AddPasskeyForm) -> HttpResponse:
        """Making it was a proof: this session has its second factor."""
        response: HttpResponse = super().form_valid(form)
        note_proof(self.request, "webauthn")
        messages.success(self.request, _("Your passkey is ready. You can sign in with it."))
        return response


@method_decorator(private, name="dispatch")
class RenamePasskey(EditWebAuthnView):
    """Two phones are told apart by their names; only the owner sees them."""

    template_name = "people/passkey_rename.html"
    success_url = reverse_lazy("mfa_index")

    def get_form_class(self) -> type[RenamePasskeyForm]:
        """Ours."""
        return RenamePasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        return {
            "form": kwargs.get("form") or self.get_form(),
            "name": self.object.wrap().name,
            "back_url": reverse("mfa_index"),
        }

    def form_valid(self, form: RenamePasskeyForm) -> HttpResponse:
        """Say so."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The passkey has its new name."))
        return response


@method_decorator(private, name="dispatch")
class RemovePasskey(RemoveWebAuthnView):
    """Asks once, then removes it."""

    template_name = "people/factor_remove.html"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        return {
            "form": kwargs.get("form") or self.get_form(),
            "name": self.object.wrap().name,
            "back_url": reverse("mfa_index"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Unless a role needs it."""
        if not factors().can_delete_authenticator(self.object):
            form.add_error(None, factors().validation_error("cannot_delete_authenticator"))
            return self.again(form)
        response: HttpResponse = super().form_valid(form)
        forget_proof_without_factor(self.request)
        messages.success(self.request, _("The passkey is removed."))
        return response

    def again(self, form: Any) -> HttpResponse:
        """The page once more, with its error."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return response


@method_decorator(private, name="dispatch")
class PasskeySignIn(OfferedMixin, LoginWebAuthnView):
    """Sign in without typing anything."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Tries are counted per address."""
        address = get_adapter().get_client_ip(request)
        if request.method == "POST" and tries.passkey_too_often(address):
            return self.refused(_("Too many tries from this device. Wait five minutes."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[PasskeySignInForm]:
        """Ours."""
        return PasskeySignInForm

    def form_invalid(self, form: PasskeySignInForm) -> HttpResponse:
        """Back to the sign-in page, with a sentence."""
        return self.refused(_("We do not know this passkey here. Sign in with your password."))

    def refused(self, sentence: str) -> HttpResponse:
        """Said on the sign-in page."""
        messages.error(self.request, sentence)
        return redirect("account_login")


@method_decorator(private, name="dispatch")
class ProvePasskey(OfferedMixin, ReauthenticateWebAuthnView):
    """A passkey once more, before something about sign-in is changed."""

    template_name = "people/prove.html"

    def get_form_class(self) -> type[ProvePasskeyForm]:
        """Ours."""
        return ProvePasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the page shows."""
        found = super().get_context_data(**kwargs)
        found["form"] = kwargs.get("form") or self.get_form()
        found["reauthentication_alternatives"] = self.get_reauthentication_alternatives()
        return prove_context(found, "webauthn", self.request)

    def form_invalid(self, form: ProvePasskeyForm) -> HttpResponse:
        """The page again, with a sentence."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return response
