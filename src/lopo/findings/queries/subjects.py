"""Of whom something is shown: the province, a centre, an agency, a unit, a service."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lopo.catalogue.api import Service, services_by_key
from lopo.organisation.api import Agency, Centre, Unit, list_agencies, list_centres, units_by_key
from lopo.surveys.api import Path


class Level(str, Enum):
    """How wide a subject is; the names are those of fields of a ballot."""

    PROVINCE = "province"
    CENTRE = "centre"
    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"


FIELDS = (Level.CENTRE, Level.AGENCY, Level.UNIT, Level.SERVICE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a result is. ``place``: where its ballots lie, None for any; ``agency_id``: whose
    exemptions hold for it; ``declares``: the agency that says how many people it serves, None where
    nobody does.
    """

    level: Level
    place: Path
    name: str
    code: str = ""
    agency_id: int | None = None
    declares: int | None = None

    @property
    def where(self) -> dict[str, Any]:
        """Its ballots, as conditions of a query."""
        named = zip(FIELDS, self.place, strict=False)
        return {level.value: part for level, part in named if part is not None}

    def holds(self, atom: Path) -> bool:
        """Whether an atom is its own, wherever it is counted."""
        return all(part in (None, own) for part, own in zip(self.place, atom, strict=False))

    def at(self, centre_id: int) -> "Subject":
        """The same at one centre only."""
        place = (centre_id, *self.place[1:])
        return Subject(self.level, place, self.name, self.code, self.agency_id)


PROVINCE = Subject(Level.PROVINCE, (), "")


def of_centre(centre: Centre) -> Subject:
    """A centre, with everything given there."""
    host = centre.host_agency_id
    return Subject(Level.CENTRE, (centre.pk,), centre.name, centre.code, declares=host)


def of_agency(agency: Agency) -> Subject:
    """An agency, wherever its services are given."""
    place = (None, agency.pk)
    return Subject(Level.AGENCY, place, agency.name, agency.code, agency.pk, agency.pk)


def of_unit(unit: Unit) -> Subject:
    """A part of an agency."""
    place = (None, unit.agency_id, unit.pk)
    return Subject(Level.UNIT, place, unit.name, unit.code, unit.agency_id)


def of_service(service: Service) -> Subject:
    """A service, wherever it is given and whoever gave it."""
    place = (None, None, None, service.pk)
    return Subject(Level.SERVICE, place, service.name, service.code, service.agency_id)


def named(level: Level, keys: Iterable[int | None]) -> list[Subject]:
    """The subjects of a level with these keys, by name."""
    wanted = [key for key in keys if key is not None]
    found: list[Subject] = []
    if level == Level.CENTRE:
        found = [of_centre(one) for one in list_centres().filter(pk__in=wanted)]
    elif level == Level.AGENCY:
        found = [of_agency(one) for one in list_agencies().filter(pk__in=wanted)]
    elif level == Level.UNIT:
        found = [of_unit(one) for one in units_by_key(wanted)]
    elif level == Level.SERVICE:
        found = [of_service(one) for one in services_by_key(wanted)]
    return sorted(found, key=lambda one: (one.name, one.code))


def narrowed(centre: Centre | None, agency: Agency | None, service: Service | None) -> Subject:
    """What several conditions leave together: an agency at a centre, a service of an agency."""
    chosen = [
        of_centre(centre) if centre else None,
        of_agency(agency) if agency else None,
        of_service(service) if service else None,
    ]
    known = [one for one in chosen if one is not None]
    if not known:
        return PROVINCE
    place = (
        centre.pk if centre else None,
        agency.pk if agency else None,
        None,
        service.pk if service else None,
    )
    narrow = known[-1]
    deep = FIELDS.index(narrow.level) + 1
    # Whoever declared how many it serves did not say how many of them come to one place.
    declares = narrow.declares if len(known) == 1 else None
    return Subject(narrow.level, place[:deep], narrow.name, narrow.code, narrow.agency_id, declares)
