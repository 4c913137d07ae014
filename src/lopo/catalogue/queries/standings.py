"""How agencies stand with their services: how many there are, and how complete."""

from collections.abc import Collection
from dataclasses import dataclass

from lopo.catalogue.models import Offering
from lopo.catalogue.rules import COMPONENTS, completeness
from lopo.organisation.api import Agency, Centre

from .offers import active_services, list_services


@dataclass(frozen=True, slots=True)
class AgencyStanding:
    """The services of an agency today, and the components of their standards that are there."""

    services: int = 0
    components: int = 0
    complete: int = 0

    @property
    def found(self) -> int:
        """Components a standard has on average, of fourteen; all only if none lacks any."""
        return self.components // self.services if self.services else 0


def agency_standings(
    agencies: Collection[Agency], centre: Centre | None = None
) -> dict[int, AgencyStanding]:
    """How each agency that has services stands, by its key; of a centre, with those given there."""
    found: dict[int, AgencyStanding] = {}
    for service in list_services(centre=centre).filter(agency__in=agencies):
        missing = len(completeness(service.standard.told).missing)
        held = found.get(service.agency_id, AgencyStanding())
        found[service.agency_id] = AgencyStanding(
            held.services + 1,
            held.components + len(COMPONENTS) - missing,
            held.complete + (not missing),
        )
    return found


def agencies_at(centre: Centre) -> list[int]:
    """The keys of the agencies that give services at a centre."""
    return list(
        list_services(centre=centre).order_by().values_list("agency_id", flat=True).distinct()
    )


def centres_of_agency(agency: Agency) -> list[Centre]:
    """The real centres at which services of an agency are given today, by name."""
    given = Offering.objects.filter(
        service__in=active_services().filter(agency=agency).order_by().values("pk"),
        archived_at__isnull=True,
        centre__archived_at__isnull=True,
        centre__is_practice=False,
    ).select_related("centre")
    centres = {row.centre_id: row.centre for row in given}
    return sorted(centres.values(), key=lambda one: (one.name, one.code))
