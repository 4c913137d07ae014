"""Numbers carried over from an earlier day: the decision is named, a favour is found out."""

from typing import Any

import pytest

from lopo.frontdesk.tests.scribe import Scribe

FRIDAY, WHY = "2026-11-20", "Listrik padam"


def carry(day: Scribe, number: str, old: str, *, reason: str = WHY, **facts: Any) -> Scribe:
    """What the first act of a day writes for one who was left over."""
    queue = number.partition("-")[0]
    told = {
        **{"number": number, "queue": queue, "service": f"{queue}-SVC"},
        **{"head_start_minutes": 0, "present": False},
        **facts,
    }
    day.issued[number] = told
    on = told.pop("on", FRIDAY)
    return day.write("ticket.issued", **{**told, "reason": f"carried-over {old} of {on}: {reason}"})


def a_day() -> Scribe:
    day = carry(Scribe(), "A-001", "A-041")
    return carry(day, "B-001", "A-043").open("1").open("2")


def problems(day: Scribe) -> list[tuple[int, str]]:
    return [(found.seq, found.problem) for found in day.verdict.offenders]


def test_a_decision_is_one_exception_with_its_reason() -> None:
    verdict = a_day().verdict
    assert verdict.clean, verdict.offenders
    assert [(f.seq, f.problem) for f in verdict.exceptions] == [
        (1, f"carried over from {FRIDAY}: {WHY}")
    ]


def test_two_decisions_are_two() -> None:
    day = carry(
        carry(Scribe(), "A-001", "A-041", on="2026-11-19", reason="Banjir"), "A-002", "A-001"
    )
    assert len(day.verdict.exceptions) == 2
    assert day.verdict.clean


def test_a_policy_of_the_night_may_come_first() -> None:
    day = carry(Scribe().write("policy.changed", reason="v2"), "A-001", "A-041")
    assert day.verdict.clean


def test_once_here_they_stand_where_the_day_began() -> None:
    day = a_day().issue("A-002").arrive("B-001").arrive("A-001")
    assert day.call("A-001").call("B-001", "2").verdict.clean
    day = a_day().issue("A-002").arrive("A-001").call("A-002")
    assert problems(day) == [(len(day.events), "called out of order: it was A-001 turn")]


def test_nobody_waits_for_them_and_they_never_lapse() -> None:
    day = a_day().issue("A-002").call("A-002")
    assert day.verdict.clean
    day.of("A-001", "lapsed")
    assert problems(day) == [(len(day.events), "lapsed though nobody was called past it")]


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (
            carry(a_day(), "A-002", "A-044"),
            "carried over into a day that had begun",
        ),
        (
            carry(Scribe().issue("A-001"), "A-002", "A-044"),
            "carried over into a day that had begun",
        ),
        (carry(Scribe(), "A-001", "A-041", present=True), "nobody is in the room"),
        (carry(Scribe(), "A-001", "A-041", counter="1"), "nobody is in the room"),
        (carry(Scribe(), "A-001", "A-041", on="2026-11-23"), "2026-11-23 was not over"),
        (carry(Scribe(), "A-001", "A-041", on="2026-12-01"), "2026-12-01 was not over"),
        (carry(Scribe(), "A-001", "A-041", on="2026-02-30"), "cannot be read"),
        (
            carry(carry(Scribe(), "A-001", "A-041"), "A-002", "A-041"),
            "was carried over before",
        ),
        (
            carry(Scribe(), "A-001", "A-041", head_start_minutes=600),
            "no policy gives a head start of 600 minutes",
        ),
        (carry(Scribe(), "A-001", "A-041", reason=""), "never given out"),
        (carry(Scribe(), "A-007", "A-041"), "the next number of queue A is 1"),
        (
            carry(Scribe(), "A-001", "A-041").open("1").call("A-001"),
            "called without being in the room",
        ),
    ],
)
def test_a_favour_by_the_back_door_is_named(day: Scribe, problem: str) -> None:
    found = problems(day)
    assert any(problem in text for _seq, text in found), found
    assert {seq for seq, _text in found} == {len(day.events)}
