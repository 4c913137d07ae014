"""What a change of a register does to a standard. Pure.

A requirement comes from the register by its code and its name. Of it the register rules name,
format, handover and sensitivity; whether it is always needed, or under which condition, is the
standard's own, and so is every value the register never had.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .content import Content, Law, Requirement

SHARED = ("name", "format", "handover", "sensitive")


@dataclass(frozen=True, slots=True)
class Rewording:
    """A requirement of the register: what it said at any time, and what it says (or will say)."""

    code: str
    former: tuple[Requirement, ...]
    now: Requirement

    @property
    def names(self) -> frozenset[str]:
        """Every name it ever had: a row of another name is no row of the register."""
        return frozenset(one.name for one in (*self.former, self.now))


def merged(row: Requirement, change: Rewording) -> Requirement:
    """A row after the change: what it had from the register follows, what is its own stays."""
    if row.code != change.code or row.name not in change.names:
        return row
    followed = {
        field: getattr(change.now, field)
        for field in SHARED
        if any(getattr(row, field) == getattr(one, field) for one in change.former)
    }
    return replace(row, **followed)


def reworded(content: Content, change: Rewording) -> Content:
    """A content after the change."""
    return content.with_fields(
        requirements=tuple(merged(row, change) for row in content.requirements)
    )


def own_words(row: Requirement, now: Requirement) -> tuple[str, ...]:
    """Which of the shared fields of a row with the same code the standard says otherwise."""
    return tuple(field for field in SHARED if getattr(row, field) != getattr(now, field))


def asks_in_its_own_words(content: Content, change: Rewording) -> bool:
    """Whether a content has the code, and yet says something of it that the register does not."""
    after = (merged(row, change) for row in content.requirements if row.code == change.code)
    return any(own_words(row, change.now) for row in after)


def with_successor(content: Content, is_it: Callable[[Law], bool], successor: Law) -> Content:
    """A content that cites the successor where it cited the regulation; once, however often."""
    cited: list[Law] = []
    for law in content.legal_basis:
        new = successor if is_it(law) or law.code == successor.code else law
        if new not in cited:
            cited.append(new)
    return content.with_fields(legal_basis=tuple(cited)) if _cites(content, is_it) else content


def _cites(content: Content, is_it: Callable[[Law], bool]) -> bool:
    return any(is_it(law) for law in content.legal_basis)


def shared_by_services(
    asked: Sequence[tuple[int, Sequence[Requirement]]],
) -> dict[tuple[int | None, str], Requirement]:
    """What several services ask for by one code and name, by owner (None: several) and code.

    ``asked`` has the agency of each service and its requirements. Where they differ in format or
    handover, what most of them say holds; codes under several names are nobody's.
    """
    found: dict[str, list[tuple[int, Requirement]]] = {}
    for agency, rows in asked:
        for row in rows:
            plain = replace(row, mandatory=True, condition="")
            found.setdefault(row.code, []).append((agency, plain))
    shared = {}
    for code, uses in found.items():
        if len(uses) > 1 and len({row.name for _agency, row in uses}) == 1:
            agencies = {agency for agency, _row in uses}
            owner = agencies.pop() if len(agencies) == 1 else None
            rows = [row for _agency, row in uses]
            shared[owner, code] = max(rows, key=rows.count)
    return shared
