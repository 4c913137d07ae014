"""The further verbs in the published day: honest ones are clean, each forgery is named."""

from collections.abc import Callable

import pytest

from lopo.frontdesk.queries import Verdict
from lopo.frontdesk.rules import replay
from lopo.frontdesk.tests.scribe import NEXT_DAY, Scribe

Chapter = Callable[[Scribe], Scribe]


def named(verdict: Verdict) -> list[tuple[int, str]]:
    return [(found.seq, found.problem) for found in verdict.offenders]


def room(*, in_a_row: int = 2) -> Scribe:
    """Two open counters, and A-001 called to the first."""
    day = Scribe(in_a_row=in_a_row).open("1").open("2")
    return day.issue("A-001").issue("A-002").issue("B-001").call("A-001")


# --- honest ---


def parked_and_back(day: Scribe) -> Scribe:
    day.of("A-001", "parked", counter="1").call("A-002")
    return day.of("A-001", "returned").call("A-001", "2")


def missed_and_back(day: Scribe) -> Scribe:
    day.of("A-001", "recalled", counter="1").of("A-001", "missed", counter="1")
    return day.of("A-001", "returned").call("A-001")


def lapsed_and_back(day: Scribe) -> Scribe:
    day.of("A-001", "parked", counter="1").issue("A-003", present=False).issue("A-004")
    day.serve("A-002").serve("B-001").serve("A-004").of("A-003", "lapsed")
    day.issue("A-005")
    day.issued["A-003"]["present"] = True
    return day.of("A-003", "returned").serve("A-005").call("A-003")


def sent_to_a_service(day: Scribe) -> Scribe:
    return day.send("A-001", queue="B").call("A-001", "2").send("A-001", queue="C").call("A-001")


def sent_to_a_counter(day: Scribe) -> Scribe:
    return day.send("A-001", to="2").call("A-002").call("A-001", "2")


def freed_by_closing(day: Scribe) -> Scribe:
    return day.send("A-001", to="2").close("2").call("A-001")


def freed_by_other_services(day: Scribe) -> Scribe:
    return day.send("A-001", to="2").open("2", ["B-SVC"]).call("A-001")


def rested(day: Scribe) -> Scribe:
    day.pause().of("A-001", "started", counter="1").of("A-001", "finished", counter="1")
    return day.open("1").call("A-002")


def added(day: Scribe) -> Scribe:
    day.add("B-002", "A-001").of("A-001", "started", counter="1")
    return day.of("A-001", "finished", counter="1").call("B-002").call("A-002", "2")


def added_and_taken_back(day: Scribe) -> Scribe:
    day.add("B-002", "A-001").undo("B-002", "add").add("B-003", "A-001")
    return day.of("A-001", "parked", counter="1").call("B-003")


def call_taken_back(day: Scribe) -> Scribe:
    return day.undo("A-001", "call").call("A-001", "2").call("A-002")


def everything_taken_back(day: Scribe) -> Scribe:
    day.of("A-001", "recalled", counter="1").undo("A-001", "recall")
    day.of("A-001", "started", counter="1").of("A-001", "finished", counter="1")
    day.undo("A-001", "finish").of("A-001", "parked", counter="1").undo("A-001", "park")
    return day.undo("A-001", "start").undo("A-001", "call")


def no_show_taken_back(day: Scribe) -> Scribe:
    day.of("A-001", "missed", counter="1").undo("A-001", "no-show")
    return day.of("A-001", "started", counter="1")


def finish_and_call_taken_back(day: Scribe) -> Scribe:
    day.of("A-001", "started", counter="1").of("A-001", "finished", counter="1").call("A-002")
    return day.undo("A-002", "call").undo("A-001", "finish")


def transfer_taken_back(day: Scribe) -> Scribe:
    before = dict(day.issued["A-001"])
    day.send("A-001", queue="B")
    day.issued["A-001"] = before
    return day.undo("A-001", "transfer").of("A-001", "started", counter="1")


def transfer_taken_back_after_another_counter_did(day: Scribe) -> Scribe:
    day.send("A-001", to="2").call("A-001", "2").undo("A-001", "call", "2")
    return day.undo("A-001", "transfer").call("A-002", "2")


def taken_back_to_a_closed_counter(day: Scribe) -> Scribe:
    day.open("3").send("A-001", to="2").call("A-001", "3", reason="sick").close("2")
    return day.undo("A-001", "call", "3").call("A-001")


HONEST: tuple[Chapter, ...] = (
    *(parked_and_back, missed_and_back, lapsed_and_back, sent_to_a_service, sent_to_a_counter),
    *(freed_by_closing, freed_by_other_services, rested, added, added_and_taken_back),
    *(call_taken_back, everything_taken_back, no_show_taken_back, finish_and_call_taken_back),
    *(transfer_taken_back, transfer_taken_back_after_another_counter_did),
    taken_back_to_a_closed_counter,
)


