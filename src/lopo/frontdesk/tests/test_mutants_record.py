"""A check that has never failed proves nothing: what the verbs leave in the record and in time."""

from collections.abc import Sequence

import pytest
from django.db import IntegrityError

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk, rows
from lopo.frontdesk.actions.hold import Hold
from lopo.frontdesk.models import Call, Ticket
from lopo.frontdesk.tests.sabotage import without_index
from lopo.frontdesk.tests.test_mutants import Step, called, give_up, goes_red, opened, take
from lopo.frontdesk.tests.test_mutants_verbs import ARRIVALS, PARKING, RESTING, undone
from lopo.kernel.clock import Clock

pytestmark = pytest.mark.django_db

# --- I-7: every change of a row has its event ---


def test_mutant_7_a_parking_that_is_not_recorded_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def park_in_silence(*, desk: Desk, clock: Clock) -> None:
        call = Call.objects.get(counter=desk.counter, ended_at=None)
        at = call.called_at
        Call.objects.filter(pk=call.pk).update(ended_at=at)
        call.ticket.intervals.filter(ended_at=None).update(ended_at=at)
        call.ticket.intervals.create(state="PARKED", counter=desk.counter, started_at=at)
        Ticket.objects.filter(pk=call.ticket_id).update(state="PARKED")

    monkeypatch.setattr(actions, "park_ticket", park_in_silence)
    goes_red(*PARKING[:4], because="the ticket is PARKED, its events say CALLED")


@pytest.mark.parametrize(
    ("verb", "steps", "because"),
    [
        ("ticket.parked", PARKING[:4], "its events say CALLED"),
        ("ticket.returned", PARKING[:5], "its events say PARKED"),
        ("ticket.transferred", ARRIVALS[:6], "its events say CALLED"),
        ("call.undone", (take(), opened, called, undone), "its events say CALLED"),
        ("session.paused", RESTING[:3], "it is paused, or open, against its events"),
        ("ticket.cancelled", (take(), give_up(0)), "its events say WAITING"),
    ],
)
def test_mutant_7_an_act_whose_event_is_lost_is_noticed(
    monkeypatch: pytest.MonkeyPatch, verb: str, steps: Sequence[Step], because: str
) -> None:
    """The event is hashed and numbered, and never appended."""
    real = Hold.write

    def lose(self: Hold) -> None:
        for entries in self._days.values():
            kept = [entry for entry in entries if entry.verb != verb]
            self.line.seq -= len(entries) - len(kept)
            entries[:] = kept
        real(self)

    monkeypatch.setattr(Hold, "write", lose)
    goes_red(*steps, because=because)


# --- I-13: every change closes an interval and opens the next ---

LEFT_OPEN = rows._MOVE.replace("WHERE %(shifts)s AND ticket_id", "WHERE false AND ticket_id")


def test_mutant_13_the_index_stops_a_second_open_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows._MOVE != LEFT_OPEN
    monkeypatch.setattr(rows, "_MOVE", LEFT_OPEN)
    goes_red(*PARKING, because="one_open_interval", error=IntegrityError)


@pytest.mark.django_db(transaction=True)
def test_mutant_13_without_the_index_an_interval_left_open_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "_MOVE", LEFT_OPEN)
    with without_index("one_open_interval"):
        goes_red(*PARKING, because="I-13: 2 open intervals of CALLED")


def test_mutant_13_time_aside_that_is_not_counted_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "TIMED", {"WAITING", "CALLED", "SERVING"})
    goes_red(*PARKING, because="I-13: 0 open intervals of PARKED")
