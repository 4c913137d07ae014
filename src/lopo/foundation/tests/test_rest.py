"""Strict JSON in, problem documents out."""

import json
from contextlib import suppress

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from ninja import NinjaAPI

from lopo.foundation.rest import (
    Malformed,
    ProblemMiddleware,
    install_problem_handlers,
    json_bytes,
    parse_json,
    problem,
    refuse,
    title_of,
    unavailable,
)
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal, TooManyRequests

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc\\u0", max_size=5), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"a":1,"a":1}', b"NaN", b"\xff", b"[" * 10_000],
    ids=lambda raw: repr(raw[:12]),
)
def test_what_has_two_readings_or_none_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse_json(raw)


@given(values, st.booleans())
def test_what_is_legal_is_read_exactly(value: object, ascii_only: bool) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (b'"\\ud83d"', ["body"]),
        (b'{"\\u0000": 1}', ["body"]),
        (b'{"a": "x\\u0000", "b": "\\udc00", "c": "\\u0041"}', ["a", "b"]),
        (b'{"a": ["fine", {"b\\ud800": "\\u0000", "c": ["\\u0000"]}]}', ["a.1", "a.1.c.0"]),
    ],
    ids=["text", "key", "two fields", "deep"],
)
def test_a_character_no_database_can_hold_is_told_by_its_field(
    raw: bytes, fields: list[str]
) -> None:
    with pytest.raises(FieldRefusal) as refused:
        parse_json(raw)
    assert sorted(error.field for error in refused.value.errors) == fields
    assert {error.code for error in refused.value.errors} == {"character"}


@given(st.binary(max_size=60))
def test_whatever_comes_is_read_or_malformed(raw: bytes) -> None:
    with suppress(Malformed):
        parse_json(raw)


@given(st.text("\x00\ud800\udfff\u00e9a", max_size=4), st.lists(st.integers(), max_size=3))
def test_what_is_read_can_be_kept(text: str, beside: list[int]) -> None:
    raw = json.dumps({"a": [*beside, text]}).encode()
    with suppress(FieldRefusal):
        kept = json.dumps(parse_json(raw), ensure_ascii=False).encode()
        assert b"\\u0000" not in kept


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json(b'"\\ud83d\\udc0a"') == "\U0001f40a"


def test_a_refusal_becomes_a_problem_with_its_facts() -> None:
    class NotToday(Refusal):
        """Not today."""

        code = "not-today"

    answer = refuse(NotToday("come tomorrow", at="09:00"))
    body = json.loads(answer.content)
    assert answer.status_code == body["status"] == 409
    assert (body["code"], body["detail"], body["at"]) == ("not-today", "come tomorrow", "09:00")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"


def test_wrong_fields_are_listed() -> None:
    wrong = FieldError("service", "unknown", "no such service")
    body = json.loads(refuse(FieldRefusal("wrong", [wrong])).content)
    assert body["errors"] == [{"field": "service", "code": "unknown", "message": "no such service"}]


def test_too_many_requests_say_when_to_come_back() -> None:
    assert refuse(TooManyRequests("later", retry_after=7))["Retry-After"] == "7"


def test_a_database_away_asks_to_try_again() -> None:
    assert (unavailable().status_code, unavailable()["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_status_has_a_title(status: int) -> None:
    assert title_of(status)


def answered_by(path: str, inner: HttpResponse) -> HttpResponse:
    def view(_request: HttpRequest) -> HttpResponse:
        return inner

    answer = ProblemMiddleware(view)(RequestFactory().get(path))
    assert isinstance(answer, HttpResponse)
    return answer


def test_pages_keep_their_own_errors() -> None:
    page = HttpResponse("<h1>", status=404)
    assert answered_by("/layanan/x/", page) is page


def test_what_is_left_over_under_the_api_becomes_a_problem() -> None:
    left = HttpResponse("<h1>secret</h1>", status=500, headers={"Allow": "GET"})
    answer = answered_by("/api/v1/x", left)
    assert json.loads(answer.content)["code"] == "internal"
    assert answer["Allow"] == "GET"
    assert b"secret" not in answer.content


def test_a_problem_document_is_left_as_it_is() -> None:
    ready = problem(409, "closed", "closed")
    assert answered_by("/api/v1/x", ready) is ready


def test_answers_are_compact_and_in_utf_8() -> None:
    assert json_bytes({"a": "é", "b": [1]}) == '{"a":"é","b":[1]}'.encode()


def test_a_broken_connection_is_told_apart_from_a_fault_of_ours() -> None:
    api = NinjaAPI(urls_namespace="test-rest")
    install_problem_handlers(api)
    request = RequestFactory().get("/api/v1/x")
    for away in (InterfaceError("closed"), OperationalError("gone")):
        assert api.on_exception(request, away).status_code == 503
    with pytest.raises(ZeroDivisionError):
        api.on_exception(request, ZeroDivisionError())
