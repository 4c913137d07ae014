"""Whoever holds the published day finds every event that does not fit, and names it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.frontdesk.queries import Verdict, verify_bundle
from lopo.frontdesk.rules import replay
from lopo.frontdesk.tests.scribe import (
    NEXT_DAY,
    OPENING,
    Scribe,
    an_honest_day,
    forged,
    rehash,
    renumber,
)

Events = list[dict[str, Any]]


def problems(verdict: Verdict) -> list[tuple[int, str]]:
    return [(found.seq, found.problem) for found in verdict.offenders]


def only(verdict: Verdict) -> tuple[int, str]:
    [found] = problems(verdict)
    return found


def find(events: Events, verb: str, number: str) -> dict[str, Any]:
    return next(e for e in events if (e["verb"], e["number"]) == (f"ticket.{verb}", number))


def test_an_honest_day_is_clean() -> None:
    verdict = an_honest_day().verdict
    assert verdict.clean, verdict.offenders
    assert verdict.exceptions == []
    assert (verdict.events, verdict.tickets) == (len(an_honest_day().events), 9)


def test_an_empty_day_is_clean() -> None:
    empty = {**Scribe().document, "policies": [], "events": []}
    assert verify_bundle(empty).clean


def test_the_replay_ends_where_the_day_ended() -> None:
    states = replay(an_honest_day().document).states
    assert states["A-001"] == "DONE"
    assert states["B-002"] == "CANCELLED"
    assert {states[n] for n in ("B-001", "A-004", "A-005", "A-007")} == {"MISSED"}


def test_a_call_out_of_turn_is_named_with_whose_turn_it_was() -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-002")
    assert only(day.verdict) == (4, "called out of order: it was A-001 turn")


def test_two_swapped_calls_are_named() -> None:
    def swap(events: Events) -> None:
        first, second = find(events, "called", "A-003"), find(events, "called", "A-001")
        for event in (first, second):
            event["number"] = "A-001" if event["number"] == "A-003" else "A-003"

    named = [text for _seq, text in problems(forged(swap))]
    assert "called out of order: it was A-003 turn" in named


def test_a_head_start_beyond_the_run_is_named() -> None:
    day = Scribe(in_a_row=1).open("1").issue("A-001")
    day.issue("A-002", head_start=30).issue("A-003", head_start=30)
    day.serve("A-002").serve("A-003")
    assert only(day.verdict) == (8, "called out of order: it was A-001 turn")


def test_another_queue_is_measured_by_its_own_run() -> None:
    day = Scribe(in_a_row=1).open("1").issue("A-001").issue("B-001")
    day.issue("A-002", head_start=30).issue("B-002", head_start=30)
    day.serve("A-002").serve("B-002").serve("A-001").serve("B-001")
    assert day.verdict.clean


def test_a_call_out_of_order_with_a_reason_is_an_exception_and_not_an_offence() -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-002", reason="fainted")
    assert day.verdict.clean
    assert [found.problem for found in day.verdict.exceptions] == ["out of order: fainted"]


def test_a_policy_of_the_middle_of_the_day_holds_from_its_event_on() -> None:
    day = Scribe(in_a_row=1).open("1").issue("A-001")
    for number in ("A-002", "A-003", "A-004"):
        day.issue(number, head_start=30)
    day.serve("A-002").write("policy.changed", reason="v2")
    day.policies.append({**day.policies[0], "from_seq": len(day.events), "version": 2})
    day.policies[1]["max_priority_in_a_row"] = 3
    day.serve("A-003").serve("A-004").serve("A-001")
    assert day.verdict.clean, day.verdict.offenders
    day.policies.pop()
    assert not day.verdict.clean


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (Scribe().issue("A-001").call("A-001"), "counter 1 is not open"),
        (
            Scribe().open("1").issue("A-001").close("1").call("A-001"),
            "counter 1 is not open",
        ),
        (
            Scribe().open("1").issue("A-001").issue("A-002").call("A-001").call("A-002"),
            "counter 1 has a visitor already",
        ),
        (
            Scribe().open("1").issue("A-001", present=False).call("A-001"),
            "called without being in the room",
        ),
        (
            Scribe().open("1", ["B-SVC"]).issue("A-001").call("A-001"),
            "called out of order: it was nobody's turn",
        ),
        (
            Scribe().open("1", ["A-SVC"]).issue("A-001").call("A-001", session_services=None),
            "counter 1 was opened for other services",
        ),
        (Scribe().open("1").issue("A-001").call("A-001").close("1"), "with a visitor at it"),
        (Scribe().close("1"), "closed though it is not open"),
        (Scribe().issue("A-001").of("A-001", "lapsed"), "a visitor in the room lapsed"),
        (
            Scribe().issue("A-001", present=False).of("A-001", "lapsed"),
            "lapsed though nobody was called past it",
        ),
        (
            Scribe().issue("A-001").of("A-001", "lapsed", reason="end-of-day"),
            "the day was not over",
        ),
        (Scribe().issue("A-001").arrive("A-001"), "cannot arrive while WAITING"),
        (Scribe().issue("A-001").of("A-001", "finished"), "finish may not follow WAITING"),
        (Scribe().issue("A-001").of("A-001", "vanished"), "unknown verb ticket.vanished"),
        (Scribe().issue("A-002"), "the next number of queue A is 1"),
        (Scribe().issue("A-001").issue("A-001"), "this number was given out before"),
        (Scribe().issue("A-001").issue("A-003"), "the next number of queue A is 2"),
        (Scribe().issue("A-1"), "the next number of queue A is 1"),
        (Scribe().issue("A-001", head_start=600), "no policy gives a head start of 600 minutes"),
        (
            Scribe().issue("A-001").of("A-001", "cancelled", head_start_minutes=30),
            "are not those of the number",
        ),
        (Scribe().wait(days=1).issue("A-001"), "the day was over"),
        (Scribe().wait(hours=-10).issue("A-001"), "the day had not begun"),
        (
            Scribe()
            .open("1")
            .open("2")
            .issue("A-001")
            .call("A-001")
            .of("A-001", "started", counter="2"),
            "the visitor is at counter 1",
        ),
        (
            Scribe().open("1").issue("A-001").serve("A-001").call("A-001"),
            "call may not follow DONE",
        ),
        (
            Scribe().open("1").issue("A-001").of("A-001", "cancelled").call("A-001"),
            "call may not follow CANCELLED",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_unlawful_event_is_named(day: Scribe, problem: str) -> None:
    named = problems(day.verdict)
    assert any(problem in text for _seq, text in named), named
    assert {seq for seq, _text in named} == {len(day.events)}


def test_a_number_nobody_was_given_is_named() -> None:
    day = Scribe().issue("A-001")
    day.issued["A-099"] = {**day.issued["A-001"], "number": "A-099"}
    assert only(day.of("A-099", "cancelled").verdict) == (2, "this number was never given out")


@pytest.mark.parametrize("at", range(21))
def test_every_removed_event_shows_in_the_count(at: int) -> None:
    verdict = forged(lambda events: events[:at] + events[at + 1 :])
    assert (at + 2, f"seq {at + 2} follows {at}") in problems(verdict)


def test_a_removed_issue_shows_even_when_the_forger_counts_anew() -> None:
    def remove(events: Events) -> Events:
        return renumber([event for event in events if event["number"] != "A-002"])

    assert any("the next number of queue A is 2" in text for _s, text in problems(forged(remove)))


@pytest.mark.parametrize("change", [0, -3600])
def test_a_time_that_does_not_move_forward_is_named(change: int) -> None:
    day = an_honest_day()
    index = 9
    moved = dict(day.events[index])
    before = Scribe()
    before.at = OPENING
    moved["at"] = day.events[index - 1]["at"] if change == 0 else before.at.isoformat()
    events = rehash([*day.events[:index], moved, *day.events[index + 1 :]])
    verdict = verify_bundle({**day.document, "events": events})
    assert (index + 1, "time does not move forward") in problems(verdict)


def test_a_forgery_that_replays_well_still_has_another_proof_than_the_slip() -> None:
    """Who declares A-001 absent explains the wrong call, but not the slip in A-001's hand."""
    day = Scribe().open("1").issue("A-001").issue("A-002").call("A-002")
    events = rehash([{**e, "present": False} if e["seq"] == 2 else e for e in day.events])
    assert verify_bundle({**day.document, "events": events}).clean
    assert events[1]["leaf"] != day.events[1]["leaf"]


