"""Who writes and who publishes for which agency; what is another's does not exist here."""

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service, Standard, draft_of, known_service, stays_of
from lopo.kernel.errors import Unknown
from lopo.organisation.api import Agency, agency_by_code
from lopo.people.api import Duty, Permission, Principal, agencies_of
from lopo.registers.api import written_agencies

from .models import FileImport
from .queries import import_named


def agencies(principal: Principal) -> list[Agency]:
    """The agencies this account writes or publishes for; none is refused."""
    found = agencies_of(principal.user) if principal.user else []
    if not found:
        raise Unknown(_("There is no such page, or your account may not use it."))
    return found


def writes_somewhere(principal: Principal) -> None:
    """Go on only if the account writes standards of any agency."""
    if not written_agencies(principal):
        raise Unknown(_("There is no such page, or your account may not use it."))


def agency_of(principal: Principal, code: str, *duties: Duty) -> Agency:
    """An agency for which the account has one of these duties (any, if none)."""
    agency = agency_by_code(code)
    wanted = duties or (Duty.EDITOR, Duty.PUBLISHER)
    if agency is None or not principal.is_charged(agency, *wanted):
        raise Unknown(_("There is no such agency."))
    return agency


def import_of(principal: Principal, code: str, token: str) -> FileImport:
    """A file that was handed in for an agency the account writes for."""
    found = import_named(agency_of(principal, code, Duty.EDITOR), token)
    if found is None:
        raise Unknown(_("There is no such file, or it is older than a day."))
    return found


def service_of(principal: Principal, code: str, *duties: Duty) -> Service:
    """A service of an agency for which the account has one of these duties (any, if none)."""
    service = known_service(code)
    wanted = duties or (Duty.EDITOR, Duty.PUBLISHER)
    if service is None or not principal.is_charged(service.agency, *wanted):
        raise Unknown(_("There is no such service."))
    return service


def moved_to(principal: Principal, code: str) -> Agency | None:
    """Whose a service is since it moved away from an agency this account writes for; else none."""
    service = known_service(code)
    if service is None or principal.is_charged(service.agency, Duty.EDITOR):
        return None
    earlier = [stay.agency for stay in stays_of(service) if stay.until is not None]
    wrote = any(principal.is_charged(agency, Duty.EDITOR) for agency in earlier)
    return service.agency if wrote else None


def draft(principal: Principal, code: str, *duties: Duty) -> Standard:
    """The open draft of such a service."""
    found = draft_of(service_of(principal, code, *duties))
    if found is None:
        raise Unknown(_("This service has no open draft."))
    return found


def may_write(principal: Principal, service: Service) -> bool:
    """Whether the account may change drafts of a service."""
    return principal.is_charged(service.agency, Duty.EDITOR)


def may_move(principal: Principal, service: Service) -> bool:
    """Whether the account may move a service to another agency: it decrees for both."""
    if principal.may(Permission.MANAGE_SYSTEM, None):
        return True
    found = agencies_of(principal.user) if principal.user else []
    decrees_for = [one for one in found if principal.is_charged(one, Duty.PUBLISHER)]
    return may_publish(principal, service) and len(decrees_for) > 1


def may_publish(principal: Principal, service: Service) -> bool:
    """Whether the account may decree for the agency of a service."""
    return principal.is_charged(service.agency, Duty.PUBLISHER)
