"""Who may manage a centre; the only way views get at it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.foundation import gate
from lopo.kernel.actor import Actor
from lopo.kernel.errors import NoLongerHere, Unknown
from lopo.kernel.formats import in_zone, language, long_date

from .models import Centre
from .queries import archivals, centre_by_code

# Names of `people.Permission`, whose keeper answers (docs/decisions/0010).
MANAGE_CENTRE = "MANAGE_CENTRE"
MANAGE_SYSTEM = "MANAGE_SYSTEM"


@dataclass(frozen=True, slots=True)
class Managed:
    """A centre in the hands of somebody who may manage it; ``everywhere`` beyond it too."""

    centre: Centre
    actor: Actor
    everywhere: bool


def managed_centre(request: HttpRequest, code: str) -> Managed:
    """The centre to manage; one that does not exist and one of others look the same."""
    centre = centre_by_code(code)
    actor = gate.admit(request, MANAGE_CENTRE, centre.pk if centre else None)
    if centre is None:
        raise Unknown(_("There is no such service centre."))
    return Managed(centre, actor, gate.may(request, MANAGE_SYSTEM, None))


def centre_in_use(code: str) -> Centre:
    """The centre that receives visitors under this code.

    ``NoLongerHere`` says since when and why an archived one does not; ``Unknown`` that there
    never was one.
    """
    centre = centre_by_code(code)
    if centre is not None:
        return centre
    archival = archivals().filter(centre__code=code).first()
    if archival is None:
        raise Unknown(_("There is no such service centre."))
    last = in_zone(archival.archived_at, archival.centre.zone).date()
    since = long_date(last, language(get_language()))
    raise NoLongerHere(
        _("%(name)s has not received visitors since %(day)s. Reason: %(reason)s")
        % {"name": archival.centre.name, "day": since, "reason": archival.reason},
        named=(archival.centre.name, archival.reason),
    )
