"""Counters in HTTP API v1 (API.md §7): sessions, calls, and what follows a call."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cast import Cast, new_key, problem_of

from lopo.frontdesk.models import Call
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.frontdesk.tests.observing import nothing_changes
from lopo.people.api import Permission
from lopo.people.models import ApiToken

pytestmark = pytest.mark.django_db
CURRENT = ("recall", "start", "finish", "no-show", "park")
ACTS = (
    *("session", "calls", "current/undo", "current/transfer", "current/add"),
    *(f"current/{verb}" for verb in CURRENT),
)
BODIES: dict[str, dict[str, Any]] = {
    "session": {"open": True},
    "current/transfer": {"counter": "2"},
    "current/add": {"service": "A"},
}


@pytest.fixture
def cast() -> Cast:
    return Cast()


def body_of(act: str) -> dict[str, Any]:
    return BODIES.get(act, {})


# --- who may ---


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("visitor", 401, "unauthenticated"),
        ("kiosk", 403, "forbidden"),
        ("foreign_kiosk", 404, "not-found"),
        ("resepsionis", 403, "forbidden"),
        ("admin", 403, "forbidden"),
        ("stranger", 404, "not-found"),
    ],
)
def test_only_officers_of_the_centre_act_at_its_counters(
    cast: Cast, act: str, who: str, status: int, code: str
) -> None:
    person = getattr(cast, who)
    with nothing_changes():
        problem_of(person.post(cast.counter(act), body_of(act)), status, code)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "place", ["nowhere/counters/1", "{here}/counters/99", "{here}/counters/%00"]
)
def test_an_unknown_place_is_not_found(cast: Cast, act: str, place: str) -> None:
    path = f"/centres/{place.format(here=cast.centre.code)}/{act}"
    problem_of(cast.petugas.post(path, body_of(act)), 404, "not-found")


def test_a_counter_of_another_centre_does_not_exist_here(cast: Cast) -> None:
    cast.elsewhere.counters.create(code="7", name="Meja 7")
    problem_of(cast.petugas.post(cast.counter("calls", code="7")), 404, "not-found")


def test_a_token_made_for_something_else_does_not_serve(cast: Cast) -> None:
    assert cast.petugas.token
    ApiToken.objects.update(scopes=[Permission.ISSUE_TICKET.value])
    problem_of(cast.petugas.post(cast.counter("calls")), 403, "forbidden")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "key", [None, "x" * 15, "x" * 129, "k" * 15 + "é", "with a blank in it", "k" * 15 + "\x7f"]
)
def test_every_act_takes_a_key(cast: Cast, act: str, key: str | None) -> None:
    answer = cast.petugas.post(cast.counter(act), body_of(act), key=key)
    problem_of(answer, 400, "bad-key")


# --- sessions ---


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "open"),
        ({"open": None}, "open"),
        ({"open": "true"}, "open"),
        ({"open": 1}, "open"),
        ({"open": True, "paused": True}, "paused"),
        ({"paused": "yes"}, "paused"),
        ({"open": True, "services": "A"}, "services"),
        ({"open": True, "services": [7]}, "services.0"),
        ({"open": True, "services": [""]}, "services.0"),
        ({"open": True, "services": ["x" * 41]}, "services.0"),
        ({"open": True, "services": []}, "services"),
        ({"open": True, "services": ["NOTHING"]}, "services"),
        ({"open": True, "officer": 7}, "officer"),
        ({"open": False, "services": ["X"]}, "services"),
        ({"paused": True, "services": ["X"]}, "services"),
        ({"paused": False, "services": []}, "services"),
        ({"open": None, "paused": None}, "paused"),
    ],
)
def test_a_session_is_asked_for_exactly(cast: Cast, body: dict[str, Any], field: str) -> None:
    with nothing_changes():
        answer = cast.petugas.post(cast.counter("session"), body)
    refused = problem_of(answer, 422, "invalid")
    assert field in [error["field"] for error in refused["errors"]]


def test_a_counter_opens_for_all_or_some_services_and_closes(cast: Cast) -> None:
    path, only = cast.counter("session"), service_of(cast.centre, "B").code
    for body, answer in (
        ({"open": True}, {"counter": "1", "state": "OPEN", "services": None}),
        ({"open": True, "services": None}, {"counter": "1", "state": "OPEN", "services": None}),
        ({"open": True, "services": [only]}, {"counter": "1", "state": "OPEN", "services": [only]}),
        ({"open": False}, {"counter": "1", "state": "CLOSED", "services": None}),
        ({"open": False}, {"counter": "1", "state": "CLOSED", "services": None}),
    ):
        said = cast.petugas.post(path, body)
        assert (said.status_code, said.json()) == (200, answer)


def test_one_officer_one_counter(cast: Cast) -> None:
    cast.opened()
    answers = [
        cast.petugas.post(cast.counter("session", "2"), {"open": True}),
        *(
            cast.penyelia.post(cast.counter(act), body)
            for act, body in (
                ("session", {"open": True}),
                ("session", {"open": False}),
                ("session", {"paused": True}),
                ("calls", {}),
                ("current/start", {}),
            )
        ),
    ]
    for refused in answers:
        assert problem_of(refused, 409, "counter-taken")["counter"] == "1"


def test_a_counter_with_a_visitor_stays_open(cast: Cast) -> None:
    cast.number()
    cast.opened().post(cast.counter("calls"))
    problem_of(cast.petugas.post(cast.counter("session"), {"open": False}), 409, "counter-busy")


# --- calls ---


def test_the_refusals_of_a_call_have_their_codes(cast: Cast) -> None:
    problem_of(cast.petugas.post(cast.counter("calls")), 409, "session-closed")
    cast.opened()
    problem_of(cast.petugas.post(cast.counter("calls")), 409, "queue-empty")
    cast.number()
    assert cast.petugas.post(cast.counter("calls")).status_code == 201
    problem_of(cast.petugas.post(cast.counter("calls")), 409, "counter-busy")


@pytest.mark.parametrize("verb", CURRENT)
def test_nothing_is_done_to_nobody(cast: Cast, verb: str) -> None:
    cast.opened()
    problem_of(cast.petugas.post(cast.counter(f"current/{verb}")), 409, "wrong-state")


@pytest.mark.parametrize("body", [None, {}, b"", b"  "])
def test_a_call_needs_no_body(cast: Cast, body: Any) -> None:
    ticket = cast.number()
    answer = cast.opened().post(cast.counter("calls"), b"" if body is None else body)
    assert answer.status_code == 201
    called = answer.json()
    assert (called["token"], called["state"]) == (ticket["token"], "CALLED")
    assert (called["counter"], called["ahead"]) == ("1", 0)
    assert called["announcement_id"] == Call.objects.get().announcement_id


def test_a_visitor_is_called_again_served_and_finished(cast: Cast) -> None:
    cast.number()
    cast.opened()
    first = cast.petugas.post(cast.counter("calls")).json()
    again = cast.petugas.post(cast.counter("current/recall"))
    assert again.status_code == 200
    assert again.json()["announcement_id"] != first["announcement_id"]
    assert cast.petugas.post(cast.counter("current/start")).json()["state"] == "SERVING"
    assert cast.petugas.post(cast.counter("current/finish")).json()["state"] == "DONE"
    problem_of(cast.petugas.post(cast.counter("current/finish")), 409, "wrong-state")


@pytest.mark.parametrize("body", [{"then": "close"}, {"then": 1}, {"then": ""}, {"next": "call"}])
def test_finish_knows_one_continuation(cast: Cast, body: dict[str, Any]) -> None:
    cast.opened()
    problem_of(cast.petugas.post(cast.counter("current/finish"), body), 422, "invalid")


def test_finish_and_call_answers_with_the_new_visitor_or_does_nothing(cast: Cast) -> None:
    first, second = cast.number(), cast.number()
    cast.opened()
    cast.petugas.post(cast.counter("calls"))
    cast.petugas.post(cast.counter("current/start"))
    answer = cast.petugas.post(cast.counter("current/finish"), {"then": "call"})
    assert (answer.status_code, answer.json()["token"]) == (200, second["token"])
    assert cast.visitor.get(f"/tickets/{first['token']}").json()["state"] == "DONE"
    cast.petugas.post(cast.counter("current/start"))
    with nothing_changes():
        refused = cast.petugas.post(cast.counter("current/finish"), {"then": "call"})
    problem_of(refused, 409, "queue-empty")


def test_a_no_show_too_soon_says_when(cast: Cast) -> None:
    cast.number()
    cast.opened().post(cast.counter("calls"))
    body = problem_of(cast.petugas.post(cast.counter("current/no-show")), 409, "too-soon")
    moment = datetime.fromisoformat(body["no_show_at"])
    assert moment - Call.objects.get().called_at == timedelta(seconds=90)


def test_a_no_show_after_the_calls_of_the_centre_is_missed() -> None:
    cast = Cast(centre=make_centre(no_show_calls=1))
    cast.number()
    cast.opened().post(cast.counter("calls"))
    assert cast.petugas.post(cast.counter("current/no-show")).json()["state"] == "MISSED"


# --- one key, one act ---


def test_a_repeated_call_is_one_call_and_the_same_bytes(cast: Cast) -> None:
    cast.number()
    cast.number()
    key = new_key()
    cast.opened()
    first = cast.petugas.post(cast.counter("calls"), key=key)
    with nothing_changes():
        again = cast.petugas.post(cast.counter("calls"), key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    cast.petugas.post(cast.counter("current/start"))
    assert cast.petugas.post(cast.counter("calls"), key=key).content == first.content


def test_a_refusal_leaves_the_key_unused(cast: Cast) -> None:
    key = new_key()
    cast.opened()
    problem_of(cast.petugas.post(cast.counter("calls"), key=key), 409, "queue-empty")
    cast.number()
    assert cast.petugas.post(cast.counter("calls"), key=key).status_code == 201


def test_a_key_belongs_to_one_account_and_one_address(cast: Cast) -> None:
    key = new_key()
    for who, code in ((cast.petugas, "1"), (cast.penyelia, "2")):
        assert who.post(cast.counter("session", code), {"open": True}, key=key).status_code == 200
    cast.number()
    assert cast.petugas.post(cast.counter("calls"), key=key).status_code == 201
    reused = cast.petugas.post(cast.counter("session"), {"open": False}, key=key)
    problem_of(reused, 422, "key-reused")
