"""What a change of a register touches: drafts and versions, whose, and what would differ."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db.models import F, Q, QuerySet

from lopo.catalogue.models import DRAFT_STATES, LIVE_STATES, Service, Standard
from lopo.catalogue.rules import (
    Change,
    Content,
    Law,
    Requirement,
    Rewording,
    asks_in_its_own_words,
    differences,
    reworded,
    with_successor,
)
from lopo.organisation.api import Agency
from lopo.registers import api as registers
from lopo.registers.api import Regulation, SharedRequirement, Wording

from .offers import today

NOT_YOURS, SUBMITTED = "not-yours", "submitted"


@dataclass(frozen=True)
class Touched:
    """One service a change touches: its open draft, or the version its next draft begins with.

    ``barred`` says why this account changes nothing there ("": it does).
    """

    standard: Standard
    new: Content
    barred: str = ""

    @property
    def service(self) -> Service:
        """Whose standard it is."""
        return self.standard.service

    @cached_property
    def changes(self) -> list[Change]:
        """Every place that would differ."""
        return differences(self.standard.told, self.new)


@dataclass(frozen=True)
class Impact:
    """Everything a change touches, in the order of agencies and services."""

    touched: tuple[Touched, ...]
    barred: tuple[Touched, ...]
    # Standards that have the code and say it in words of their own: they keep them.
    own_words: tuple[Standard, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same change of the same standards: what was shown is what is done."""
        rows = [
            (
                one.standard.pk,
                one.standard.revision,
                one.standard.digest,
                one.new.digest,
                one.barred,
            )
            for one in (*self.touched, *self.barred)
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def impact_of_wording(
    requirement: SharedRequirement, wording: Wording, agencies: Collection[Agency]
) -> Impact:
    """What another wording (or the one it has) touches, for who writes for ``agencies``."""
    change = _rewording(requirement, wording)
    asked = Q(content__contains={"requirements": [{"code": requirement.code}]})
    rows = list(_in_work(asked & _scope(requirement)))
    found = _sorted(rows, lambda told: reworded(told, change), agencies)
    own = tuple(row for row in rows if asks_in_its_own_words(row.told, change))
    return Impact(found.touched, found.barred, own)


def impact_of_successor(regulation: Regulation, agencies: Collection[Agency]) -> Impact:
    """What citing the successor instead touches, for somebody who writes for ``agencies``."""
    successor = regulation.replaced_by
    if successor is None:
        return Impact((), ())
    book, new = registers.law_book(), Law(successor.code, successor.title)

    def is_it(law: Law) -> bool:
        found = book.find(law.code, law.title)
        return found is not None and found.pk == regulation.pk

    return _sorted(
        _in_work(_cites(regulation)), lambda told: with_successor(told, is_it, new), agencies
    )


def services_asking(requirement: SharedRequirement) -> int:
    """How many services ask for a requirement of the register, by its code."""
    asked = Q(content__contains={"requirements": [{"code": requirement.code}]})
    return len(_in_work(asked & _scope(requirement)))


def services_citing(regulation: Regulation) -> list[Service]:
    """The services whose standard, or open draft, cites a regulation."""
    return [row.service for row in _in_work(_cites(regulation))]


def _cites(regulation: Regulation) -> Q:
    by_code = Q(content__contains={"legal_basis": [{"code": regulation.code}]})
    return by_code | Q(content__legal_basis__icontains=regulation.title)


def _scope(requirement: SharedRequirement) -> Q:
    """Whose standards draw from this one: an agency's own entry goes before the one for all."""
    if requirement.agency_id is not None:
        return Q(service__agency=requirement.agency_id)
    return ~Q(service__agency__in=registers.agencies_with_their_own(requirement.code))


def _rewording(requirement: SharedRequirement, wording: Wording) -> Rewording:
    said = [*requirement.earlier, requirement.wording]
    former = [one for one in said if one != wording] or said
    return Rewording(
        requirement.code,
        tuple(_requirement(requirement.code, one) for one in former),
        _requirement(requirement.code, wording),
    )


def _requirement(code: str, wording: Wording) -> Requirement:
    return Requirement(code=code, **asdict(wording))


def _in_work(wanted: Q) -> list[Standard]:
    """Of every service in use: its open draft, else its latest version, where that goes on.

    One statement, however many services there are.
    """
    states = Q(state__in=[*LIVE_STATES, *DRAFT_STATES])
    standards = Standard.objects.filter(states, service__is_active=True)
    first = F("number").desc(nulls_first=True)
    newest: QuerySet[Standard] = (
        standards.filter(service__in=standards.filter(wanted).values("service"))
        .order_by("service_id", first)
        .distinct("service_id")
        .select_related("service__agency", "service__unit")
    )
    day = today()
    lasting = [one for one in newest if one.is_draft or one.valid_to is None or one.valid_to > day]
    return sorted(lasting, key=lambda one: (one.service.agency.name, one.service.code))


def _sorted(
    rows: Iterable[Standard], change: Callable[[Content], Content], agencies: Collection[Agency]
) -> Impact:
    yours = {agency.pk for agency in agencies}
    found = [
        Touched(row, new, _barred(row, yours))
        for row in rows
        if (new := change(row.told)).digest != row.told.digest
    ]
    return Impact(
        tuple(one for one in found if not one.barred), tuple(one for one in found if one.barred)
    )


def _barred(row: Standard, yours: Collection[int]) -> str:
    if row.service.agency_id not in yours:
        return NOT_YOURS
    return SUBMITTED if row.state == Standard.State.SUBMITTED else ""
