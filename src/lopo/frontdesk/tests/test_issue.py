"""Taking a number: what is refused, and what a number is."""

import base64
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import Closed, NotAtCounter, PastCutOff, QuotaFull
from lopo.frontdesk.models import Interval, Ticket
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    events_of,
    make_centre,
    make_ticket,
    offering_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change, states_of
from lopo.kernel.actor import VISITOR
from lopo.kernel.errors import Refusal
from lopo.organisation.api import HoursSpec
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db


def test_a_service_without_a_queue_gives_no_number() -> None:
    centre = make_centre()
    offering = offering_of(centre)
    offering.queue = None
    with nothing_changes(), pytest.raises(NotAtCounter) as refusal:
        actions.issue_ticket(
            centre=centre,
            offering=offering,
            channel="WEB",
            priority=None,
            present=False,
            actor=VISITOR,
            clock=Clockwork(),
        )
    assert refusal.value.errors[0].field == "service"


@pytest.mark.parametrize(
    ("local", "policy", "refused"),
    [
        ("2026-11-23 07:59:59", {}, Closed),
        ("2026-11-23 08:00:00", {}, None),
        ("2026-11-23 15:30:00", {}, Closed),
        ("2026-11-22 10:00:00", {}, Closed),
        ("2026-11-23 12:30:00", {}, None),
        ("2026-11-23 12:30:00", {"issue_during_break": False}, Closed),
        ("2026-11-23 14:59:59", {"cut_off_minutes": 30}, None),
        ("2026-11-23 15:00:00", {"cut_off_minutes": 30}, PastCutOff),
    ],
)
def test_numbers_are_given_only_while_the_centre_gives_them(
    local: str, policy: dict[str, Any], refused: type[Refusal] | None
) -> None:
    centre = make_centre(hours=OFFICE_HOURS, **policy)
    at = datetime.fromisoformat(f"{local}+08:00")
    if refused is None:
        assert make_ticket(centre=centre, clock=Clockwork(at)).service_date == at.date()
        return
    with nothing_changes(), pytest.raises(refused) as refusal:
        make_ticket(centre=centre, clock=Clockwork(at))
    assert refusal.value.message


def test_the_quota_of_the_room_is_full_only_for_the_room() -> None:
    centre = make_centre(daily_quota=2, remote_daily_quota=1)
    make_ticket(centre=centre)
    make_ticket(centre=centre, queue="B")
    with nothing_changes(), pytest.raises(QuotaFull):
        make_ticket(centre=centre)
    assert make_ticket(centre=centre, present=False).label == "A-002"
    with nothing_changes(), pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)


def test_numbers_from_afar_never_use_up_those_of_the_room() -> None:
    centre = make_centre(daily_quota=1, remote_daily_quota=1)
    make_ticket(centre=centre, present=False)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)
    assert make_ticket(centre=centre).present


def test_a_quota_of_nothing_gives_nothing() -> None:
    centre = make_centre(remote_daily_quota=0)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)


def test_the_next_day_has_a_quota_of_its_own() -> None:
    centre, clock = make_centre(daily_quota=1), Clockwork()
    make_ticket(centre=centre, clock=clock)
    assert make_ticket(centre=centre, clock=clock.forward(days=1)).label == "A-001"


def test_a_refused_number_leaves_no_gap() -> None:
    centre = make_centre(daily_quota=1)
    make_ticket(centre=centre)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre)
    centre.daily_quota = 2
    assert make_ticket(centre=centre).label == "A-002"
    verified(centre)


def test_numbers_count_up_per_queue() -> None:
    centre, clock = make_centre(), Clockwork()
    labels = [make_ticket(centre=centre, queue=q, clock=clock).label for q in "AABAB"]
    assert labels == ["A-001", "A-002", "B-001", "A-003", "B-002"]


def test_centres_count_apart() -> None:
    assert [make_ticket(centre=make_centre()).label for _ in range(2)] == ["A-001", "A-001"]


def test_taking_a_number_is_one_change_in_one_transaction() -> None:
    centre = make_centre()
    make_ticket(centre=centre)
    with one_change(centre, "ticket.issued"):
        ticket = make_ticket(centre=centre)
    assert states_of(ticket) == ["WAITING"]
    assert Interval.objects.get(ticket=ticket).started_at == ticket.issued_at