@pytest.mark.parametrize("chapter", HONEST, ids=lambda chapter: chapter.__name__)
def test_an_honest_day_with_every_verb_is_clean(chapter: Chapter) -> None:
    verdict = chapter(room()).verdict
    assert verdict.clean, verdict.offenders


def test_who_is_set_aside_at_midnight_is_missed() -> None:
    day = room().of("A-001", "parked", counter="1")
    day.at = NEXT_DAY
    over = {"reason": "end-of-day"}
    for number in ("A-001", "A-002", "B-001"):
        day.of(number, "lapsed", **({"counter": "1"} if number == "A-001" else {}), **over)
    day.close("1", **over).close("2", **over)
    assert day.verdict.clean, day.verdict.offenders
    assert set(replay(day.document).states.values()) == {"MISSED"}


def test_the_run_goes_on_as_if_a_call_taken_back_had_not_been() -> None:
    day = Scribe(in_a_row=2).open("1").issue("A-001")
    for number in ("A-002", "A-003", "A-004"):
        day.issue(number, head_start=30)
    day.serve("A-002").call("A-003").undo("A-003", "call").serve("A-003").serve("A-001")
    assert day.call("A-004").verdict.clean


def test_a_call_out_of_order_stays_an_exception_even_when_it_is_taken_back() -> None:
    day = Scribe().open("1").issue("A-001").issue("A-002")
    day.call("A-002", reason="end-of-day").undo("A-002", "call").call("A-001")
    assert day.verdict.clean, day.verdict.offenders
    assert [f.problem for f in day.verdict.exceptions] == ["out of order: end-of-day"]


# --- forged: the last event, and it alone, is named ---

FORGED: tuple[tuple[str, Chapter, str], ...] = (
    (
        "undo after ten seconds",
        lambda d: d.wait(seconds=9.000001).undo("A-001", "call"),
        "later than ten seconds",
    ),
    (
        "undo of another verb",
        lambda d: d.undo("A-001", "finish"),
        "not the last thing done",
    ),
    ("undo of nothing", lambda d: d.undo("A-001", "call", "2"), "not the last thing done"),
    (
        "undo of somebody else",
        lambda d: d.call("A-002", "2").undo("A-002", "call"),
        "not the last thing done",
    ),
    (
        "undo twice",
        lambda d: d.undo("A-001", "call").undo("A-001", "call"),
        "not the last thing done",
    ),
    (
        "undo of the last but one",
        lambda d: d.of("A-001", "started", counter="1").undo("A-001", "call"),
        "not the last thing done",
    ),
    (
        "undo after the visitor came back",
        lambda d: (
            d.of("A-001", "parked", counter="1").of("A-001", "returned").undo("A-001", "park")
        ),
        "something else happened since",
    ),
    (
        "undo after another counter called",
        lambda d: d.send("A-001", to="2").call("A-001", "2").undo("A-001", "transfer"),
        "something else happened since",
    ),
    (
        "undo at a closed counter",
        lambda d: d.of("A-001", "parked", counter="1").close("1").undo("A-001", "park"),
        "counter 1 is not open",
    ),
    (
        "undo that smuggles a service in",
        lambda d: d.undo("A-001", "call", service="B-SVC"),
        "not those of the number",
    ),
    (
        "undo that smuggles a head start in",
        lambda d: d.undo("A-001", "call", head_start_minutes=30),
        "not those of the number",
    ),
    (
        "returning twice after missing the call",
        lambda d: missed_and_back(d).of("A-001", "missed", counter="1").of("A-001", "returned"),
        "a second time",
    ),
    (
        "returning from the line",
        lambda d: d.of("A-002", "returned"),
        "return may not follow WAITING",
    ),
    (
        "returning after being served",
        lambda d: (
            d.of("A-001", "started", counter="1")
            .of("A-001", "finished", counter="1")
            .of("A-001", "returned")
        ),
        "return may not follow DONE",
    ),
    ("parking who waits", lambda d: d.of("A-002", "parked"), "park may not follow WAITING"),
    (
        "parking at another counter",
        lambda d: d.of("A-001", "parked", counter="2"),
        "the visitor is at counter 1",
    ),
    (
        "calling who is set aside",
        lambda d: d.of("A-001", "parked", counter="1").call("A-001"),
        "call may not follow PARKED",
    ),
    (
        "lapsing who is set aside",
        lambda d: d.of("A-001", "parked", counter="1").of("A-001", "lapsed"),
        "a visitor in the room lapsed",
    ),
    (
        "sending to a closed counter",
        lambda d: d.close("2").send("A-001", to="2"),
        "nobody can be sent to counter 2",
    ),
    ("sending nowhere", lambda d: d.send("A-001"), "goes to another service, or to one counter"),
    (
        "sending to a service and a counter",
        lambda d: d.send("A-001", queue="B", to="2"),
        "goes to another service, or to one counter",
    ),
    (
        "sending to where they are",
        lambda d: d.send("A-001", to="1"),
        "nobody can be sent to counter 1",
    ),
    (
        "sending to a counter that does not serve it",
        lambda d: d.open("2", ["B-SVC"]).send("A-001", to="2"),
        "counter 2 does not serve A-SVC",
    ),
    (
        "sending with a head start as a gift",
        lambda d: d.of("A-001", "transferred", counter="2", head_start_minutes=30),
        "a transfer changes no head start",
    ),
    ("sending who waits", lambda d: d.send("A-002", to="2"), "transfer may not follow WAITING"),
    (
        "calling who was sent to another counter",
        lambda d: d.send("A-001", to="2").call("A-001"),
        "it was A-002 turn",
    ),
    (
        "calling past who was sent here",
        lambda d: d.send("A-001", to="2").call("A-002", "2"),
        "it was A-001 turn",
    ),
    (
        "calling to a counter that rests",
        lambda d: d.pause("2").call("A-002", "2"),
        "counter 2 is not open",
    ),
    ("resting while closed", lambda d: d.close("2").pause("2"), "paused though it is not open"),
    (
        "adding to who is not here",
        lambda d: d.add("B-002", "A-001", "2"),
        "A-001 is not at counter 2",
    ),
    (
        "adding to who waits",
        lambda d: d.add("B-002", "A-002"),
        "A-002 is not at counter 1",
    ),
    (
        "adding with a head start as a gift",
        lambda d: d.add("B-002", "A-001", head_start_minutes=30),
        "another head start",
    ),
    (
        "adding for who is not in the room",
        lambda d: d.add("B-002", "A-001", present=False),
        "is not here",
    ),
    (
        "adding to nobody",
        lambda d: d.add("B-002", "A-001", reason="added-to A-999"),
        "never given out",
    ),
    (
        "giving a number for a reason of one's own",
        lambda d: d.add("B-002", "A-001", reason="kenalan"),
        "never given out",
    ),
    (
        "adding a number out of the series",
        lambda d: d.add("B-007", "A-001"),
        "the next number of queue B is 2",
    ),
)


