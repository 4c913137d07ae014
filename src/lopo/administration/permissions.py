"""Who may set centres up and look after them; what one may not know of does not exist."""

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service, known_service, service_in_full
from lopo.kernel.errors import Unknown
from lopo.notifications.api import Delivery, Webhook, delivery_of, webhook_by_id
from lopo.organisation.api import (
    Agency,
    Centre,
    archived_centre_by_code,
    centre_by_code,
    list_agencies,
    list_centres,
)
from lopo.people.api import (
    Duty,
    Permission,
    Principal,
    User,
    may,
    require,
    staff_of,
    user_by_username,
)

from .models import SetupDraft
from .queries import draft_by_id


def managed_centre(principal: Principal, code: str) -> Centre:
    """A centre this account looks after."""
    centre = centre_by_code(code)
    if centre is None:
        raise Unknown(_("There is no such service centre."))
    require(principal, Permission.MANAGE_CENTRE, centre)
    return centre


def managed_centres(principal: Principal) -> list[Centre]:
    """Every centre this account looks after."""
    return [c for c in list_centres() if principal.may(Permission.MANAGE_CENTRE, c)]


def may_set_up(principal: Principal) -> bool:
    """Whether this account may open new centres."""
    return principal.may(Permission.MANAGE_SYSTEM, None)


def may_tell_others(principal: Principal) -> Principal:
    """Somebody who decides which programs elsewhere are told of publications."""
    require(principal, Permission.MANAGE_SYSTEM, None)
    return principal


def webhook_to_manage(principal: Principal, pk: int) -> tuple[Principal, Webhook]:
    """A receiver of messages, for such an account."""
    may_tell_others(principal)
    found = webhook_by_id(pk)
    if found is None:
        raise Unknown(_("There is no such webhook."))
    return principal, found


def delivery_to_send(webhook: Webhook, pk: int) -> Delivery:
    """A message to a receiver."""
    found = delivery_of(webhook, pk)
    if found is None:
        raise Unknown(_("There is no such message."))
    return found


def centre_to_archive(principal: Principal, code: str) -> Centre:
    """A centre in use, for an account that may open and archive whole centres."""
    require(principal, Permission.MANAGE_SYSTEM, None)
    return managed_centre(principal, code)


def archived_centre(principal: Principal, code: str) -> Centre:
    """A centre out of use, for the same."""
    require(principal, Permission.MANAGE_SYSTEM, None)
    centre = archived_centre_by_code(code)
    if centre is None:
        raise Unknown(_("There is no such service centre."))
    return centre


def service_to_change(place: Centre, code: str) -> Service:
    """A service of the agency whose centre this is, in full; to others it is not there."""
    service = service_in_full(code)
    if service is None or service.agency_id != place.host_agency_id:
        raise Unknown(_("There is no such service."))
    return service


def service_to_move(principal: Principal, code: str) -> Service:
    """A service this account may move to another agency; to others it is not there."""
    service = known_service(code)
    may_all = principal.may(Permission.MANAGE_SYSTEM, None)
    if service is None or not (may_all or agencies_to_move_to(principal, service)):
        raise Unknown(_("There is no such service."))
    return service


def agencies_to_move_to(principal: Principal, service: Service) -> list[Agency]:
    """The agencies an account may move a service to: all for whoever administers the system.

    Whoever decrees for the agency that gives it away may move it to those they decree for, too.
    """
    others = [one for one in list_agencies() if one.pk != service.agency_id]
    if principal.may(Permission.MANAGE_SYSTEM, None):
        return others
    if not principal.is_charged(service.agency, Duty.PUBLISHER):
        return []
    return [one for one in others if principal.is_charged(one, Duty.PUBLISHER)]


def member_to_reset(principal: Principal, code: str, pk: int) -> tuple[Centre, User]:
    """Somebody on the staff list of a centre, for an account that may reset second steps there."""
    centre = managed_centre(principal, code)
    require(principal, Permission.RESET_SECOND_FACTOR, centre)
    person = next((user for user in staff_of(centre) if user.pk == pk), None)
    if person is None:
        raise Unknown(_("There is nobody like this at this centre."))
    return centre, person


def draft_or_404(principal: Principal, pk: int) -> SetupDraft:
    """A draft; all who administer the system share them, so a colleague can go on."""
    require(principal, Permission.MANAGE_SYSTEM, None)
    draft = draft_by_id(pk)
    if draft is None:
        raise Unknown(_("There is no such draft."))
    return draft


def manages(principal: Principal, centre: Centre) -> bool:
    """Whether this account (still) looks after a centre."""
    user = user_by_username(principal.user.get_username()) if principal.user else None
    return user is not None and may(user, Permission.MANAGE_CENTRE, centre)


def nothing_here() -> Unknown:
    """The answer to those who look after no centre."""
    return Unknown(_("There is no such page, or your account may not use it."))
