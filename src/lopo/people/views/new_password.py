"""Somebody who forgot their password opens the link an administrator gave them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Unknown
from lopo.people.actions import PasswordLinkGone, tries, use_password_link
from lopo.people.forms import ChosenPasswordForm
from lopo.people.models import PasswordLink
from lopo.people.permissions import address_of
from lopo.people.queries import LONGEST_TOKEN, password_link_from_token, zone_of

LOOKS = 60
GONE, TOO_MANY, WRONG = 410, 429, 422


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Says whose password it is; takes a new one, once."""
    if tries.opening_too_often("password-link", address_of(request), LOOKS):
        return _gone(request, TOO_MANY)
    found = password_link_from_token(token) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise Unknown(_("There is no such link. Ask for a new one."))
    if not found.is_open(system_clock()):
        return _gone(request, GONE)
    form = ChosenPasswordForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        use_password_link(token=token, password=form.cleaned_data["password"])
    except PasswordLinkGone:
        return _gone(request, GONE)
    except FieldRefusal as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    messages.success(request, _("Your new password is in force. Sign in with it now."))
    return redirect("account_login")


def _page(request: HttpRequest, found: PasswordLink, form: ChosenPasswordForm) -> HttpResponse:
    context = {"form": form, "link": found, "zone": zone_of(found.user)}
    status = WRONG if form.errors else 200
    return render(request, "people/new_password.html", context, status=status)


def _gone(request: HttpRequest, status: int) -> HttpResponse:
    context = {"too_many": status == TOO_MANY}
    return render(request, "people/new_password_gone.html", context, status=status)
