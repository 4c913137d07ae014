"""Taking back what was just done at a counter: ten seconds, the last thing first.

A slip of the finger is mended without a trace on the visitor; the record keeps both the deed and
that it was taken back.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from lopo.foundation.bus import publish
from lopo.frontdesk.events import FinishUndone
from lopo.frontdesk.models import Call, Deed, NumberSeries, Ticket
from lopo.frontdesk.permissions import Desk
from lopo.frontdesk.queries import place_of
from lopo.frontdesk.rules import is_passed_over, may_be_undone, run_of, services_in
from lopo.kernel.clock import Clock
from lopo.organisation.api import Counter

from .changes import write_change, wrong_state
from .hold import Hold
from .line import hold_line
from .refusals import CounterBusy, TooLate
from .sessions import open_session_at, seated


def undo(*, desk: Desk, clock: Clock, deed_id: int | None = None) -> Ticket:
    """Take back this counter's last verb; the ticket as it stands again.

    ``deed_id`` names what the officer saw when pressing: should something else have been done
    meanwhile, that is not what is taken back. Refused later than ten seconds (``too-late``), and
    when somebody has changed the ticket since (``wrong-state``): the visitor came back, or was
    called elsewhere.
    """
    with hold_line(desk.counter.centre, clock=clock) as hold:
        deed = _last_deed(hold, desk)
        ticket = deed.ticket
        ticket.centre = hold.centre
        if deed_id not in (None, deed.pk) or _touched_at(ticket) != deed.at:
            raise wrong_state(ticket)
        back: Callable[[Hold, Desk, Deed], datetime] = {
            "call": _take_back_call,
            "recall": _take_back_recall,
            "start": _stand_again,
            "add": _take_back_number,
        }.get(deed.verb, _sit_down_again)
        deed.undone_at = back(hold, desk, deed)
        deed.save(update_fields=["undone_at"])
        if deed.verb == "finish":
            publish(
                FinishUndone(ticket_id=ticket.pk, officer_id=desk.officer.pk, at=deed.undone_at)
            )
    return ticket


def _last_deed(hold: Hold, desk: Desk) -> Deed:
    session = seated(desk.counter, desk.officer)
    deeds = Deed.objects.filter(
        counter=desk.counter, undone_at=None, at__gte=session.opened_at
    ).select_related("ticket__service", "ticket__queue", "ticket__counter")
    last = deeds.order_by("-at").first()
    if last is None or not may_be_undone(last.at, hold.at):
        raise TooLate(_("Nothing was done here in the last ten seconds."))
    return last


def _touched_at(ticket: Ticket) -> datetime:
    """When the ticket last changed, as if what was taken back had never been done."""
    undone = Deed.objects.filter(ticket=ticket, undone_at__isnull=False)
    before = {deed.undone_at: deed.before.get("changed_at") for deed in undone}
    touched_at = ticket.changed_at
    while earlier := before.get(touched_at):
        touched_at = datetime.fromisoformat(earlier)
    return touched_at


def _write(hold: Hold, desk: Desk, deed: Deed, *, after: str, is_here: bool) -> datetime:
    """Put the ticket where it stood, and record what was taken back."""
    place = desk.counter if is_here else _sent_to(hold, deed)
    entry = write_change(
        hold,
        deed.ticket,
        after=after,
        event="call.undone",
        actor=desk.actor,
        counter=place,
        seen_at=desk.counter,
        reason=deed.verb,
    )
    return entry.at


def _sent_to(hold: Hold, deed: Deed) -> Counter | None:
    """The one counter the visitor was sent to, as long as they can be served there."""
    counter = hold.centre.counters.filter(pk=deed.before.get("counter")).first()
    session = open_session_at(counter) if counter else None
    if session is None or not services_in(session.serves, deed.ticket.service_code):
        return None
    return counter


def _stand_again(hold: Hold, desk: Desk, deed: Deed) -> datetime:
    return _write(hold, desk, deed, after=deed.before["state"], is_here=True)


def _take_back_call(hold: Hold, desk: Desk, deed: Deed) -> datetime:
    """The visitor waits again, where they stood; whoever was passed over for them was not."""
    call = Call.objects.get(ticket=deed.ticket, counter=desk.counter, ended_at=None)
    at = _write(hold, desk, deed, after=Ticket.State.WAITING, is_here=False)
    call.ended_at, call.is_undone = at, True
    call.save(update_fields=["ended_at", "is_undone"])
    if not call.reason:
        _count_run_again(call)
        _look_again_who_was_passed_over(hold, deed.at)
    return at


def _look_again_who_was_passed_over(hold: Hold, at: datetime) -> None:
    """The grace of who was overtaken by the call of ``at`` begins with a later call, or not yet."""
    here = {"centre": hold.centre, "service_date": hold.service_date}
    later = Call.objects.filter(**here, called_at__gt=at, reason="", is_undone=False)
    calls = list(later.select_related("ticket", "session").order_by("called_at"))
    for absent in Ticket.objects.filter(**here, passed_over_at=at):
        overtaking = (
            call.called_at
            for call in calls
            if services_in(call.session.serves, absent.service_code)
            and is_passed_over(place_of(absent), place_of(call.ticket))
        )
        absent.passed_over_at = next(overtaking, None)
        absent.save(update_fields=["passed_over_at"])


def _count_run_again(call: Call) -> None:
    """The run of the queue, as if this call had not been."""
    rest = Call.objects.filter(
        queue=call.queue_id, service_date=call.service_date, reason="", is_undone=False
    )
    head_starts = rest.order_by("-called_at").values_list("head_start", flat=True)
    series = NumberSeries.objects.filter(queue=call.queue_id, service_date=call.service_date)
    series.update(priority_run=run_of(head_starts.iterator()))


def _take_back_recall(hold: Hold, desk: Desk, deed: Deed) -> datetime:
    """The announcement cannot be unsaid, but it does not count towards a no-show."""
    at = _stand_again(hold, desk, deed)
    before = deed.before
    Call.objects.filter(ticket=deed.ticket, counter=desk.counter, ended_at=None).update(
        counted_calls=before["counted_calls"],
        last_counted_at=datetime.fromisoformat(before["last_counted_at"]),
        announced_at=datetime.fromisoformat(before["announced_at"]),
    )
    return at


def _sit_down_again(hold: Hold, desk: Desk, deed: Deed) -> datetime:
    """The visitor is at the counter again: after finish, no-show, park or transfer."""
    if Call.objects.filter(counter=desk.counter, ended_at=None).exists():
        raise CounterBusy(_("Finish with the visitor at your counter first."))
    ticket = deed.ticket
    if ticket.service_id != deed.before["service"]:
        _give_service_back(ticket, deed)
    at = _stand_again(hold, desk, deed)
    calls = Call.objects.filter(ticket=ticket, counter=desk.counter, is_undone=False)
    last = calls.order_by("-called_at").first()
    if last is not None:
        last.ended_at = None
        last.save(update_fields=["ended_at"])
    return at


def _give_service_back(ticket: Ticket, deed: Deed) -> None:
    ticket.service_id, ticket.queue_id = deed.before["service"], deed.before["queue"]
    ticket.standard_id = deed.before["standard"]
    ticket.service_code, ticket.queue_code = ticket.service.code, ticket.queue.code
    ticket.save(update_fields=["service", "standard", "queue", "service_code", "queue_code"])


def _take_back_number(hold: Hold, desk: Desk, deed: Deed) -> datetime:
    """The number that was added is given up; it is never used again."""
    return _write(hold, desk, deed, after=Ticket.State.CANCELLED, is_here=False)
