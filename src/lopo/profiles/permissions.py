"""Whoever wants to know what an agency says of itself may; who writes it is asked by `editorial`.

What is public is found here: agencies in use.
"""

from django.utils.translation import gettext as _

from lopo.kernel.errors import Unknown
from lopo.organisation.api import Agency, agency_by_code


def public_agency(code: str) -> Agency:
    """An agency in use; any other does not exist."""
    agency = agency_by_code(code)
    if agency is None or agency.archived_at is not None:
        raise Unknown(_("There is no such agency."))
    return agency
