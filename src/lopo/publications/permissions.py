"""Who may have an agency's sheets made; what is another's does not exist here."""

from django.utils.translation import gettext as _

from lopo.kernel.errors import Unknown
from lopo.organisation.api import Agency, agency_by_code
from lopo.people.api import Duty, Principal, agencies_of

from .models import Batch

DUTIES = (Duty.EDITOR, Duty.PUBLISHER)


def agencies(principal: Principal) -> list[Agency]:
    """The agencies this account writes or publishes for; none is refused."""
    found = agencies_of(principal.user) if principal.user else []
    if not found:
        raise Unknown(_("There is no such page, or your account may not use it."))
    return found


def agency_of(principal: Principal, code: str) -> Agency:
    """An agency in use for which the account has a duty."""
    found = agency_by_code(code)
    if found is None or found.archived_at is not None:
        raise Unknown(_("There is no such agency."))
    if not principal.is_charged(found, *DUTIES):
        raise Unknown(_("There is no such agency."))
    return found


def batch_of(principal: Principal, token: str) -> Batch:
    """A batch of such an agency, by its secret name."""
    found = Batch.objects.select_related("agency").filter(token=token).first()
    if found is None or not principal.is_charged(found.agency, *DUTIES):
        raise Unknown(_("There is no such batch, or it is older than a week."))
    return found
