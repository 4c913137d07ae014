"""Calls out of order in HTTP API v1, and what the whole day of verbs looks like to the public."""

from typing import Any

import pytest
from tests.cast import Cast, new_key, problem_of

from lopo.frontdesk.models import Call
from lopo.frontdesk.queries import verify_bundle
from lopo.frontdesk.tests.builders import service_of
from lopo.frontdesk.tests.observing import nothing_changes

pytestmark = pytest.mark.django_db
WHY = "  Pingsan di ruang tunggu "


@pytest.fixture
def cast() -> Cast:
    return Cast()


def wanted(token: str, reason: str = WHY) -> dict[str, Any]:
    return {"token": token, "reason": reason}


@pytest.mark.parametrize(
    "body",
    [
        {"token": "x", "reason": "y"},
        {"token": "x"},
        {"reason": "y"},
        {"token": 1, "reason": 2},
        {"reason": "", "odd": []},
        {"reason": "\ud800"},
    ],
)
def test_it_takes_a_right_of_its_own(cast: Cast, body: dict[str, Any]) -> None:
    cast.number()
    cast.opened()
    with nothing_changes():
        problem_of(cast.petugas.post(cast.counter("calls"), body), 403, "forbidden")


@pytest.mark.parametrize("body", [{"odd": 1}, {"token": None, "odd": 1}, b"[1]", b"{"])
def test_who_names_nobody_and_no_reason_needs_no_such_right(cast: Cast, body: Any) -> None:
    cast.opened()
    status = 422 if isinstance(body, dict) else 400
    answer = cast.petugas.post(cast.counter("calls"), body)
    problem_of(answer, status, "invalid" if status == 422 else "malformed")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": None}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "?!"}, "reason"),
        ({"reason": "two\nlines"}, "reason"),
        ({"reason": "bell\u0007"}, "reason"),
        ({"reason": "turned \u202e round"}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"reason": 7}, "reason"),
        ({"token": None}, "token"),
        ({"token": "nobody"}, "token"),
        ({"token": ""}, "token"),
    ],
)
def test_it_takes_a_number_and_a_reason(cast: Cast, change: dict[str, Any], field: str) -> None:
    body = {**wanted(cast.number()["token"]), **change}
    cast.opened(cast.penyelia)
    with nothing_changes():
        refused = problem_of(cast.penyelia.post(cast.counter("calls"), body), 422, "invalid")
    assert [e["field"] for e in refused["errors"]] == [field]


def test_a_number_of_another_centre_is_unknown_in_a_body(cast: Cast) -> None:
    elsewhere = Cast(centre=cast.elsewhere)
    cast.opened(cast.penyelia)
    body = wanted(elsewhere.number()["token"])
    refused = problem_of(cast.penyelia.post(cast.counter("calls"), body), 422, "invalid")
    assert refused["errors"][0] == {**refused["errors"][0], "field": "token", "code": "unknown"}


def test_the_state_of_counter_and_number_decide(cast: Cast) -> None:
    first, away = cast.number(), cast.number(present=False)
    path = cast.counter("calls")
    problem_of(cast.penyelia.post(path, wanted(first["token"])), 409, "session-closed")
    cast.opened(cast.penyelia)
    problem_of(cast.penyelia.post(path, wanted(away["token"])), 409, "wrong-state")
    assert cast.penyelia.post(path, wanted(first["token"])).status_code == 201
    problem_of(cast.penyelia.post(path, wanted(first["token"])), 409, "counter-busy")


def test_it_is_one_call_per_key_and_everybody_sees_it(cast: Cast) -> None:
    cast.number()
    second, key = cast.number(), new_key()
    cast.opened(cast.penyelia)
    first = cast.penyelia.post(cast.counter("calls"), wanted(second["token"]), key=key)
    assert first.status_code == 201
    called = first.json()
    assert (called["token"], called["state"], called["counter"]) == (second["token"], "CALLED", "1")
    with nothing_changes():
        again = cast.penyelia.post(cast.counter("calls"), wanted(second["token"]), key=key)
    assert again.content == first.content
    other = cast.penyelia.post(cast.counter("calls"), wanted(second["token"], "Lain"), key=key)
    problem_of(other, 422, "key-reused")
    [shown] = cast.visitor.get(f"/centres/{cast.centre.code}/board").json()["calls"]
    assert (shown["number"], shown["reason"]) == (second["number"], WHY)
    assert shown["announcement_id"] == called["announcement_id"]
    event = cast.visitor.get(f"/centres/{cast.centre.code}/ledger").json()["events"][-1]
    assert (event["verb"], event["reason"]) == ("ticket.called", WHY)
    assert Call.objects.get().reason == WHY


def test_a_policy_call_has_no_reason_on_the_board(cast: Cast) -> None:
    cast.number()
    cast.opened().post(cast.counter("calls"))
    [shown] = cast.visitor.get(f"/centres/{cast.centre.code}/board").json()["calls"]
    assert shown["reason"] is None


def steps(cast: Cast, exception: str) -> list[tuple[str, str, dict[str, Any]]]:
    """A morning at counter 1 and once at counter 2, with every verb the contract knows."""
    services = {queue: service_of(cast.centre, queue).code for queue in "AB"}
    one, two = ("1", "2")
    return [
        *((one, path, {}) for path in ("calls", "current/recall", "current/park", "return")),
        (one, "session", {"paused": True}),
        (one, "session", {"paused": False}),
        *((one, path, {}) for path in ("calls", "current/undo", "calls", "current/start")),
        (one, "current/add", {"service": services["B"]}),
        (one, "current/undo", {}),
        (one, "current/add", {"service": services["B"]}),
        (one, "current/transfer", {"counter": "2"}),
        (two, "calls", {}),
        (one, "calls", wanted(exception)),
        (one, "current/start", {}),
        (one, "current/finish", {"then": "call"}),
        (one, "current/transfer", {"service": services["A"]}),
        *((one, path, {}) for path in ("current/undo", "current/start", "current/finish")),
        (one, "session", {"open": False}),
    ]


def test_a_day_with_every_verb_verifies_from_its_public_record_alone(cast: Cast) -> None:
    """A break, parks, transfers, an undo, a call out of order, a return: one exception, named."""
    tickets = [cast.number("AB"[n % 2], priority="HAMIL" if n == 3 else None) for n in range(6)]
    officers = {"1": cast.opened(cast.penyelia), "2": cast.opened(cast.petugas, "2")}
    last: dict[str, Any] = {}
    for counter, path, body in steps(cast, tickets[5]["token"]):
        address = cast.counter(path, counter)
        address = f"/tickets/{last['token']}/return" if path == "return" else address
        answer = officers[counter].post(address, body)
        assert answer.status_code in (200, 201), (path, answer.content)
        last = answer.json()
    day = cast.visitor.get(f"/centres/{cast.centre.code}/ledger").json()
    verdict = verify_bundle(day)
    assert verdict.clean, verdict.offenders
    assert [(f.number, f.problem) for f in verdict.exceptions] == [
        (tickets[5]["number"], f"out of order: {WHY}")
    ]
    assert {e["verb"] for e in day["events"]} == {
        *("session.opened", "session.paused", "session.closed", "call.undone"),
        *("ticket.issued", "ticket.called", "ticket.recalled", "ticket.started"),
        *("ticket.finished", "ticket.parked", "ticket.returned", "ticket.transferred"),
    }
