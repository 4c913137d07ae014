"""What agencies have of what is asked of them, and what is missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.profiles.models import AgencyProfile, ComplianceFact, ComplianceItem

from .identities import Identity, identities_of
from .sources import Derived, derived, is_answered_elsewhere

MOTTO, ORGANISER, PERFORMERS = "MOTTO", "PENYELENGGARA", "PELAKSANA"
OWN = frozenset({MOTTO, ORGANISER, PERFORMERS})


@dataclass(frozen=True, slots=True)
class Answer:
    """One item and what an agency has of it.

    ``path`` leads to where it stands on this site, ``evidence_url`` to where it can be seen.
    """

    item: ComplianceItem
    is_there: bool = False
    text: str = ""
    path: str = ""
    evidence_url: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything an agency says of itself."""

    agency: Agency
    answers: Sequence[Answer]
    profile: AgencyProfile
    identity: Identity

    @property
    def items(self) -> list[Answer]:
        """The compliance items."""
        return [one for one in self.answers if one.item.part == ComplianceItem.Part.ITEM]

    @property
    def profiles(self) -> list[Answer]:
        """The two profiles."""
        return [one for one in self.answers if one.item.part == ComplianceItem.Part.PROFILE]

    @property
    def found(self) -> int:
        """How many compliance items are there."""
        return sum(one.is_there for one in self.items)

    @property
    def profiles_found(self) -> int:
        """How many profiles are there."""
        return sum(one.is_there for one in self.profiles)

    @property
    def missing(self) -> list[Answer]:
        """What is not there, of items and profiles."""
        return [one for one in self.answers if not one.is_there]


def items_on(day: date) -> list[ComplianceItem]:
    """What is asked of every agency on a day, in order."""
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return list(ComplianceItem.objects.filter(until, valid_from__lte=day))


def typed_items(day: date) -> list[ComplianceItem]:
    """Those that the agency writes itself, because nothing else answers them."""
    return [one for one in items_on(day) if not _is_answered(one)]


def profile_of(agency: Agency) -> AgencyProfile:
    """The profile of an agency; an empty one that is not saved, if it has none."""
    return AgencyProfile.objects.filter(agency=agency).first() or AgencyProfile(agency=agency)


def report_of(agency: Agency, day: date | None = None) -> Report:
    """What one agency has."""
    return reports_of([agency], day)[agency.pk]


def reports_of(agencies: Collection[Agency], day: date | None = None) -> dict[int, Report]:
    """What each agency has on a day (today), by its key; as many queries for one as for all."""
    on = day or civil_date(system_clock())
    items, elsewhere = items_on(on), derived(agencies, on)
    facts = {
        (fact.agency_id, fact.item_id): fact
        for fact in ComplianceFact.objects.filter(agency__in=agencies, item__in=items)
    }
    profiles = {row.agency_id: row for row in AgencyProfile.objects.filter(agency__in=agencies)}
    identities = identities_of(agencies)
    found = {}
    for agency in agencies:
        profile = profiles.get(agency.pk) or AgencyProfile(agency=agency)
        identity = identities.get(agency.pk, Identity())
        known = {name: rows.get(agency.pk) for name, rows in elsewhere.items()}
        known |= _own(profile, identity)
        answers = [_answer(item, facts.get((agency.pk, item.pk)), known) for item in items]
        found[agency.pk] = Report(agency, answers, profile, identity)
    return found


def _is_answered(item: ComplianceItem) -> bool:
    return item.answered_by in OWN or is_answered_elsewhere(item.answered_by)


def _own(profile: AgencyProfile, identity: Identity) -> dict[str, Derived | None]:
    """What is answered by what the agency has written here already."""
    contact = profile.phone or profile.email
    organiser = [profile.tasks, profile.structure, profile.address, profile.hours, contact]
    return {
        MOTTO: Derived(identity.motto) if identity.motto else None,
        ORGANISER: Derived(profile.tasks) if all(organiser) else None,
        PERFORMERS: Derived(profile.performers) if profile.performers.strip() else None,
    }


def _answer(
    item: ComplianceItem, fact: ComplianceFact | None, known: Mapping[str, Derived | None]
) -> Answer:
    if item.answered_by in known:
        told = known[item.answered_by]
        return Answer(item, True, told.text, told.path) if told else Answer(item)
    if fact is None:
        return Answer(item)
    return Answer(
        item,
        is_there=fact.is_present,
        text=fact.text,
        evidence_url=fact.evidence_url,
        confirmed_on=fact.confirmed_on,
    )
