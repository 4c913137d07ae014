"""Left over when the day ends: missed, or served on the next one by a decision with a reason."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from lopo.frontdesk import actions, permissions, queries
from lopo.frontdesk.actions.refusals import NoCarryOver
from lopo.frontdesk.models import CarryOver, Line, Ticket
from lopo.frontdesk.tests.attending import attended
from lopo.frontdesk.tests.builders import (
    MORNING,
    Clockwork,
    call_numbers,
    events_of,
    make_centre,
    make_officer,
    make_policy,
    make_ticket,
    open_desk,
    verbs_of,
    verified,
)
from lopo.frontdesk.tests.observing import nothing_changes, one_change
from lopo.kernel.actor import VISITOR
from lopo.kernel.errors import FieldRefusal, NotPermitted
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import OFFICE_HOURS
from lopo.people.api import Permission, Principal, Role
from lopo.people.rules import PERMISSIONS

pytestmark = pytest.mark.django_db
WHY = "Listrik padam sejak 14.00"
BASIS = "Keputusan Kepala BKD 12/2026"


def allowed(**facts: Any) -> Centre:
    centre = make_centre(counters=3, **facts)
    actions.choose_day_end(
        centre=centre, rule="CARRY_OVER", valid_from=date(2026, 1, 1), legal_basis=BASIS
    )
    return centre


def decide(centre: Centre, clock: Clockwork, reason: str = WHY) -> CarryOver:
    supervisor = make_officer(centre=centre, role=Role.SUPERVISOR)
    return actions.decide_carry_over(centre=centre, officer=supervisor, reason=reason, clock=clock)


def next_day(centre: Centre, clock: Clockwork, **delta: float) -> list[Ticket]:
    """The worker sees the day change; the numbers of the new day."""
    actions.follow_the_clock(centre=centre, clock=clock.forward(**(delta or {"days": 1})))
    today = queries.local_date(centre, clock.now)
    return list(Ticket.objects.filter(centre=centre, service_date=today).order_by("issued_seq"))


def evening() -> tuple[Centre, Clockwork]:
    """Two in the room, one set aside, one far away; a decision."""
    room = attended(centre=allowed(), priority="HAMIL")
    for queue in "AB":
        room.newcomer(queue)
    room.newcomer("A", present=False)
    room.park()
    decide(room.centre, room.clock)
    return room.centre, room.clock


# --- refused ---


def test_without_a_rule_they_are_missed_and_nobody_decides_otherwise() -> None:
    centre, clock = make_centre(), Clockwork()
    make_ticket(centre=centre, clock=clock)
    with nothing_changes(), pytest.raises(NoCarryOver):
        decide(centre, clock)
    assert next_day(centre, clock) == []


@pytest.mark.parametrize("valid_from", [date(2026, 11, 24), date(2027, 1, 1)])
def test_a_rule_holds_from_its_day_on(valid_from: date) -> None:
    centre = make_centre()
    actions.choose_day_end(
        centre=centre, rule="CARRY_OVER", valid_from=valid_from, legal_basis=BASIS
    )
    with pytest.raises(NoCarryOver):
        decide(centre, Clockwork())


def test_the_newest_rule_that_holds_is_the_rule() -> None:
    centre = allowed()
    actions.choose_day_end(
        centre=centre, rule="MISS", valid_from=date(2026, 11, 23), legal_basis=BASIS
    )
    with pytest.raises(NoCarryOver):
        decide(centre, Clockwork())
    assert queries.day_end_rule(centre, date(2026, 11, 22)) == "CARRY_OVER"


@pytest.mark.parametrize("reason", ["", "  ", "...", "two\nlines", "x" * 201])
def test_a_decision_has_a_reason_everybody_can_read(reason: str) -> None:
    centre = allowed()
    with nothing_changes(), pytest.raises(FieldRefusal):
        decide(centre, Clockwork(), reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        CarryOver.objects.create(
            centre=centre,
            service_date=date(2026, 11, 23),
            officer=make_officer(centre=centre),
            decided_at=MORNING,
        )


def test_it_is_the_supervisors_to_decide() -> None:
    having = {role for role, may in PERMISSIONS.items() if Permission.CARRY_OVER in may}
    assert having == {Role.SUPERVISOR}
    centre = make_centre()
    officer = make_officer(centre=centre)
    with pytest.raises(NotPermitted):
        permissions.may_carry_over(Principal("staff", user=officer), centre)


# --- decided ---


def test_a_decision_can_be_worded_anew_and_withdrawn_while_the_day_lasts() -> None:
    centre, clock = evening()
    decide(centre, clock, "Hujan badai")
    assert CarryOver.objects.get().reason == "Hujan badai"
    assert actions.withdraw_carry_over(centre=centre, clock=clock)
    with nothing_changes():
        assert not actions.withdraw_carry_over(centre=centre, clock=clock)
    assert next_day(centre, clock) == []


def test_who_is_left_over_ends_the_old_day_as_always_and_begins_the_next() -> None:
    centre, clock = evening()
    old = list(Ticket.objects.order_by("arrived_at", "issued_seq"))
    lapses, issues = ["ticket.lapsed"] * 4, ["ticket.issued"] * 4
    with one_change(centre, *lapses, "session.closed", *issues):
        new = next_day(centre, clock)
    assert {Ticket.objects.get(pk=t.pk).state for t in old} == {"MISSED"}
    assert [e["reason"] for e in events_of(centre)[-5:]] == ["end-of-day"] * 5
    assert [t.carried_from.label for t in new if t.carried_from] == [t.label for t in old]
    assert [t.label for t in new] == ["A-001", "A-002", "B-001", "A-003"]
    assert {(t.state, t.present, t.counter) for t in new} == {("WAITING", False, None)}
    kept = [(t.service_code, t.priority, t.head_start, t.channel) for t in new]
    assert kept == [(t.service_code, t.priority, t.head_start, t.channel) for t in old]
    verified(centre)
    verified(centre, clock.now)


def test_the_new_day_tells_the_decision_and_its_reason_as_one_exception() -> None:
    centre, clock = evening()
    next_day(centre, clock)
    reasons = [e["reason"] for e in events_of(centre, clock.now)]
    assert reasons[0] == f"carried-over A-001 of 2026-11-23: {WHY}"
    assert len(reasons) == 4
    verdict = verified(centre, clock.now)
    assert [f.problem for f in verdict.exceptions] == [f"carried over from 2026-11-23: {WHY}"]
    assert queries.verify_bundle(
        queries.day_document(centre, queries.local_date(centre, clock.now))
    ).clean


def test_who_comes_stands_where_the_day_began_for_them() -> None:
    centre, clock = evening()
    new = next_day(centre, clock)
    early = make_ticket(centre=centre, priority="LANSIA", clock=clock.forward(hours=1))
    assert queries.ahead_of(Ticket.objects.get(pk=new[1].pk), now=clock.now) == 0
    for ticket in (new[1], new[0]):
        came = actions.arrive(ticket=ticket, actor=VISITOR, clock=clock.forward(hours=1))
        assert came.arrived_at == ticket.issued_at
    assert early.arrived_at
    desk = open_desk(centre=centre, clock=clock)
    assert call_numbers(desk, clock, 3) == [new[0].label, new[1].label, early.label]
    verified(centre, clock.now)


def test_their_number_holds_all_day_though_others_are_called_before_they_come() -> None:
    centre, clock = evening()
    new = next_day(centre, clock)
    desk = open_desk(centre=centre, clock=clock)
    for _ in range(2):
        make_ticket(centre=centre, clock=clock)
    call_numbers(desk, clock, 2)
    actions.follow_the_clock(centre=centre, clock=clock.forward(hours=8))
    came = actions.arrive(ticket=new[0], actor=VISITOR, clock=clock)
    assert (came.state, came.passed_over_at) == ("WAITING", None)
    assert call_numbers(desk, clock, 1) == [new[0].label]
    verified(centre, clock.now)


def test_who_was_served_missed_or_gave_up_is_not_carried_over() -> None:
    room = attended(centre=allowed(), served=True)
    room.finish()
    gone = room.newcomer()
    actions.give_up(ticket=gone, actor=VISITOR, clock=room.clock)
    room.newcomer()
    room.call()
    room.miss()
    at_desk = room.newcomer()
    room.call()
    decide(room.centre, room.clock)
    assert next_day(room.centre, room.clock) == []
    at_desk.refresh_from_db()
    assert at_desk.state == "MISSED"
    verified(room.centre)


def test_several_numbers_of_one_visit_stay_one_visit() -> None:
    room = attended(centre=allowed())
    room.add()
    room.park()
    decide(room.centre, room.clock)
    new = next_day(room.centre, room.clock)
    assert len({t.visit_id for t in new}) == 1
    assert new[0].visit.service_date == new[0].service_date
    assert new[0].visit_id != room.ticket.visit_id


def test_they_take_nobodys_number_away() -> None:
    centre, clock = evening()
    next_day(centre, clock)
    line = Line.objects.get()
    assert (line.room_issued, line.remote_issued) == (0, 0)
    assert make_ticket(centre=centre, clock=clock).label == "A-004"


def test_the_next_service_day_is_the_next_on_which_the_centre_opens() -> None:
    centre = allowed(hours=OFFICE_HOURS)
    clock = Clockwork(datetime(2026, 11, 27, 3, 0, tzinfo=timezone.utc))  # a Friday, 11.00
    make_ticket(centre=centre, clock=clock)
    decide(centre, clock)
    for _saturday_sunday in range(2):
        assert next_day(centre, clock) == []
        assert CarryOver.objects.get().carried_at is None
    [monday] = next_day(centre, clock)
    assert monday.service_date == date(2026, 11, 30)
    assert events_of(centre, clock.now)[0]["reason"].startswith("carried-over A-001 of 2026-11-27")
    verified(centre, clock.now)


def test_a_second_day_without_service_carries_them_once_more() -> None:
    centre, clock = evening()
    next_day(centre, clock)
    decide(centre, clock, "Masih padam")
    new = next_day(centre, clock)
    assert len(new) == 4
    problems = [f.problem for f in verified(centre, clock.now).exceptions]
    assert problems == ["carried over from 2026-11-24: Masih padam"]
    first = Ticket.objects.get(service_date=date(2026, 11, 23), label="A-001")
    found = queries.carried_to(first)
    assert found is not None
    assert found.service_date == date(2026, 11, 25)


def test_a_policy_that_begins_overnight_gives_its_own_head_start() -> None:
    centre, clock = evening()
    make_policy(valid_from=clock.now + timedelta(hours=10), head_start=20)
    new = next_day(centre, clock)
    assert new[0].head_start == 20
    assert verbs_of(centre, clock.now)[0] == "policy.changed"
    verified(centre, clock.now)


# --- what the visitor sees ---


def test_the_old_link_leads_to_the_new_number() -> None:
    centre, clock = evening()
    old = Ticket.objects.get(label="A-001")
    page = reverse("frontdesk:ticket", args=[old.token])
    assert Client().get(page).status_code == 200
    new = next_day(centre, clock)[0]
    for name in ("ticket", "ticket_live"):
        answer = Client().get(reverse(f"frontdesk:{name}", args=[old.token]))
        assert (answer.status_code, answer["Location"]) == (
            302,
            reverse(f"frontdesk:{name}", args=[new.token]),
        )
    assert queries.tickets_by_tokens(centre, [old.token]) == [new]
    assert queries.tickets_at_the_door(centre, [old.token], clock.now) == [new]


def test_the_contract_of_the_old_ticket_stays() -> None:
    cast = Cast(centre=allowed())
    centre, clock = cast.centre, Clockwork()
    old = make_ticket(centre=centre, clock=clock)
    decide(centre, clock)
    [new] = next_day(centre, clock)
    told = {t: cast.visitor.get(f"/tickets/{t.token}").json() for t in (old, new)}
    assert (told[old]["state"], told[old]["number"]) == ("MISSED", "A-001")
    assert (told[new]["state"], told[new]["present"]) == ("WAITING", False)
    assert set(told[old]) == set(told[new])


# --- forged rows ---


@pytest.mark.parametrize(
    ("forge", "problem"),
    [
        (
            lambda: CarryOver.objects.update(reason="Lain"),
            "nobody decided to carry over from 2026-11-23",
        ),
        (
            lambda: Ticket.objects.filter(label="A-002").update(carried_from=None),
            "it was not carried over from the number its event names",
        ),
        (
            lambda: Ticket.objects.update(carry_over=None),
            "it was not carried over from the number its event names",
        ),
    ],
)
def test_a_carry_over_that_nobody_decided_is_named(forge: Any, problem: str) -> None:
    centre, clock = evening()
    next_day(centre, clock)
    forge()
    verdict = queries.verify_day(centre, queries.local_date(centre, clock.now))
    assert any(problem in found.problem for found in verdict.offenders)
