"""Who is behind a request, and whether they may."""

from dataclasses import dataclass
from typing import Literal

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lopo.foundation.addresses import client_address
from lopo.foundation.parts import has_part
from lopo.kernel.actor import VISITOR, Actor
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import NotPermitted, Refusal, Unauthenticated
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import Agency, Centre

from .models import ApiToken, Device, User
from .queries import (
    DEVICE_PREFIX,
    api_token,
    device_from_token,
    duties_of,
    has_code_or_passkey,
    note_device_seen,
    note_token_used,
    roles_of,
)
from .rules import (
    Duty,
    Permission,
    Role,
    allowed,
    browser_name,
    covers,
    grantable,
    is_charged,
    within_scopes,
)

DEVICE_COOKIE = "lopo_device"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ResetRefused(Refusal):
    """This second factor is not for this account to reset."""

    code = "reset-refused"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a member of staff, a paired device, or a visitor."""

    kind: Literal["staff", "device", "anonymous"]
    user: User | None = None
    device: Device | None = None
    token: ApiToken | None = None

    @property
    def actor(self) -> Actor:
        """The author of what this request does, for the ledger."""
        if self.user is None and self.device is None:
            return VISITOR
        return Actor(id=self.scope)

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are."""
        if self.user is not None:
            return f"user:{self.user.pk}"
        if self.device is not None:
            return f"device:{self.device.pk}"
        return "anonymous"

    def may(self, permission: Permission, centre: Centre | None) -> bool:
        """Whether the account may, and the token it came with is made for it."""
        if self.user is None:
            return False
        if self.token is not None and not within_scopes(self.token.scopes, permission):
            return False
        return may(self.user, permission, centre)

    def is_charged(self, agency: Agency, *duties: Duty) -> bool:
        """Whether the account has one of these duties for an agency; a narrow token has none."""
        if self.user is None or not self.user.is_active or (self.token and self.token.scopes):
            return False
        return is_charged(duties_of(self.user), duties, agency.pk)

    def belongs_to(self, centre: Centre) -> bool:
        """Whether this is a device of that centre, or an account with any role there."""
        if self.device is not None:
            return self.device.centre_id == centre.pk
        held = roles_of(self.user) if self.user is not None else ()
        return any(where is None or where == centre.pk for _role, where in held)


ANONYMOUS = Principal(kind="anonymous")


def browser_of(request: HttpRequest) -> str:
    """What asks, in two words: `Chrome, Android`."""
    return browser_name(request.headers.get("User-Agent", ""))


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from; empty when there is none."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return client_address(str(request.META.get("REMOTE_ADDR", "")), forwarded)


def may(user: User, permission: Permission, centre: Centre | None) -> bool:
    """Whether a member of staff may do this at a centre (None: in the whole system)."""
    if not user.is_active:
        return False
    return allowed(roles_of(user), permission, centre.pk if centre is not None else None)


def needs_second_factor(user: User) -> bool:
    """Whether a role of this account needs more than a password (``LOPO_SECOND_FACTOR_ROLES``)."""
    needed = settings.SECOND_FACTOR_ROLES
    return bool(needed) and any(role.value in needed for role, _where in roles_of(user))


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session must prove a second factor before it may do anything.

    What was proved stands in the session, and roles are asked for once a request anyway: pages
    pay no query for it.
    """
    if not settings.SECOND_FACTOR_ROLES or proved_second_factor(request, user):
        return False
    return needs_second_factor(user)


def proved_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session has seen a code or a passkey of its account."""
    if not hasattr(request, "session"):
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def proved_recently(request: HttpRequest) -> bool:
    """Whether this session gave its strongest proof within the last minutes."""
    records = get_authentication_records(request, request.user)
    if isinstance(request.user, User) and has_code_or_passkey(request.user):
        records = [record for record in records if record.get("method") == "mfa"]
    since = system_clock().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record.get("at", 0) > since for record in records)


def require_recent_proof(request: HttpRequest) -> None:
    """Go on only after a fresh proof; otherwise the page that asks for one comes first."""
    if not proved_recently(request):
        raise ReauthenticationRequired


def check_reset(account: User, person: User) -> None:
    """Refuse with ``ResetRefused`` unless ``account`` may reset the second factor of ``person``.

    It may where its permission reaches every place at which that person holds a role: whoever
    looks after one centre does not weaken the sign-in of somebody who works at another one, too.
    """
    if account.pk == person.pk:
        raise ResetRefused(_("You cannot reset your own second step. Ask another administrator."))
    if not _reaches(account, person):
        raise ResetRefused(
            _(
                "%(name)s also has a role at another service centre, or for all of them. Only a "
                "system administrator can reset this second step."
            )
            % {"name": person}
        )
    if not has_code_or_passkey(person):
        raise ResetRefused(
            _("%(name)s has not set up a second step, so there is nothing to reset.")
            % {"name": person}
        )


