"""Bad input everywhere: a clear problem document, never 5xx, and nothing half-done."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast, Person, new_key

from lopo.frontdesk.queries import verify_bundle
from lopo.frontdesk.tests.observing import counted, everything

pytestmark = pytest.mark.django_db
DEEP = "\u0661\u200f\U0001f40a"
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**400, [], {}, [None], {"a": {}}, [[]] * 3),
    *(
        "",
        " ",
        "A" * 41,
        "x" * 5_000,
        "é",
        "e\u0301",
        "\u202egnp",
        "\u0000",
        "\ufeff",
        "\U0001f40a",
    ),
    *("../../etc/passwd", "' OR 1=1 --", "{{7*7}}", "%s%n", "<script>", "=1+1", "\r\nX: y", "null"),
    *("true", "LANSIA ", "web", "WEB\n", "A-001", "1e3", "-1", "NaN", DEEP, "\ud800", "\\", '"'),
)
PATHS = (
    "x",
    " ",
    "..",
    "%00",
    "%0a",
    "%2e%2e%2f",
    "%ff",
    quote(DEEP),
    "x" * 900,
    "'",
    "1",
    "-1",
    "*",
)


def is_clean(answer: Any) -> None:
    """No accident, and every refusal is a problem document with a stable code."""
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["code"]


def hammer(who: Person, path: str, good: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Each field with each hostile value, and each field left out; refusals change nothing."""
    bodies = [{**good, field: value} for field in (*fields, "more") for value in HOSTILE]
    bodies += [{k: v for k, v in good.items() if k != field} for field in fields]
    before = counted()
    for body in bodies:
        answer = who.post(path, body)
        is_clean(answer)
        if answer.status_code >= 400:
            assert counted() == before, body
        else:
            before = counted()


def test_taking_a_number_survives_every_field() -> None:
    cast = Cast()
    order = cast.order(priority="ANAK")
    hammer(cast.visitor, "/tickets", order, ("centre", "service", "channel", "priority"))
    verdict_of(cast)


def test_arriving_survives_every_field() -> None:
    cast = Cast()
    ticket = cast.number(present=False)
    hammer(cast.visitor, f"/tickets/{ticket['token']}/arrival", {"code": "x"}, ("code",))
    assert cast.visitor.get(f"/tickets/{ticket['token']}").json()["present"] is False


def test_a_session_survives_every_field() -> None:
    cast = Cast()
    good = {"open": True, "services": [cast.order()["service"]]}
    hammer(cast.petugas, cast.counter("session"), good, ("open", "services"))
    verdict_of(cast)


@pytest.mark.parametrize("act", ["calls", "current/finish"])
def test_acts_at_a_counter_survive_every_field(act: str) -> None:
    cast = Cast()
    cast.number()
    cast.opened()
    if act != "calls":
        cast.petugas.post(cast.counter("calls"))
    hammer(cast.petugas, cast.counter(act), {"then": "x"}, ("then", "token"))
    verdict_of(cast)


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("current/transfer", ("service", "counter")),
        ("current/add", ("service",)),
        ("current/park", ("reason",)),
        ("current/undo", ("verb",)),
    ],
)
def test_the_further_verbs_survive_every_field(act: str, fields: tuple[str, ...]) -> None:
    cast = Cast()
    cast.number()
    cast.opened().post(cast.counter("calls"))
    good = dict.fromkeys(fields[:1], cast.order("B")["service"])
    hammer(cast.petugas, cast.counter(act), good, fields)
    verdict_of(cast)


def test_a_call_out_of_order_survives_every_field() -> None:
    cast = Cast()
    cast.number()
    good = {"token": cast.number()["token"], "reason": "Sakit"}
    hammer(cast.opened(cast.penyelia), cast.counter("calls"), good, ("token", "reason"))
    verdict_of(cast)


def test_pausing_survives_every_field() -> None:
    cast = Cast()
    cast.opened()
    hammer(cast.petugas, cast.counter("session"), {"paused": True}, ("paused", "services"))
    verdict_of(cast)


def test_returning_survives_every_field() -> None:
    cast = Cast()
    ticket = cast.number()
    cast.opened().post(cast.counter("calls"))
    cast.petugas.post(cast.counter("current/park"))
    hammer(cast.visitor, f"/tickets/{ticket['token']}/return", {"code": "x"}, ("code",))
    assert cast.visitor.get(f"/tickets/{ticket['token']}").json()["state"] == "PARKED"
    verdict_of(cast)


def verdict_of(cast: Cast) -> None:
    day = cast.visitor.get(f"/centres/{cast.centre.code}/ledger").json()
    assert verify_bundle(day).clean


def test_every_place_in_an_address_survives() -> None:
    cast = Cast()
    here = cast.centre.code
    before = everything()
    for odd in PATHS:
        for path in (
            f"/centres/{odd}",
            f"/centres/{odd}/board",
            f"/centres/{odd}/door-code",
            f"/centres/{here}/ledger?date={odd}",
            f"/tickets/{odd}",
            f"/services/{odd}",
            f"/services?q={odd}&agency={odd}&limit={odd}&cursor={odd}",
            f"/centres?limit={odd}&cursor={odd}",
        ):
            is_clean(cast.petugas.get(path))
        for path in (
            f"/tickets/{odd}/arrival",
            f"/tickets/{odd}/return",
            f"/centres/{odd}/counters/1/calls",
            f"/centres/{here}/counters/{odd}/calls",
            f"/centres/{here}/counters/{odd}/session",
            f"/centres/{here}/counters/1/current/{odd}",
            f"/centres/{odd}/counters/1/current/undo",
            f"/centres/{here}/counters/{odd}/current/park",
        ):
            is_clean(cast.petugas.post(path))
        is_clean(cast.petugas.delete(f"/tickets/{odd}"))
    assert everything() == before


@pytest.mark.parametrize(
    "header", ["Authorization", "Idempotency-Key", "If-None-Match", "Accept-Language", "Host"]
)
def test_every_header_survives(header: str) -> None:
    cast = Cast()
    for odd in ("", " ", "x" * 5_000, "é", "\x7f", "Bearer", "Bearer  ", '"', "*", "a,b;q=x", "\t"):
        someone = Person("someone")
        headers = {header.replace("-", "_"): odd}
        is_clean(someone.get(f"/centres/{cast.centre.code}/board", **headers))
        key = None if header == "Idempotency-Key" else new_key()
        is_clean(someone.post("/tickets", cast.order(), key=key, **headers))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["centre", "service", "channel", "x"]), json_values))
def test_whatever_json_is_sent_nothing_breaks(body: dict[str, Any]) -> None:
    is_clean(Person("someone").post("/tickets", json.dumps(body)))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_whatever_bytes_are_sent_nothing_breaks(raw: bytes) -> None:
    is_clean(Person("someone").post("/tickets", raw))
