"""One service changed by hand: what a form shows is replaced, everything else stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.catalogue.models import Service
from lopo.catalogue.queries import name_is_taken, today, with_standard
from lopo.catalogue.rules import Content, Requirement, Step, Unit, carried_over
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal

from .importing import wait_for_others
from .versions import add_versions, histories


class AlreadyDecreed(Refusal):
    """The standard of the service was decreed: it changes by a new version only."""

    code = "already-decreed"


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
    fee_basis: str
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
    held = with_standard(Service.objects.select_related("unit"), today()).get(pk=service.pk)
    if held.version != seen:
        raise ServiceChanged(_("Somebody else has changed this service meanwhile."))
    history = histories([held])[held.pk]
    if history.is_decreed:
        raise AlreadyDecreed(
            _("The standard of this service was decreed. It changes by a new version only.")
        )
    check_name(facts.name, held.agency_id, except_for=held.code)
    now = clock()
    held.name, held.category, held.updated_at = facts.name, facts.category, now
    content = _content(held.standard.told, facts, step_actor)
    held.save()
    if history.differs(content):
        add_versions([(held, history, content)], now)
    return held


def check_name(name: str, agency_id: int, *, except_for: str = "") -> None:
    """Refuse a name that another service of the agency has (field ``name``)."""
    if name_is_taken(name, agency_id, except_for=except_for):
        message = _("Your agency has a service with this name already.")
        raise FieldRefusal(message, [FieldError(field="name", code="taken", message=message)])


def _content(told: Content, facts: ServiceFacts, step_actor: tuple[str, str]) -> Content:
    """The components as the form has them; what it does not show stays."""
    promise = told.promise
    if promise.working_days != facts.working_days:
        promise = replace(promise, amount=facts.working_days, unit=Unit.WORKING_DAY.value)
    return told.with_fields(
        requirements=_requirements(told.requirements, facts.requirements),
        steps=_steps(told.steps, facts.steps, step_actor),
        promise=promise,
        fee=replace(told.fee, amount=facts.fee, basis=facts.fee_basis),
        products=(facts.product, *told.products[1:]),
    )


def _requirements(old: Sequence[Requirement], names: Sequence[str]) -> tuple[Requirement, ...]:
    used, rows = {row.code for row in old}, []
    for name, place in zip(names, carried_over([row.name for row in old], names), strict=True):
        if place is not None:
            rows.append(replace(old[place], name=name))
            continue
        code = next(free for n in range(1, 10_000) if (free := f"P{n}") not in used)
        used.add(code)
        rows.append(Requirement(code, name))
    return tuple(rows)


def _steps(old: Sequence[Step], activities: Sequence[str], by: tuple[str, str]) -> tuple[Step, ...]:
    """Steps as typed; a decision goes back to the step it went back to, wherever that is now."""
    places = carried_over([row.activity for row in old], activities)
    now_at = {place: number for number, place in enumerate(places, 1) if place is not None}
    return tuple(
        _moved(replace(old[place], activity=activity), now_at)
        if place is not None
        else Step(*by, activity)
        for activity, place in zip(activities, places, strict=True)
    )


def _moved(step: Step, now_at: Mapping[int, int]) -> Step:
    if step.decision is None:
        return step
    goal = now_at.get(step.decision.no_to - 1)
    return replace(step, decision=replace(step.decision, no_to=goal) if goal else None)
