"""One office day, from the first number to midnight: a break, a closure, and every verb.

`./lopo verify` ends it with exit 0 and names the one exception there was, and no other.
"""

from contextlib import suppress
from datetime import timedelta

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.actions.refusals import Closed, PastCutOff, QueueEmpty
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    make_centre,
    make_ticket,
    offering_of,
    open_desk,
    verbs_of,
)
from lopo.frontdesk.tests.test_verify import verify
from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.organisation.api import OpenState, change_policy, close_for_now, opening
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db
WHY = "Tamu perlu pertolongan segera"


class Day:
    """A day at a centre with office hours, two counters, five people in the room, one afar."""

    def __init__(self) -> None:
        centre = make_centre(hours=OFFICE_HOURS, counters=2)
        self.centre = change_policy(centre=centre, cut_off_minutes=30, actor=SYSTEM)
        self.clock = Clockwork(MORNING)  # 09.00 in Kupang
        self.guests = [make_ticket(centre=self.centre, clock=self.clock) for _ in range(5)]
        self.afar = make_ticket(centre=self.centre, present=False, clock=self.clock)
        self.one, self.two = (
            open_desk(centre=self.centre, counter=code, clock=self.clock) for code in "12"
        )

    def call(self, desk: Desk) -> Ticket:
        return actions.call_next_ticket(desk=desk, clock=self.clock).ticket

    def serve(self, desk: Desk, minutes: int = 5) -> None:
        actions.start_service(desk=desk, clock=self.clock)
        actions.finish_service(desk=desk, clock=self.clock.forward(minutes=minutes))

    def rest(self, *, paused: bool) -> None:
        actions.pause_session(
            counter=self.one.counter,
            officer=self.one.officer,
            paused=paused,
            actor=self.one.actor,
            clock=self.clock,
        )

    def set_aside_and_send_on(self) -> None:
        """The first one lacks a copy; the second one is for another service, and needs one more."""
        first, second = self.guests[:2]
        assert self.call(self.one) == first
        actions.start_service(desk=self.one, clock=self.clock)
        actions.park_ticket(desk=self.one, clock=self.clock.forward(minutes=2))
        assert self.call(self.two) == second
        other, more = offering_of(self.centre, "B"), offering_of(self.centre, "A")
        actions.transfer_to_service(desk=self.two, offering=other, clock=self.clock)
        assert self.call(self.two) == second
        actions.add_service(desk=self.two, offering=more, clock=self.clock)
        self.serve(self.two)

    def slip_of_the_finger(self) -> None:
        """A call that is taken back, nine seconds later."""
        assert self.call(self.one).visit_id == self.guests[1].visit_id
        assert actions.undo(desk=self.one, clock=self.clock.forward(seconds=9)).state == "WAITING"

    def somebody_faints(self) -> None:
        """Called out of order, and everybody may read why."""
        actions.call_out_of_order(
            desk=self.one, ticket=self.guests[4], reason=WHY, clock=self.clock
        )
        self.serve(self.one)

    def power_cut(self) -> None:
        """Closed until 10.00: no numbers. It opens again by itself, and the first one is back."""
        until = self.clock.now.replace(minute=0) + timedelta(hours=1)
        close_for_now(
            centre=self.centre, until=until, reason="Listrik padam", actor=SYSTEM, clock=self.clock
        )
        assert opening(self.centre, self.clock.now).state is OpenState.CLOSED
        with pytest.raises(Closed):
            make_ticket(centre=self.centre, clock=self.clock)
        self.clock.now = until
        assert make_ticket(centre=self.centre, clock=self.clock).state == "WAITING"
        back = actions.return_to_line(ticket=self.guests[0], actor=VISITOR, clock=self.clock)
        assert self.call(self.one) == back
        self.serve(self.one)

    def lunch(self) -> None:
        """The break comes and goes; the officer rests."""
        self.clock.now = MORNING + timedelta(hours=3, minutes=10)  # 12.10
        assert opening(self.centre, self.clock.now).state is OpenState.BREAK
        self.rest(paused=True)
        self.clock.now = MORNING + timedelta(hours=4)  # 13.00
        self.rest(paused=False)

    def to_the_last_one(self) -> list[str]:
        """After the cut-off nobody new, but whoever waits is served."""
        self.clock.now = MORNING + timedelta(hours=6)  # 15.00
        with pytest.raises(PastCutOff):
            make_ticket(centre=self.centre, clock=self.clock)
        actions.arrive(ticket=self.afar, actor=VISITOR, clock=self.clock)
        served = []
        with suppress(QueueEmpty):
            while True:
                served.append(self.call(self.one).label)
                self.serve(self.one, minutes=1)
        actions.follow_the_clock(centre=self.centre, clock=self.clock.forward(hours=12))
        return served


def test_a_day_of_every_verb_ends_with_exactly_one_exception() -> None:
    day = Day()
    day.set_aside_and_send_on()
    day.slip_of_the_finger()
    day.somebody_faints()
    day.power_cut()
    day.lunch()
    served = day.to_the_last_one()
    assert served[-1] == day.afar.label
    assert {guest.label for guest in day.guests[2:4]} < set(served)

    told = set(verbs_of(day.centre, MORNING))
    assert told > {"ticket.parked", "ticket.returned", "ticket.transferred", "call.undone"}
    assert told > {"session.paused", "session.closed", "ticket.arrived"}
    code, said = verify("--centre", day.centre.code, "--date", "2026-11-23")
    assert (code, said.count("exception"), said.count("OFFENDER")) == (0, 1, 0)
    assert f"out of order: {WHY}" in said
