"""Staff invited by a link that works once; they choose their own name and password."""

import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal, Unknown
from lopo.organisation.api import Centre
from lopo.people.models import Invitation, User
from lopo.people.queries import LONGEST_TOKEN, invitation_from_token
from lopo.people.rules import INVITATION_LASTS, SECRET_BYTES, Role, hash_of

from .accounts import UsernameTaken, assign, check_roles_together, create_staff
from .checking import check
from .passwords import check_new_password


class InvitationGone(Refusal):
    """The link was used, withdrawn, or has expired."""

    code = "invitation-gone"


@transaction.atomic
def invite_staff(
    *,
    centre: Centre | None,
    roles: Collection[Role],
    name: str,
    actor: Actor,
    clock: Clock = system_clock,
) -> str:
    """Invite somebody to the staff; returns the secret of the link once (192 random bits).

    ``name`` says for whom, in the inviter's words; ``centre`` None means every centre. Who may
    hand out which role is asked with ``permissions.may_grant`` by the page that calls. The link
    is ``people:invitation`` with the secret, valid for seven days. Refused with ``RolesApart``
    when two of the roles must stay apart: nobody could accept it.
    """
    check_roles_together(roles)
    raw, now = secrets.token_urlsafe(SECRET_BYTES), clock()
    invitation = Invitation(
        centre=centre,
        roles=sorted({role.value for role in roles}),
        name=name,
        token_hash=hash_of(raw),
        invited_by=actor.id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    if Role.SYSTEM_ADMIN in roles and centre is not None:
        message = _("A system administrator is one for all centres.")
        raise FieldRefusal(message, [FieldError(field="centre", code="invalid", message=message)])
    check(invitation)
    invitation.save()
    return raw


@transaction.atomic
def accept_invitation(
    *, token: str, username: str, password: str, clock: Clock = system_clock
) -> User:
    """The invited person opens their account, with the roles the invitation names; works once.

    Raises ``Unknown``, ``InvitationGone``, ``RolesApart`` when roles of it must stay apart
    meanwhile, and ``FieldRefusal`` for name and password.
    """
    found = invitation_from_token(token, hold=True) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise Unknown(_("There is no such invitation. Ask for a new link."))
    if not found.is_open(clock()):
        raise InvitationGone(_("This invitation can no longer be used. Ask for a new link."))
    check_roles_together([Role(role) for role in found.roles])
    actor = Actor(id=found.invited_by)
    user = _open_account(username, password, actor)
    for role in found.roles:
        assign(user=user, role=Role(role), centre=found.centre, actor=actor, clock=clock)
    found.accepted_at, found.accepted_by = clock(), user
    found.save(update_fields=["accepted_at", "accepted_by"])
    return user


@transaction.atomic
def withdraw_invitation(
    *, invitation: Invitation, actor: Actor, clock: Clock = system_clock
) -> None:
    """The link opens nothing any more; repeatable. A link that was used stays used."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.accepted_at is not None:
        raise InvitationGone(_("This invitation was accepted already."))
    held.withdrawn_at = held.withdrawn_at or clock()
    held.save(update_fields=["withdrawn_at"])


def _open_account(username: str, password: str, actor: Actor) -> User:
    check_new_password(password, username=username)
    try:
        return create_staff(username=username, password=password, actor=actor)
    except UsernameTaken as problem:
        raise _refused("username", problem.message) from problem


def _refused(field: str, message: str) -> FieldRefusal:
    error = FieldError(field=field, code="invalid", message=message)
    return FieldRefusal(_("Please check what was entered."), [error])
