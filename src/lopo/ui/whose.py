"""Whose page it is: the name, agency, contact and time zone a page carries. The one rule.

1. A page that shows a centre (or a ticket, counter, device, invitation of one) carries it.
2. A page that shows a service carries the agency that gives it, at its centre when there is one.
3. Any other page carries whom it is given: the installation, or on pages of staff the place where
   the person has a role (``surfaces.portal.context``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

# Template variables that are a centre, or belong to one.
OF_A_CENTRE = ("centre", "ticket", "counter", "device", "invitation")


class Agency(Protocol):
    """What is read of an agency."""

    @property
    def name(self) -> str:
        """In full."""
        ...


class Centre(Protocol):
    """What is read of a centre."""

    code: str
    name: str
    phone: str
    email: str
    address: str
    zone: str

    @property
    def host_agency(self) -> Agency:
        """Whose house it is."""
        ...


@dataclass(frozen=True, slots=True)
class Whose:
    """What the header, the footer and the clock of a page say; empty where nothing is known."""

    name: str
    agency_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    zone: str = ""
    centres: Sequence[Centre] = ()


def of_centre(centre: Centre) -> Whose:
    """A centre with its agency, contact and zone."""
    return Whose(
        name=centre.name,
        agency_name=centre.host_agency.name,
        phone=centre.phone,
        email=centre.email,
        address=centre.address,
        zone=centre.zone,
    )


def of_service(agency: Agency, centre: Centre | None) -> Whose:
    """The agency that gives a service, at its centre when it is given at one only."""
    if centre is None:
        return Whose(name=agency.name)
    return replace(of_centre(centre), agency_name=agency.name)


def of_centres(centres: Sequence[Centre]) -> Whose:
    """One centre as itself; several by no name of theirs, without a contact of any of them.

    Only what all of them have in common is said: the agency, the zone.
    """
    if len(centres) == 1:
        return of_centre(centres[0])
    agencies = {centre.host_agency.name for centre in centres}
    zones = {centre.zone for centre in centres}
    return Whose(
        name=agencies.pop() if len(agencies) == 1 else "Lopo",
        agency_name=_("One-stop services") if centres else "",
        zone=zones.pop() if len(zones) == 1 else "",
        centres=centres,
    )


def centre_shown(variables: Mapping[str, Any] | Any) -> Any:
    """The centre a page shows, by its template variables; None when it shows none."""
    shown = (variables.get(name) for name in OF_A_CENTRE)
    centres = (getattr(one, "centre", one) for one in shown if one)
    return next((centre for centre in centres if hasattr(centre, "is_practice")), None)


def of_page(variables: Mapping[str, Any] | Any, otherwise: str) -> Any:
    """Whose page it is, asked of nobody before it is shown; ``otherwise`` names rule 3."""
    centre, service = centre_shown(variables), variables.get("service")
    if service is not None and hasattr(service, "agency"):
        return _later(lambda: of_service(service.agency, centre))
    if centre is not None:
        return _later(lambda: of_centre(centre))
    return variables.get(otherwise)


def _later(ask: Callable[[], Whose]) -> Any:
    return SimpleLazyObject(ask)
