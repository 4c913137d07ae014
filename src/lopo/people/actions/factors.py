"""A second factor that was lost: reset by somebody else, recorded, and told to its owner."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.people.models import FactorReset, User
from lopo.people.permissions import ResetRefused

from .sessions import end_other_sessions


@transaction.atomic
def reset_second_factor(*, user: User, actor: Actor, clock: Clock = system_clock) -> FactorReset:
    """Phone and recovery codes are lost: the password alone signs in again, and only once more.

    Every session ends, so that nobody goes on who should not. Where the role needs a second
    factor, the next sign-in leads to setting up a new one. For administrators, on sight of the
    person (``permissions.check_reset``); never for oneself. Who did it stays on record, and the
    owner is told at the next sign-in.
    """
    if actor.id == f"user:{user.pk}":
        raise ResetRefused(_("You cannot reset your own second step. Ask another administrator."))
    Authenticator.objects.filter(user=user).delete()
    end_other_sessions(user=user, kept=None, actor=actor)
    return FactorReset.objects.create(user=user, reset_at=clock(), reset_by=actor.id)


@transaction.atomic
def tell_of_reset(*, user: User, clock: Clock = system_clock) -> FactorReset | None:
    """The last reset the owner has not heard of; none of them is told twice."""
    untold = FactorReset.objects.select_for_update().filter(user=user, told_at__isnull=True)
    found = list(untold.order_by("reset_at", "pk"))
    for one in found:
        one.told_at = clock()
        one.save(update_fields=["told_at"])
    return found[-1] if found else None
