"""An officer opens and closes a counter."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from lopo.frontdesk.models import SEATED, Call, CounterSession, Ticket
from lopo.frontdesk.queries import services_at
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.api import Counter, counter_of
from lopo.people.api import User

from .hold import Hold
from .line import hold_line
from .refusals import CounterBusy, CounterTaken, SessionClosed


def open_session(
    *,
    counter: Counter,
    officer: User,
    services: Sequence[str] | None,
    actor: Actor,
    clock: Clock,
) -> CounterSession:
    """Seat ``officer`` at ``counter`` for ``services`` (None: all it is configured for).

    Asking again with the same services changes nothing; with others it changes them.
    """
    asked = None if services is None else sorted(set(services))
    with hold_line(counter.centre, clock=clock) as hold:
        counter = _in_use(counter)
        serves = _resolve(counter, services)
        session = _seat_of(counter, officer)
        stands = (session.services, session.serves, session.state)
        if session.pk is not None and stands == (asked, serves, CounterSession.State.OPEN):
            return session
        entry = hold.record(
            "session.opened",
            actor=actor,
            subject=f"counter:{counter.pk}",
            counter=counter.code,
            session_services=serves,
        )
        session.services, session.serves = asked, serves
        session.state = CounterSession.State.OPEN
        if session.pk is None:
            session.opened_at = entry.at
        _sit_down(session)
        _unbind(hold, counter, serves)
    return session


def _unbind(hold: Hold, counter: Counter, serves: Sequence[str] | None) -> None:
    """Who was sent to this counter, and cannot be served there, may be called anywhere again.

    Nobody is stranded at a counter that has closed, or was opened for other services.
    """
    if serves is None:  # everything: whoever was sent here can still be served
        return
    sent_here = Ticket.objects.filter(
        centre=hold.centre,
        service_date=hold.service_date,
        state=Ticket.State.WAITING,
        counter=counter,
    )
    sent_here.exclude(service_code__in=serves).update(counter=None)


def pause_session(
    *, counter: Counter, officer: User, paused: bool, actor: Actor, clock: Clock
) -> CounterSession:
    """Rest, or go on: nobody is called to a paused counter. Asking twice changes nothing."""
    wanted = CounterSession.State.PAUSED if paused else CounterSession.State.OPEN
    with hold_line(counter.centre, clock=clock) as hold:
        session = seated(counter, officer)
        if session.state == wanted:
            return session
        hold.record(
            "session.paused" if paused else "session.opened",
            actor=actor,
            subject=f"counter:{counter.pk}",
            counter=counter.code,
            session_services=session.serves,
        )
        session.state = wanted
        session.save(update_fields=["state"])
    return session


def _in_use(counter: Counter) -> Counter:
    """The counter as it is now, under the lock; refused when it was archived meanwhile."""
    found = counter_of(counter.centre, counter.code)
    if found is None:
        raise SessionClosed(_("This counter is no longer in use."))
    found.centre = counter.centre
    return found


def _sit_down(session: CounterSession) -> None:
    """Two centres have two locks; when they race for one officer, the database decides."""
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as race:
        code = _open_elsewhere(session.officer)
        more = {"counter": code} if code else {}  # perhaps closed again by now
        message = _("You have opened another counter. Close it first.")
        raise CounterTaken(message, **more) from race


def _seat_of(counter: Counter, officer: User) -> CounterSession:
    """The officer's open session here, or a new unsaved one; refused when a seat is taken."""
    here = CounterSession.objects.filter(state__in=SEATED, counter=counter).first()
    if here is not None:
        here.counter = counter
        _refuse_anothers(here, officer)
        return here
    if code := _open_elsewhere(officer):
        message = _("You have opened counter %(counter)s. Close it first.") % {"counter": code}
        raise CounterTaken(message, counter=code)
    return CounterSession(counter=counter, officer=officer)


def _open_elsewhere(officer: User) -> str | None:
    """The code of the counter that an officer has open, at whatever centre."""
    seats = CounterSession.objects.filter(state__in=SEATED, officer=officer)
    return seats.values_list("counter__code", flat=True).first()


def _refuse_anothers(session: CounterSession, officer: User) -> None:
    """What another officer has opened is theirs until they close it."""
    if session.officer_id != officer.pk:
        message = _("Another officer has opened this counter.")
        raise CounterTaken(message, counter=session.counter.code)


def _resolve(counter: Counter, services: Sequence[str] | None) -> list[str] | None:
    """The service codes the session will serve; None when that is everything here."""
    configured, everything = services_at(counter)
    if services is None:
        return None if everything else sorted(configured)
    unknown = sorted(set(services) - configured)
    if unknown or not services:
        message = (
            _("This counter does not serve %(services)s.") % {"services": ", ".join(unknown)}
            if unknown
            else _("Name at least one service.")
        )
        raise FieldRefusal(message, [FieldError("services", "unknown-service", message)])
    return sorted(set(services))


def close_session(
    *, counter: Counter, officer: User, actor: Actor, clock: Clock
) -> CounterSession | None:
    """Close the counter; None when it was closed already. Refused while someone sits there."""
    with hold_line(counter.centre, clock=clock) as hold:
        session = open_session_at(counter)
        if session is None:
            return None
        _refuse_anothers(session, officer)
        if Call.objects.filter(counter=counter, ended_at=None).exists():
            raise CounterBusy(_("Finish with the visitor at your counter first."))
        close_held(hold, session, actor)
    return session


def close_held(hold: Hold, session: CounterSession, actor: Actor) -> None:
    """Close a session whose line is held and whose counter is empty."""
    counter = session.counter
    entry = hold.record(
        "session.closed", actor=actor, subject=f"counter:{counter.pk}", counter=counter.code
    )
    session.state, session.closed_at = CounterSession.State.CLOSED, entry.at
    session.save(update_fields=["state", "closed_at"])
    _unbind(hold, counter, [])


def open_session_at(counter: Counter) -> CounterSession | None:
    """The open or paused session of a counter, if any."""
    is_open = CounterSession.objects.filter(counter=counter, state__in=SEATED)
    return is_open.select_related("counter").first()


def free_seat(counter: Counter, officer: User) -> CounterSession:
    """The officer's open session here, nobody at the counter; one statement for both."""
    is_busy = Exists(Call.objects.filter(counter=counter, ended_at=None))
    mine = CounterSession.objects.filter(
        counter=counter, officer=officer, state__in=SEATED
    ).annotate(is_busy=is_busy)
    session = mine.first()
    if session is None:
        return seated(counter, officer)
    if session.is_busy:
        raise CounterBusy(_("Finish with the visitor at your counter first."))
    refuse_paused(session)
    session.counter = counter
    return session


def refuse_paused(session: CounterSession) -> None:
    """Nobody is called to a counter whose officer rests."""
    if session.state == CounterSession.State.PAUSED:
        raise SessionClosed(_("This counter is paused. Go on first."))


def seated(counter: Counter, officer: User) -> CounterSession:
    """The officer's open session at this counter; refused when it is closed or another's."""
    session = open_session_at(counter)
    if session is None:
        raise SessionClosed(_("This counter is closed. Open it first."))
    _refuse_anothers(session, officer)
    return session
