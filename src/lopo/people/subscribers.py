"""What people does when Django says that somebody signed in."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.kernel.formats import clock_time, in_zone, language, long_date

from .actions import begin_session, tell_of_password_link, tell_of_reset
from .models import User
from .permissions import address_of, browser_of
from .queries import name_behind, zone_of


def connect() -> None:
    """Listen; called once when the application starts."""
    user_logged_in.connect(_remember_session, dispatch_uid="people.begin_session")
    user_logged_in.connect(_tell_of_reset, dispatch_uid="people.tell_of_reset")
    user_logged_in.connect(_tell_of_password_link, dispatch_uid="people.tell_of_password_link")


def _remember_session(request: HttpRequest, user: User, **_more: Any) -> None:
    # The new session appears in the list of its owner.
    begin_session(
        user=user,
        session=request.session,
        browser=browser_of(request),
        address=address_of(request),
    )


def _tell_of_reset(request: HttpRequest, user: User, **_more: Any) -> None:
    # Whoever lost nothing must hear of it first of all; without a page nobody would.
    if not hasattr(request, "_messages"):
        return
    reset = tell_of_reset(user=user)
    if reset is None:
        return
    sentence = _(
        "The second step of your account was reset on %(day)s, %(time)s by %(name)s. If you did "
        "not ask for it, change your password now and tell your administrator."
    )
    messages.warning(request, sentence % _words(user, reset.reset_at, reset.reset_by))


def _tell_of_password_link(request: HttpRequest, user: User, **_more: Any) -> None:
    # Also when it was not used: whoever asked for none must hear that somebody made one.
    if not hasattr(request, "_messages"):
        return
    link = tell_of_password_link(user=user)
    if link is None:
        return
    sentence = _(
        "A link for a new password of your account was made on %(day)s, %(time)s by %(name)s. If "
        "you did not ask for it, change your password now and tell your administrator."
    )
    messages.warning(request, sentence % _words(user, link.created_at, link.made_by))


def _words(user: User, at: datetime, by: str) -> dict[str, str]:
    zone, spoken = zone_of(user), language(get_language())
    return {
        "day": long_date(in_zone(at, zone).date(), spoken),
        "time": clock_time(at, zone, spoken),
        "name": name_behind(by),
    }
