"""What people does when Django says that somebody signed in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from .actions import begin_session
from .models import User
from .permissions import address_of, browser_of


def connect() -> None:
    """Listen; called once when the application starts."""
    user_logged_in.connect(_remember_session, dispatch_uid="people.begin_session")


def _remember_session(request: HttpRequest, user: User, **_: Any) -> None:
    # The new session appears in the list of its owner.
    begin_session(
        user=user,
        session=request.session,
        browser=browser_of(request),
        address=address_of(request),
    )
