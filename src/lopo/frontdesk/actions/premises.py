"""Changing a room while people may be in it: counters, queues, services, the centre itself.

What is taken away might be what somebody waits for. So each of these acts holds the line of the
centre, as every act on tickets and sessions does, and decides under it: a number issued or a
counter opened at the same moment is either seen here, or itself refused afterwards.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lopo.catalogue.api import (
    Offering,
    Service,
    choose_queue,
    offer_service,
    offerings_of,
    withdraw_offering,
)
from lopo.frontdesk.models import SEATED, CounterSession, Ticket
from lopo.frontdesk.permissions import published_reason
from lopo.frontdesk.queries import local_date
from lopo.frontdesk.queries.needs import live_tickets, unserved
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation import api as organisation
from lopo.organisation.api import Centre, Counter, Queue

from .hold import Hold
from .line import hold_line
from .refusals import StillNeeded

NAMES_SHOWN = 3
# Who has missed the call, who may come back, which number from afar is kept: the same for all.
ROOM_RULES = (
    *("no_show_calls", "no_show_interval_seconds"),
    *("return_minutes", "remote_grace_minutes"),
)


@contextmanager
def _changing(centre: Centre, *, clock: Clock) -> Iterator[Hold]:
    """Hold the line, let the room change, and see that nobody is left without a counter."""
    with hold_line(centre, clock=clock) as hold:
        before = unserved(centre, hold.service_date, hold.at)
        yield hold
        left = unserved(centre, hold.service_date, hold.at)
        forsaken = {name: n for name, n in left.items() if n > before.get(name, 0)}
        if forsaken:
            raise StillNeeded(_forsaken(forsaken))
        hold.touch()


def _forsaken(left: dict[str, int]) -> str:
    n = sum(left.values())
    return ngettext(
        "%(n)s visitor waits for %(services)s, and no other counter would serve them. Serve them "
        "first, or let another counter do it.",
        "%(n)s visitors wait for %(services)s, and no other counter would serve them. Serve them "
        "first, or let another counter do it.",
        n,
    ) % {"n": n, "services": _shortened(list(left))}


def _shortened(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return _("%(names)s and %(n)s more") % {"names": shown, "n": more} if more > 0 else shown


def add_counter(
    *, centre: Centre, code: str, name: str, queues: Sequence[str], actor: Actor, clock: Clock
) -> Counter:
    """One more counter; the boards learn of it."""
    with _changing(centre, clock=clock):
        return organisation.add_counter(
            centre=centre, code=code, name=name, queues=queues, actor=actor
        )


def change_counter(
    *, counter: Counter, name: str, queues: Sequence[str], actor: Actor, clock: Clock
) -> Counter:
    """Rename a counter and say which queues it serves, from its next opening on.

    Refused when somebody who waits would be left without a counter.
    """
    with _changing(counter.centre, clock=clock):
        return organisation.change_counter(counter=counter, name=name, queues=queues, actor=actor)


def retire_counter(*, counter: Counter, actor: Actor, clock: Clock) -> None:
    """Archive a counter; refused while it is open, or a visitor is bound to it."""
    with _changing(counter.centre, clock=clock) as hold:
        if _is_open(counter):
            raise StillNeeded(
                _("%(name)s is open: an officer serves there. Close it first.")
                % {"name": counter.name}
            )
        bound = live_tickets(counter.centre, hold.service_date, hold.at).filter(counter=counter)
        _refuse_while(bound.count(), counter.name)
        organisation.archive_counter(counter=counter, actor=actor, clock=lambda: hold.at)


def _is_open(counter: Counter) -> bool:
    return CounterSession.objects.filter(counter=counter, state__in=SEATED).exists()


def _refuse_while(n: int, name: str) -> None:
    if n:
        raise StillNeeded(_needed(n, name))


def _needed(n: int, name: str) -> str:
    return ngettext(
        "%(n)s visitor of today still needs %(name)s. Serve that visitor first.",
        "%(n)s visitors of today still need %(name)s. Serve them first.",
        n,
    ) % {"n": n, "name": name}


def still_waited_for(offering: Offering, now: datetime) -> str:
    """Why a service cannot stop here at this moment, as ``stop_service`` would say; "": it can."""
    day = local_date(offering.centre, now)
    n = live_tickets(offering.centre, day, now).filter(service=offering.service).count()
    return _needed(n, offering.service.name) if n else ""


def add_queue(*, centre: Centre, code: str, name: str, actor: Actor, clock: Clock) -> Queue:
    """One more queue; the boards learn of it."""
    with _changing(centre, clock=clock):
        return organisation.add_queue(centre=centre, code=code, name=name, actor=actor)


def change_queue(*, queue: Queue, code: str, name: str, actor: Actor, clock: Clock) -> Queue:
    """Rename a queue; another letter only on a day on which none of its numbers is out."""
    with _changing(queue.centre, clock=clock) as hold:
        given = Ticket.objects.filter(queue=queue, service_date=hold.service_date)
        if queue.code != code and given.exists():
            raise StillNeeded(
                _("Numbers with the letter %(code)s are out today. Change it before opening time.")
                % {"code": queue.code}
            )
        return organisation.change_queue(queue=queue, code=code, name=name, actor=actor)


def retire_queue(*, queue: Queue, actor: Actor, clock: Clock) -> None:
    """Archive a queue; refused while visitors wait in it or services take numbers from it."""
    with _changing(queue.centre, clock=clock) as hold:
        label = _("queue %(code)s") % {"code": queue.code}
        waiting = live_tickets(queue.centre, hold.service_date, hold.at).filter(queue=queue)
        _refuse_while(waiting.count(), label)
        using = _services_in(queue)
        if using:
            raise StillNeeded(
                _(
                    "These services take their numbers from %(queue)s: %(services)s. Give them "
                    "another queue first."
                )
                % {"queue": label, "services": _shortened(using)}
            )
        organisation.archive_queue(queue=queue, actor=actor, clock=lambda: hold.at)


def _services_in(queue: Queue) -> list[str]:
    return [
        offer.service.name for offer in offerings_of(queue.centre) if offer.queue_id == queue.pk
    ]


def restore_place(*, place: Counter | Queue, actor: Actor, clock: Clock) -> None:
    """Use an archived counter or queue again."""
    with _changing(place.centre, clock=clock):
        organisation.restore_place(place=place, actor=actor)


def put_in_order(
    *, centre: Centre, places: Sequence[Counter] | Sequence[Queue], actor: Actor, clock: Clock
) -> None:
    """Let counters (or queues) stand in this order, on the boards too."""
    with _changing(centre, clock=clock):
        organisation.put_in_order(places=places, actor=actor)


def give_service(
    *, centre: Centre, service: Service, queue_code: str | None, actor: Actor, clock: Clock
) -> Offering:
    """Give a service at the centre, with the queue of its numbers (None: takes none)."""
    with _changing(centre, clock=clock):
        return offer_service(centre=centre, service=service, queue_code=queue_code, actor=actor)


def move_service(*, offering: Offering, queue_code: str | None, actor: Actor, clock: Clock) -> None:
    """Let another queue take the numbers of a service; numbers already out stay where they are."""
    with _changing(offering.centre, clock=clock):
        choose_queue(offering=offering, queue_code=queue_code, actor=actor)


def stop_service(*, offering: Offering, actor: Actor, clock: Clock) -> None:
    """No longer give a service here; refused while visitors wait for it."""
    with _changing(offering.centre, clock=clock) as hold:
        waiting = live_tickets(offering.centre, hold.service_date, hold.at)
        _refuse_while(waiting.filter(service=offering.service).count(), offering.service.name)
        withdraw_offering(offering=offering, actor=actor, clock=lambda: hold.at)


def change_facts(*, centre: Centre, actor: Actor, clock: Clock, **facts: object) -> Centre:
    """Change what is said of a centre and the rules of its room; the boards learn of it.

    The public record tells which rule of the room is another one from now on: no rule is bent
    for one visitor and put back unseen.
    """
    with _changing(centre, clock=clock) as hold:
        before = organisation.centre_by_code(centre.code) or centre
        changed = organisation.change_policy(centre=centre, actor=actor, **facts)
        told = [
            f"{name} {getattr(changed, name)}"
            for name in ROOM_RULES
            if getattr(changed, name) != getattr(before, name)
        ]
        if told:
            hold.record("policy.changed", actor=actor, reason=", ".join(told))
        return changed


def retire_centre(*, centre: Centre, reason: str, actor: Actor, clock: Clock) -> None:
    """Archive a whole centre, for a reason everybody may read.

    Refused while a counter is open, or somebody may still be served today.
    """
    published_reason(reason)
    with _changing(centre, clock=clock) as hold:
        _refuse_while_open(centre)
        _refuse_while(live_tickets(centre, hold.service_date, hold.at).count(), centre.name)
        organisation.archive_centre(
            centre=centre, reason=reason, actor=actor, clock=lambda: hold.at
        )


def _refuse_while_open(centre: Centre) -> None:
    seats = CounterSession.objects.filter(counter__centre=centre, state__in=SEATED)
    names = list(seats.order_by("counter__position").values_list("counter__name", flat=True))
    if names:
        raise StillNeeded(
            ngettext(
                "An officer serves at %(names)s. Close that counter first.",
                "Officers serve at %(names)s. Close these counters first.",
                len(names),
            )
            % {"names": _shortened(names)}
        )


def restore_centre(*, centre: Centre, actor: Actor, clock: Clock) -> None:
    """Use an archived centre again: its counters, queues, staff and devices are as they were."""
    with _changing(centre, clock=clock) as hold:
        organisation.restore_centre(centre=centre, actor=actor, clock=lambda: hold.at)
