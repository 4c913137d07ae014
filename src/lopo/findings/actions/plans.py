"""Planning what is done about the weakest elements, releasing it, saying what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lopo.findings.models import FollowUp, FollowUpPlan
from lopo.findings.queries.reports import action_for, say
from lopo.findings.queries.shown import shown
from lopo.findings.queries.subjects import of_agency, of_unit
from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation.api import Agency, Unit
from lopo.people.api import User
from lopo.surveys.api import Kind, Period, period_of

LOWEST = 3
FULL = 100
TARGET_STEP = 2


class PlanChanged(Refusal):
    """Somebody saved the plan since it was read, or it was released meanwhile."""

    code = "plan-changed"


class NothingToPlan(Refusal):
    """No result of this period may be shown, or it has not ended."""

    code = "nothing-to-plan"


class PlanExists(Refusal):
    """There is a plan of this period already."""

    code = "plan-exists"


class SamePerson(Refusal):
    """The one who plans does not release."""

    code = "same-person"


def propose_plan(
    *, agency: Agency, unit: Unit | None, period: Period, author: User, clock: Clock
) -> FollowUpPlan:
    """A draft for the three lowest elements of a period that has ended, their values frozen."""
    today = civil_date(clock())
    subject = of_unit(unit) if unit is not None else of_agency(agency)
    detail = shown(subject, period, today, with_trend=False).detail
    if not period.is_over(today):
        raise NothingToPlan(_("The period still runs. A plan follows from one that has ended."))
    if detail is None:
        raise NothingToPlan(_("Too few voices in this period: nothing follows from them."))
    following = period_of(Kind.QUARTER, today)
    try:
        with transaction.atomic():
            plan = FollowUpPlan.objects.create(
                agency=agency,
                unit=unit,
                period=period.spelled,
                period_end=period.last,
                written_by=author,
                written_at=clock(),
            )
            FollowUp.objects.bulk_create(
                FollowUp(
                    plan=plan,
                    position=place,
                    element=one.item.code,
                    element_name=one.item.name,
                    value=one.value or 0,
                    action=action_for(one.item.code),
                    year=following.year,
                    quarters=[following.number],
                    function=say("proposal", "function"),
                    target=min(FULL, (one.value or 0) + TARGET_STEP),
                )
                for place, one in enumerate(detail.weakest(LOWEST), 1)
            )
    except IntegrityError:
        raise PlanExists(_("There is a plan of this period already.")) from None
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: FollowUpPlan,
    items: Sequence[tuple[int, Mapping[str, Any]]],
    seen: int,
    author: User,
    clock: Clock,
) -> FollowUpPlan:
    """Save what is planned, of a draft; whoever saves last has written it."""
    held = _held(plan, seen)
    if held.state != FollowUpPlan.State.DRAFT:
        raise PlanChanged(_("The plan is released: only what became of it is entered now."))
    _save_items(held, items)
    held.written_by, held.written_at = author, clock()
    held.revision += 1
    held.save(update_fields=["written_by", "written_at", "revision"])
    return held


@transaction.atomic
def release_plan(*, plan: FollowUpPlan, seen: int, publisher: User, clock: Clock) -> FollowUpPlan:
    """Show it to everybody."""
    held = _held(plan, seen)
    if held.state != FollowUpPlan.State.DRAFT:
        raise PlanChanged(_("The plan is released already."))
    if held.written_by_id == publisher.pk:
        raise SamePerson(_("You wrote this plan, so somebody else releases it."))
    held.state = FollowUpPlan.State.RELEASED
    held.released_by, held.released_at = publisher, clock()
    held.revision += 1
    held.save(update_fields=["state", "released_by", "released_at", "revision"])
    return held


@transaction.atomic
def realise_plan(
    *, plan: FollowUpPlan, items: Sequence[tuple[int, Mapping[str, Any]]], seen: int
) -> FollowUpPlan:
    """Say what became of a released plan; what was planned stays as it was released."""
    held = _held(plan, seen)
    if held.state != FollowUpPlan.State.RELEASED:
        raise PlanChanged(_("The plan is not released yet."))
    _save_items(held, items)
    held.revision += 1
    held.save(update_fields=["revision"])
    return held


@transaction.atomic
def discard_plan(*, plan: FollowUpPlan, seen: int) -> None:
    """A draft nobody wants."""
    held = _held(plan, seen)
    if held.state != FollowUpPlan.State.DRAFT:
        raise PlanChanged(_("The plan is released already."))
    held.delete()


def _held(plan: FollowUpPlan, seen: int) -> FollowUpPlan:
    held = FollowUpPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if held is None or held.revision != seen:
        raise PlanChanged(_("Somebody else has changed this meanwhile. Please read it again."))
    return held


def _save_items(plan: FollowUpPlan, items: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    rows = {row.pk: row for row in FollowUp.objects.filter(plan=plan)}
    for key, facts in items:
        row = rows[key]
        for name, value in facts.items():
            setattr(row, name, value)
        row.save(update_fields=list(facts))
