"""Who may answer; the only way views get at invitations and points."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lopo.frontdesk.api import counters_served_by
from lopo.kernel.clock import Clock
from lopo.kernel.errors import NotPermitted, Unknown
from lopo.organisation.api import Agency, Centre, archived_centre_by_code, centre_in_use
from lopo.people.api import (
    Duty,
    Permission,
    Principal,
    User,
    agencies_of,
    kiosk_centre,
    may,
    person_asking,
    require,
)

from .models import Exemption, Instrument, PaperBatch, Remark, SurveyInvitation, SurveyPoint
from .queries import (
    batch_of,
    exemption_by_id,
    instrument_by_id,
    invitation_by_key,
    open_remark,
    point_by_code,
    services_at,
)
from .rules import SERVED_LATELY


def invitation_or_404(key: str) -> SurveyInvitation:
    """The invitation of a link; the link itself is the right to answer."""
    found = invitation_by_key(key)
    if found is None:
        raise Unknown(_("This survey opens when you have been served, and closes a week later."))
    return found


def point_or_404(code: str) -> SurveyPoint:
    """Where a scanned code hangs."""
    found = point_by_code(code)
    if found is None or found.centre.archived_at is not None:
        raise Unknown(_("There is no such code."))
    return found


def centre_or_404(code: str) -> Centre:
    """A centre in use; of an archived one, since when and why it is not."""
    return centre_in_use(code)


def voted_at_or_404(code: str) -> Centre:
    """Where somebody has just answered; links of a centre archived meanwhile are still good."""
    return archived_centre_by_code(code) or centre_in_use(code)


def kiosk_or_403(request: HttpRequest, code: str) -> Centre:
    """The centre whose paired kiosk asks; no other browser answers in the name of the room."""
    place = centre_in_use(code)
    if kiosk_centre(request) != place:
        raise NotPermitted(_("This page is for the kiosk in the service room."))
    return place


def cards_centre(request: HttpRequest, code: str) -> Centre:
    """A centre for whose counters the one who asks may print cards."""
    place, person = centre_in_use(code), person_asking(request)
    if not any(may(person, one, place) for one in (Permission.SEE_DAY, Permission.MANAGE_CENTRE)):
        raise NotPermitted(_("Your account may not do this here."))
    return place


def survey_place(principal: Principal, code: str, *any_of: Permission) -> Centre:
    """A centre at which an account has one of these permissions; to others it is not there."""
    place = centre_in_use(code)
    if not any(principal.may(one, place) for one in any_of):
        raise NotPermitted(_("Your account may not do this here."))
    return place


def paper_batch(principal: Principal, code: str, pk: int, *any_of: Permission) -> PaperBatch:
    """A batch of paper of such a centre."""
    found = batch_of(survey_place(principal, code, *any_of), pk)
    if found is None:
        raise Unknown(_("There is no such batch."))
    return found


def officer_of(principal: Principal) -> User:
    """The account behind a page of staff."""
    assert principal.user is not None
    return principal.user


def own_counters(principal: Principal, centre: Centre, clock: Clock) -> frozenset[int]:
    """The counters whose voices are not for this account: those it has served at lately."""
    return counters_served_by(officer_of(principal), centre, since=clock() - SERVED_LATELY)


def seen_agencies(principal: Principal, centre: Centre) -> frozenset[int] | None:
    """Whose part of the survey an account may see: all (None), or that of its agencies.

    Supervisors and administrators see the whole centre; who writes or publishes for an agency
    sees what was said about that agency's services.
    """
    if principal.may(Permission.SEE_SURVEY, centre):
        return None
    own = [one.pk for one in charged_agencies(principal, centre)]
    if not own:
        raise NotPermitted(_("Your account may not do this here."))
    return frozenset(own)


def charged_agencies(principal: Principal, centre: Centre) -> list[Agency]:
    """The agencies at a centre for which an account writes or publishes."""
    if principal.user is None or not agencies_of(principal.user):
        return []
    given = {one.agency.pk: one.agency for one in services_at(centre)}
    given[centre.host_agency_id] = centre.host_agency
    duties = (Duty.EDITOR, Duty.PUBLISHER)
    return [one for one in given.values() if principal.is_charged(one, *duties)]


def declaring_agencies(principal: Principal, centre: Centre) -> list[Agency]:
    """The agencies whose number of people an account may declare; 404 without any."""
    found = {one.pk: one for one in charged_agencies(principal, centre)}
    if principal.may(Permission.MANAGE_CENTRE, centre):
        found[centre.host_agency_id] = centre.host_agency
    if not found:
        raise NotPermitted(_("Your account may not do this here."))
    return list(found.values())


def remark_to_hide(principal: Principal, code: str, pk: UUID) -> Remark:
    """A remark that staff may read, for those who may hide it."""
    found = open_remark(survey_place(principal, code, Permission.SEE_SURVEY), pk)
    if found is None:
        raise Unknown(_("There is no such remark."))
    return found


def may_manage_instruments(principal: Principal) -> Principal:
    """Somebody who keeps the questionnaires of the whole system."""
    require(principal, Permission.MANAGE_SYSTEM, None)
    return principal


def instrument_to_manage(principal: Principal, pk: int) -> Instrument:
    """A version of a questionnaire, for such an account."""
    may_manage_instruments(principal)
    found = instrument_by_id(pk)
    if found is None:
        raise Unknown(_("There is no such questionnaire."))
    return found


def exemption_to_end(principal: Principal, pk: int) -> Exemption:
    """An exemption, for such an account."""
    may_manage_instruments(principal)
    found = exemption_by_id(pk)
    if found is None:
        raise Unknown(_("There is no such exemption."))
    return found
