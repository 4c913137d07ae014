"""What the API answers about services look like, for the OpenAPI document and its tests."""

from lopo.foundation.rest import Out


class RequirementOut(Out):
    """What a visitor brings."""

    code: str
    name: str
    format: str
    mandatory: bool
    condition: str
    sensitive: bool


class SpanOut(Out):
    """How long a step takes."""

    value: int
    unit: str | None


class StepOut(Out):
    """Who does what, and what comes of it."""

    no: int
    actor: str
    activity: str
    completeness: str
    duration: SpanOut | None
    output: str
    external: bool


class DurationOut(Out):
    """The promised time, counted from when, and what is outside the agency's hands."""

    working_days: int | None
    start: str
    outside: str


class FeeOut(Out):
    """What it costs."""

    amount: int
    currency: str
    note: str


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
    url: str


class ServicesOut(Out):
    """A page of services."""

    items: list[ServiceOut]
    next: str | None
