"""What becomes of those left over when a day ends, and on which day they are served."""

from datetime import date, datetime

from lopo.frontdesk.models import CarryOver, DayEndRule, Ticket
from lopo.organisation.api import Centre, OpenState, opening

from .lines import local_date


def day_end_rule(centre: Centre, day: date) -> str:
    """The rule of the centre on ``day``: the newest that holds; missed without one."""
    rules = DayEndRule.objects.filter(centre=centre, valid_from__lte=day)
    newest = rules.order_by("-valid_from").values_list("rule", flat=True).first()
    return newest or DayEndRule.Rule.MISS.value


def carry_over_of(centre: Centre, day: date) -> CarryOver | None:
    """The decision for those left over on ``day``, if there is one."""
    return CarryOver.objects.filter(centre=centre, service_date=day).first()


def opens_on(centre: Centre, day: date, at: datetime) -> bool:
    """Whether the centre, looked at on ``day``, is open or will open before the day is over."""
    now = opening(centre, at)
    if now.state is not OpenState.CLOSED:
        return True
    return now.until is not None and local_date(centre, now.until) == day


def carried_to(ticket: Ticket) -> Ticket | None:
    """The number of a later day that took the place of this one, followed to the last."""
    following = Ticket.objects.filter(carried_from=ticket).first()
    return (carried_to(following) or following) if following else None
