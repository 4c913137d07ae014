"""The further verbs in HTTP API v1 (API.md §4 and §7): status, code and answer of each."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from tests.cast import Cast, Person, new_key, problem_of

from lopo.foundation.models import Bucket
from lopo.frontdesk import queries
from lopo.frontdesk.models import Deed, Ticket
from lopo.frontdesk.tests.attending import without_queue
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.frontdesk.tests.observing import nothing_changes
from lopo.kernel.clock import system_clock

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
FURTHER = ("current/park", "current/undo", "current/transfer", "current/add")


@pytest.fixture
def cast() -> Cast:
    return Cast(centre=make_centre(no_show_calls=1))


def body_of(cast: Cast, act: str) -> Json:
    service = {"service": service_of(cast.centre, "B").code}
    return service if act in ("current/transfer", "current/add") else {}


def at_counter(cast: Cast, *, served: bool = False) -> Json:
    """Somebody has been called to counter 1."""
    ticket = cast.number()
    cast.opened().post(cast.counter("calls"))
    if served:
        cast.petugas.post(cast.counter("current/start"))
    return ticket


def act(cast: Cast, path: str, body: Json | None = None, *, code: str = "1", **more: Any) -> Any:
    return (more.pop("who", None) or cast.petugas).post(cast.counter(path, code), body, **more)


def live(cast: Cast, ticket: Json) -> Json:
    answer: Json = cast.visitor.get(f"/tickets/{ticket['token']}").json()
    return answer


# --- what every verb shares ---


@pytest.mark.parametrize("path", FURTHER)
def test_nothing_is_done_to_nobody(cast: Cast, path: str) -> None:
    problem_of(act(cast, path, body_of(cast, path)), 409, "session-closed")
    cast.opened()
    code = "too-late" if path == "current/undo" else "wrong-state"
    problem_of(act(cast, path, body_of(cast, path)), 409, code)


@pytest.mark.parametrize("path", FURTHER)
def test_the_counter_of_another_officer_is_taken(cast: Cast, path: str) -> None:
    at_counter(cast)
    with nothing_changes():
        answer = act(cast, path, body_of(cast, path), who=cast.penyelia)
    problem_of(answer, 409, "counter-taken")


@pytest.mark.parametrize("path", [*FURTHER, "calls"])
def test_another_centres_counter_is_not_found(cast: Cast, path: str) -> None:
    cast.elsewhere.counters.create(code="7", name="Meja 7")
    problem_of(act(cast, path, body_of(cast, path), code="7"), 404, "not-found")
    elsewhere = f"/centres/{cast.elsewhere.code}/counters/7/{path}"
    problem_of(cast.petugas.post(elsewhere, body_of(cast, path)), 404, "not-found")


@pytest.mark.parametrize("path", FURTHER)
def test_one_key_is_one_act_and_the_same_bytes(cast: Cast, path: str) -> None:
    at_counter(cast)
    key = new_key()
    first = act(cast, path, body_of(cast, path), key=key)
    assert first.status_code == (201 if path == "current/add" else 200)
    with nothing_changes():
        again = act(cast, path, body_of(cast, path), key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    if path in ("current/transfer", "current/add"):
        other = {"service": service_of(cast.centre, "A").code}
        problem_of(act(cast, path, other, key=key), 422, "key-reused")


@pytest.mark.parametrize("path", ["current/park", "current/undo"])
def test_a_verb_without_a_body_takes_none(cast: Cast, path: str) -> None:
    at_counter(cast)
    problem_of(act(cast, path, {"why": "so"}), 422, "invalid")
    assert cast.petugas.post(cast.counter(path), b"").status_code == 200


# --- park and return ---


def test_park_answers_the_ticket_and_frees_the_counter(cast: Cast) -> None:
    ticket = at_counter(cast)
    second = cast.number()
    parked = act(cast, "current/park").json()
    assert (parked["token"], parked["state"], parked["number"]) == (
        ticket["token"],
        "PARKED",
        ticket["number"],
    )
    assert parked["announcement_id"]
    assert act(cast, "calls").json()["token"] == second["token"]
    problem_of(cast.visitor.delete(f"/tickets/{ticket['token']}"), 409, "wrong-state")


def returned(cast: Cast, ticket: Json, body: Json | None = None, **more: Any) -> Any:
    who = more.pop("who", None) or cast.resepsionis
    return who.post(f"/tickets/{ticket['token']}/return", body, **more)


def test_return_by_staff_answers_the_ticket_in_its_original_place(cast: Cast) -> None:
    ticket = at_counter(cast)
    arrived = live(cast, ticket)["arrived_at"]
    cast.number()
    act(cast, "current/park")
    answer = returned(cast, ticket)
    assert answer.status_code == 200
    back = answer.json()
    assert (back["state"], back["arrived_at"], back["ahead"]) == ("WAITING", arrived, 0)
    assert (back["counter"], back["present"]) == (None, True)
    problem_of(returned(cast, ticket), 409, "wrong-state")


def test_return_of_a_missed_number_once_and_in_time(cast: Cast) -> None:
    ticket = at_counter(cast)
    act(cast, "current/no-show")
    Ticket.objects.update(changed_at=F("changed_at") - timedelta(minutes=15, seconds=1))
    with nothing_changes():
        problem_of(returned(cast, ticket), 409, "too-late")
    Ticket.objects.update(changed_at=F("changed_at") + timedelta(minutes=1))
    assert returned(cast, ticket).json()["state"] == "WAITING"
    act(cast, "calls")
    act(cast, "current/no-show")
    problem_of(returned(cast, ticket), 409, "wrong-state")


def test_a_visitor_returns_with_the_code_of_the_door(cast: Cast) -> None:
    ticket = at_counter(cast)
    act(cast, "current/park")
    now = system_clock()
    today = queries.door_code(cast.centre, now).code
    yesterday = queries.door_code(cast.centre, now - timedelta(days=1)).code
    someone = cast.visitor
    with nothing_changes():
        refused = problem_of(returned(cast, ticket, who=someone), 422, "invalid")
        assert [(e["field"], e["code"]) for e in refused["errors"]] == [("code", "missing")]
        for wrong in ("nonsense", yesterday):
            answer = returned(cast, ticket, {"code": wrong}, who=someone)
            problem_of(answer, 422, "door-code")
    assert returned(cast, ticket, {"code": today}, who=someone).json()["state"] == "WAITING"


def test_five_tries_a_ticket_and_the_right_code_is_none_of_them(cast: Cast) -> None:
    ticket, key = at_counter(cast), new_key()
    act(cast, "current/park")
    for _ in range(5):
        answer = returned(cast, ticket, {"code": "x"}, who=Person("someone"), key=key)
        problem_of(answer, 422, "door-code")
    right = {"code": queries.door_code(cast.centre, system_clock()).code}
    for path in ("return", "arrival"):
        answer = cast.visitor.post(f"/tickets/{ticket['token']}/{path}", right)
        problem_of(answer, 429, "too-many-requests")
        assert 0 < int(answer["Retry-After"]) <= 600
    assert returned(cast, ticket).status_code == 200, "staff vouches still"
    Bucket.objects.all().delete()
    act(cast, "calls")
    act(cast, "current/park")
    assert returned(cast, ticket, right, who=cast.visitor, key=key).status_code == 200


@pytest.mark.parametrize("who", ["kiosk", "tv", "stranger"])
def test_who_is_not_staff_here_needs_the_code_too(cast: Cast, who: str) -> None:
    ticket = at_counter(cast)
    act(cast, "current/park")
    problem_of(returned(cast, ticket, who=getattr(cast, who)), 422, "invalid")
    right = {"code": queries.door_code(cast.centre, system_clock()).code}
    assert returned(cast, ticket, right, who=getattr(cast, who)).status_code == 200


def test_a_return_takes_a_key_and_answers_it_for_ever(cast: Cast) -> None:
    ticket, key = at_counter(cast), new_key()
    act(cast, "current/park")
    for bad in (None, "short", "with a blank in it"):
        problem_of(returned(cast, ticket, key=bad), 400, "bad-key")
    first = returned(cast, ticket, key=key)
    act(cast, "calls")
    with nothing_changes():
        assert returned(cast, ticket, key=key).content == first.content
    problem_of(returned(cast, ticket, {"code": "x"}, key=key), 422, "key-reused")


def test_an_unknown_number_does_not_return(cast: Cast) -> None:
    problem_of(cast.resepsionis.post("/tickets/nobody/return"), 404, "not-found")


# --- transfer ---


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "service", "missing"),
        ({"service": None, "counter": None}, "counter", "missing"),
        ({"service": "A", "counter": "2"}, "service", "too-many"),
        ({"service": "NOTHING"}, "service", "unknown"),
        ({"counter": "99"}, "counter", "unknown"),
        ({"counter": "1"}, "counter", "same-counter"),
        ({"service": ""}, "service", None),
        ({"counter": 2}, "counter", None),
        ({"service": "x" * 41}, "service", None),
    ],
)
def test_a_transfer_names_one_place_that_exists(
    cast: Cast, body: Json, field: str, code: str | None
) -> None:
    at_counter(cast)
    with nothing_changes():
        refused = problem_of(act(cast, "current/transfer", body), 422, "invalid")
    found = {e["field"]: e["code"] for e in refused["errors"]}
    assert field in found
    assert code in (None, found[field])


def test_places_of_another_centre_are_unknown_in_a_body(cast: Cast) -> None:
    at_counter(cast)
    foreign = service_of(cast.elsewhere).code
    cast.elsewhere.counters.create(code="7", name="Meja 7")
    for path, body in (
        ("current/transfer", {"service": foreign}),
        ("current/transfer", {"counter": "7"}),
        ("current/add", {"service": foreign}),
    ):
        refused = problem_of(act(cast, path, body), 422, "invalid")
        assert refused["errors"][0]["code"] == "unknown"


def test_a_service_without_a_queue_is_not_at_a_counter(cast: Cast) -> None:
    at_counter(cast)
    body = {"service": without_queue(cast.centre).service.code}
    for path in ("current/transfer", "current/add"):
        problem_of(act(cast, path, body), 422, "not-at-counter")


def test_a_transfer_to_a_closed_counter_is_refused_and_to_an_open_one_binds(cast: Cast) -> None:
    ticket = at_counter(cast)
    problem_of(act(cast, "current/transfer", {"counter": "2"}), 409, "session-closed")
    cast.opened(cast.penyelia, "2")
    sent = act(cast, "current/transfer", {"counter": "2"}).json()
    assert (sent["state"], sent["counter"], sent["token"]) == ("WAITING", "2", ticket["token"])
    problem_of(act(cast, "calls"), 409, "queue-empty")
    called = act(cast, "calls", code="2", who=cast.penyelia)
    assert called.json()["token"] == ticket["token"]


def test_a_transfer_to_a_service_keeps_number_and_arrival(cast: Cast) -> None:
    ticket = at_counter(cast, served=True)
    sent = act(cast, "current/transfer", body_of(cast, "current/transfer")).json()
    assert (sent["number"], sent["arrived_at"]) == (ticket["number"], ticket["arrived_at"])
    assert (sent["queue"], sent["counter"], sent["state"]) == ("B", None, "WAITING")
    assert live(cast, ticket)["queue"] == "B"


# --- add ---


def test_an_added_number_is_created_beside_the_first(cast: Cast) -> None:
    ticket = at_counter(cast)
    answer = act(cast, "current/add", body_of(cast, "current/add"))
    assert answer.status_code == 201
    added = answer.json()
    assert (added["number"], added["state"], added["present"]) == ("B-001", "WAITING", True)
    assert added["arrived_at"] == ticket["arrived_at"]
    assert added["token"] != ticket["token"]
    assert "announcement_id" not in added
    assert live(cast, added) == added
    for body in ({}, {"service": None}, {"service": "X", "more": 1}):
        problem_of(act(cast, "current/add", body), 422, "invalid")


# --- undo ---


def test_undo_answers_the_ticket_as_it_stands_again(cast: Cast) -> None:
    ticket = at_counter(cast, served=True)
    for verb, state in (("finish", "SERVING"), ("park", "SERVING")):
        act(cast, f"current/{verb}")
        answer = act(cast, "current/undo")
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["counter"]) == (state, "1")
    for state, counter in (("CALLED", "1"), ("WAITING", None)):
        undone = act(cast, "current/undo").json()
        assert (undone["token"], undone["state"]) == (ticket["token"], state)
        assert undone["counter"] == counter
    problem_of(act(cast, "current/undo"), 409, "too-late")


def test_undo_after_ten_seconds_is_too_late(cast: Cast) -> None:
    at_counter(cast)
    Deed.objects.update(at=F("at") - timedelta(seconds=11))
    with nothing_changes():
        problem_of(act(cast, "current/undo"), 409, "too-late")


def test_undo_of_what_has_moved_on_is_refused(cast: Cast) -> None:
    ticket = at_counter(cast)
    act(cast, "current/park")
    returned(cast, ticket)
    problem_of(act(cast, "current/undo"), 409, "wrong-state")


def test_finish_and_call_is_undone_in_two_steps(cast: Cast) -> None:
    first = at_counter(cast, served=True)
    second = cast.number()
    act(cast, "current/finish", {"then": "call"})
    assert act(cast, "current/undo").json()["token"] == second["token"]
    undone = act(cast, "current/undo").json()
    assert (undone["token"], undone["state"]) == (first["token"], "SERVING")


# --- pause ---


def test_a_paused_counter_says_so_and_calls_nobody(cast: Cast) -> None:
    only = [service_of(cast.centre).code]
    problem_of(act(cast, "session", {"paused": True}), 409, "session-closed")
    act(cast, "session", {"open": True, "services": only})
    cast.number()
    said = act(cast, "session", {"paused": True})
    assert (said.status_code, said.json()) == (
        200,
        {"counter": "1", "state": "PAUSED", "services": only},
    )
    problem_of(act(cast, "calls"), 409, "session-closed")
    board = cast.visitor.get(f"/centres/{cast.centre.code}/board").json()
    assert board["counters"][0] == {"code": "1", "state": "PAUSED"}
    assert act(cast, "session", {"paused": False}).json()["state"] == "OPEN"
    assert act(cast, "calls").status_code == 201
