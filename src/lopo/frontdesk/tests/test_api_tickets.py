"""Tickets in HTTP API v1 (API.md §4): who may take one, and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from tests.cast import Cast, Person, new_key, problem_of

from lopo.catalogue.models import Offering
from lopo.foundation.models import Bucket
from lopo.frontdesk import queries
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre
from lopo.frontdesk.tests.observing import nothing_changes
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.people.api import Device, revoke_device
from lopo.people.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def code_of(cast: Cast) -> str:
    return queries.door_code(cast.centre, system_clock()).code


# --- who may take a number ---


@pytest.mark.parametrize(
    ("who", "channel", "status", "code"),
    [
        ("visitor", "KIOSK", 401, "unauthenticated"),
        ("visitor", "RECEPTION", 401, "unauthenticated"),
        ("stranger", "RECEPTION", 403, "forbidden"),
        ("resepsionis", "KIOSK", 403, "forbidden"),
        ("tv", "KIOSK", 403, "forbidden"),
        ("foreign_kiosk", "KIOSK", 403, "forbidden"),
        ("kiosk", "RECEPTION", 403, "forbidden"),
    ],
)
def test_not_everybody_takes_numbers_everywhere(
    cast: Cast, who: str, channel: str, status: int, code: str
) -> None:
    person = getattr(cast, who)
    with nothing_changes():
        problem_of(person.post("/tickets", cast.order(channel=channel)), status, code)


@pytest.mark.parametrize(
    ("who", "channel", "present"),
    [
        ("visitor", "WEB", False),
        ("petugas", "WEB", False),
        ("kiosk", "WEB", False),
        ("kiosk", "KIOSK", True),
        ("kiosk_at_home", "KIOSK", False),
        ("resepsionis", "RECEPTION", True),
        ("petugas", "RECEPTION", True),
        ("penyelia", "RECEPTION", True),
        ("admin", "RECEPTION", True),
    ],
)
def test_who_takes_a_number_where_decides_whether_it_is_present(
    cast: Cast, who: str, channel: str, present: bool
) -> None:
    answer = getattr(cast, who).post("/tickets", cast.order(channel=channel))
    assert answer.status_code == 201
    assert answer.json()["present"] is present
    assert (answer.json()["arrived_at"] is not None) is present


@pytest.mark.parametrize(
    "token", ["", "x", "lopo_s_", "lopo_d_", "lopo_s_" + "x" * 32, "lopo_s_" + "x" * 500, "é"]
)
def test_a_token_that_is_not_ours_is_refused_even_where_none_is_needed(
    cast: Cast, token: str
) -> None:
    someone = Person("someone")
    refused = someone.post("/tickets", cast.order(), Authorization=f"Bearer {token}")
    problem_of(refused, 401, "unauthenticated")
    assert refused["WWW-Authenticate"].startswith("Bearer")
    problem_of(someone.get("/tickets/x", Authorization="Basic eDp5"), 404, "not-found")


def test_a_revoked_token_is_no_token(cast: Cast) -> None:
    cast.number()
    ApiToken.objects.update(revoked_at=system_clock())
    refused = cast.resepsionis.post("/tickets", cast.order(channel="RECEPTION"))
    problem_of(refused, 401, "unauthenticated")


def test_a_revoked_kiosk_is_no_kiosk(cast: Cast) -> None:
    assert cast.kiosk.post("/tickets", cast.order(channel="KIOSK")).status_code == 201
    revoke_device(device=Device.objects.get(), actor=SYSTEM)
    problem_of(cast.kiosk.post("/tickets", cast.order(channel="KIOSK")), 401, "unauthenticated")


def test_the_token_of_a_closed_account_is_no_token(cast: Cast) -> None:
    cast.number()
    ApiToken.objects.get().user.__class__.objects.update(is_active=False)
    refused = cast.resepsionis.post("/tickets", cast.order(channel="RECEPTION"))
    problem_of(refused, 401, "unauthenticated")


# --- what is refused ---


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"centre": "nowhere"}, "centre", "unknown"),
        ({"service": "NOTHING"}, "service", "unknown"),
        ({"channel": "PHONE"}, "channel", "literal-error"),
        ({"channel": "web"}, "channel", "literal-error"),
        ({"channel": None}, "channel", "literal-error"),
        ({"priority": "VIP"}, "priority", "literal-error"),
        ({"priority": ""}, "priority", "literal-error"),
        ({"centre": ""}, "centre", "string-too-short"),
        ({"centre": "x" * 41}, "centre", "string-too-long"),
        ({"service": 7}, "service", "string-type"),
        ({"name": "somebody"}, "name", "extra-forbidden"),
    ],
)
def test_a_wrong_field_is_named(cast: Cast, change: dict[str, Any], field: str, code: str) -> None:
    with nothing_changes():
        body = problem_of(cast.visitor.post("/tickets", cast.order(**change)), 422, "invalid")
    assert [(e["field"], e["code"]) for e in body["errors"]] == [(field, code)]


@pytest.mark.parametrize("missing", ["centre", "service", "channel"])
def test_a_missing_field_is_named(cast: Cast, missing: str) -> None:
    order = cast.order()
    del order[missing]
    body = problem_of(cast.visitor.post("/tickets", order), 422, "invalid")
    assert body["errors"][0]["field"] == missing


def test_strings_are_exact(cast: Cast) -> None:
    order = cast.order()
    for field in ("centre", "service"):
        spaced = {**order, field: f" {order[field]} "}
        problem_of(cast.visitor.post("/tickets", spaced), 422, "invalid")


def test_a_service_of_another_centre_is_not_offered_here(cast: Cast) -> None:
    foreign = Cast(centre=cast.elsewhere).order()["service"]
    body = problem_of(cast.visitor.post("/tickets", cast.order(service=foreign)), 422, "invalid")
    assert body["errors"][0]["field"] == "service"


def test_a_service_without_a_queue_takes_no_numbers(cast: Cast) -> None:
    Offering.objects.filter(centre=cast.centre, queue__code="A").update(queue=None)
    code = Offering.objects.get(centre=cast.centre, queue=None).service.code
    order = cast.order("B", service=code)
    body = problem_of(cast.visitor.post("/tickets", order), 422, "not-at-counter")
    assert body["errors"][0]["field"] == "service"


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"remote_daily_quota": 0}, "quota-full"),
        ({"hours": ()}, "closed"),
    ],
)
def test_a_rule_that_says_no_is_a_conflict_with_its_code(policy: dict[str, Any], code: str) -> None:
    cast = Cast(centre=make_centre(**policy))
    key = new_key()
    with nothing_changes():
        problem_of(cast.visitor.post("/tickets", cast.order(), key=key), 409, code)


# --- what a ticket is ---


@override_settings(PUBLIC_URL="https://antre.example")
def test_a_ticket_says_everything_the_contract_names_and_nothing_else(cast: Cast) -> None:
    ticket = cast.number(priority="LANSIA")
    assert set(ticket) == {
        *("token", "number", "centre", "service", "queue", "service_date", "issued_at"),
        *("arrived_at", "state", "present", "counter", "ahead", "wait_minutes", "proof", "url"),
    }
    assert ticket["number"] == "A-001"
    assert (ticket["state"], ticket["present"], ticket["counter"]) == ("WAITING", True, None)
    assert (ticket["ahead"], ticket["wait_minutes"]) == (0, None)
    assert len(ticket["token"]) >= 22
    assert ticket["issued_at"].endswith("+08:00")
    assert ticket["url"] == f"https://antre.example/tiket/{ticket['token']}/"


def test_the_link_never_follows_the_host_header(cast: Cast) -> None:
    answer = cast.visitor.post("/tickets", cast.order(), Host="evil.example")
    assert "evil" not in answer.json()["url"]


def test_a_ticket_is_looked_at_by_its_link_alone(cast: Cast) -> None:
    ticket = cast.number()
    seen = cast.visitor.get(f"/tickets/{ticket['token']}")
    assert seen.status_code == 200
    assert seen.json() == ticket
    for wrong in ("x", ticket["token"][:-1], ticket["token"] + "x", ticket["number"], "%00", "1"):
        problem_of(cast.visitor.get(f"/tickets/{wrong}"), 404, "not-found")


def test_ahead_counts_whom_the_rule_takes_first(cast: Cast) -> None:
    first, early = cast.number(), cast.number(priority="HAMIL")
    away = cast.number(present=False)
    ahead = [cast.visitor.get(f"/tickets/{t['token']}").json()["ahead"] for t in (first, early)]
    assert ahead == [1, 0]
    assert away["ahead"] == 2


def test_the_class_of_a_visitor_is_nowhere_to_be_seen(cast: Cast) -> None:
    ticket = cast.number(priority="DISABILITAS")
    place = f"/centres/{cast.centre.code}"
    record = cast.visitor.get(f"{place}/ledger").json()["events"]
    board = cast.visitor.get(f"{place}/board").json()
    for shown in (ticket, record, board):
        assert "DISABILITAS" not in str(shown)
    for shown in (record, board):
        assert ticket["token"] not in str(shown)


# --- giving the place up ---


def test_giving_up_answers_204_again_and_again(cast: Cast) -> None:
    ticket = cast.number()
    for _ in range(3):
        answer = cast.visitor.delete(f"/tickets/{ticket['token']}")
        assert (answer.status_code, answer.content) == (204, b"")
    assert cast.visitor.get(f"/tickets/{ticket['token']}").json()["state"] == "CANCELLED"


def test_an_unknown_ticket_cannot_be_given_up(cast: Cast) -> None:
    problem_of(cast.visitor.delete("/tickets/unknown"), 404, "not-found")


def test_who_has_been_called_cannot_give_up(cast: Cast) -> None:
    ticket = cast.number()
    cast.opened().post(cast.counter("calls"))
    body = problem_of(cast.visitor.delete(f"/tickets/{ticket['token']}"), 409, "wrong-state")
    assert body["state"] == "CALLED"


# --- I am here ---


def test_the_code_in_the_room_makes_a_number_present_and_may_be_said_twice(cast: Cast) -> None:
    ticket = cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    answers = [cast.visitor.post(path, {"code": code_of(cast)}, key=None) for _ in range(7)]
    assert {a.status_code for a in answers} == {200}
    assert len({a.json()["arrived_at"] for a in answers}) == 1
    assert answers[0].json()["present"] is True


@pytest.mark.parametrize("typed", ["{low}", " {code}", "{code}\n", "{first} {rest}"])
def test_a_program_sends_the_code_exactly(cast: Cast, typed: str) -> None:
    ticket = cast.number(present=False)
    code = code_of(cast)
    sent = typed.format(code=code, low=code.lower(), first=code[:3], rest=code[3:])
    path = f"/tickets/{ticket['token']}/arrival"
    answer = cast.visitor.post(path, {"code": sent}, key=None)
    assert answer.status_code == (200 if sent == code else 422)


def test_a_person_who_types_it_on_the_page_is_forgiven_case_and_spaces(cast: Cast) -> None:
    ticket = cast.number(present=False)
    code = code_of(cast).lower()
    typed = {"kode": f" {code[:3]} {code[3:]} "}
    assert Client().post(f"/tiket/{ticket['token']}/hadir/", typed).status_code == 303


@pytest.mark.parametrize("body", [{}, {"code": None}])
def test_who_has_no_code_is_asked_for_it(cast: Cast, body: dict[str, Any]) -> None:
    ticket = cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    refused = problem_of(cast.visitor.post(path, body, key=None), 422, "invalid")
    assert refused["errors"][0]["field"] == "code"


def test_yesterdays_code_and_that_of_another_room_are_wrong(cast: Cast) -> None:
    ticket = cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    yesterday = queries.door_code(cast.centre, system_clock() - timedelta(days=1)).code
    foreign = queries.door_code(cast.elsewhere, system_clock()).code
    for wrong in (yesterday, foreign, "x", "é" * 40):
        body = problem_of(cast.visitor.post(path, {"code": wrong}, key=None), 422, "door-code")
        assert body["errors"][0]["field"] == "code"


def test_a_ticket_has_five_tries_in_ten_minutes_even_for_the_right_code(cast: Cast) -> None:
    ticket, other = cast.number(present=False), cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    for _ in range(5):
        problem_of(cast.visitor.post(path, {"code": "x"}, key=None), 422, "door-code")
    refused = cast.visitor.post(path, {"code": code_of(cast)}, key=None)
    problem_of(refused, 429, "too-many-requests")
    assert 0 < int(refused["Retry-After"]) <= 600
    elsewhere = f"/tickets/{other['token']}/arrival"
    assert cast.visitor.post(elsewhere, {"code": code_of(cast)}, key=None).status_code == 200
    Bucket.objects.update(started_at=system_clock() - timedelta(minutes=10))
    assert cast.visitor.post(path, {"code": code_of(cast)}, key=None).status_code == 200


def test_a_repeat_under_the_same_key_is_answered_even_when_the_tries_are_used_up(
    cast: Cast,
) -> None:
    ticket, key = cast.number(present=False), new_key()
    path = f"/tickets/{ticket['token']}/arrival"
    first = cast.visitor.post(path, {"code": code_of(cast)}, key=key)
    for _ in range(6):
        cast.visitor.post(path, {"code": "x"}, key=None)
    again = cast.visitor.post(path, {"code": code_of(cast)}, key=key)
    assert (again.status_code, again.content) == (200, first.content)
    problem_of(cast.visitor.post(path, {"code": "x"}, key=key), 422, "key-reused")


def test_an_odd_key_is_refused_where_none_is_needed_and_costs_no_try(cast: Cast) -> None:
    ticket = cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    problem_of(cast.visitor.post(path, {"code": "x"}, key="short"), 400, "bad-key")
    assert not Bucket.objects.filter(key__startswith="door").exists()


def test_staff_of_the_centre_vouches_for_a_visitor(cast: Cast) -> None:
    ticket = cast.number(present=False)
    path = f"/tickets/{ticket['token']}/arrival"
    problem_of(cast.stranger.post(path, {}, key=None), 422, "invalid")
    assert cast.resepsionis.post(path, {}, key=None).json()["present"] is True


def test_who_gave_up_cannot_arrive(cast: Cast) -> None:
    ticket = cast.number(present=False)
    cast.visitor.delete(f"/tickets/{ticket['token']}")
    path = f"/tickets/{ticket['token']}/arrival"
    problem_of(cast.resepsionis.post(path, {}, key=None), 409, "wrong-state")
    problem_of(cast.resepsionis.post("/tickets/unknown/arrival", {}, key=None), 404, "not-found")


def test_numbers_at_two_centres_of_one_agency_stay_apart(cast: Cast) -> None:
    sister = make_centre(agency=cast.centre.host_agency)
    cast.number()
    assert Ticket.objects.filter(centre=sister).count() == 0
