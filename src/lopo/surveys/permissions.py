"""Who may answer; the only way views get at invitations and points."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lopo.kernel.errors import NotPermitted, Unknown
from lopo.organisation.api import Centre, centre_in_use
from lopo.people.api import Permission, kiosk_centre, may, person_asking

from .models import SurveyInvitation, SurveyPoint
from .queries import invitation_by_key, point_by_code


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
