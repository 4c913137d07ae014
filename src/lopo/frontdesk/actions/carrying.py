"""The next day for those left over: a supervisor decides, with a reason everybody may read.

The rule of a centre says whether that may be at all. The old numbers end with their day as always;
new ones are the first of the next day on which the centre opens, and wait for their visitors.
"""

from datetime import date

from django.utils.translation import gettext as _

from lopo.frontdesk.models import CarryOver, DayEndRule
from lopo.frontdesk.permissions import published_reason
from lopo.frontdesk.queries import day_end_rule
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.people.api import User

from .line import hold_line
from .refusals import NoCarryOver


def choose_day_end(*, centre: Centre, rule: str, valid_from: date, legal_basis: str) -> DayEndRule:
    """What becomes of those left over at this centre, from a day on; the basis is published."""
    chosen, _new = DayEndRule.objects.update_or_create(
        centre=centre,
        valid_from=valid_from,
        defaults={"rule": DayEndRule.Rule(rule), "legal_basis": legal_basis},
    )
    return chosen


def decide_carry_over(*, centre: Centre, officer: User, reason: str, clock: Clock) -> CarryOver:
    """Whoever is left over when this day ends is served on the next one; replaces the reason.

    Refused where the centre's rule is that they are missed (``no-carry-over``).
    """
    published_reason(reason)
    with hold_line(centre, clock=clock) as hold:
        if day_end_rule(centre, hold.service_date) != DayEndRule.Rule.CARRY_OVER:
            raise NoCarryOver(_("At this centre, who is left over when the day ends is missed."))
        decision, _new = CarryOver.objects.update_or_create(
            centre=centre,
            service_date=hold.service_date,
            defaults={"reason": reason, "officer": officer, "decided_at": hold.at},
        )
        hold.touch()
    return decision


def withdraw_carry_over(*, centre: Centre, clock: Clock) -> bool:
    """Take the decision for this day back, while the day lasts; whether there was one."""
    with hold_line(centre, clock=clock) as hold:
        today = CarryOver.objects.filter(centre=centre, service_date=hold.service_date)
        withdrawn = today.delete()[0] > 0
        if withdrawn:
            hold.touch()
    return withdrawn
