"""What holds for every address of HTTP API v1 (API.md §2)."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.cast import Cast, Person, new_key, problem_of

from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.observing import nothing_changes

pytestmark = pytest.mark.django_db
CURRENT = (
    *("recall", "start", "finish", "no-show", "park", "undo"),
    *("transfer", "add"),
)


@pytest.fixture
def cast() -> Cast:
    return Cast()


# --- every failure is a problem document ---


@pytest.mark.parametrize(
    "path", ["/nothing", "/", "/tickets/x/y/z", "/centres/", "/tickets/x/nothing", "/%00", "/é/%FF"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_an_unknown_address_is_a_problem_document(method: str, path: str) -> None:
    problem_of(getattr(Client(), method)(f"/api/v1{path}"), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/centres", "/api/v1x"]
)
def test_an_unknown_version_is_a_problem_document_too(path: str) -> None:
    problem_of(Client().post(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", "/tickets", {"POST"}),
        ("put", "/tickets/x", {"GET", "DELETE"}),
        ("post", "/centres", {"GET"}),
        ("delete", "/centres/x/board", {"GET"}),
        ("get", "/centres/x/counters/1/calls", {"POST"}),
        ("patch", "/centres/x/counters/1/current/start", {"POST"}),
        ("post", "/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(method: str, path: str, allowed: set[str]) -> None:
    answer = getattr(Client(), method)(f"/api/v1{path}")
    problem_of(answer, 405, "method-not-allowed")
    assert {name.strip() for name in answer["Allow"].split(",")} - {"OPTIONS"} == allowed


def test_a_fault_of_ours_is_a_problem_document_without_its_traces(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(actions, "issue_ticket", fail)
    someone = Person("someone", client=Client(raise_request_exception=False))
    answer = someone.post("/tickets", cast.order())
    problem_of(answer, 500, "internal")
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_database_that_is_away_is_503_and_asks_to_try_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(actions, "issue_ticket", fail)
    answer = cast.visitor.post("/tickets", cast.order())
    problem_of(answer, 503, "unavailable")
    assert int(answer["Retry-After"]) >= 1
    assert b"connection" not in answer.content


# --- strict JSON ---

MALFORMED = [
    b"{",
    b"nonsense",
    b"{'centre': 1}",
    b'{"centre": "a",}',
    b'{"centre": "a"} x',
    b'{"centre": "a", "centre": "b"}',
    b'{"a": {"b": 1, "b": 2}}',
    b'{"centre": NaN}',
    b'{"centre": Infinity}',
    b'{"centre": -Infinity}',
    b'{"centre": "a\x00b"}',
    b'{"centre": "a\nb"}',
    b'\xff\xfe{"a":1}',
    b'\xef\xbb\xbf{"centre": "a"}',
    b'{"centre": "\xff"}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"[]",
    b'"text"',
    b"7",
    b"null",
    b"true",
]


@pytest.mark.parametrize("raw", MALFORMED, ids=lambda raw: repr(raw[:24]))
def test_what_is_not_a_json_object_is_malformed(cast: Cast, raw: bytes) -> None:
    with nothing_changes():
        problem_of(cast.visitor.post("/tickets", raw), 400, "malformed")


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800", "\udc00x"], ids=ascii)
def test_a_character_no_database_can_hold_is_a_wrong_field(cast: Cast, odd: str) -> None:
    with nothing_changes():
        raw = json.dumps({**cast.order(), "service": odd}).encode()
        told = problem_of(cast.visitor.post("/tickets", raw), 422, "invalid")
        assert [error["field"] for error in told["errors"]] == ["service"]
        raw = json.dumps({**cast.order(), odd: 1}).encode()
        problem_of(cast.visitor.post("/tickets", raw), 422, "invalid")


def test_a_backslash_and_u0000_is_text_like_any_other(cast: Cast) -> None:
    order = cast.order(service="a\\u0000")
    problem_of(cast.visitor.post("/tickets", order), 422, "invalid")


@pytest.mark.parametrize(
    "number", ["1e999", "-0", "1.5", "9" * 400, "-" + "9" * 6_000, "true", "[[[[]]]]"]
)
def test_legal_json_of_the_wrong_kind_is_a_wrong_field(cast: Cast, number: str) -> None:
    raw = json.dumps(cast.order()).replace('"WEB"', number).encode()
    problem_of(cast.visitor.post("/tickets", raw), 422, "invalid")


def test_depth_that_python_can_read_is_a_wrong_field(cast: Cast) -> None:
    raw = json.dumps(cast.order()).replace('"WEB"', "[" * 200 + "]" * 200).encode()
    problem_of(cast.visitor.post("/tickets", raw), 422, "invalid")


def test_a_body_beyond_a_megabyte_is_too_large(cast: Cast) -> None:
    raw = json.dumps(cast.order(service="x" * (1024 * 1024))).encode()
    problem_of(cast.visitor.post("/tickets", raw), 413, "too-large")


@pytest.mark.parametrize("body", [b"", b"  ", b"{}"])
def test_no_body_is_an_empty_object_and_lacks_its_fields(cast: Cast, body: bytes) -> None:
    told = problem_of(cast.visitor.post("/tickets", body), 422, "invalid")
    assert {e["field"] for e in told["errors"]} == {"centre", "service", "channel"}
    told = problem_of(cast.petugas.post(cast.counter("session"), body), 422, "invalid")
    assert {e["field"] for e in told["errors"]} == {"open", "paused"}


# --- keys ---


@pytest.mark.parametrize(
    "key", [None, "k" * 15, "k" * 129, "k" * 15 + " ", "k" * 16 + "é", "k" * 16 + "\x7f", "  "]
)
def test_a_number_is_not_taken_without_a_proper_key(cast: Cast, key: str | None) -> None:
    with nothing_changes():
        problem_of(cast.visitor.post("/tickets", cast.order(), key=key), 400, "bad-key")


@pytest.mark.parametrize("key", ["k" * 16, "k" * 128, "!~" * 8])
def test_the_edges_of_a_proper_key_are_proper(cast: Cast, key: str) -> None:
    assert cast.visitor.post("/tickets", cast.order(), key=key).status_code == 201


def test_a_repeat_is_answered_byte_for_byte_however_it_is_spelled(cast: Cast) -> None:
    key, order = new_key(), cast.order(priority="ANAK")
    first = cast.visitor.post("/tickets", order, key=key)
    backwards = json.dumps(dict(reversed(order.items())), indent=3).encode()
    escaped = json.dumps(order).replace("WEB", "\\u0057EB").encode()
    with nothing_changes():
        for spelled in (order, backwards, escaped):
            again = cast.visitor.post("/tickets", spelled, key=key)
            assert (again.status_code, again.content) == (201, first.content)
            assert again["Content-Type"] == first["Content-Type"]


def test_the_same_key_for_something_else_is_refused(cast: Cast) -> None:
    key = new_key()
    cast.visitor.post("/tickets", cast.order(), key=key)
    with nothing_changes():
        for other in (cast.order("B"), cast.order(priority="ANAK"), cast.order(priority=None)):
            problem_of(cast.visitor.post("/tickets", other, key=key), 422, "key-reused")


def test_the_answer_stays_the_same_when_the_rules_have_changed(cast: Cast) -> None:
    key = new_key()
    first = cast.visitor.post("/tickets", cast.order(), key=key)
    cast.centre.__class__.objects.update(remote_daily_quota=0)
    problem_of(cast.visitor.post("/tickets", cast.order()), 409, "quota-full")
    assert cast.visitor.post("/tickets", cast.order(), key=key).content == first.content
    cast.centre.__class__.objects.update(remote_daily_quota=None)
    cast.visitor.delete(f"/tickets/{first.json()['token']}")
    assert cast.visitor.post("/tickets", cast.order(), key=key).content == first.content


@pytest.mark.parametrize("refused", [{"service": "NOTHING"}, {"channel": "KIOSK"}])
def test_a_refused_request_leaves_its_key_unused(cast: Cast, refused: dict[str, Any]) -> None:
    key = new_key()
    assert cast.visitor.post("/tickets", cast.order(**refused), key=key).status_code >= 400
    assert cast.visitor.post("/tickets", cast.order(), key=key).status_code == 201


def test_everybody_has_keys_of_their_own(cast: Cast) -> None:
    key = new_key()
    people = (cast.visitor, cast.resepsionis, cast.petugas, cast.kiosk)
    tokens = {who.post("/tickets", cast.order(), key=key).json()["token"] for who in people}
    assert len(tokens) == 4


@pytest.mark.django_db(transaction=True)
def test_a_duplicate_that_comes_meanwhile_waits_and_gets_the_same_answer() -> None:
    cast, key, together = Cast(), new_key(), Barrier(4)
    order = cast.order()

    def ask(_n: int) -> tuple[int, bytes]:
        try:
            together.wait(timeout=10)
            answer = Person("someone").post("/tickets", order, key=key)
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        answers = set(people.map(ask, range(4)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert Ticket.objects.count() == 1


# --- languages ---


@pytest.mark.parametrize(
    ("wanted", "language", "detail"),
    [
        ("en", "en", "There is no such ticket."),
        ("en-GB,en;q=0.9,id;q=0.1", "en", "There is no such ticket."),
        ("id", "id", None),
        ("fr", "id", None),
        ("", "id", None),
        ("*;q=x, \xff", "id", None),
    ],
)
def test_a_problem_is_told_in_the_language_of_the_caller(
    wanted: str, language: str, detail: str | None
) -> None:
    answer = Person("someone").get("/tickets/x", Accept_Language=wanted)
    body = problem_of(answer, 404, "not-found")
    assert answer["Content-Language"] == language
    assert (body["detail"] == "There is no such ticket.") is (detail is not None)
    assert (body["title"] == "Not found") is (detail is not None)


# --- the description ---


@pytest.mark.parametrize("path", ["/centres", "/services", "/tickets/x", "/centres/x/board"])
def test_a_bad_token_is_told_also_where_none_is_needed(path: str) -> None:
    answer = Client().get(f"/api/v1{path}", headers={"Authorization": "Bearer lopo_gone"})
    problem_of(answer, 401, "unauthenticated")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/services?limit=%00", "limit"),
        ("/services?q=a%00b", "q"),
        ("/centres?cursor=%00", "cursor"),
        ("/services?q=%ED%A0%80", "q"),
        ("/services?q=cuti&agency=%ED%A0%80", "agency"),
        ("/services?q=%FF", "q"),
    ],
)
def test_what_is_no_text_in_the_query_names_its_parameter(path: str, field: str) -> None:
    told = problem_of(Client().get(f"/api/v1{path}"), 422, "invalid")
    assert [error["field"] for error in told["errors"]] == [field]


def described() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def test_the_description_is_openapi_3_1() -> None:
    assert described()["openapi"].startswith("3.1")


def test_the_description_lists_every_address() -> None:
    counter = "/api/v1/centres/{centre}/counters/{counter}"
    expected = {
        "/api/v1/centres": {"get"},
        "/api/v1/centres/{centre}": {"get"},
        "/api/v1/centres/{centre}/board": {"get"},
        "/api/v1/centres/{centre}/door-code": {"get"},
        "/api/v1/centres/{centre}/ledger": {"get"},
        "/api/v1/services": {"get"},
        "/api/v1/services/{code}": {"get"},
        "/api/v1/services/{code}/diff": {"get"},
        "/api/v1/services/{code}/versions": {"get"},
        "/api/v1/services/{code}/versions/{number}": {"get"},
        "/api/v1/surveys/results": {"get"},
        "/api/v1/verifications/{publication}": {"get"},
        "/api/v1/tickets": {"post"},
        "/api/v1/tickets/{token}": {"get", "delete"},
        "/api/v1/tickets/{token}/arrival": {"post"},
        "/api/v1/tickets/{token}/return": {"post"},
        f"{counter}/session": {"post"},
        f"{counter}/calls": {"post"},
        **{f"{counter}/current/{verb}": {"post"} for verb in CURRENT},
    }
    found = {path: set(verbs) for path, verbs in described()["paths"].items()}
    found.pop("/api/v1/centres/{centre}/events", None)
    assert found == expected


def operations() -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
        if not path.endswith("/events")  # a stream, described by hand
    }


def test_every_refusal_is_described_as_a_problem_document() -> None:
    for where, operation in operations().items():
        told = {int(status): how for status, how in operation["responses"].items()}
        refusals = {status for status in told if status >= 400}
        assert refusals >= {401, 403, 404, 405, 409, 413, 422, 429, 503}, where
        for status in refusals:
            assert set(told[status]["content"]) == {"application/problem+json"}, where


def test_every_call_that_takes_a_token_says_which() -> None:
    known = set(described()["components"]["securitySchemes"])
    assert known == {"StaffToken", "DeviceToken"}
    taken = {
        where: {name or "nobody" for one in operation["security"] for name in one or {""}}
        for where, operation in operations().items()
        if "security" in operation
    }
    at_counters = {where for where in operations() if "/counters/" in where}
    assert {where for where, who in taken.items() if who == {"StaffToken"}} == at_counters
    assert {where: who for where, who in taken.items() if where not in at_counters} == {
        "POST /tickets": {"nobody", "StaffToken", "DeviceToken"},
        "DELETE /tickets/{token}": {"nobody", "StaffToken"},
        "POST /tickets/{token}/arrival": {"nobody", "StaffToken"},
        "POST /tickets/{token}/return": {"nobody", "StaffToken"},
        "GET /centres/{centre}/door-code": {"StaffToken", "DeviceToken"},
    }


def test_the_stream_is_described_with_its_refusals() -> None:
    stream = described()["paths"]["/api/v1/centres/{centre}/events"]["get"]
    assert set(stream["responses"]) == {"200", "404", "405", "429", "503"}


def test_the_key_of_an_arrival_is_described_as_optional() -> None:
    told = {
        where: next(one["required"] for one in operation["parameters"] if one["in"] == "header")
        for where, operation in operations().items()
        if where.startswith("POST")
    }
    assert [where for where, required in told.items() if not required] == [
        "POST /tickets/{token}/arrival"
    ]
