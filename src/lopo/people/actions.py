"""Accounts, roles and keys: one function, one act, one transaction."""

import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.organisation.api import Centre

from .models import ApiToken, Assignment, Device, User
from .queries import DEVICE_PREFIX, STAFF_PREFIX, roles_of
from .rules import Permission, Role, hash_of, in_the_way

SECRET_BYTES = 24  # 192 bits


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
) -> User:
    """Open an account for a member of staff; it may do nothing until a role is assigned."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(_("There is an account named %s already.") % username)
    user = User(username=username, first_name=first_name, last_name=last_name, email=email)
    user.set_password(password)
    _check(user)
    user.save()
    return user


@transaction.atomic
def set_password(*, user: User, password: str, actor: Actor) -> None:
    """Give an account a new password."""
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def close_account(*, user: User, actor: Actor, clock: Clock = system_clock) -> None:
    """The person has left: no sign-in, no tokens, no roles; the acts remain explained."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=clock())
    user.assignments.all().delete()


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


@transaction.atomic
def unassign(*, user: User, role: Role, actor: Actor, centre: Centre | None = None) -> None:
    """Take a role away again."""
    Assignment.objects.filter(user=user, centre=centre, role=role.value).delete()


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


@transaction.atomic
def register_device(
    *,
    centre: Centre,
    name: str,
    kind: str,
    actor: Actor,
    in_room: bool = False,
    clock: Clock = system_clock,
) -> str:
    """A kiosk or television of a centre; returns its secret once."""
    raw = DEVICE_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    device = Device(
        centre=centre,
        name=name,
        kind=kind,
        in_room=in_room,
        token_hash=hash_of(raw),
        created_at=clock(),
    )
    _check(device)
    device.save()
    return raw


@transaction.atomic
def revoke_device(*, device: Device, actor: Actor, clock: Clock = system_clock) -> None:
    """The device is a stranger from now on."""
    device.revoked_at = device.revoked_at or clock()
    device.save(update_fields=["revoked_at"])


def _check(row: User | Device) -> None:
    """Turn a failed validation into a refusal that names the field."""
    try:
        row.full_clean()
    except ValidationError as problem:
        errors = [
            FieldError(field=name, code="invalid", message=" ".join(messages))
            for name, messages in problem.message_dict.items()
        ]
        raise FieldRefusal(_("Please check what was entered."), errors) from problem
