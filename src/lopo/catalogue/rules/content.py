"""What a service standard says: its fourteen components as data. Pure.

UU 25/2009 art. 21 names the components; PermenPANRB 15/2014 splits them into six of service
delivery, which must be public, and eight of management. A content is a value: two versions are
compared, stored and exported as what ``to_stored`` returns, and read back by ``from_stored``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

MINUTES_PER_WORKING_DAY = 450  # 7.5 hours (37.5 hours a week, Perpres 21/2023)


class Handover(str, Enum):
    """How a document reaches the agency."""

    HAND_IN = "HAND_IN"
    UPLOAD = "UPLOAD"
    SHOW_ORIGINAL = "SHOW_ORIGINAL"
    SIGN_AT_COLLECTION = "SIGN_AT_COLLECTION"


class Unit(str, Enum):
    """How a time is counted; the values are those stored and sent."""

    MINUTE = "MENIT"
    HOUR = "JAM"
    WORKING_DAY = "HARI_KERJA"
    CALENDAR_DAY = "HARI_KALENDER"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document or condition a visitor brings; without ``mandatory`` it is under a condition."""

    code: str
    name: str
    format: str = ""
    mandatory: bool = True
    condition: str = ""
    handover: str = Handover.HAND_IN.value
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A time: an amount of a unit."""

    amount: int
    unit: str

    @property
    def minutes(self) -> int:
        """Working minutes; a calendar day counts like a working day, the shorter reading."""
        each = {Unit.MINUTE.value: 1, Unit.HOUR.value: 60}
        return self.amount * each.get(self.unit, MINUTES_PER_WORKING_DAY)


@dataclass(frozen=True, slots=True)
class Decision:
    """A question a step ends with; *no* goes back to the step numbered ``no_to``."""

    question: str
    no_to: int


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what, with its quality standard (mutu baku); *external*: others decide the time."""

    actor_code: str
    actor_name: str
    activity: str
    completeness: str = ""
    time: Span | None = None
    output: str = ""
    external: bool = False
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised time; ``amount`` 0: done while one waits, None: not promised yet."""

    amount: int | None = None
    unit: str = Unit.WORKING_DAY.value
    counted_from: str = ""
    outside: str = ""

    @property
    def span(self) -> Span | None:
        """The time, if one is promised."""
        return None if self.amount is None else Span(self.amount, self.unit)

    @property
    def working_days(self) -> int | None:
        """Working days; 0 within the day; None where calendar days or nothing are promised."""
        if self.amount is None or self.unit == Unit.CALENDAR_DAY.value:
            return None
        return self.amount if self.unit == Unit.WORKING_DAY.value else 0


@dataclass(frozen=True, slots=True)
class Tariff:
    """One line of a tariff: so many rupiah for so much."""

    name: str
    amount: int
    per: str = ""


# Notes that say "free" once more and add nothing to it.
ONLY_FREE = frozenset(
    {
        "gratis",
        "gratis (tidak dipungut biaya)",
        "tidak ada",
        "tidak ada biaya",
        "tidak dipungut biaya",
        "tanpa biaya",
    }
)


@dataclass(frozen=True, slots=True)
class Fee:
    """What it costs in rupiah: 0, or a tariff, which needs a legal basis (UU 25/2009 art. 31)."""

    amount: int = 0
    note: str = ""
    basis: str = ""
    tariffs: tuple[Tariff, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nothing is charged."""
        return self.price[1] == 0

    @property
    def proviso(self) -> str:
        """What is paid all the same although nothing is charged here; "" where that is nothing."""
        known = self.note.strip().rstrip(".").casefold()
        return self.note if self.is_free and known not in {*ONLY_FREE, ""} else ""

    @property
    def price(self) -> tuple[int, int]:
        """The least and the most it costs in rupiah; the one answer for every page and paper.

        Lines that add up to the tariff are its parts: whoever pays, pays the sum. Other lines
        are prices of their own, and the tariff is one more of them.
        """
        lines = [line.amount for line in self.tariffs]
        if not lines or sum(lines) == self.amount:
            return self.amount, self.amount
        every = [*lines, self.amount] if self.amount else lines
        return min(every), max(every)


@dataclass(frozen=True, slots=True)
class Law:
    """A legal basis: its code in the register ("" for one written here only), and its title."""

    code: str
    title: str


@dataclass(frozen=True)
class Content:
    """The fourteen components of one version of a standard, and what belongs to them."""

    legal_basis: tuple[Law, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    needs_nothing: bool = False
    terms: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    promise: Promise = Promise()
    fee: Fee = Fee()
    products: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    competence: tuple[str, ...] = ()
    supervision: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    staffing: str = ""
    service_guarantee: str = ""
    safety_guarantee: str = ""
    evaluation: str = ""
    signatory: str = ""
    note: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the stored form: the same content, the same digest."""
        return hashlib.sha256(canonical(to_stored(self)).encode()).hexdigest()

    def with_fields(self, **changed: Any) -> "Content":
        """The same content but for some components."""
        return replace(self, **changed)


def canonical(stored: Mapping[str, Any]) -> str:
    """The stored form as text that does not depend on the order of keys."""
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def to_stored(content: Content) -> dict[str, Any]:
    """As JSON: lists for tuples, null where there is nothing."""
    stored: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return stored


def from_stored(stored: Mapping[str, Any]) -> Content:
    """A content from what ``to_stored`` gave; nothing is checked, the database holds no other."""
    return Content(**{name: _BUILD.get(name, _same)(value) for name, value in stored.items()})


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _step(value: Mapping[str, Any]) -> Step:
    time, decision = value["time"], value["decision"]
    return Step(
        **{
            **value,
            "time": Span(**time) if time else None,
            "decision": Decision(**decision) if decision else None,
        }
    )


def fee_from_stored(value: Mapping[str, Any]) -> Fee:
    """The fee as it is kept in a content."""
    return Fee(**{**value, "tariffs": tuple(Tariff(**row) for row in value["tariffs"])})


_BUILD: dict[str, Any] = {
    "legal_basis": lambda rows: tuple(Law(**row) for row in rows),
    "requirements": lambda rows: tuple(Requirement(**row) for row in rows),
    "steps": lambda rows: tuple(_step(row) for row in rows),
    "promise": lambda value: Promise(**value),
    "fee": fee_from_stored,
}