def test_the_first_number_of_a_centre_opens_its_line() -> None:
    centre = make_centre()
    with one_change(centre, "ticket.issued"):
        make_ticket(centre=centre)
    verified(centre)


def test_a_number_taken_in_the_room_is_present_and_one_from_afar_is_not() -> None:
    centre = make_centre()
    here, away = make_ticket(centre=centre), make_ticket(centre=centre, present=False)
    assert here.present
    assert here.arrived_at == here.issued_at
    assert not away.present
    assert [e["present"] for e in events_of(centre)] == [True, False]


def test_the_record_of_an_issue_holds_what_the_contract_names_and_nothing_personal() -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre, priority="HAMIL")
    [event] = events_of(centre)
    assert set(event) == {
        *("seq", "at", "verb", "number", "queue", "service", "head_start_minutes"),
        *("present", "counter", "session_services", "reason", "leaf"),
    }
    assert event["head_start_minutes"] == 30
    spelled = str(event)
    assert ticket.token not in spelled
    assert "HAMIL" not in spelled
    leaf = base64.b32encode(bytes.fromhex(event["leaf"])).decode()
    assert ticket.proof == leaf[:10]


@pytest.mark.parametrize("priority", ["LANSIA", "DISABILITAS", "HAMIL", "ANAK", "BENCANA"])
def test_the_head_start_is_equal_for_all_classes(priority: str) -> None:
    assert make_ticket(priority=priority).head_start == 30


def test_without_a_class_there_is_no_head_start() -> None:
    assert make_ticket().head_start == 0


def test_equal_clocks_still_make_different_times_in_the_order_of_seq() -> None:
    centre = make_centre()
    tickets = [make_ticket(centre=centre) for _ in range(3)]
    assert [t.issued_at - MORNING for t in tickets] == [
        timedelta(microseconds=n) for n in (1, 2, 3)
    ]
    assert [t.issued_seq for t in tickets] == [1, 2, 3]


def test_a_clock_that_jumps_back_never_turns_the_order_around() -> None:
    centre, clock = make_centre(), Clockwork()
    first = make_ticket(centre=centre, clock=clock)
    second = make_ticket(centre=centre, clock=clock.forward(hours=-3))
    assert second.issued_at > first.issued_at
    verified(centre)


@pytest.mark.parametrize(
    ("zone", "utc", "day"),
    [
        ("Asia/Makassar", "2026-11-22 23:59", date(2026, 11, 23)),
        ("Asia/Makassar", "2026-11-22 16:00", date(2026, 11, 23)),
        ("Asia/Makassar", "2026-11-22 15:59", date(2026, 11, 22)),
        ("Asia/Jayapura", "2026-11-22 15:00", date(2026, 11, 23)),
        ("Asia/Jayapura", "2026-11-22 14:59", date(2026, 11, 22)),
        ("Asia/Jakarta", "2026-11-22 17:00", date(2026, 11, 23)),
    ],
)
def test_the_service_date_is_the_local_date_where_the_centre_stands(
    zone: str, utc: str, day: date
) -> None:
    at = datetime.fromisoformat(f"{utc}+00:00")
    ticket = make_ticket(centre=make_centre(zone=zone), clock=Clockwork(at))
    assert ticket.service_date == day
    assert Ticket.objects.get(pk=ticket.pk).issued_at.tzinfo == timezone.utc


def test_a_centre_around_the_clock_counts_anew_at_its_own_midnight() -> None:
    centre = make_centre(hours=(HoursSpec(weekdays=range(7), opens=0, closes=1440),))
    midnight = datetime(2026, 11, 23, 16, 0, tzinfo=timezone.utc)
    clock = Clockwork(midnight - timedelta(seconds=1))
    assert make_ticket(centre=centre, clock=clock).label == "A-001"
    assert make_ticket(centre=centre, clock=clock).label == "A-002"
    assert make_ticket(centre=centre, clock=clock.forward(seconds=1)).label == "A-001"
