"""Typed builders: a member of staff with one role, a device."""

from itertools import count

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.actions import assign, create_staff, issue_api_token, register_device
from lopo.people.models import User
from lopo.people.rules import Role

_serial = count(1)
PASSWORD = "sirih-pinang-tamu"


def make_staff(
    *, role: Role | None = None, centre: Centre | None = None, username: str | None = None
) -> User:
    """An account; with a role, it holds it at the centre (None: everywhere)."""
    user = create_staff(
        username=username or f"petugas{next(_serial)}", password=PASSWORD, actor=SYSTEM
    )
    if role is not None:
        assign(user=user, role=role, centre=centre, actor=SYSTEM)
    return user


def just_proved(client: Client, user: User, method: str = "password") -> Client:
    """Their browser a moment after a proof: a password, or ``mfa`` for code or passkey."""
    client.force_login(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": system_clock().timestamp()}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
    return client


def make_token(user: User) -> str:
    """A key for programs that speak for this account."""
    return issue_api_token(user=user, name="uji", actor=SYSTEM)


def make_device(*, centre: Centre, kind: str = "KIOSK", in_room: bool = True) -> str:
    """The secret of a paired device."""
    return register_device(
        centre=centre, name="Anjungan 1", kind=kind, in_room=in_room, actor=SYSTEM
    )
