"""A whole centre goes out of use, and may come back; why and by whom stays on record.

Whether somebody in the room still needs it is the front desk's to know: pages call its acts,
which call these under the line.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation.models import Archival, Centre

from .checks import saved


class AlreadyArchived(Refusal):
    """The centre was archived, or brought back, by somebody else meanwhile."""

    code = "already-archived"


@transaction.atomic
def archive_centre(*, centre: Centre, reason: str, actor: Actor, clock: Clock) -> Archival:
    """Take a centre out of use; its past stays readable. Everybody reads the reason."""
    held = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if held.archived_at is not None:
        raise AlreadyArchived(_("%(name)s is archived already.") % {"name": held.name})
    now = clock()
    made = saved(Archival(centre=held, archived_at=now, archived_by=actor.id, reason=reason))
    _mark(held, centre, now)
    return made


@transaction.atomic
def restore_centre(*, centre: Centre, actor: Actor, clock: Clock) -> None:
    """Use an archived centre again, with everything it had; repeatable."""
    held = Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    running = Archival.objects.filter(centre=held, restored_at__isnull=True)
    for one in running:
        one.restored_at, one.restored_by = max(clock(), one.archived_at), actor.id
        one.save(update_fields=["restored_at", "restored_by"])
    _mark(held, centre, None)


def _mark(held: Centre, shown: Centre, at: datetime | None) -> None:
    held.archived_at = shown.archived_at = at
    held.save(update_fields=["archived_at"])
