"""Follow-up plans: those staff work on, and what everybody sees of them."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from lopo.findings.models import FollowUp, FollowUpPlan
from lopo.organisation.api import Agency, Centre, Unit
from lopo.surveys.api import Improvement, Period

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 3
RELEASED = FollowUpPlan.State.RELEASED


def plans_of(agencies: Collection[Agency]) -> "QuerySet[FollowUpPlan]":
    """Every plan of some agencies, the newest period first."""
    found = FollowUpPlan.objects.filter(agency__in=agencies)
    return found.select_related("agency", "unit").prefetch_related("items")


def plan_by_key(pk: int) -> FollowUpPlan | None:
    """A plan with its agency."""
    return FollowUpPlan.objects.select_related("agency", "unit").filter(pk=pk).first()


def items_of(plan: FollowUpPlan) -> list[FollowUp]:
    """What is done, in the order of the plan."""
    return list(FollowUp.objects.filter(plan=plan))


def plan_after(agency: Agency, unit: Unit | None, period: Period) -> FollowUpPlan | None:
    """The released plan that follows from a period."""
    return FollowUpPlan.objects.filter(
        agency=agency, unit=unit, period=period.spelled, state=RELEASED
    ).first()


def plan_before(agency: Agency, unit: Unit | None, period: Period) -> FollowUpPlan | None:
    """The released plan whose realisation the report of a period tells: that of the period of the
    same length before, else the last one that followed from anything earlier."""
    same = plan_after(agency, unit, period.before)
    if same is not None:
        return same
    earlier = FollowUpPlan.objects.filter(
        agency=agency, unit=unit, state=RELEASED, period_end__lt=period.first
    )
    return earlier.order_by("-period_end", "-pk").first()


def changed_by(agencies: Sequence[int] | None) -> list[FollowUp]:
    """What agencies (None: all) do about what was said: done or in hand, the newest first."""
    found = FollowUp.objects.filter(
        plan__state=RELEASED, state__in=[FollowUp.State.DONE, FollowUp.State.RUNNING]
    )
    if agencies is not None:
        found = found.filter(plan__agency__in=agencies)
    newest = found.select_related("plan__agency").order_by(
        "-plan__period_end", "-realised_date", "position", "pk"
    )
    return list(newest[:SHOWN])


def improvements_of(centre: Centre) -> list[Improvement]:
    """What the host of a centre does about what was said there, for who has just spoken."""
    return [
        Improvement(
            name=one.element_name,
            text=one.realisation if one.state == FollowUp.State.DONE else one.action,
            is_done=one.state == FollowUp.State.DONE,
        )
        for one in changed_by([centre.host_agency_id])
    ]
