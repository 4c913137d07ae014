"""What the passing of time does to a line: a new day, opening and closing, lapsing."""

from lopo.frontdesk.models import Line
from lopo.frontdesk.queries import local_date
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre, Opening, opening

from .line import hold_line
from .tickets import lapse_overdue


def follow_the_clock(*, centre: Centre, clock: Clock) -> bool:
    """Bring the line of ``centre`` up to the present; True when boards must look again.

    Called every second by the worker; costs one read while nothing is due.
    """
    now = clock()
    lapsed = lapse_overdue(centre=centre, clock=clock)
    line = Line.objects.filter(centre=centre).first()
    stands = _spelled(opening(centre, now))
    if line and line.opening == stands and line.service_date >= local_date(centre, now):
        return lapsed > 0
    with hold_line(centre, clock=clock) as hold:
        stands = _spelled(opening(centre, hold.at))
        if hold.line.opening != stands:
            hold.line.opening = stands
            hold.touch()
    return True


def _spelled(now: Opening) -> str:
    until = now.until.isoformat(timespec="minutes") if now.until else ""
    return f"{now.state.value} {int(now.issuing)} {until} {now.reason_code[:6]}".rstrip()
