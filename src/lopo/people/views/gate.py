"""Before any page of staff: is the password still good, is the second factor proved?

Also notes, every five minutes, that a session is alive. On every other request all of it is
answered from the session and the account, which the page loads anyway.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lopo.kernel.clock import system_clock
from lopo.people.actions.passwords import profile_in_force
from lopo.people.actions.sessions import is_due, see_session
from lopo.people.models import User
from lopo.people.permissions import address_of, browser_of, lacks_second_factor
from lopo.people.queries import has_code_or_passkey
from lopo.people.rules import has_expired

from .proving import HEADING_FOR, arrived

STAFF = "/petugas/"
ALWAYS = {"account_login", "account_logout", "invitation", "new_password"}
PROVING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SETTING_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
}


class StaffGate:
    """Leads whoever must do something first to where it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """No cache on the way keeps a page of staff, nor that there is none for somebody."""
        response = self.get_response(request)
        if request.path_info.startswith(STAFF):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The page that comes first, or None to go on."""
        if not request.path_info.startswith(STAFF) or not _has_session(request):
            return None
        if not request.user.is_authenticated:
            return None
        user = request.user
        _note(request, user)
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in ALWAYS else first_of_all(request, user, str(name))


def first_of_all(request: HttpRequest, user: User, name: str) -> HttpResponse | None:
    """Where this account must go before the page called ``name``."""
    now = system_clock()
    if has_expired(user.password_changed_at, profile=profile_in_force(), now=now):
        if name == "account_change_password":
            return None
        messages.warning(request, _("Your password is six months old. Choose a new one."))
        return redirect("account_change_password")
    if not lacks_second_factor(request, user):
        if name not in SETTING_UP | PROVING:
            arrived(request)
        return None
    if name in PROVING:
        return None
    if has_code_or_passkey(user):
        # It has one, but this session has not shown it: not the way to set up another.
        return redirect_with_next("mfa_reauthenticate", request)
    return None if name in SETTING_UP else _to_set_up(request)


def _to_set_up(request: HttpRequest) -> HttpResponse:
    """To where a second factor is set up; the way back is kept, over as many pages as it takes."""
    if request.method == "GET":
        request.session[HEADING_FOR] = request.get_full_path()
    return redirect("mfa_index")


def redirect_with_next(name: str, request: HttpRequest) -> HttpResponse:
    """To a page that afterwards leads back to this one."""

    path = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    return redirect(f"{reverse(name)}?{urlencode({'next': path})}")


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _note(request: HttpRequest, user: User) -> None:
    if is_due(request.session, system_clock()):
        see_session(
            user=user,
            session=request.session,
            browser=browser_of(request),
            address=address_of(request),
        )
