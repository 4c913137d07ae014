"""What the API answers about services look like, for the OpenAPI document and its tests."""

from datetime import date
from typing import Any, Literal

from ninja import Field

from lopo.foundation.rest import Out

TimeUnit = Literal["MENIT", "JAM", "HARI_KERJA", "HARI_KALENDER"]
# A part of a content as it is kept, by which a difference is named.
ContentPart = Literal[
    "legal_basis",
    "requirements",
    "needs_nothing",
    "terms",
    "steps",
    "promise",
    "fee",
    "products",
    "facilities",
    "competence",
    "supervision",
    "complaints",
    "staffing",
    "service_guarantee",
    "safety_guarantee",
    "evaluation",
    "signatory",
    "note",
]


class RequirementOut(Out):
    """What a visitor brings."""

    code: str
    name: str
    format: str
    mandatory: bool
    condition: str
    handover: Literal["HAND_IN", "UPLOAD", "SHOW_ORIGINAL", "SIGN_AT_COLLECTION"]
    sensitive: bool


class SpanOut(Out):
    """How long a step takes."""

    value: int
    unit: TimeUnit


class DecisionOut(Out):
    """A question a step ends with, and to which step a no goes back."""

    question: str
    no_to: int


class StepOut(Out):
    """Who does what, and what comes of it."""

    no: int
    actor: str
    activity: str
    completeness: str
    duration: SpanOut | None
    output: str
    external: bool
    decision: DecisionOut | None


class DurationOut(Out):
    """The promised time, counted from when, and what is outside the agency's hands."""

    working_days: int | None
    value: int | None
    unit: TimeUnit
    start: str
    outside: str


class TariffOut(Out):
    """One line of a tariff."""

    name: str
    amount: int
    per: str


class VersionOut(Out):
    """Which version of the standard this is, and the decree it stands on."""

    number: int | None
    state: Literal["TAKEN_OVER", "DECREED"]
    valid_from: date | None
    valid_until: date | None
    decree_number: str
    decree_date: date | None
    decree_office: str
    digest: str


class SignatoryOut(Out):
    """Who signed the record: a function within an element of the public, never a name."""

    element: Literal["PENYELENGGARA", "PENGGUNA", "AHLI", "INSTANSI", "OMS", "MEDIA"]
    body: str
    office: str


class ConsultationOut(Out):
    """The public consultation of a version; ``held_on`` is null where there was none, and why."""

    held_on: date | None
    place: str
    minutes: str
    changes: str
    signatories: list[SignatoryOut]
    waived_because: str


class RecordedVersionOut(VersionOut):
    """A version with the record of its consultation; null for one that was taken over."""

    consultation: ConsultationOut | None


class FeeOut(Out):
    """What it costs."""

    amount: int
    currency: str
    note: str
    legal_basis: str
    tariffs: list[TariffOut]


class ServiceOut(Out):
    """A public service as the API shows it."""

    code: str
    name: str
    category: str
    description: str
    audience: str
    agency: str
    agency_name: str
    queue: str | None
    channels: list[str]
    requirements: list[RequirementOut]
    steps: list[StepOut]
    duration: DurationOut
    fee: FeeOut
    product: list[str]
    special_terms: list[str]
    legal_basis: list[str]
    complaints: list[str]
    facilities: list[str]
    competence: list[str]
    supervision: list[str]
    staffing: str
    service_guarantee: str
    safety_guarantee: str
    evaluation: str
    version: VersionOut
    url: str


class HomeOut(Out):
    """Whose the service was on ``[valid_from, valid_until)``; null: before it was recorded, still.

    Where it came from another agency, by which regulation.
    """

    agency: str
    agency_name: str
    unit: str
    valid_from: str | None
    valid_until: str | None
    came_from: str | None
    legal_basis: str
    legal_basis_date: str | None
    legal_basis_office: str


class LawOut(Out):
    """A legal basis, and whether it holds on the day asked for, as the register has it.

    It holds up to, not including, ``valid_until``; one that is not ``registered`` is written in
    this standard only.
    """

    code: str
    title: str
    registered: bool
    in_force: bool
    valid_until: date | None
    replaced_by: str | None


class ServiceInFullOut(ServiceOut):
    """A public service with what the register says of its laws."""

    laws: list[LawOut]


class VersionsOut(Out):
    """Every version of a standard, the newest first, and whose the service was, oldest first."""

    items: list[RecordedVersionOut]
    homes: list[HomeOut]
    next: str | None


class VersionInFullOut(Out):
    """One version of a standard with its components, of the agency that brought it into force."""

    code: str
    name: str
    agency: str
    agency_name: str
    requirements: list[RequirementOut]
    steps: list[StepOut]
    duration: DurationOut
    fee: FeeOut
    product: list[str]
    special_terms: list[str]
    legal_basis: list[str]
    complaints: list[str]
    facilities: list[str]
    competence: list[str]
    supervision: list[str]
    staffing: str
    service_guarantee: str
    safety_guarantee: str
    evaluation: str
    version: VersionOut


class ChangeOut(Out):
    """One place that differs; ``was`` or ``now`` is null where nothing stood or stands."""

    component: ContentPart
    place: str
    was: Any
    now: Any


class DiffOut(Out):
    """What changed between two versions of a standard."""

    code: str
    earlier: int = Field(alias="from")
    later: int = Field(alias="to")
    changes: list[ChangeOut]


class ServicesOut(Out):
    """A page of services."""

    items: list[ServiceOut]
    next: str | None
