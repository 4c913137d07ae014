"""Whose results there are; results are everybody's, so nobody is refused."""

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service, known_service
from lopo.kernel.errors import FieldError, FieldRefusal, Unknown
from lopo.organisation.api import Agency, Centre, agency_by_code, centre_in_use
from lopo.surveys.api import Period, period_spelled


def centre_or_404(code: str) -> Centre:
    """A centre in use; of an archived one, since when and why it is not."""
    return centre_in_use(code)


def agency_or_404(code: str) -> Agency:
    """An agency in use."""
    found = agency_by_code(code)
    if found is None or found.archived_at is not None:
        raise Unknown(_("There is no such agency."))
    return found


def service_or_404(code: str) -> Service:
    """A public service, whether or not its standard is in force."""
    found = known_service(code) if "\x00" not in code else None
    if found is None:
        raise Unknown(_("There is no such service."))
    return found


def period_or_404(text: str) -> Period | None:
    """The period a page is asked for; None when it does not say."""
    if not text:
        return None
    found = period_spelled(text)
    if found is None:
        raise Unknown(_("There is no such period."))
    return found


def period_or_422(text: str) -> Period | None:
    """The same for a program: a field that is wrong."""
    found = period_spelled(text) if text else None
    if text and found is None:
        message = _("A period is written as 2026-tw3, 2026-s1 or 2026.")
        raise FieldRefusal(message, [FieldError("period", "invalid", message)])
    return found
