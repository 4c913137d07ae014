"""Who writes and who publishes notices; what is another agency's does not exist here."""

from django.utils.translation import gettext as _

from lopo.kernel.errors import Unknown
from lopo.organisation.api import Agency, agency_by_code
from lopo.people.api import Duty, Principal, agencies_of

from .models import Notice


def agencies(principal: Principal) -> list[Agency]:
    """The agencies this account writes or publishes for; none is refused."""
    found = agencies_of(principal.user) if principal.user else []
    if not found:
        raise Unknown(_("There is no such page, or your account may not use it."))
    return found


def agency_to_write(principal: Principal, code: str) -> Agency:
    """An agency this account writes for."""
    agency = agency_by_code(code)
    if agency is None or not principal.is_charged(agency, Duty.EDITOR):
        raise Unknown(_("There is no such agency."))
    return agency


def notice(principal: Principal, pk: int, *duties: Duty) -> Notice:
    """A notice of an agency for which the account has one of these duties."""
    found = Notice.objects.select_related("agency", "drafted_by").filter(pk=pk).first()
    if found is None or not principal.is_charged(found.agency, *duties):
        raise Unknown(_("There is no such notice."))
    return found
