"""One service changed by hand: what a form shows is replaced, everything else stays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.catalogue.models import Requirement, Service, Step
from lopo.catalogue.queries import name_is_taken
from lopo.catalogue.rules import RequirementRow, ServiceRow, StepRow, carried_over
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal

from .importing import digest_of, filled, replace_parts, wait_for_others

COLUMNS = (
    "name", "category", "description", "audience", "channels", "duration_working_days",
    "duration_start", "duration_outside", "fee_amount", "fee_note", "products", "special_terms",
    "legal_basis", "synonyms", "signatory", "note",
)  # fmt: skip
Row = TypeVar("Row", RequirementRow, StepRow)


class ServiceChanged(Refusal):
    """Somebody has changed the service since it was read."""

    code = "service-changed"


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What the simplest form says of a service; ``working_days`` 0: the visitor waits for it."""

    name: str
    category: str
    requirements: Sequence[str]
    steps: Sequence[str]
    working_days: int
    fee: int
    product: str


@transaction.atomic
def change_service(
    *,
    service: Service,
    facts: ServiceFacts,
    seen: str,
    step_actor: tuple[str, str],
    actor: Actor,
    clock: Clock,
) -> Service:
    """Write what a person changed, as an import of the same content would have left it.

    ``seen`` is the ``version`` of the service the person read; raises ``ServiceChanged`` when it
    is another one by now, ``FieldRefusal`` (field ``name``) when another service of the agency has
    the name. ``step_actor`` (code, name) acts in new steps. Offerings and queues stay.
    """
    wait_for_others()
    held = Service.objects.select_related("unit").get(pk=service.pk)
    if held.version != seen:
        raise ServiceChanged(_("Somebody else has changed this service meanwhile."))
    check_name(facts.name, held.agency_id, except_for=held.code)
    row = _row(held, facts, step_actor)
    held.content_hash = digest_of(row, held.position, held.unit_id)
    held.updated_at = clock()
    filled(held, row).save()
    replace_parts([(held, row)])
    return held


def check_name(name: str, agency_id: int, *, except_for: str = "") -> None:
    """Refuse a name that another service of the agency has (field ``name``)."""
    if name_is_taken(name, agency_id, except_for=except_for):
        message = _("Your agency has a service with this name already.")
        raise FieldRefusal(message, [FieldError(field="name", code="taken", message=message)])


def _row(held: Service, facts: ServiceFacts, step_actor: tuple[str, str]) -> ServiceRow:
    """The service as a catalogue file would have it."""
    kept: dict[str, Any] = {name: getattr(held, name) for name in COLUMNS}
    changed = {
        "name": facts.name,
        "category": facts.category,
        "duration_working_days": facts.working_days,
        "fee_amount": facts.fee,
        "products": [facts.product, *held.products[1:]],
    }
    return ServiceRow(
        code=held.code,
        where="",
        unit_name=held.unit.name,
        agency_code="",
        fields={**kept, **changed},
        requirements=_requirements(held, facts.requirements),
        steps=_steps(held, facts.steps, step_actor),
    )


def _requirements(held: Service, names: Sequence[str]) -> list[RequirementRow]:
    old = [_part(RequirementRow, part) for part in held.requirements.order_by("position")]
    used, rows = {row.code for row in old}, []
    for name, place in zip(names, carried_over([row.name for row in old], names), strict=True):
        if place is not None:
            rows.append(replace(old[place], name=name))
            continue
        code = next(free for n in range(1, 10_000) if (free := f"P{n}") not in used)
        used.add(code)
        rows.append(RequirementRow(code, name, "", True, "", False))
    return rows


def _steps(held: Service, activities: Sequence[str], by: tuple[str, str]) -> list[StepRow]:
    old = [_part(StepRow, part) for part in held.steps.order_by("position")]
    places = carried_over([row.activity for row in old], activities)
    return [
        replace(old[place], activity=activity)
        if place is not None
        else StepRow(*by, activity, "", None, None, "", False)
        for activity, place in zip(activities, places, strict=True)
    ]


def _part(kind: type[Row], part: Requirement | Step) -> Row:
    names = (field.name for field in fields(kind))
    return kind(**{name: getattr(part, name) for name in names})
