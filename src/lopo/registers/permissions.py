"""Who keeps the registers: what is shared by all has few keepers, an agency's own its editors."""

from django.utils.translation import gettext as _

from lopo.kernel.errors import NotPermitted, Unknown
from lopo.organisation.api import Agency, list_centres
from lopo.people.api import Duty, Principal, agencies_of

from .models import Regulation, SharedRequirement
from .queries import regulation_by_id, requirement_by_id


def written_agencies(principal: Principal) -> list[Agency]:
    """The agencies whose standards this account writes."""
    found = agencies_of(principal.user) if principal.user is not None else []
    return [one for one in found if principal.is_charged(one, Duty.EDITOR)]


def keeps_what_is_shared(principal: Principal) -> bool:
    """Whether the account keeps what all agencies share: an editor of one that runs a centre.

    The host of a centre answers for what is shown there in everybody's name; an editor for all
    agencies is one of each. An administrator gives that duty, and has none by the role.
    """
    return _is_charged_by_a_host(principal, Duty.EDITOR)


def confirms_what_is_shared(principal: Principal) -> bool:
    """Whether the account lets proposals stand: a publisher of an agency that runs a centre."""
    return _is_charged_by_a_host(principal, Duty.PUBLISHER)


def _is_charged_by_a_host(principal: Principal, duty: Duty) -> bool:
    hosts = {one.host_agency for one in list_centres() if not one.is_practice}
    return any(principal.is_charged(agency, duty) for agency in hosts)


def may_keep(principal: Principal, requirement: SharedRequirement) -> bool:
    """Whether the account changes this requirement of the register."""
    if requirement.agency is None:
        return keeps_what_is_shared(principal)
    return principal.is_charged(requirement.agency, Duty.EDITOR)


def regulation(pk: int) -> Regulation:
    """A regulation; everybody with a duty reads them."""
    found = regulation_by_id(pk)
    if found is None:
        raise Unknown(_("There is no such regulation."))
    return found


def kept_regulation(principal: Principal, pk: int) -> Regulation:
    """A regulation this account may change or end."""
    if not keeps_what_is_shared(principal):
        raise NotPermitted(_("Your account may not do this here."))
    return regulation(pk)


def confirmed_regulation(principal: Principal, pk: int) -> Regulation:
    """A regulation whose proposed change this account may confirm."""
    if not confirms_what_is_shared(principal):
        raise NotPermitted(_("Your account may not do this here."))
    return regulation(pk)


def requirement(principal: Principal, pk: int) -> SharedRequirement:
    """A requirement for all agencies, or of one the account has a duty for."""
    found = requirement_by_id(pk)
    duties = (Duty.EDITOR, Duty.PUBLISHER)
    if found is None or (found.agency and not principal.is_charged(found.agency, *duties)):
        raise Unknown(_("There is no such requirement."))
    return found


def kept_requirement(principal: Principal, pk: int) -> SharedRequirement:
    """A requirement this account may change or put away."""
    found = requirement(principal, pk)
    if not may_keep(principal, found):
        raise NotPermitted(_("Your account may not do this here."))
    return found
