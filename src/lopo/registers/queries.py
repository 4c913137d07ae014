"""Reads of the registers: by code or title, for an agency, on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from lopo.organisation.api import Agency

from .models import Regulation, SharedRequirement

Cited = tuple[str, str]  # code ("" if there is none) and title, as a standard cites


@dataclass(frozen=True, slots=True)
class LawBook:
    """Regulations of the register, to be found by how a standard cites them."""

    by_code: dict[str, Regulation] = field(default_factory=dict)
    by_title: dict[str, Regulation] = field(default_factory=dict)

    def find(self, code: str, title: str) -> Regulation | None:
        """What is cited: by its code, else by its title in whatever letters."""
        return self.by_code.get(code) or self.by_title.get(title.lower())


def _book(rows: Iterable[Regulation]) -> LawBook:
    rows = list(rows)
    return LawBook({row.code: row for row in rows}, {row.title.lower(): row for row in rows})


def law_book() -> LawBook:
    """The whole register, in one query."""
    return _book(regulations())


def cited_in(cited: Collection[Cited]) -> LawBook:
    """What some standards cite, in one query; none where nothing is cited."""
    if not cited:
        return LawBook()
    titled = regulations().annotate(plain=Lower("title"))
    known = Q(code__in={code for code, _title in cited if code})
    return _book(titled.filter(known | Q(plain__in={title.lower() for _code, title in cited})))


def regulations(search: str = "") -> "QuerySet[Regulation]":
    """The register of regulations by title; of those only in which every word searched stands."""
    rows = Regulation.objects.select_related("replaced_by")
    for word in search.split():
        rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word))
    return rows


def regulation_by_id(pk: int) -> Regulation | None:
    """One regulation."""
    return regulations().filter(pk=pk).first()


def requirements(search: str = "", *, archived: bool = False) -> "QuerySet[SharedRequirement]":
    """The register of requirements by name, in use or put away."""
    rows = SharedRequirement.objects.select_related("agency")
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return rows.filter(archived_at__isnull=not archived)


def requirements_of(
    agencies: Collection[Agency], search: str = "", *, archived: bool = False
) -> "QuerySet[SharedRequirement]":
    """Those for all agencies, and the own ones of some."""
    seen = Q(agency__isnull=True) | Q(agency__in=agencies)
    return requirements(search, archived=archived).filter(seen)


def requirement_by_id(pk: int) -> SharedRequirement | None:
    """One requirement of the register, in use or put away."""
    return SharedRequirement.objects.select_related("agency").filter(pk=pk).first()


def requirements_for(agency: Agency) -> dict[str, SharedRequirement]:
    """What a standard of an agency draws from, by code: its own ones go before those for all."""
    rows = list(requirements_of([agency]))
    shared = {row.code: row for row in rows if row.agency_id is None}
    return {**shared, **{row.code: row for row in rows if row.agency_id is not None}}


def agencies_with_their_own(code: str) -> list[int]:
    """Ids of the agencies that keep a requirement of this code for themselves."""
    own = requirements().filter(code=code, agency__isnull=False)
    return list(own.values_list("agency_id", flat=True))