def check_password_link(account: User, person: User) -> None:
    """Refuse with ``ResetRefused`` unless ``account`` may make a password link for ``person``.

    The same reach as for a second step: who signs somebody in anew must reach all they may do.
    """
    if account.pk == person.pk:
        raise ResetRefused(_("Change your own password on your security page."))
    if not _reaches(account, person):
        raise ResetRefused(
            _(
                "%(name)s also has a role at another service centre, or for all of them. Only a "
                "system administrator can make a link for a new password."
            )
            % {"name": person}
        )


def _reaches(account: User, person: User) -> bool:
    return covers(roles_of(account), Permission.RESET_SECOND_FACTOR, roles_of(person))


def may_grant(user: User, role: Role, centre: Centre | None) -> bool:
    """Whether a member of staff may give (or take) this role at a centre (None: everywhere)."""
    return role in roles_to_grant(user, centre)


def roles_to_grant(user: User, centre: Centre | None) -> list[Role]:
    """The roles a member of staff may hand out there, the humblest first."""
    if not user.is_active:
        return []
    found = grantable(roles_of(user), centre.pk if centre is not None else None)
    return [role for role in Role if role in found]


def principal_of(request: HttpRequest) -> Principal:
    """Who sent a request: bearer token, else device cookie, else session; asked once.

    A bearer token that is not (or no longer) ours is refused instead of treated as a visitor,
    so a program notices. In the API, cookies speak for reads only: what a page of another site
    could make a browser send must not act.
    """
    remembered: Principal | None = getattr(request, "_principal", None)
    if remembered is None:
        remembered = _find(request)
        request._principal = remembered  # type: ignore[attr-defined]
    return remembered


def asking(request: HttpRequest) -> Principal:
    """The person who signed in; a browser that is paired as a device changes nothing here."""
    return Principal(kind="staff", user=request.user)  # type: ignore[arg-type]


def person_asking(request: HttpRequest) -> User:
    """The account that signed in, where a page lets nobody else in."""
    assert request.user.is_authenticated
    return request.user


def kiosk_centre(request: HttpRequest) -> Centre | None:
    """The centre of the kiosk a page is asked for from; None for every other browser."""
    # Only a cookie makes a browser a kiosk; without one a public page asks for nobody.
    if DEVICE_COOKIE not in request.COOKIES or not has_part(QUEUE):
        return None
    device = principal_of(request).device
    return device.centre if device is not None and device.kind == Device.Kind.KIOSK else None


def require(principal: Principal, permission: Permission, centre: Centre | None) -> None:
    """Go on only if this principal may; 401 for nobody, 403 for somebody else."""
    if principal.kind == "anonymous":
        raise Unauthenticated(_("Please sign in, or send the token of a staff account."))
    if not principal.may(permission, centre):
        raise NotPermitted(_("Your account may not do this here."))


def admit(request: HttpRequest, permission: str, centre_id: int | None) -> Actor:
    """Answer for contexts below (``foundation.gate``): the person signed in, if they may.

    Only a session counts: a paired device or a token does not use screens of staff.
    """
    user = request.user
    if not isinstance(user, User) and not user.is_authenticated:
        raise Unauthenticated(_("Your sign-in has ended. Please sign in again."))
    account = _plain(user)
    if not account.is_active or not allowed(roles_of(account), Permission(permission), centre_id):
        raise NotPermitted(_("Your account may not do this here."))
    return Principal(kind="staff", user=account).actor


def _find(request: HttpRequest) -> Principal:
    header = request.headers.get("Authorization", "")
    if header:
        return _bearer(header)
    if request.path_info.startswith("/api/") and request.method not in SAFE_METHODS:
        return ANONYMOUS
    return _by_device_cookie(request) or _by_session(request) or ANONYMOUS


def _bearer(header: str) -> Principal:
    scheme, _space, raw = header.partition(" ")
    if scheme.lower() == "bearer" and raw.startswith(DEVICE_PREFIX):
        device = device_from_token(raw.strip())
        if device is not None:
            note_device_seen(device, system_clock())
            return Principal(kind="device", device=device)
    elif scheme.lower() == "bearer":
        token = api_token(raw.strip())
        if token is not None:
            note_token_used(token, system_clock())
            return Principal(kind="staff", user=token.user, token=token)
    raise Unauthenticated(_("This token is not valid, or no longer."))


def _by_device_cookie(request: HttpRequest) -> Principal | None:
    raw = request.COOKIES.get(DEVICE_COOKIE)
    device = device_from_token(raw) if raw else None
    if device is None:
        return None
    note_device_seen(device, system_clock())
    return Principal(kind="device", device=device)


def _by_session(request: HttpRequest) -> Principal | None:
    # Without a session cookie there is nothing to look up: public pages stay free of queries.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    if isinstance(user, User) or (user is not None and user.is_authenticated):
        found = _plain(user)
        # Half signed in is not signed in, wherever a page asks.
        return None if lacks_second_factor(request, found) else Principal(kind="staff", user=found)
    return None


def _plain(user: object) -> User:
    """The account behind Django's lazy request.user."""
    wrapped = getattr(user, "_wrapped", user)
    assert isinstance(wrapped, User)
    return wrapped
