"""Everything a report tells, as numbers: read once, and only as it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lopo.catalogue.api import list_services
from lopo.findings.models import FollowUp, FollowUpPlan
from lopo.findings.queries.plans import items_of, plan_after, plan_before
from lopo.findings.queries.profiles import Profile, profile_in
from lopo.findings.queries.shown import Shown, Value, outcome_in, shown
from lopo.findings.queries.subjects import Level, Subject, of_agency, of_centre, of_unit
from lopo.organisation.api import Agency, Centre, Unit
from lopo.surveys.api import (
    Asking,
    Element,
    Frame,
    Outcome,
    Period,
    asking_in,
    enough_of,
    remarks_opened,
)

from .words import months_long, period_long

SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Of:
    """Of whom a report is: an agency, a unit of it, or a centre with its host."""

    agency: Agency
    unit: Unit | None = None
    centre: Centre | None = None

    @property
    def subject(self) -> Subject:
        """The same as results know it."""
        if self.centre is not None:
            return of_centre(self.centre)
        return of_unit(self.unit) if self.unit is not None else of_agency(self.agency)

    @property
    def key(self) -> str:
        """As opaque texts name it: `agency:bkd-ntt`, `unit:12`, `centre:bkd`."""
        if self.centre is not None:
            return f"centre:{self.centre.code}"
        return f"unit:{self.unit.pk}" if self.unit is not None else f"agency:{self.agency.code}"


@dataclass(frozen=True)
class Facts:
    """What is known of a subject in a period. ``today``: the day it is told."""

    of: Of
    period: Period
    today: date
    shown: Shown
    before: Shown
    asking: Asking

    @cached_property
    def frame(self) -> Frame:
        """How ballots are read at the end of the period."""
        found = self.shown.world.frame(self.period, self.shown.subject)
        assert found is not None
        return found

    @property
    def outcome(self) -> Outcome | None:
        """The result of everything that is told: of running periods, what is opened."""
        return self.shown.detail

    @cached_property
    def telling(self) -> dict[str, str]:
        """The names that every chapter uses."""
        return {
            "subject": self.shown.subject.name,
            "agency": self.of.agency.name,
            "period": period_long(self.period),
            "months": months_long(self.period),
            "smallest": str(self.shown.smallest),
            "items": str(len(self.applying)),
        }

    @cached_property
    def applying(self) -> list[str]:
        """The codes of the elements that apply."""
        return [one.code for one in self.frame.items if one.code not in self.frame.exempt]

    @cached_property
    def elements(self) -> list[Element]:
        """The elements somebody answered, in their order."""
        return (
            [one for one in self.outcome.elements if one.mean is not None] if self.outcome else []
        )

    @cached_property
    def by_mean(self) -> list[Element]:
        """The same, the lowest first; equal ones in their order."""
        return sorted(self.elements, key=lambda one: one.mean or 0)

    @cached_property
    def services(self) -> list[Value]:
        """Every service of the subject, judged or offered, by name."""
        offered: Sequence[int] = []
        if self.of.centre is not None:
            offered = list(list_services(centre=self.of.centre).values_list("pk", flat=True))
        elif self.of.unit is None:
            offered = list(list_services(self.of.agency).values_list("pk", flat=True))
        return [self._told(one) for one in self.shown.parts(Level.SERVICE, offered)]

    @cached_property
    def parts(self) -> list[Value]:
        """The units of an agency or the agencies of a centre, where there are several."""
        level = Level.AGENCY if self.of.centre is not None else Level.UNIT
        found = [] if self.of.unit is not None else self.shown.parts(level)
        return [self._told(one) for one in found] if len(found) >= SEVERAL else []

    def _told(self, one: Value) -> Value:
        """A part as the report tells it: of what is opened, like everything in it."""
        outcome = self.outcome_of(one.subject)
        if outcome is None:
            return Value(one.subject, self.period, None, None, 0)
        return Value(one.subject, self.period, outcome.value, outcome.grade, outcome.ballots)

    def outcome_of(self, subject: Subject) -> Outcome | None:
        """The result of a part."""
        return outcome_in(self.shown.world, subject, self.period)

    @cached_property
    def centres(self) -> list[Subject]:
        """Where it was judged."""
        return [one.subject for one in self.shown.parts(Level.CENTRE)]

    @cached_property
    def profile(self) -> list[Profile]:
        """Who answered, as far as it may be shown."""
        return profile_in(self.shown.world, self.shown.subject, self.period)

    @cached_property
    def population(self) -> tuple[int, str]:
        """How many could have answered, and who says so ("" when visits were counted)."""
        declared = self.shown.declared
        return (declared.people, declared.source) if declared else (self.asking.served, "")

    @cached_property
    def enough(self) -> int:
        """How many answers are enough."""
        return enough_of(self.population[0])

    @cached_property
    def remarks(self) -> int:
        """How many remarks were opened."""
        return remarks_opened(self.period, **self.shown.subject.where)

    @cached_property
    def plan(self) -> FollowUpPlan | None:
        """The released plan that follows from this period."""
        return plan_after(self.of.agency, self.of.unit, self.period)

    @cached_property
    def planned(self) -> list[FollowUp]:
        """What it says."""
        return items_of(self.plan) if self.plan is not None else []

    @cached_property
    def plan_before(self) -> FollowUpPlan | None:
        """The released plan whose realisation is told here."""
        return plan_before(self.of.agency, self.of.unit, self.period)

    @cached_property
    def realised(self) -> list[FollowUp]:
        """What became of it."""
        return items_of(self.plan_before) if self.plan_before is not None else []

    @property
    def is_interim(self) -> bool:
        """Whether the period still runs."""
        return not self.period.is_over(self.today)


def facts_of(of: Of, period: Period, today: date) -> Facts:
    """Everything about a subject in a period."""
    subject = of.subject
    return Facts(
        of=of,
        period=period,
        today=today,
        shown=shown(subject, period, today),
        before=shown(subject, period.before, today, with_trend=False),
        asking=asking_in(period, **subject.where),
    )
