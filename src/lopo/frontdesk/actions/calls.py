"""What an officer does at a counter: call next, call again, start, finish, give up on."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lopo.foundation.bus import publish
from lopo.frontdesk.events import ServiceFinished, TicketCalled
from lopo.frontdesk.models import Call, CounterSession, NumberSeries, Ticket
from lopo.frontdesk.permissions import Desk
from lopo.frontdesk.queries import policy_of, waiters
from lopo.frontdesk.queries.lines import Waiters
from lopo.frontdesk.rules import (
    Waiting,
    is_counted,
    is_eligible,
    is_passed_over,
    next_in_line,
    no_show_at,
    run_after,
    services_in,
)
from lopo.kernel.clock import Clock

from .changes import change, done, guard, write_change, wrong_state
from .hold import Hold
from .line import hold_line
from .refusals import QueueEmpty, TooSoon, WrongState
from .sessions import free_seat, refuse_paused, seated


def call_next_ticket(*, desk: Desk, clock: Clock) -> Call:
    """Call the visitor whose turn it is by the published policy to this counter."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        return _call_next(hold, free_seat(desk.counter, desk.officer), desk)


def _call_next(hold: Hold, session: CounterSession, desk: Desk) -> Call:
    waiting = waiters(hold.centre, hold.service_date)
    eligible = [
        w
        for w in waiting.present
        if is_eligible(w, serves=session.serves, counter=desk.counter.code)
    ]
    chosen = next_in_line(eligible, runs=waiting.runs, policy=policy_of(hold.line))
    if chosen is None:
        raise QueueEmpty(_("Nobody is waiting for your services."))
    ticket = Ticket.objects.select_related("service", "queue").get(pk=chosen.ticket)
    ticket.centre = hold.centre
    call = _call(hold, session, desk, ticket)
    _keep_run(waiting, chosen)
    _mark_passed_over(waiting.absent, chosen, session, call.called_at)
    return call


def call_out_of_order(*, desk: Desk, ticket: Ticket, reason: str, clock: Clock) -> Call:
    """Call a visitor whose turn it is not; the reason is shown on the board and recorded."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        session = free_seat(desk.counter, desk.officer)
        ticket = guard(hold, ticket, states=("WAITING",))
        if not ticket.present:
            raise WrongState(
                _("Number %(number)s is not in the room yet.") % {"number": ticket.label},
                state=ticket.state,
            )
        return _call(hold, session, desk, ticket, reason=reason)


def _call(
    hold: Hold, session: CounterSession, desk: Desk, ticket: Ticket, *, reason: str = ""
) -> Call:
    entry = change(
        hold,
        ticket,
        verb="call",
        event="ticket.called",
        actor=desk.actor,
        counter=desk.counter,
        done_at=desk.counter,
        session_services=session.serves,
        reason=reason or None,
    )
    call = Call.objects.create(
        ticket=ticket,
        session=session,
        counter=desk.counter,
        centre=hold.centre,
        queue=ticket.queue,
        service_date=hold.service_date,
        announcement_id=secrets.token_hex(8),
        called_at=entry.at,
        announced_at=entry.at,
        last_counted_at=entry.at,
        head_start=ticket.head_start,
        reason=reason,
    )
    publish(TicketCalled(ticket_id=ticket.pk, counter_id=desk.counter.pk, at=entry.at))
    return call


def _keep_run(waiting: Waiters, chosen: Waiting) -> None:
    run = waiting.runs[chosen.queue]
    after = run_after(run, head_start=chosen.head_start)
    if after != run:
        NumberSeries.objects.filter(pk=waiting.series[chosen.queue]).update(priority_run=after)


def _mark_passed_over(
    absent: list[Waiting], chosen: Waiting, session: CounterSession, at: datetime
) -> None:
    """Remember who would have been called had they been in the room; their grace starts now."""
    overtaken = [
        w.ticket
        for w in absent
        if services_in(session.serves, w.service) and is_passed_over(w, chosen)
    ]
    if overtaken:
        # Who was carried over has waited a day: their number holds all of this one.
        late = Ticket.objects.filter(pk__in=overtaken, passed_over_at=None, carried_from=None)
        late.update(passed_over_at=at)


def at_counter(hold: Hold, desk: Desk, *, states: tuple[str, ...]) -> Call:
    """The active call of the desk, its ticket in one of ``states``."""
    call = (
        Call.objects.filter(counter=desk.counter, ended_at=None)
        .select_related("session", "ticket__service", "ticket__queue")
        .first()
    )
    if call is None or call.session.officer_id != desk.officer.pk:
        seated(desk.counter, desk.officer)
        raise WrongState(_("Nobody is at your counter."), state=None)
    call.session.counter = call.counter = call.ticket.counter = desk.counter
    call.ticket.centre = hold.centre
    if call.ticket.state not in states:
        raise wrong_state(call.ticket)
    return call


def recall_ticket(*, desk: Desk, clock: Clock) -> Call:
    """Announce the called visitor once more; it counts towards a no-show when not too soon."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        call = at_counter(hold, desk, states=("CALLED",))
        counted = {
            "counted_calls": call.counted_calls,
            "last_counted_at": call.last_counted_at.isoformat(),
            "announced_at": call.announced_at.isoformat(),
        }
        entry = write_change(
            hold,
            call.ticket,
            after=Ticket.State.CALLED,
            event="ticket.recalled",
            actor=desk.actor,
            counter=desk.counter,
            done=done(desk.counter, "recall", call.ticket, **counted),
        )
        call.announced_at, call.announcement_id = entry.at, secrets.token_hex(8)
        if is_counted(call.last_counted_at, entry.at, hold.centre.no_show_interval_seconds):
            call.counted_calls += 1
            call.last_counted_at = entry.at
        call.save(
            update_fields=["announced_at", "announcement_id", "counted_calls", "last_counted_at"]
        )
    return call