@pytest.mark.parametrize(
    ("chapter", "problem"), [f[1:] for f in FORGED], ids=[f[0] for f in FORGED]
)
def test_every_forgery_is_named_and_nothing_else(chapter: Chapter, problem: str) -> None:
    day = chapter(room())
    found = named(day.verdict)
    assert any(problem in text for _seq, text in found), found
    assert {seq for seq, _text in found} == {len(day.events)}, found


def test_up_to_ten_seconds_an_undo_is_honest() -> None:
    assert room().wait(seconds=9).undo("A-001", "call").verdict.clean


def test_a_run_that_was_not_restored_shows_at_the_next_call() -> None:
    day = Scribe(in_a_row=2).open("1").issue("A-001")
    for number in ("A-002", "A-003", "A-004"):
        day.issue(number, head_start=30)
    day.serve("A-002").call("A-003").undo("A-003", "call").call("A-001")
    assert named(day.verdict) == [(len(day.events), "called out of order: it was A-003 turn")]


def test_an_added_number_does_not_stand_before_the_arrival_of_its_visitor() -> None:
    day = Scribe().open("1").issue("B-001").issue("A-001").serve("B-001").call("A-001")
    day.issue("B-002").add("B-003", "A-001").of("A-001", "parked", counter="1")
    assert day.call("B-003").verdict.clean
    late = Scribe().open("1").open("2").issue("A-001").issue("B-001").issue("A-002")
    late.call("A-001").call("B-001", "2").add("A-003", "B-001", "2")
    late.of("A-001", "parked", counter="1").call("A-002")
    assert named(late.verdict) == [(len(late.events), "called out of order: it was A-003 turn")]


def test_who_lapsed_and_came_back_stands_where_the_return_puts_them() -> None:
    day = Scribe().open("1").issue("A-001", present=False).issue("A-002").serve("A-002")
    day.of("A-001", "lapsed").issue("A-003")
    day.issued["A-001"]["present"] = True
    day.of("A-001", "returned").call("A-001")
    assert named(day.verdict) == [(len(day.events), "called out of order: it was A-003 turn")]


def test_nobody_lapses_for_a_call_that_was_taken_back() -> None:
    day = Scribe().open("1").issue("A-001", present=False).issue("A-002").call("A-002")
    day.undo("A-002", "call").of("A-001", "lapsed")
    assert named(day.verdict) == [(len(day.events), "lapsed though nobody was called past it")]