@given(st.integers(0, 20), st.sampled_from(["number", "counter", "at", "verb", "reason", "seq"]))
def test_any_change_of_an_event_breaks_its_leaf(index: int, field: str) -> None:
    day = an_honest_day()
    events = [dict(event) for event in day.events]
    index %= len(events)
    events[index][field] = f"{events[index][field]}x"
    named = problems(verify_bundle({**day.document, "events": events}))
    seq = index + 1 if field != "seq" else 0
    assert (seq, "the leaf is not the hash of the event") in named


@pytest.mark.parametrize("leaf", [None, "", "00", 7, "zz" * 32])
def test_a_missing_or_foreign_leaf_is_named(leaf: object) -> None:
    day = Scribe().issue("A-001")
    events = [{**day.events[0], "leaf": leaf}]
    named = only(verify_bundle({**day.document, "events": events}))
    assert named == (1, "the leaf is not the hash of the event")


@pytest.mark.parametrize(
    "damage",
    [
        {"at": None},
        {"at": "yesterday"},
        {"at": "2026-11-23T09:00:00"},
        {"at": 7},
        {"head_start_minutes": None},
        {"head_start_minutes": "many"},
        {"present": None, "head_start_minutes": []},
        {"seq": "one"},
        {"seq": None},
    ],
)
def test_an_unreadable_event_is_an_offender_and_not_an_accident(damage: dict[str, Any]) -> None:
    day = Scribe().issue("A-001")
    events = rehash([{**day.events[0], **damage}])
    assert not verify_bundle({**day.document, "events": events}).clean


def test_an_event_without_its_members_is_named() -> None:
    assert not verify_bundle({**Scribe().document, "events": [{"seq": 1}]}).clean
    assert not verify_bundle({**Scribe().document, "events": [{}]}).clean


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "day",
        {},
        {"format": "lopo-day/2"},
        {"format": "lopo-day/1"},
        {**Scribe().document, "events": None},
        {**Scribe().document, "events": ["x"]},
        {**Scribe().document, "policies": None},
        {**Scribe().document, "zone": "Asia/Atlantis"},
        {**Scribe().document, "zone": None},
        {**Scribe().document, "service_date": "yesterday"},
    ],
)
def test_what_is_not_a_published_day_is_refused_as_a_whole(document: Any) -> None:
    with pytest.raises(ValueError, match="lopo-day/1"):
        verify_bundle(document)


def test_a_day_without_a_policy_is_not_clean() -> None:
    day = Scribe().open("1").issue("A-001").call("A-001")
    day.policies.clear()
    assert not day.verdict.clean


def test_the_end_of_the_day_explains_what_nothing_else_would() -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002", present=False)
    day.at = NEXT_DAY
    for number in ("A-001", "A-002"):
        day.of(number, "lapsed", reason="end-of-day")
    assert day.close("1", reason="end-of-day").verdict.clean