def start_service(*, desk: Desk, clock: Clock) -> Call:
    """The visitor is at the counter; serving begins."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        call = at_counter(hold, desk, states=("CALLED",))
        change(
            hold,
            call.ticket,
            verb="start",
            event="ticket.started",
            actor=desk.actor,
            done_at=desk.counter,
        )
    return call


def finish_service(*, desk: Desk, clock: Clock) -> Call:
    """The visitor has been served and leaves."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        return _finish(hold, desk)


def finish_and_call(*, desk: Desk, clock: Clock) -> Call:
    """Finish with one visitor and call the next, as one act: both happen, or neither."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        finished = _finish(hold, desk)
        refuse_paused(finished.session)
        return _call_next(hold, finished.session, desk)


def _finish(hold: Hold, desk: Desk) -> Call:
    call = at_counter(hold, desk, states=("SERVING",))
    entry = change(
        hold,
        call.ticket,
        verb="finish",
        event="ticket.finished",
        actor=desk.actor,
        done_at=desk.counter,
    )
    end_call(call, entry.at)
    publish(
        ServiceFinished(
            ticket_id=call.ticket.pk,
            service_id=call.ticket.service_id,
            counter_id=desk.counter.pk,
            officer_id=desk.officer.pk,
            at=entry.at,
        )
    )
    return call


def mark_no_show(*, desk: Desk, clock: Clock) -> Call:
    """Give up on a visitor who does not come, after the published calls and time."""
    with hold_line(desk.counter.centre, clock=clock) as hold:
        call = at_counter(hold, desk, states=("CALLED",))
        _refuse_haste(hold, call)
        entry = change(
            hold,
            call.ticket,
            verb="no-show",
            event="ticket.missed",
            actor=desk.actor,
            done_at=desk.counter,
        )
        end_call(call, entry.at)
    return call


def _refuse_haste(hold: Hold, call: Call) -> None:
    centre = hold.centre
    missing = centre.no_show_calls - call.counted_calls
    if missing <= 0:
        return
    interval = centre.no_show_interval_seconds
    next_call = max(hold.at, no_show_at(call.last_counted_at, interval))
    soonest = no_show_at(next_call, (missing - 1) * interval).astimezone(ZoneInfo(centre.zone))
    raise TooSoon(
        _("Call %(calls)s times first, at least %(seconds)s seconds apart.")
        % {"calls": centre.no_show_calls, "seconds": interval},
        no_show_at=soonest.isoformat(),
        calls_missing=missing,
    )


def end_call(call: Call, at: datetime) -> None:
    """The visitor is not at the counter any more."""
    call.ended_at = at
    call.save(update_fields=["ended_at"])
