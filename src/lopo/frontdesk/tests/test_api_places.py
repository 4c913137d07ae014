"""Centres, board, door code and ledger in HTTP API v1 (API.md §3, §4, §6, §8)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cast import Cast, problem_of

from lopo.frontdesk import queries
from lopo.frontdesk.queries import verify_bundle
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import archive_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.mark.parametrize("path", ["", "/board", "/ledger", "/door-code"])
@pytest.mark.parametrize("code", ["nowhere", "BKD", "%20", "%C3%A9", "x" * 500])
def test_an_unknown_centre_is_not_found(cast: Cast, path: str, code: str) -> None:
    problem_of(cast.petugas.get(f"/centres/{code}{path}"), 404, "not-found")


def test_an_archived_centre_is_gone(cast: Cast) -> None:
    archive_centre(centre=cast.centre, reason="Pindah", actor=SYSTEM, clock=system_clock)
    problem_of(cast.visitor.get(f"/centres/{cast.centre.code}"), 404, "not-found")
    assert cast.visitor.get("/centres").json() == {"items": [], "next": None}


def test_a_centre_says_everything_the_contract_names(cast: Cast) -> None:
    cast.number("B")
    cast.number("B", present=False)
    cast.opened()
    place = cast.visitor.get(f"/centres/{cast.centre.code}").json()
    assert set(place) >= {
        *("code", "name", "agency", "zone", "open", "queues", "counters", "policy", "no_show"),
        *("return_minutes", "remote_grace_minutes"),
    }
    assert set(place["open"]) == {"state", "issuing", "reason", "until"}
    assert (place["open"]["state"], place["open"]["issuing"]) == ("OPEN", True)
    assert [(q["code"], q["waiting"], q["wait_minutes"]) for q in place["queues"]] == [
        ("A", 0, None),
        ("B", 1, None),
    ]
    assert [(c["code"], c["state"]) for c in place["counters"]] == [("1", "OPEN"), ("2", "CLOSED")]
    policy = place["policy"]
    assert policy["version"] == 1
    classes = {"LANSIA", "DISABILITAS", "HAMIL", "ANAK", "BENCANA"}
    assert policy["head_start_minutes"] == dict.fromkeys(classes, 30)
    assert policy["max_priority_in_a_row"] == 2
    assert policy["text"]
    assert place["no_show"] == {"calls": 3, "interval_seconds": 45}
    assert (place["return_minutes"], place["remote_grace_minutes"]) == (15, 30)
    listed = cast.visitor.get("/centres").json()
    assert listed == {"items": [place], "next": None}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=", "cursor=x", "cursor=é"]
)
def test_a_list_is_asked_for_within_its_limits(cast: Cast, query: str) -> None:
    problem_of(cast.visitor.get(f"/centres?{query}"), 422, "invalid")


def test_a_list_comes_in_pages(cast: Cast) -> None:
    for _ in range(4):
        make_centre()
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = cast.visitor.get(f"/centres?limit=2&cursor={cursor}").json()
        seen += [place["code"] for place in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_a_longer_list_costs_no_more_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        make_centre()
    cast.visitor.get("/centres")  # the opening hours of each are remembered for a second
    with django_assert_max_num_queries(7):
        assert len(cast.visitor.get("/centres").json()["items"]) == 7


# --- the board ---


def board_of(cast: Cast) -> dict[str, Any]:
    answer = cast.visitor.get(f"/centres/{cast.centre.code}/board")
    board: dict[str, Any] = answer.json()
    return board


def test_an_empty_room_has_a_board(cast: Cast) -> None:
    board = board_of(cast)
    assert set(board) >= {"rev", "now", "open", "calls", "queues"}
    assert (board["rev"], board["calls"]) == (0, [])
    assert datetime.fromisoformat(board["now"]).utcoffset() == timedelta(hours=8)


def test_the_board_shows_calls_with_number_and_counter_and_nothing_personal(cast: Cast) -> None:
    ticket = cast.number(priority="HAMIL")
    called = cast.opened().post(cast.counter("calls")).json()
    [call] = board_of(cast)["calls"]
    assert set(call) == {"announcement_id", "number", "counter", "state", "called_at", "reason"}
    assert (call["number"], call["counter"], call["state"]) == ("A-001", "1", "CALLED")
    assert call["announcement_id"] == called["announcement_id"]
    assert call["reason"] is None
    assert ticket["token"] not in str(board_of(cast))


def test_the_board_keeps_the_last_ten_finished_calls_newest_first(cast: Cast) -> None:
    for _ in range(12):
        cast.number()
    cast.opened().post(cast.counter("calls"))
    for _ in range(11):
        cast.petugas.post(cast.counter("current/start"))
        cast.petugas.post(cast.counter("current/finish"), {"then": "call"})
    calls = board_of(cast)["calls"]
    assert [c["number"] for c in calls] == [f"A-{n:03d}" for n in range(12, 1, -1)]
    assert [c["state"] for c in calls] == ["CALLED"] + ["DONE"] * 10


def test_the_revision_moves_with_every_change_and_never_falls(cast: Cast) -> None:
    seen = [board_of(cast)["rev"]]
    for step in (cast.number, cast.opened, lambda: cast.petugas.post(cast.counter("calls"))):
        step()
        seen.append(board_of(cast)["rev"])
    assert seen == sorted(set(seen))


def test_nothing_new_is_304_until_something_is(cast: Cast) -> None:
    path = f"/centres/{cast.centre.code}/board"
    cast.number()
    etag = cast.visitor.get(path)["ETag"]
    for tag in (etag, f"W/{etag}", f'"x", {etag}'):
        answer = cast.visitor.get(path, If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == etag
    assert cast.visitor.get(path, If_None_Match='"other"').status_code == 200
    cast.number()
    assert cast.visitor.get(path, If_None_Match=etag).status_code == 200


def test_another_language_is_another_board(cast: Cast) -> None:
    path = f"/centres/{cast.centre.code}/board"
    etag = cast.visitor.get(path, Accept_Language="id")["ETag"]
    answer = cast.visitor.get(path, Accept_Language="en", If_None_Match=etag)
    assert answer.status_code == 200
    assert answer.json()["open"]["reason"] == "Open around the clock"


def test_a_board_that_does_not_change_costs_next_to_nothing(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    cast.number()
    board_of(cast)
    with django_assert_max_num_queries(2):
        board_of(cast)


# --- the door code ---


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("visitor", 401, "unauthenticated"),
        ("stranger", 404, "not-found"),
        ("kiosk_at_home", 403, "forbidden"),
        ("foreign_kiosk", 404, "not-found"),
    ],
)
def test_the_door_code_is_not_for_everybody(cast: Cast, who: str, status: int, code: str) -> None:
    answer = getattr(cast, who).get(f"/centres/{cast.centre.code}/door-code")
    problem_of(answer, status, code)


@pytest.mark.parametrize("who", ["kiosk", "tv", "resepsionis", "petugas", "penyelia"])
def test_the_door_code_holds_until_local_midnight_and_is_not_kept_by_caches(
    cast: Cast, who: str
) -> None:
    answer = getattr(cast, who).get(f"/centres/{cast.centre.code}/door-code")
    today = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert today["code"] == queries.door_code(cast.centre, system_clock()).code
    assert today["valid_until"].endswith("T00:00:00+08:00")


def test_the_door_code_changes_every_day_and_at_every_door(cast: Cast) -> None:
    now = system_clock()
    codes = {queries.door_code(cast.centre, now + timedelta(days=n)).code for n in range(30)}
    assert len(codes | {queries.door_code(cast.elsewhere, now).code}) == 31


# --- the ledger ---


@pytest.mark.parametrize(
    "date",
    [
        "",
        "today",
        "2026-13-01",
        "2026-02-30",
        "20261121",
        "2026-W47-6",
        "2026-11-21T00:00",
        "%FF",
        "٢٠٢٦-11-21",
        "2026-1-1",
        " 2026-11-21",
        "0000-01-01",
        "99999-01-01",
        "-001-01-01",
    ],
)
def test_a_bad_date_is_a_wrong_field(cast: Cast, date: str) -> None:
    answer = cast.visitor.get(f"/centres/{cast.centre.code}/ledger?date={date}")
    assert problem_of(answer, 422, "invalid")["errors"][0]["field"] == "date"


@pytest.mark.parametrize("date", ["2020-01-01", "0001-01-01", "9999-12-31"])
def test_an_empty_day_is_a_day(cast: Cast, date: str) -> None:
    answer = cast.visitor.get(f"/centres/{cast.centre.code}/ledger?date={date}")
    day = answer.json()
    assert (answer.status_code, day["events"], day["policies"]) == (200, [], [])
    assert verify_bundle(day).clean


def test_the_published_day_proves_itself(cast: Cast) -> None:
    ticket = cast.number()
    cast.opened().post(cast.counter("calls"))
    day = cast.visitor.get(f"/centres/{cast.centre.code}/ledger").json()
    assert set(day) == {"format", "centre", "service_date", "zone", "policies", "events"}
    assert day["format"] == "lopo-day/1"
    assert [e["verb"] for e in day["events"]] == [
        "ticket.issued",
        "session.opened",
        "ticket.called",
    ]
    assert set(day["policies"][0]) == {
        *("from_seq", "version", "head_start_minutes", "max_priority_in_a_row"),
    }
    assert verify_bundle(day).clean
    assert day["service_date"] == ticket["service_date"]
    asked = cast.visitor.get(f"/centres/{cast.centre.code}/ledger?date={day['service_date']}")
    assert asked.json() == day
