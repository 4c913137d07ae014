"""Accounts, roles and keys: one function, one act, one transaction."""

import secrets
from collections.abc import Collection, Sequence

from allauth.mfa.models import Authenticator
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.organisation.api import Agency, Centre
from lopo.people.models import ApiToken, Assignment, Invitation, Mandate, OldPassword, User
from lopo.people.queries import STAFF_PREFIX, roles_of
from lopo.people.rules import (
    SECRET_BYTES,
    Duty,
    Permission,
    Role,
    apart_among,
    hash_of,
    in_the_way,
)

from .checking import check
from .passwords import void_password_links
from .sessions import end_other_sessions


class UsernameTaken(Refusal):
    """There is such an account already."""

    code = "username-taken"


class RolesApart(Refusal):
    """One person would write the rules of a place and serve by them."""

    code = "roles-apart"


@transaction.atomic
def create_staff(
    *,
    username: str,
    password: str,
    actor: Actor,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    clock: Clock = system_clock,
) -> User:
    """Open an account for a member of staff; it may do nothing until a role is assigned."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(_("There is an account named %s already.") % username)
    user = User(username=username, first_name=first_name, last_name=last_name, email=email)
    user.set_password(password)
    user.password_changed_at = clock()
    check(user)
    _refuse_lookalikes(user.username)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as problem:  # somebody else took the name in this very moment
        raise UsernameTaken(_("There is an account named %s already.") % username) from problem
    return user


def _refuse_lookalikes(username: str) -> None:
    """A name in the letters of another script looks like a colleague's on every list."""
    if not username.isascii():
        message = str(ASCIIUsernameValidator.message)
        raise FieldRefusal(message, [FieldError(field="username", code="invalid", message=message)])


@transaction.atomic
def close_account(*, user: User, actor: Actor, clock: Clock = system_clock) -> None:
    """The person has left: no sign-in, tokens, roles, open invitations; the acts stay explained."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=clock())
    user.assignments.all().delete()
    user.mandates.all().delete()
    OldPassword.objects.filter(user=user).delete()
    void_password_links(user=user, now=clock())
    Authenticator.objects.filter(user=user).delete()
    end_other_sessions(user=user, kept=None, actor=actor)
    Invitation.objects.filter(
        invited_by=f"user:{user.pk}", accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=clock())


@transaction.atomic
def assign(
    *,
    user: User,
    role: Role,
    actor: Actor,
    centre: Centre | None = None,
    clock: Clock = system_clock,
) -> Assignment:
    """Give a member of staff a role at a centre (None: at every centre); repeatable.

    Refused with ``RolesApart`` when the account holds a role there that must stay apart from it.
    """
    if role is Role.SYSTEM_ADMIN and centre is not None:
        message = _("A system administrator is one for all centres.")
        raise FieldRefusal(message, [FieldError(field="centre", code="invalid", message=message)])
    _keep_apart(user, role, centre)
    assignment, _made = Assignment.objects.get_or_create(
        user=user, centre=centre, role=role.value, defaults={"created_at": clock()}
    )
    return assignment


def _keep_apart(user: User, role: Role, centre: Centre | None) -> None:
    """Refuse what the rule forbids, under the account's lock: two grants at once wait in turn."""
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    other = in_the_way(roles_of(locked), role, centre.pk if centre is not None else None)
    if other is None:
        return
    words = Assignment.RoleName
    raise RolesApart(
        _(
            "%(person)s is %(held)s there and cannot also be %(wanted)s: whoever manages a place "
            "does not serve in it. Take the other role away first, or choose somebody else."
        )
        % {"person": user, "held": words(other).label, "wanted": words(role).label}
    )


def check_roles_together(roles: Collection[Role]) -> None:
    """Refuse with ``RolesApart`` roles of which two must stay apart: one person gets them all."""
    pair = apart_among(roles)
    if pair is None:
        return
    words = Assignment.RoleName
    one, other = (words(role).label for role in pair)
    raise RolesApart(
        _(
            "One person cannot be both %(one)s and %(other)s at the same place: whoever manages a "
            "place does not serve in it. Give one of the two roles to somebody else."
        )
        % {"one": one, "other": other}
    )


@transaction.atomic
def unassign(*, user: User, role: Role, actor: Actor, centre: Centre | None = None) -> None:
    """Take a role away again."""
    Assignment.objects.filter(user=user, centre=centre, role=role.value).delete()


@transaction.atomic
def charge(
    *,
    user: User,
    duty: Duty,
    actor: Actor,
    agency: Agency | None = None,
    clock: Clock = system_clock,
) -> Mandate:
    """Give an account a duty for an agency (None: for all of them); repeatable."""
    mandate, _made = Mandate.objects.get_or_create(
        user=user,
        agency=agency,
        duty=duty.value,
        defaults={"created_at": clock(), "given_by": actor.id},
    )
    return mandate


@transaction.atomic
def discharge(*, user: User, duty: Duty, actor: Actor, agency: Agency | None = None) -> None:
    """Take a duty away again; what was written stays."""
    Mandate.objects.filter(user=user, agency=agency, duty=duty.value).delete()


@transaction.atomic
def issue_api_token(
    *,
    user: User,
    name: str,
    actor: Actor,
    scopes: Sequence[Permission] = (),
    clock: Clock = system_clock,
) -> str:
    """A new key for programs that speak for this account; returned once, stored hashed."""
    raw = STAFF_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    ApiToken.objects.create(
        user=user,
        name=name,
        token_hash=hash_of(raw),
        scopes=[scope.value for scope in scopes],
        created_at=clock(),
    )
    return raw


@transaction.atomic
def revoke_api_token(*, token: ApiToken, actor: Actor, clock: Clock = system_clock) -> None:
    """The key opens nothing any more."""
    token.revoked_at = token.revoked_at or clock()
    token.save(update_fields=["revoked_at"])
