"""A forgotten password: a link made by an administrator lets its owner set a new one, once.

Whoever makes the link never knows the password (ASVS 5.0, 6.4.6).
"""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.people.models import PasswordLink, User
from lopo.people.permissions import ResetRefused
from lopo.people.queries import LONGEST_TOKEN, password_link_from_token
from lopo.people.rules import PASSWORD_LINK_LASTS, SECRET_BYTES, hash_of

from .passwords import check_new_password, set_password, void_password_links


class PasswordLinkGone(Refusal):
    """The link was used, a newer one took its place, or it has expired."""

    code = "password-link-gone"


@transaction.atomic
def make_password_link(*, user: User, actor: Actor, clock: Clock = system_clock) -> str:
    """A link for a new password; returns its secret once (192 random bits), valid for 24 hours.

    Links made before open nothing any more. Sessions and password stay until it is used. For
    administrators (``permissions.check_password_link``); never for oneself.
    """
    if actor.id == f"user:{user.pk}":
        raise ResetRefused(_("Change your own password on your security page."))
    # Two links at once: the second waits here, and voids the first.
    User.objects.select_for_update().get(pk=user.pk)
    raw, now = secrets.token_urlsafe(SECRET_BYTES), clock()
    void_password_links(user=user, now=now)
    PasswordLink.objects.create(
        user=user,
        token_hash=hash_of(raw),
        made_by=actor.id,
        created_at=now,
        expires_at=now + PASSWORD_LINK_LASTS,
    )
    return raw


@transaction.atomic
def use_password_link(*, token: str, password: str, clock: Clock = system_clock) -> User:
    """The owner sets a new password; works once, and ends every session.

    Raises ``Unknown``, ``PasswordLinkGone``, and ``FieldRefusal`` (field ``password``).
    """
    seen = password_link_from_token(token) if len(token) <= LONGEST_TOKEN else None
    if seen is None:
        raise Unknown(_("There is no such link. Ask for a new one."))
    # The account first, then its links: the order in which a new link is made.
    user = User.objects.select_for_update().get(pk=seen.user_id)
    held = PasswordLink.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    held.user = user
    if not held.is_open(clock()):
        raise PasswordLinkGone(_("This link can no longer be used. Ask for a new one."))
    check_new_password(password, user=user)
    held.used_at = clock()
    held.save(update_fields=["used_at"])
    set_password(user=user, password=password, actor=Actor(id=f"user:{user.pk}"), clock=clock)
    return user


@transaction.atomic
def tell_of_password_link(*, user: User, clock: Clock = system_clock) -> PasswordLink | None:
    """The last link the owner has not heard of; none of them is told twice."""
    untold = PasswordLink.objects.select_for_update().filter(user=user, told_at__isnull=True)
    found = list(untold.order_by("created_at", "pk"))
    for one in found:
        one.told_at = clock()
        one.save(update_fields=["told_at"])
    return found[-1] if found else None
