"""Who may answer; the only way views get at invitations and points."""

from django.utils.translation import gettext as _

from lopo.kernel.errors import Unknown
from lopo.organisation.api import Centre, centre_in_use

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
