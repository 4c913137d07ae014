"""Which of the fourteen components a standard has, and which are missing. Pure.

The order and the words are those of UU 25/2009 art. 21; the split into six of service delivery,
which must be public, and eight of management is that of PermenPANRB 15/2014.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .content import Content
from .procedure import ProcedureFault, faults_of_procedure


@dataclass(frozen=True, slots=True)
class Component:
    """One of the fourteen: its place in the law, its code, and what shows that it is there."""

    number: int
    code: str
    is_public: bool
    is_there: Callable[[Content], bool]


def _has_requirements(content: Content) -> bool:
    return bool(content.requirements) or content.needs_nothing


def _has_promise(content: Content) -> bool:
    return content.promise.amount is not None


def _has_fee(content: Content) -> bool:
    return content.fee.is_free or bool(content.fee.basis.strip())


COMPONENTS: tuple[Component, ...] = (
    Component(1, "legal_basis", False, lambda c: bool(c.legal_basis)),
    Component(2, "requirements", True, _has_requirements),
    Component(3, "procedure", True, lambda c: bool(c.steps)),
    Component(4, "promise", True, _has_promise),
    Component(5, "fee", True, _has_fee),
    Component(6, "product", True, lambda c: bool(c.products)),
    Component(7, "facilities", False, lambda c: bool(c.facilities)),
    Component(8, "competence", False, lambda c: bool(c.competence)),
    Component(9, "supervision", False, lambda c: bool(c.supervision)),
    Component(10, "complaints", True, lambda c: bool(c.complaints)),
    Component(11, "staffing", False, lambda c: bool(c.staffing.strip())),
    Component(12, "service_guarantee", False, lambda c: bool(c.service_guarantee.strip())),
    Component(13, "safety_guarantee", False, lambda c: bool(c.safety_guarantee.strip())),
    Component(14, "evaluation", False, lambda c: bool(c.evaluation.strip())),
)
PUBLIC = tuple(one for one in COMPONENTS if one.is_public)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a standard has of the fourteen; scores in whole percent, rounded down."""

    missing: tuple[Component, ...]

    @property
    def score(self) -> int:
        """Of all fourteen (UU 25/2009); 100 only when nothing is missing."""
        return 100 * (len(COMPONENTS) - len(self.missing)) // len(COMPONENTS)

    @property
    def public_score(self) -> int:
        """Of the six that the public must see, as the Ombudsman counts them."""
        gone = sum(one.is_public for one in self.missing)
        return 100 * (len(PUBLIC) - gone) // len(PUBLIC)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(content: Content) -> Completeness:
    """What is missing of a content."""
    return Completeness(tuple(one for one in COMPONENTS if not one.is_there(content)))


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands between a draft and its decree."""

    missing: tuple[Component, ...]
    faults: tuple[ProcedureFault, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.faults)


def obstacles(content: Content) -> Obstacles:
    """Components that are missing, and a procedure that cannot be walked or kept."""
    faults = faults_of_procedure(content) if content.steps else []
    errors = tuple(fault for fault in faults if fault.is_error)
    return Obstacles(completeness(content).missing, errors)
