"""Staff sign in with django-allauth, on our own pages; visitors never need to."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lopo.people.forms import NewPasswordForm, SignInForm


class SignIn(LoginView):
    """The sign-in page; in the demonstration it lists the accounts one may try."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Ours, whatever the settings say."""
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the page shows (allauth's own ``site`` would hide ours)."""
        shown = {
            "form": kwargs.get("form") or self.get_form(),
            "next_url": self.get_next_url() or "",
            "view": self,
            "passkeys": settings.PASSKEYS,
        }
        if settings.DEMO_MODE:
            shown["demo_logins"] = settings.DEMO_LOGINS
            shown["demo_password"] = settings.DEMO_PASSWORD
        return shown


class SignOut(LogoutView):
    """Asks once, then signs out; a link alone signs nobody out."""

    template_name = "people/sign_out.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where "no, stay" leads."""
        return {"back_url": str(settings.LOGIN_REDIRECT_URL), "view": self}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out and say so."""
        response: HttpResponse = super().post(*args, **kwargs)
        messages.success(self.request, _("You are signed out. Have a good day."))
        return response


class ChangePassword(LoginRequiredMixin, PasswordChangeView):
    """A new password for oneself; other devices are signed out by it."""

    template_name = "people/change_password.html"

    def get_form_class(self) -> type[NewPasswordForm]:
        """Ours, whatever the settings say."""
        return NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Strangers sign in first."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.has_usable_password():  # allauth would lead to a page we do not have
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the page shows."""
        return {
            "form": kwargs.get("form") or self.get_form(),
            "back_url": str(settings.LOGIN_REDIRECT_URL),
            "view": self,
        }

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Save it and say so."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your new password is in force."))
        return response
