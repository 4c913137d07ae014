"""One decree for many standards: an office signs one decision that names them all."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.catalogue.models import Standard
from lopo.catalogue.queries import as_read
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.people.api import User

from .life import Decree, check_decree, publish_standard


@transaction.atomic
def publish_together(
    *, drafts: Sequence[Standard], decree: Decree, publisher: User, clock: Clock
) -> list[Standard]:
    """Bring submitted drafts into force by one decree: all of them, or none and every reason.

    Each keeps every rule of its own decree. A draft is refused, too, when it says anything else
    than the row given, which is the one that was read. Raises ``FieldRefusal`` with a field of
    the decree, or the code of a service.
    """
    check_decree(decree, clock)
    done, faults = [], []
    for draft in sorted(drafts, key=lambda one: one.service_id):  # nobody waits in a ring
        try:
            with transaction.atomic():
                version = publish_standard(
                    draft=draft,
                    decree=decree,
                    publisher=publisher,
                    clock=clock,
                    seen=as_read(draft),
                )
                done.append(version)
        except Refusal as refusal:
            faults += _told(draft, refusal)
    if faults:
        raise FieldRefusal(_("Nothing is decreed: something stands in the way."), faults)
    return done


def _told(draft: Standard, refusal: Refusal) -> list[FieldError]:
    said = [refusal.message]
    if isinstance(refusal, FieldRefusal):
        said = [error.message for error in refusal.errors]
    code = draft.service.code
    return [FieldError(field=code, code=refusal.code, message=f"{code}: {text}") for text in said]
