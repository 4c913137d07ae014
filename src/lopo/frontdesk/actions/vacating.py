"""A counter whose officer may not serve any more is freed; nobody is kept waiting at it."""

from lopo.frontdesk.models import SEATED, Call, CounterSession
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre, Counter
from lopo.people.api import User

from .calls import end_call
from .changes import change
from .hold import Hold
from .line import hold_line
from .sessions import close_held, open_session_at


def vacate(*, centre: Centre, officer: User, actor: Actor, clock: Clock) -> Counter | None:
    """Close the counter this officer has open at the centre; None when there is none.

    Nobody but the officer could close it. The visitor there stands in line again, where they
    stood before, and any counter may call them.
    """
    with hold_line(centre, clock=clock) as hold:
        seats = CounterSession.objects.filter(state__in=SEATED, counter__centre=centre)
        session = seats.filter(officer=officer).select_related("counter").first()
        if session is None:
            return None
        _free(hold, session, actor)
    return session.counter


def free_counter(*, counter: Counter, actor: Actor, clock: Clock) -> CounterSession | None:
    """Close a counter whose officer has left it open; None when it was closed already.

    The visitor there stands in line again, as after ``vacate``.
    """
    with hold_line(counter.centre, clock=clock) as hold:
        session = open_session_at(counter)
        if session is not None:
            _free(hold, session, actor)
    return session


def _free(hold: Hold, session: CounterSession, actor: Actor) -> None:
    _send_back(hold, session.counter, actor)
    close_held(hold, session, actor)


def _send_back(hold: Hold, counter: Counter, actor: Actor) -> None:
    calls = Call.objects.filter(counter=counter, ended_at=None)
    call = calls.select_related("ticket__service", "ticket__queue", "ticket__counter").first()
    if call is None:
        return
    call.ticket.centre = hold.centre
    entry = change(hold, call.ticket, verb="park", event="ticket.parked", actor=actor)
    end_call(call, entry.at)
    change(hold, call.ticket, verb="return", event="ticket.returned", actor=actor)
